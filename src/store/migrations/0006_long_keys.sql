-- Keys are indexed, and an index of PostgreSQL takes no more than 2700 bytes: of a longer one the key column holds its
-- beginning and a digest, and this one all of it.
ALTER TABLE observations ADD COLUMN whole_key TEXT;
