use thiserror::Error;

/// Why the store could not do what was asked; each says what to do.
#[derive(Debug, Error)]
pub enum Error {
    /// The file or its folder can't be opened or made.
    #[error("cannot open the database {path}: {why}; give another place with --db or --out")]
    Open {
        /// Where.
        path: String,
        /// What the layer below said.
        why: String,
    },
    /// Another process holds it.
    #[error("the database {path} is locked by another process; wait for it to end, or use another file with --db")]
    Locked {
        /// Where.
        path: String,
    },
    /// The disk is full.
    #[error("no room left on the disk of {path}; what was stored before is kept, make room and run again to go on")]
    Full {
        /// Where.
        path: String,
    },
    /// Not a database of ours, or damaged.
    #[error("{path} is not a sound duwang database: {why}; move it away or give another with --db")]
    Corrupt {
        /// Where.
        path: String,
        /// What the layer below said.
        why: String,
    },
    /// Written by a newer version.
    #[error("{path} was written by a newer version of duwang; upgrade, or give another database with --db")]
    Newer {
        /// Where.
        path: String,
    },
    /// A kind of database this version does not speak.
    #[error("--db {url}: this version stores in SQLite files (sqlite:PATH or a plain path)")]
    Unsupported {
        /// What was asked for, without a password.
        url: String,
    },
    /// There is no such run.
    #[error("no run {id} in {path}")]
    NoRun {
        /// The run.
        id: String,
        /// Where.
        path: String,
    },
    /// A write of a holder whose lease is lost; nothing was changed.
    #[error("the lease on {site} is lost: another process has the site now, or it is settled; nothing was written")]
    LeaseLost {
        /// The address of the site.
        site: String,
    },
    /// Anything else.
    #[error("the database {path} failed: {why}")]
    Other {
        /// Where.
        path: String,
        /// What the layer below said.
        why: String,
    },
}

impl Error {
    /// Names what the layer below said.
    pub(super) fn from_sqlx(path: &str, error: &sqlx::Error) -> Self {
        let why = error.to_string();
        let (path, low) = (path.to_owned(), why.to_ascii_lowercase());
        if low.contains("database is locked") || low.contains("database table is locked") || low.contains("(code: 5)") {
            Self::Locked { path }
        } else if low.contains("database or disk is full") || low.contains("no space left") {
            Self::Full { path }
        } else if low.contains("not a database") || low.contains("malformed") {
            Self::Corrupt { path, why }
        } else if low.contains("unable to open") || low.contains("readonly") || low.contains("permission denied") {
            Self::Open { path, why }
        } else {
            Self::Other { path, why }
        }
    }
}
