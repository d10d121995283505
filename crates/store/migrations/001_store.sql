-- The journal 日志: one row an act, in streams (one stream a noun) and in one gap-free order.
CREATE TABLE store_entry (
  stream        @text NOT NULL,
  version       @int NOT NULL,
  position      @int,
  at            @int NOT NULL,
  actor         @text NOT NULL,
  behalf        @text,
  title         @text NOT NULL,
  room          @text NOT NULL,
  kind          @text NOT NULL,
  subject       @text NOT NULL,
  state_schema  @int,
  state_digest  @bytes,
  commitment    @bytes NOT NULL,
  previous      @bytes NOT NULL,
  hash          @bytes NOT NULL,
  person        @text,
  salt          @bytes,
  payload       @text,
  personal      @bytes,
  PRIMARY KEY (stream, version)
) @strict;
CREATE UNIQUE INDEX store_entry_position ON store_entry (position);
CREATE INDEX store_entry_subject ON store_entry (subject, at);
CREATE INDEX store_entry_person ON store_entry (person) WHERE person IS NOT NULL;

-- The right edge of the tree over all entries (RFC 6962), one row.
CREATE TABLE store_tree (
  name      @text PRIMARY KEY,
  size      @int NOT NULL,
  frontier  @bytes NOT NULL
) @strict;

-- Roots of complete subtrees of 256 entries and of 256 such, for proofs.
CREATE TABLE store_subtree (
  level  @int NOT NULL,
  place  @int NOT NULL,
  hash   @bytes NOT NULL,
  PRIMARY KEY (level, place)
) @strict;

-- Keys of persons, wrapped; erasure destroys the row.
CREATE TABLE store_key (
  person  @text PRIMARY KEY,
  wrapped @bytes NOT NULL
) @strict;

CREATE TABLE store_job (
  id        @id PRIMARY KEY,
  kind      @text NOT NULL,
  payload   @text NOT NULL,
  once      @text,
  due       @int NOT NULL,
  attempts  @int NOT NULL,
  held_until @int NOT NULL,
  dead      @bool NOT NULL,
  error     @text
) @strict;
CREATE UNIQUE INDEX store_job_once ON store_job (once);
CREATE INDEX store_job_due ON store_job (dead, due);

CREATE TABLE store_cursor (
  subscriber @text PRIMARY KEY,
  position   @int NOT NULL
) @strict;

-- Events that a subscriber could not take after all its tries; shown by doctor.
CREATE TABLE store_dead_event (
  subscriber @text NOT NULL,
  position   @int NOT NULL,
  at         @int NOT NULL,
  error      @text NOT NULL,
  PRIMARY KEY (subscriber, position)
) @strict;

-- Answers to requests that carried an idempotency key.
CREATE TABLE store_answer (
  actor    @text NOT NULL,
  key      @text NOT NULL,
  request  @bytes NOT NULL,
  answer   @text NOT NULL,
  at       @int NOT NULL,
  PRIMARY KEY (actor, key)
) @strict;

CREATE TABLE store_file (
  digest   @text PRIMARY KEY,
  size     @int NOT NULL,
  media    @text NOT NULL,
  owner    @text,
  at       @int NOT NULL
) @strict;
CREATE INDEX store_file_owner ON store_file (owner, at);

CREATE TABLE store_lease (
  name    @text PRIMARY KEY,
  holder  @text NOT NULL,
  until   @int NOT NULL
) @strict;
