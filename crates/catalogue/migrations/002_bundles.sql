-- Bundles 一件事 by edition: one draft or several, one published, those that it followed.
CREATE TABLE catalogue_bundle (
  id           @id PRIMARY KEY,
  version      @int NOT NULL,
  key          @text NOT NULL,
  number       @int NOT NULL,
  state        @text NOT NULL,
  name         @text NOT NULL,
  name_en      @text,
  -- Readings of the name, so that lists order the same on both engines
  sort         @text NOT NULL,
  body         @id NOT NULL,
  division     @text NOT NULL,
  digest       @text NOT NULL,
  note         @text NOT NULL,
  drawn_by     @text NOT NULL,
  drawn_at     @int NOT NULL,
  published_by @text,
  published_at @int,
  ended_at     @int,
  doc          @json NOT NULL
) @strict;
CREATE UNIQUE INDEX catalogue_bundle_number ON catalogue_bundle (key, number);
CREATE INDEX catalogue_bundle_state ON catalogue_bundle (state, sort, id);
