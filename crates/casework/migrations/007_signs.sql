-- What the board asks of the last weeks: cases of a body by the time they came, and what was decided when.
CREATE INDEX casework_case_came ON casework_case (body, id);
CREATE INDEX casework_task_done ON casework_task (body, done_at) WHERE state = 'done';
