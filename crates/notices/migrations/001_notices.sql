-- Messages 站内消息: the key of a text of the room that sent it, and what stands in the text, sealed
-- under the key of the person it is for.
CREATE TABLE notices_message (
  id      @id PRIMARY KEY,
  person  @id NOT NULL,
  key     @text NOT NULL,
  args    @bytes,
  link    @text NOT NULL,
  sent_at @int NOT NULL,
  read_at @int
) @strict;
CREATE INDEX notices_message_mine ON notices_message (person, id);
CREATE INDEX notices_message_unread ON notices_message (person) WHERE read_at IS NULL;

-- Where a person wants to hear that there is news 邮件提醒. The address is sealed.
CREATE TABLE notices_mailbox (
  id      @id PRIMARY KEY,
  version @int NOT NULL,
  person  @id NOT NULL,
  address @bytes NOT NULL,
  wanted  @bool NOT NULL
) @strict;
CREATE UNIQUE INDEX notices_mailbox_person ON notices_mailbox (person);
