use super::kind::Kind;
use crate::model::Text;
use sqlx::error::{DatabaseError, ErrorKind};
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
    #[error(
        "--db {url}: this version stores in SQLite files (sqlite:PATH or a plain path) and on PostgreSQL (postgres://USER@HOST/DATABASE)"
    )]
    Unsupported {
        /// What was asked for, without a password.
        url: String,
    },
    /// An address of a server that can't be read. It is not repeated: a password may stand anywhere in it.
    #[error("the address after --db can't be read: {}; it is postgres://USER:PASSWORD@HOST:PORT/DATABASE", why.en)]
    Address {
        /// What is wrong with it.
        why: Text,
    },
    /// The server does not answer.
    #[error(
        "the server of {path} can't be reached: {why}; see that the host and the port are right and the server runs"
    )]
    Unreachable {
        /// Where.
        path: String,
        /// What the layer below said.
        why: String,
    },
    /// The server does not let this user in.
    #[error(
        "the server of {path} refuses the user or the password: {why}; see that both are right (PGPASSWORD or ~/.pgpass may hold the password) and pg_hba.conf allows it"
    )]
    Refused {
        /// Where.
        path: String,
        /// What the server said.
        why: String,
    },
    /// There is no such database, or it holds nothing of ours.
    #[error("there is no duwang database {path}; see that --db is right")]
    Missing {
        /// Where.
        path: String,
    },
    /// The server has no database of this name.
    #[error("the server has no database {path}: {why}; make it with CREATE DATABASE … ENCODING 'UTF8'")]
    NoDatabase {
        /// Where.
        path: String,
        /// What the server said.
        why: String,
    },
    /// The user may not do this.
    #[error(
        "no right in {path}: {why}; the user needs to own the database, or the rights to make and change tables in its schema"
    )]
    Denied {
        /// Where.
        path: String,
        /// What the server said.
        why: String,
    },
    /// The server lacks what is needed.
    #[error("the server of {path} is too old ({version}); PostgreSQL 9.2 is the least, 12 or newer is advised")]
    TooOld {
        /// Where.
        path: String,
        /// Its version.
        version: String,
    },
    /// The database can't hold every character.
    #[error("{path} stores text as {encoding}; make a database with ENCODING 'UTF8'")]
    Encoding {
        /// Where.
        path: String,
        /// The encoding it has.
        encoding: String,
    },
    /// The connection broke, and the server did not come back in time.
    #[error("the connection to {path} is lost: {why}; what was stored before is kept, run again to go on")]
    Lost {
        /// Where.
        path: String,
        /// What the layer below said.
        why: String,
    },
    /// Two transactions stood in each other's way time and again.
    #[error("{path} is too busy: {why}; run again to go on")]
    Crossed {
        /// Where.
        path: String,
        /// What the server said.
        why: String,
    },
    /// What is to be written is there already, and is something else.
    #[error("{path} has this already: {why}")]
    Exists {
        /// Where.
        path: String,
        /// What the layer below said.
        why: String,
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
    pub(super) fn from_sqlx(kind: Kind, path: &str, error: &sqlx::Error) -> Self {
        let path = path.to_owned();
        if error.as_database_error().is_some_and(|e| e.kind() == ErrorKind::UniqueViolation) {
            return Self::Exists { path, why: said(error) };
        }
        match kind {
            Kind::Sqlite => Self::from_file(path, error),
            Kind::Postgres => Self::from_server(path, error),
        }
    }

    fn from_file(path: String, error: &sqlx::Error) -> Self {
        let why = error.to_string();
        let low = why.to_ascii_lowercase();
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

    fn from_server(path: String, error: &sqlx::Error) -> Self {
        use sqlx::Error as Below;
        let why = said(error);
        let code = error.as_database_error().and_then(DatabaseError::code).unwrap_or_default();
        match error {
            Below::Database(_) => match &*code {
                "28P01" | "28000" => Self::Refused { path, why },
                "3D000" => Self::NoDatabase { path, why },
                // No right, or a server that takes no writes.
                "42501" | "25006" => Self::Denied { path, why },
                "53100" => Self::Full { path },
                // The server goes down or comes up, takes no more connections, cut a silent one.
                "57P01" | "57P02" | "57P03" | "53300" | "25P03" => Self::Lost { path, why },
                // Transactions that waited for each other, or that saw each other's writes.
                "40001" | "40P01" => Self::Crossed { path, why },
                code if code.starts_with("08") => Self::Lost { path, why },
                _ => Self::Other { path, why },
            },
            // Of the address, what the driver alone can tell.
            Below::Configuration(_) => Self::Address { why: Text::new(why.clone(), why) },
            Below::BeginFailed
            | Below::Io(_)
            | Below::Tls(_)
            | Below::PoolTimedOut
            | Below::WorkerCrashed
            | Below::Protocol(_) => Self::Lost { path, why },
            _ => Self::Other { path, why },
        }
    }

    /// While a database is being opened, a server that does not answer was never reached.
    pub(super) fn on_opening(self) -> Self {
        match self {
            Self::Lost { path, why } => Self::Unreachable { path, why },
            other => other,
        }
    }
}

/// What the layer below said, in one line.
fn said(error: &sqlx::Error) -> String {
    let text = match error {
        sqlx::Error::Database(e) => e.message().to_owned(),
        sqlx::Error::Io(e) => e.to_string(),
        sqlx::Error::PoolTimedOut => "no connection in time".to_owned(),
        other => other.to_string(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
