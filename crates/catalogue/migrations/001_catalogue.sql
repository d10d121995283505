-- Items 政务服务事项 as they stand: columns for lists and filters, the whole as one document.
CREATE TABLE catalogue_item (
  id          @id PRIMARY KEY,
  version     @int NOT NULL,
  code_system @text NOT NULL,
  code        @text NOT NULL,
  name        @text NOT NULL,
  name_en     @text,
  -- Readings of the name, so that lists order the same on both engines
  sort        @text NOT NULL,
  kind        @text NOT NULL,
  body        @id NOT NULL,
  division    @text NOT NULL,
  level       @text NOT NULL,
  mode        @text NOT NULL,
  person      @bool NOT NULL,
  enterprise  @bool NOT NULL,
  small       @bool NOT NULL,
  digest      @text NOT NULL,
  at          @int NOT NULL,
  doc         @json NOT NULL
) @strict;
CREATE UNIQUE INDEX catalogue_item_code ON catalogue_item (code_system, code);
CREATE INDEX catalogue_item_sort ON catalogue_item (sort, id);
CREATE INDEX catalogue_item_body ON catalogue_item (body, kind, sort, id);

-- Versions that are no longer current: a case keeps the one it began with.
CREATE TABLE catalogue_item_version (
  item    @id NOT NULL,
  version @int NOT NULL,
  at      @int NOT NULL,
  body    @id NOT NULL,
  doc     @json NOT NULL,
  PRIMARY KEY (item, version)
) @strict;

-- The words by which lists put items under themes.
CREATE TABLE catalogue_item_theme (
  item @id NOT NULL,
  word @text NOT NULL,
  PRIMARY KEY (item, word)
) @strict;
CREATE INDEX catalogue_item_theme_word ON catalogue_item_theme (word, item);

-- Themes 主题 for persons and enterprises.
CREATE TABLE catalogue_theme (
  id       @text PRIMARY KEY,
  version  @int NOT NULL,
  key      @text NOT NULL,
  name     @text NOT NULL,
  name_en  @text,
  plain    @text,
  plain_en @text,
  audience @text NOT NULL,
  place    @int NOT NULL
) @strict;
CREATE UNIQUE INDEX catalogue_theme_key ON catalogue_theme (key);

-- Key and names under which lists know a theme.
CREATE TABLE catalogue_theme_word (
  theme @text NOT NULL,
  word  @text NOT NULL,
  PRIMARY KEY (theme, word)
) @strict;

-- The last report of each list 导入报告.
CREATE TABLE catalogue_list (
  id      @text PRIMARY KEY,
  version @int NOT NULL,
  list    @text NOT NULL,
  at      @int NOT NULL,
  source  @json NOT NULL,
  absent  @json NOT NULL,
  report  @json NOT NULL
) @strict;

-- How often people were shown the way to a body's own system, by day.
CREATE TABLE catalogue_outgoing (
  item  @id NOT NULL,
  day   @date NOT NULL,
  times @int NOT NULL,
  PRIMARY KEY (item, day)
) @strict;
