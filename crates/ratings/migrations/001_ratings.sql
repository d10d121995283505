-- An invitation 评价邀请: one a handling, never altered. The token is known by its digest; sealed under
-- the person's key it can be shown to them again.
CREATE TABLE ratings_invitation (
  id         @id PRIMARY KEY,
  handling   @text NOT NULL,
  number     @text NOT NULL,
  digest     @bytes NOT NULL,
  token      @bytes NOT NULL,
  person     @id NOT NULL,
  item       @text NOT NULL,
  item_name  @text NOT NULL,
  body       @id NOT NULL,
  channel    @text NOT NULL,
  ended      @text NOT NULL,
  made_at    @int NOT NULL,
  expires_at @int NOT NULL
) @strict;
CREATE UNIQUE INDEX ratings_invitation_handling ON ratings_invitation (handling);
CREATE INDEX ratings_invitation_digest ON ratings_invitation (digest);

-- A rating 评价: one an invitation. Who gave it stands with the invitation alone.
CREATE TABLE ratings_rating (
  id         @id PRIMARY KEY,
  version    @int NOT NULL,
  invitation @id NOT NULL,
  item       @text NOT NULL,
  body       @id NOT NULL,
  level      @int NOT NULL,
  reasons    @json NOT NULL,
  list       @int NOT NULL,
  comment    @bytes,
  given_at   @int NOT NULL
) @strict;
CREATE UNIQUE INDEX ratings_rating_invitation ON ratings_rating (invitation);

-- Counts by item or body and month of the handling's end.
CREATE TABLE ratings_count (
  subject @text NOT NULL,
  period  @text NOT NULL,
  good    @int NOT NULL,
  bad     @int NOT NULL,
  rated   @int NOT NULL,
  closed  @int NOT NULL,
  PRIMARY KEY (subject, period)
) @strict;

-- What a bad rating asks of the body 差评整改. Rectification itself comes later.
CREATE TABLE ratings_order (
  id        @id PRIMARY KEY,
  version   @int NOT NULL,
  rating    @id NOT NULL,
  item      @text NOT NULL,
  item_name @text NOT NULL,
  body      @id NOT NULL,
  division  @text NOT NULL,
  level     @int NOT NULL,
  reasons   @json NOT NULL,
  state     @text NOT NULL,
  opened_at @int NOT NULL
) @strict;
CREATE INDEX ratings_order_body ON ratings_order (body, state, id);
CREATE INDEX ratings_order_division ON ratings_order (state, division, id);
