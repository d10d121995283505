-- Which rule of a model's tables fired on which values in a case 规则依据: facts that gateways ask for, nothing that
-- describes a person.
CREATE TABLE casework_reason (
  case_id @id NOT NULL,
  number  @int NOT NULL,
  at      @int NOT NULL,
  reason  @json NOT NULL,
  PRIMARY KEY (case_id, number)
) @strict;
