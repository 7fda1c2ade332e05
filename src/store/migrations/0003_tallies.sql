-- Beside each scorecard what it counted, small enough to read a year of a thousand sites at once; one for each digest of
-- a pack, so that scoring an old run under a newer pack takes nothing away.
CREATE TABLE tallies (
    run_id  TEXT NOT NULL,
    pack_id TEXT NOT NULL,
    sha256  TEXT NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (run_id, pack_id, sha256)
);
CREATE INDEX runs_by_day ON runs (site_id, as_of);
