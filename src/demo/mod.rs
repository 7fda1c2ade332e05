//! The bundled sample portals, and the loopback server that plays them. Imports `model`.
//!
//! Beside `rules` this is the only module that reads TOML: each portal's `site.toml`, which holds the answers that are
//! not plain files and the ground truth (which flaws were built in, and which tempting things are none). It is also the
//! only one that imports axum and `include_dir`. How a portal's folder is laid out: `fixtures/sites/README.md`.

mod answer;
mod manifest;
mod portal;
mod records;
mod search;
mod served;

pub use answer::Played;
pub use manifest::{Flaw, Innocent};
pub use portal::Portal;
pub use served::{Asked, Served};

use std::path::PathBuf;

/// Why a portal can't be played.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or a file in it could not be read.
    #[error("cannot read {path}: {source}; give a folder of saved pages, or one with site.toml and www/")]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder holds no file, or more than is sensible to play from memory.
    #[error("{path} {what}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it and what to do.
        what: String,
    },
    /// `site.toml` is not sound; every mistake is told at once.
    #[error("{origin} is not sound:\n{}", .mistakes.join("\n"))]
    Manifest {
        /// Which file.
        origin: String,
        /// One line a mistake: where, what, and what would be right.
        mistakes: Vec<String>,
    },
    /// Two portals claim one host.
    #[error("two portals are called {0}; serve them one at a time or give one another host")]
    SameHost(String),
    /// No port on the loopback address could be had.
    #[error("cannot listen on 127.0.0.1: {0}; check that this process may open ports")]
    Listen(std::io::Error),
}
