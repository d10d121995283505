-- A hall 政务大厅 or service point 服务网点. What is arranged there (hours, queues, counters, rules) is
-- read and written whole, with its dates of validity, and is therefore one document.
CREATE TABLE hall_hall (
  id       @id PRIMARY KEY,
  version  @int NOT NULL,
  key      @text NOT NULL,
  sort     @text NOT NULL,
  division @text NOT NULL,
  body     @id NOT NULL,
  name     @text NOT NULL,
  name_en  @text,
  settings @json NOT NULL,
  held     @int NOT NULL
) @strict;
CREATE UNIQUE INDEX hall_hall_key ON hall_hall (key);
CREATE INDEX hall_hall_division ON hall_hall (division, id);
CREATE INDEX hall_hall_body ON hall_hall (body, id);

-- A ticket 排队号. It names nobody. `seat` is the counter while the ticket is there and nothing else,
-- so that no counter ever has two.
CREATE TABLE hall_ticket (
  id          @id PRIMARY KEY,
  version     @int NOT NULL,
  hall        @id NOT NULL,
  day         @date NOT NULL,
  queue       @text NOT NULL,
  letter      @text NOT NULL,
  sequence    @int NOT NULL,
  state       @text NOT NULL,
  origin      @text NOT NULL,
  ground      @text,
  item        @text,
  appointment @id,
  due         @int,
  taken_at    @int NOT NULL,
  low         @int,
  high        @int,
  sent_from   @text,
  only_at     @text,
  counter     @text,
  sitting     @id,
  preferred   @bool NOT NULL,
  calls       @int NOT NULL,
  first_call  @int,
  called_at   @int,
  last_call   @int,
  ended_at    @int,
  outcome     @text,
  told        @text,
  case_number @text,
  seat        @text
) @strict;
CREATE UNIQUE INDEX hall_ticket_number ON hall_ticket (hall, day, letter, sequence);
CREATE UNIQUE INDEX hall_ticket_seat ON hall_ticket (seat);
CREATE INDEX hall_ticket_waiting ON hall_ticket (hall, day, state, taken_at);
CREATE INDEX hall_ticket_called ON hall_ticket (hall, day, called_at);
CREATE INDEX hall_ticket_ended ON hall_ticket (hall, queue, ended_at);

-- A counter opened by a clerk for a day 开窗. `place` and `holder` are set while it is open: one clerk
-- at a counter, one counter a clerk.
CREATE TABLE hall_sitting (
  id        @id PRIMARY KEY,
  version   @int NOT NULL,
  hall      @id NOT NULL,
  day       @date NOT NULL,
  counter   @text NOT NULL,
  staff     @id NOT NULL,
  queues    @json NOT NULL,
  state     @text NOT NULL,
  opened_at @int NOT NULL,
  since     @int NOT NULL,
  closed_at @int,
  place     @text,
  holder    @text
) @strict;
CREATE UNIQUE INDEX hall_sitting_place ON hall_sitting (place);
CREATE UNIQUE INDEX hall_sitting_holder ON hall_sitting (holder);
CREATE INDEX hall_sitting_day ON hall_sitting (hall, day, id);

-- An appointment 预约. `place` is its place in the hall's capacity while it holds one, `open` its
-- person and item while it is open: what may not be twice can't be.
CREATE TABLE hall_appointment (
  id       @id PRIMARY KEY,
  version  @int NOT NULL,
  hall     @id NOT NULL,
  day      @date NOT NULL,
  minute   @int NOT NULL,
  queue    @text NOT NULL,
  item     @text,
  person   @id,
  ground   @text,
  state    @text NOT NULL,
  origin   @text NOT NULL,
  mandate  @id,
  consent  @text,
  digest   @bytes NOT NULL,
  made_at  @int NOT NULL,
  ticket   @id,
  place    @text,
  open     @text
) @strict;
CREATE UNIQUE INDEX hall_appointment_place ON hall_appointment (place);
CREATE UNIQUE INDEX hall_appointment_open ON hall_appointment (open);
CREATE INDEX hall_appointment_day ON hall_appointment (hall, day, minute);
CREATE INDEX hall_appointment_person ON hall_appointment (person, id);
CREATE INDEX hall_appointment_digest ON hall_appointment (digest);

-- A matter that could not be done 办不成事. Words and contact are sealed under the person's key, or
-- under a key of the matter's own where nobody gave a name.
CREATE TABLE hall_stuck (
  id          @id PRIMARY KEY,
  version     @int NOT NULL,
  number      @text NOT NULL,
  hall        @id NOT NULL,
  division    @text NOT NULL,
  body        @id NOT NULL,
  item        @text,
  ticket      @id,
  holder      @id NOT NULL,
  known       @bool NOT NULL,
  words       @bytes NOT NULL,
  contact     @bytes,
  state       @text NOT NULL,
  opened_at   @int NOT NULL,
  due         @date NOT NULL,
  passed      @int NOT NULL,
  outcome     @text,
  answer      @bytes,
  answered_at @int
) @strict;
CREATE UNIQUE INDEX hall_stuck_number ON hall_stuck (number);
CREATE INDEX hall_stuck_body ON hall_stuck (body, state, due, id);
CREATE INDEX hall_stuck_division ON hall_stuck (state, division, due, id);
CREATE INDEX hall_stuck_holder ON hall_stuck (holder, id);

-- What a village helper may do at a point 帮办代办授权: dated, narrow, revocable.
CREATE TABLE hall_mandate (
  id         @id PRIMARY KEY,
  version    @int NOT NULL,
  hall       @id NOT NULL,
  staff      @id NOT NULL,
  division   @text NOT NULL,
  items      @json NOT NULL,
  valid_from @date NOT NULL,
  valid_to   @date NOT NULL,
  revoked_at @int
) @strict;
CREATE INDEX hall_mandate_hall ON hall_mandate (hall, id);
CREATE INDEX hall_mandate_staff ON hall_mandate (staff, id);
