//! Personal data on pages and in files: found, and masked wherever anything is kept.

mod kept;
pub(crate) mod made;
mod snippets;
