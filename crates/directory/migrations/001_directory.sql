-- Divisions 行政区划 as they stand, with past ones whose code is still met.
CREATE TABLE directory_division (
  code       @text PRIMARY KEY,
  name       @text NOT NULL,
  name_en    @text,
  level      @text NOT NULL,
  parent     @text,
  -- ordinary, zone (statistical, fifth digit 7), placeholder (no division: skipped in paths), past
  kind       @text NOT NULL,
  valid_from @date,
  valid_to   @date
) @strict;
CREATE INDEX directory_division_parent ON directory_division (parent, kind, code);

-- What became of a code, by year: the sources give no day.
CREATE TABLE directory_division_change (
  old_code   @text NOT NULL,
  year       @int NOT NULL,
  place      @int NOT NULL,
  kind       @text NOT NULL,
  old_name   @text NOT NULL,
  old_parent @text,
  new_code   @text,
  new_name   @text,
  document   @text,
  PRIMARY KEY (old_code, year, place)
) @strict;
CREATE INDEX directory_division_change_parent ON directory_division_change (old_parent, year);

-- What was imported, by name: divisions, a year of holidays. Each is a noun of the journal.
CREATE TABLE directory_import (
  id      @text PRIMARY KEY,
  version @int NOT NULL,
  digest  @text NOT NULL,
  records @int NOT NULL
) @strict;

-- Bodies 实施主体.
CREATE TABLE directory_body (
  id         @id PRIMARY KEY,
  version    @int NOT NULL,
  key        @text NOT NULL,
  code       @text NOT NULL,
  name       @text NOT NULL,
  name_en    @text,
  short      @text NOT NULL,
  short_en   @text,
  uscc       @text,
  division   @text NOT NULL,
  level      @text NOT NULL,
  line       @text NOT NULL,
  superior   @id,
  address    @text,
  phone      @text,
  fictional  @bool NOT NULL
) @strict;
CREATE UNIQUE INDEX directory_body_key ON directory_body (key);
CREATE UNIQUE INDEX directory_body_code ON directory_body (code);
CREATE INDEX directory_body_name ON directory_body (name);
CREATE INDEX directory_body_place ON directory_body (division, level, line);

-- Posts 岗位 of bodies.
CREATE TABLE directory_post (
  id       @id PRIMARY KEY,
  version  @int NOT NULL,
  key      @text NOT NULL,
  body     @id NOT NULL,
  role     @text NOT NULL,
  title    @text NOT NULL,
  title_en @text,
  reach    @text
) @strict;
CREATE UNIQUE INDEX directory_post_key ON directory_post (key);
CREATE INDEX directory_post_body ON directory_post (body);

-- The yearly notices of holidays 节假日安排, as JSON.
CREATE TABLE directory_notice (
  year   @int PRIMARY KEY,
  notice @json NOT NULL
) @strict;

-- Blocks of official numbers: the first number not yet given out to a node.
CREATE TABLE directory_number_block (
  body @id NOT NULL,
  kind @text NOT NULL,
  year @int NOT NULL,
  next @int NOT NULL,
  PRIMARY KEY (body, kind, year)
) @strict;
