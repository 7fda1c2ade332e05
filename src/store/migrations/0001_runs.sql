-- Plain SQL that SQLite and PostgreSQL both read. Times are milliseconds since 1970 (UTC); flags and counts are BIGINT;
-- structured values are JSON text, large ones compressed.
CREATE TABLE runs (
    id          TEXT   NOT NULL PRIMARY KEY,
    site_id     TEXT   NOT NULL,
    site_name   TEXT   NOT NULL,
    site_url    TEXT   NOT NULL,
    as_of       TEXT   NOT NULL,
    started_ms  BIGINT NOT NULL,
    finished_ms BIGINT,
    beat_ms     BIGINT NOT NULL,
    status      TEXT   NOT NULL,
    stopped_by  TEXT,
    requests    BIGINT NOT NULL,
    settings    TEXT   NOT NULL
);
CREATE INDEX runs_by_site ON runs (site_url, started_ms);

CREATE TABLE pages (
    run_id  TEXT   NOT NULL,
    seq     BIGINT NOT NULL,
    url_key TEXT   NOT NULL,
    role    TEXT   NOT NULL,
    status  BIGINT,
    failure TEXT,
    body    BLOB   NOT NULL,
    PRIMARY KEY (run_id, seq)
);
CREATE UNIQUE INDEX pages_by_key ON pages (run_id, url_key, role);

CREATE TABLE observations (
    run_id  TEXT NOT NULL,
    obs_key TEXT NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (run_id, obs_key)
);

CREATE TABLE probes (
    site_url TEXT   NOT NULL,
    at_ms    BIGINT NOT NULL,
    ok       BIGINT NOT NULL,
    took_ms  BIGINT NOT NULL,
    detail   TEXT   NOT NULL,
    PRIMARY KEY (site_url, at_ms)
);

CREATE TABLE scorecards (
    run_id  TEXT   NOT NULL,
    pack_id TEXT   NOT NULL,
    made_ms BIGINT NOT NULL,
    body    BLOB   NOT NULL,
    PRIMARY KEY (run_id, pack_id)
);

CREATE TABLE findings (
    run_id      TEXT   NOT NULL,
    pack_id     TEXT   NOT NULL,
    fingerprint TEXT   NOT NULL,
    check_id    TEXT   NOT NULL,
    severity    TEXT   NOT NULL,
    url         TEXT   NOT NULL,
    target      TEXT,
    body        TEXT   NOT NULL,
    PRIMARY KEY (run_id, pack_id, fingerprint)
);

CREATE TABLE first_seen (
    site_url    TEXT   NOT NULL,
    fingerprint TEXT   NOT NULL,
    at_ms       BIGINT NOT NULL,
    run_id      TEXT   NOT NULL,
    PRIMARY KEY (site_url, fingerprint)
);
