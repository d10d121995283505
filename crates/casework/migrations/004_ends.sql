-- By which provision an application counts as given up when its correction isn't answered in time 逾期不补正;
-- absent where no provision says so: then the body may end the case by an act.
ALTER TABLE casework_correction ADD COLUMN lapse @text;
CREATE INDEX casework_correction_open ON casework_correction (answer_by, case_id) WHERE answered_at IS NULL AND lapse IS NOT NULL;

-- Which files papers name, of every version.
CREATE INDEX casework_paper_file ON casework_paper (reference) WHERE source = 'applicant';
