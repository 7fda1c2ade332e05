use std::io;
use std::path::PathBuf;

/// Why a report could not be made or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder for the reports is not there and can't be made.
    #[error(
        "cannot make the report folder {path}: {source}; choose another folder with --out, or remove what stands in its way",
        path = path.display()
    )]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file could not be written; what stood there before still stands.
    #[error(
        "cannot write {path}: {source}; nothing was changed: see that the folder may be written, the disk has room and no other program holds the file, or choose another folder with --out",
        path = path.display()
    )]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The HTML template failed.
    #[error("cannot render scorecard.html: {0:#}; this is a fault of duwang: leave html out of --format and report it")]
    Template(#[from] minijinja::Error),
    /// The workbook could not be built.
    #[error("cannot build scorecard.xlsx: {0}; leave xlsx out of --format, findings.csv holds the same findings")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A format nobody knows.
    #[error("unknown report format `{0}`; known are html, xlsx, json and csv")]
    UnknownFormat(String),
}
