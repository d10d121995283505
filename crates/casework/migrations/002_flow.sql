-- Models of processes 流程模型 by the digest of their text; a case keeps the one it began with.
CREATE TABLE casework_model (
  digest @text PRIMARY KEY,
  text   @text NOT NULL,
  at     @int NOT NULL
) @strict;

-- The process of a case: what the engine needs to go on, and when it wants to be woken.
CREATE TABLE casework_flow (
  case_id   @id PRIMARY KEY,
  model     @text NOT NULL,
  state     @json NOT NULL,
  running   @bool NOT NULL,
  incidents @int NOT NULL,
  wakes_at  @int
) @strict;
CREATE INDEX casework_flow_model ON casework_flow (model, case_id) WHERE running;
CREATE INDEX casework_flow_wakes ON casework_flow (wakes_at, case_id) WHERE wakes_at IS NOT NULL;
CREATE INDEX casework_flow_incidents ON casework_flow (case_id) WHERE incidents > 0;

-- Which step of the model a task is, and the token that stands there.
ALTER TABLE casework_task ADD COLUMN element @text;
ALTER TABLE casework_task ADD COLUMN token @int;
