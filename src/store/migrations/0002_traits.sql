-- What people told of the body of a run (`["no-services"]`), as JSON text.
ALTER TABLE runs ADD COLUMN traits TEXT NOT NULL DEFAULT '[]';
