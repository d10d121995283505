-- Persons 自然人. What is personal is sealed under the person's key; a document is found by its
-- blind index.
CREATE TABLE identity_person (
  id             @id PRIMARY KEY,
  version        @int NOT NULL,
  document_kind  @text NOT NULL,
  document_blind @bytes,
  document       @bytes,
  name           @bytes,
  phone          @bytes,
  email          @bytes,
  address        @bytes,
  birth          @bytes,
  -- the population source or a counter has confirmed who it is
  proved         @bool NOT NULL,
  opened         @int NOT NULL,
  closed         @int
) @strict;
CREATE UNIQUE INDEX identity_person_document ON identity_person (document_blind);

-- Names and numbers by which an account is entered, as blind indexes.
CREATE TABLE identity_login (
  blind   @bytes PRIMARY KEY,
  account @text NOT NULL
) @strict;
CREATE INDEX identity_login_account ON identity_login (account);

CREATE TABLE identity_credential (
  account @text PRIMARY KEY,
  hash    @text NOT NULL,
  changed @int NOT NULL
) @strict;

-- Failed sign-ins, by the blind index of what was typed, known or not.
CREATE TABLE identity_attempt (
  blind    @bytes PRIMARY KEY,
  failures @int NOT NULL,
  last     @int NOT NULL
) @strict;

-- Sessions that have not ended. The secret is with the browser or the program; here is its digest.
CREATE TABLE identity_session (
  id         @id PRIMARY KEY,
  digest     @bytes NOT NULL,
  account    @text NOT NULL,
  kind       @text NOT NULL,
  acting_for @text,
  agent      @text NOT NULL,
  started    @int NOT NULL,
  used       @int NOT NULL,
  until      @int NOT NULL
) @strict;
CREATE UNIQUE INDEX identity_session_digest ON identity_session (digest);
CREATE INDEX identity_session_account ON identity_session (account, started);

-- Enterprises and other organisations 法人和其他组织.
CREATE TABLE identity_enterprise (
  id             @id PRIMARY KEY,
  version        @int NOT NULL,
  name           @text NOT NULL,
  uscc           @text NOT NULL,
  representative @id,
  address        @text,
  phone          @text,
  division       @text,
  fictional      @bool NOT NULL
) @strict;
CREATE UNIQUE INDEX identity_enterprise_uscc ON identity_enterprise (uscc);

-- Mandates 委托: a person acts for an enterprise.
CREATE TABLE identity_mandate (
  id         @id PRIMARY KEY,
  version    @int NOT NULL,
  enterprise @id NOT NULL,
  person     @id NOT NULL,
  kind       @text NOT NULL,
  valid_from @date NOT NULL,
  valid_to   @date,
  ended      @int
) @strict;
CREATE INDEX identity_mandate_person ON identity_mandate (person);
CREATE INDEX identity_mandate_enterprise ON identity_mandate (enterprise);

-- Members of staff 工作人员 and the posts they hold.
CREATE TABLE identity_staff (
  id      @id PRIMARY KEY,
  version @int NOT NULL,
  key     @text NOT NULL,
  name    @text NOT NULL,
  name_en @text,
  body    @id NOT NULL,
  posts   @json NOT NULL,
  closed  @int
) @strict;
CREATE UNIQUE INDEX identity_staff_key ON identity_staff (key);
CREATE INDEX identity_staff_body ON identity_staff (body);

-- Who looked at whose data: beside the journal, written with its entries, for the person's page.
CREATE TABLE identity_look (
  person  @id NOT NULL,
  at      @int NOT NULL,
  staff   @id NOT NULL,
  room    @text NOT NULL,
  what    @text NOT NULL,
  regard  @text NOT NULL,
  body    @text,
  stream  @text NOT NULL,
  PRIMARY KEY (person, at, staff, room, what, regard)
) @strict;

-- The last version of each stream of looks, one stream a member of staff and day.
CREATE TABLE identity_look_stream (
  stream  @text PRIMARY KEY,
  version @int NOT NULL
) @strict;
