-- Since when nothing names a file: a day later its row goes, and then its content.
ALTER TABLE store_file ADD COLUMN condemned @int;
CREATE INDEX store_file_condemned ON store_file (condemned) WHERE condemned IS NOT NULL;
