-- Which rule of a model's tables fired on which values in a case 规则依据: facts that gateways ask for, nothing that
-- describes a person.
CREATE TABLE casework_reason (
  case_id @id NOT NULL,
  number  @int NOT NULL,
  at      @int NOT NULL,
  reason  @json NOT NULL,
  PRIMARY KEY (case_id, number)
) @strict;

-- Whose part a task is inside its body 转办, where it was handed over; else any officer's.
ALTER TABLE casework_task ADD COLUMN assigned @id;
CREATE TABLE casework_handover (
  case_id @id NOT NULL,
  number  @int NOT NULL,
  task    @int NOT NULL,
  by      @id NOT NULL,
  to_whom @id NOT NULL,
  at      @int NOT NULL,
  reason  @bytes NOT NULL,
  PRIMARY KEY (case_id, number)
) @strict;
