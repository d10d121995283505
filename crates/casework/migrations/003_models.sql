-- What happened in the process of a case, a row for each act of the engine's: replayed they give its state.
CREATE TABLE casework_flow_event (
  case_id @id NOT NULL,
  number  @int NOT NULL,
  at      @int NOT NULL,
  events  @json NOT NULL,
  PRIMARY KEY (case_id, number)
) @strict;

-- Which item a running process is of, so that its cases are found on its model.
ALTER TABLE casework_flow ADD COLUMN item @text NOT NULL DEFAULT '';
UPDATE casework_flow SET item = (SELECT c.item FROM casework_case c WHERE c.id = casework_flow.case_id);
CREATE INDEX casework_flow_item ON casework_flow (item, case_id);

-- Versions of a model 流程版本 that editors draw for an item, everywhere (empty) or in one division.
CREATE TABLE casework_edition (
  id           @id PRIMARY KEY,
  version      @int NOT NULL,
  item         @id NOT NULL,
  division     @text NOT NULL,
  number       @int NOT NULL,
  state        @text NOT NULL,
  text         @text NOT NULL,
  digest       @text NOT NULL,
  note         @text NOT NULL,
  drawn_by     @id NOT NULL,
  drawn_at     @int NOT NULL,
  published_by @id,
  published_at @int,
  ended_at     @int
) @strict;
CREATE INDEX casework_edition_item ON casework_edition (item, division, number);
CREATE UNIQUE INDEX casework_edition_published ON casework_edition (item, division) WHERE state = 'published';
CREATE INDEX casework_edition_recent ON casework_edition (state, id);
