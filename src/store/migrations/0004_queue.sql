-- Passes over lists of sites, and the queue they share: a site is given out to one holder at a time, for a while, and with
-- it its whole politeness group.
CREATE TABLE scans (
    id          TEXT   NOT NULL PRIMARY KEY,
    list        TEXT   NOT NULL,
    as_of       TEXT   NOT NULL,
    started_ms  BIGINT NOT NULL,
    finished_ms BIGINT,
    options     TEXT   NOT NULL
);
CREATE INDEX scans_by_list ON scans (list, started_ms);

CREATE TABLE queue (
    scan_id       TEXT   NOT NULL,
    seq           BIGINT NOT NULL,
    site_id       TEXT   NOT NULL,
    site_name     TEXT   NOT NULL,
    site_url      TEXT   NOT NULL,
    polite        TEXT   NOT NULL,
    job           TEXT   NOT NULL,
    state         TEXT   NOT NULL,
    holder        TEXT,
    until_ms      BIGINT,
    not_before_ms BIGINT NOT NULL,
    attempt       BIGINT NOT NULL,
    run_id        TEXT,
    outcome       TEXT,
    PRIMARY KEY (scan_id, seq)
);
CREATE UNIQUE INDEX queue_by_site ON queue (scan_id, site_id);
CREATE INDEX queue_by_state ON queue (state, until_ms);

-- What one process at a time does.
CREATE TABLE leads (
    name     TEXT   NOT NULL PRIMARY KEY,
    holder   TEXT   NOT NULL,
    until_ms BIGINT NOT NULL
);
