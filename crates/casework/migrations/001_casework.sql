-- Drafts 草稿: kept as typed, nobody's affair until submitted.
CREATE TABLE casework_draft (
  id           @id PRIMARY KEY,
  person       @id NOT NULL,
  enterprise   @id,
  item         @id NOT NULL,
  item_version @int NOT NULL,
  division     @text NOT NULL,
  answers      @bytes NOT NULL,
  version      @int NOT NULL,
  begun_at     @int NOT NULL,
  changed_at   @int NOT NULL,
  submitted    @id
) @strict;
CREATE INDEX casework_draft_mine ON casework_draft (person, changed_at);

-- Papers handed in with a draft or a case; a new version of a paper is a new row.
CREATE TABLE casework_paper (
  matter    @id NOT NULL,
  material  @text NOT NULL,
  version   @int NOT NULL,
  source    @text NOT NULL,
  reference @text NOT NULL,
  name      @bytes,
  media     @text,
  size      @int,
  level     @text NOT NULL,
  at        @int NOT NULL,
  PRIMARY KEY (matter, material, version)
) @strict;

-- A case 办件. The legal state stands here and nowhere else.
CREATE TABLE casework_case (
  id            @id PRIMARY KEY,
  version       @int NOT NULL,
  number        @text NOT NULL,
  secret        @bytes NOT NULL,
  item          @id NOT NULL,
  item_version  @int NOT NULL,
  item_name     @text NOT NULL,
  item_type     @text NOT NULL,
  body          @id NOT NULL,
  division      @text NOT NULL,
  person        @id NOT NULL,
  enterprise    @id,
  applicant     @bytes NOT NULL,
  channel       @text NOT NULL,
  state         @text NOT NULL,
  shape         @text NOT NULL,
  waits_for     @text NOT NULL,
  corrections   @int NOT NULL,
  submitted_at  @int NOT NULL,
  received_at   @int,
  accepted_at   @int,
  deemed        @bool NOT NULL,
  decided_at    @int,
  delivered_at  @int,
  ended_at      @int,
  licence       @text,
  receipt_due   @text,
  statutory_due @text,
  promised_due  @text,
  provisional   @bool NOT NULL
) @strict;
CREATE UNIQUE INDEX casework_case_number ON casework_case (number);
CREATE INDEX casework_case_mine ON casework_case (person, id);
CREATE INDEX casework_case_enterprise ON casework_case (enterprise, id);
CREATE INDEX casework_case_body ON casework_case (body, state, id);
CREATE INDEX casework_case_window ON casework_case (division, state, id);
CREATE INDEX casework_case_receipt ON casework_case (state, receipt_due);
CREATE INDEX casework_case_late ON casework_case (body, ended_at, promised_due);
CREATE INDEX casework_case_item ON casework_case (item, decided_at);
-- Granted and not handed out yet: few at any time.
CREATE INDEX casework_case_undelivered ON casework_case (body, id) WHERE state = 'approved' AND delivered_at IS NULL;
CREATE INDEX casework_case_hand_out ON casework_case (division, id) WHERE state = 'approved' AND delivered_at IS NULL;

-- What the applicant declared, a version for the submission and one for each correction; sealed.
CREATE TABLE casework_declaration (
  case_id  @id NOT NULL,
  version  @int NOT NULL,
  answers  @bytes NOT NULL,
  at       @int NOT NULL,
  PRIMARY KEY (case_id, version)
) @strict;

-- The part of one body in a case.
CREATE TABLE casework_task (
  case_id   @id NOT NULL,
  number    @int NOT NULL,
  turn      @int NOT NULL,
  kind      @text NOT NULL,
  body      @id NOT NULL,
  state     @text NOT NULL,
  opened_at @int,
  due       @text,
  done_at   @int,
  done_by   @id,
  outcome   @text,
  opinion   @bytes,
  PRIMARY KEY (case_id, number)
) @strict;
CREATE INDEX casework_task_body ON casework_task (body, state, due, case_id);

-- Clocks 时限: terms as kernel keeps them; the account of days is computed from them.
CREATE TABLE casework_clock (
  case_id @id NOT NULL,
  name    @text NOT NULL,
  terms   @json NOT NULL,
  due     @text NOT NULL,
  ended   @text,
  PRIMARY KEY (case_id, name)
) @strict;
CREATE INDEX casework_clock_open ON casework_clock (ended, due);

-- A correction notice 补正告知: every defect at once.
CREATE TABLE casework_correction (
  case_id     @id NOT NULL,
  number      @int NOT NULL,
  defects     @bytes NOT NULL,
  asked_at    @int NOT NULL,
  asked_by    @id NOT NULL,
  answer_by   @text NOT NULL,
  answered_at @int,
  PRIMARY KEY (case_id, number)
) @strict;

-- Notices 文书: numbered sealed records; the document is rendered from the record.
CREATE TABLE casework_notice (
  case_id @id NOT NULL,
  number  @text NOT NULL,
  kind    @text NOT NULL,
  body    @id NOT NULL,
  at      @int NOT NULL,
  record  @bytes NOT NULL,
  PRIMARY KEY (case_id, number)
) @strict;

-- A visit without a case 一次未办成: who was told what, and why.
CREATE TABLE casework_visit (
  id       @id PRIMARY KEY,
  version  @int NOT NULL,
  number   @text NOT NULL,
  body     @id NOT NULL,
  division @text NOT NULL,
  item     @id,
  reason   @text NOT NULL,
  told     @text NOT NULL,
  staff    @id NOT NULL,
  at       @int NOT NULL
) @strict;
CREATE INDEX casework_visit_body ON casework_visit (body, id);
