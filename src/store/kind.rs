//! What differs between the databases. All else is one SQL text.

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A file of this machine.
    Sqlite,
    /// A server, perhaps shared by machines.
    Postgres,
}

impl Kind {
    /// Begins a transaction that writes. On SQLite it has the right to from its first statement on: one that reads first
    /// could not get it any more once another process wrote in between. On a server each statement sees what was committed
    /// before it, whatever the server's default: what follows a lock must see what those before it did.
    pub(super) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN ISOLATION LEVEL READ COMMITTED",
        }
    }

    /// Makes a transaction the only one of its sort until it ends, where beginning it does not. Locking rows would not do:
    /// of two sites of one group that nobody holds, two processes could each lock one. The number means nothing.
    pub(super) fn lock(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT pg_advisory_xact_lock(28272155410001)"),
        }
    }

    /// The schema in its words. Text is ordered by its bytes on both; a server would go by the language of its place.
    pub(super) fn schema(self, sql: &str) -> String {
        if self == Self::Sqlite {
            return sql.to_owned();
        }
        let code = sql.lines().filter(|line| !line.trim_start().starts_with("--"));
        code.map(|line| line.replace(" TEXT", " TEXT COLLATE \"C\"").replace(" BLOB", " BYTEA") + "\n").collect()
    }
}
