-- What was read of a page stands by itself, so that the run of the next night can share what did not change.
CREATE TABLE contents (
    id   TEXT NOT NULL PRIMARY KEY,
    body BLOB NOT NULL
);
ALTER TABLE pages ADD COLUMN content_id TEXT;
-- The run whose pages this one was held against; NULL for a run that asked for every page in full.
ALTER TABLE runs ADD COLUMN earlier TEXT;
