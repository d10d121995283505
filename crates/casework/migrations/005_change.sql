-- Changes of one running case 个案变更: who proposed what on which ground, and what it left.
CREATE TABLE casework_change (
  id          @id PRIMARY KEY,
  version     @int NOT NULL,
  case_id     @id NOT NULL,
  body        @id NOT NULL,
  state       @text NOT NULL,
  ground      @text NOT NULL,
  legal_basis @text NOT NULL,
  reason      @bytes NOT NULL,
  operation   @json NOT NULL,
  answers     @json NOT NULL,
  model       @text NOT NULL,
  derived     @text NOT NULL,
  burdens     @json NOT NULL,
  proposer    @id NOT NULL,
  proposed_at @int NOT NULL,
  second      @id,
  said        @bytes,
  decided_at  @int,
  undone_by   @id,
  undone_at   @int,
  was         @json,
  left_behind @json
) @strict;
CREATE INDEX casework_change_case ON casework_change (case_id, id);
CREATE INDEX casework_change_body ON casework_change (body, id);
CREATE INDEX casework_change_officer ON casework_change (body, proposer, id);

-- Migrations of running cases 批量迁移 to a published version, and what became of each case.
CREATE TABLE casework_migration (
  id              @id PRIMARY KEY,
  version         @int NOT NULL,
  edition         @id NOT NULL,
  item            @id NOT NULL,
  division        @text NOT NULL,
  model           @text NOT NULL,
  state           @text NOT NULL,
  transition_rule @text NOT NULL,
  begun_by        @id NOT NULL,
  begun_at        @int NOT NULL,
  ended_at        @int
) @strict;
CREATE INDEX casework_migration_edition ON casework_migration (edition, id);
CREATE TABLE casework_migration_case (
  migration @id NOT NULL,
  case_id   @id NOT NULL,
  verdict   @text NOT NULL,
  undone    @text NOT NULL,
  was       @json,
  left_behind @json,
  at        @int NOT NULL,
  PRIMARY KEY (migration, case_id)
) @strict;
CREATE INDEX casework_migration_list ON casework_migration_case (migration, verdict, case_id);
CREATE INDEX casework_migration_verdict ON casework_migration_case (migration, verdict, undone, case_id);
-- Which cases of an item still run, so that those on other models are found.
CREATE INDEX casework_flow_running ON casework_flow (item, case_id) WHERE running;
