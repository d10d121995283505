-- E-licences 电子证照. What stands on the face is in the sealed record alone, and that is sealed once
-- more under the holder's key.
CREATE TABLE licences_licence (
  id          @id PRIMARY KEY,
  version     @int NOT NULL,
  type        @text NOT NULL,
  name        @text NOT NULL,
  name_en     @text,
  identifier  @text NOT NULL,
  code        @text NOT NULL,
  holder      @id NOT NULL,
  contact     @id,
  issuer      @id NOT NULL,
  issuer_name @text NOT NULL,
  issuer_name_en @text,
  issued_at   @int NOT NULL,
  valid_from  @date NOT NULL,
  valid_to    @date,
  state       @text NOT NULL,
  since       @date NOT NULL,
  matter      @text,
  replaces    @id,
  replaced_by @id,
  sample      @bool NOT NULL,
  record      @bytes NOT NULL
) @strict;
CREATE INDEX licences_licence_holder ON licences_licence (holder, id);
CREATE INDEX licences_licence_answers ON licences_licence (holder, type, id);
CREATE INDEX licences_licence_code ON licences_licence (code);
CREATE INDEX licences_licence_identifier ON licences_licence (identifier);
CREATE INDEX licences_licence_issuer ON licences_licence (issuer, id);

-- What became of a licence, from its issue on. The reason in words is sealed under the holder's key.
CREATE TABLE licences_change (
  licence @id NOT NULL,
  version @int NOT NULL,
  act     @text NOT NULL,
  ground  @text,
  reason  @bytes,
  state   @text NOT NULL,
  body    @id NOT NULL,
  at      @int NOT NULL,
  PRIMARY KEY (licence, version)
) @strict;
