//! One file per output format; needs nothing but a `Scorecard`. Imports `model`.
//!
//! What a site wrote is untrusted in every format: never markup, never a formula, never a terminal escape.
//! Every sentence of our own stands in [`labels`], in both languages.

mod album;
mod asking;
mod assess_csv;
mod assess_labels;
mod assess_screen;
mod assess_sheets;
mod assess_xlsx;
mod check_labels;
mod clean;
mod csv;
mod error;
mod evidence;
mod evidence_labels;
mod html;
mod html_view;
mod index;
mod json;
pub mod labels;
mod markup_labels;
mod mend_first;
mod screen;
mod terminal;
mod write;
mod xlsx;
mod xlsx_evidence;
mod xlsx_score;
mod xlsx_sheet;

pub use asking::asking;
pub use assess_csv::assess_csv;
pub use assess_screen::ranking;
pub use assess_xlsx::assess_xlsx;
pub use csv::csv;
pub use error::Error;
pub use html::{html, html_pictured};
pub use json::{assess_json, json};
pub use terminal::terminal;
pub use write::{Format, write, write_assessment, write_file, write_new, write_pictured};
pub use xlsx::xlsx;

/// A grade in words.
#[must_use]
pub fn grade_word(lang: crate::model::Lang, grade: crate::model::Grade) -> &'static str {
    labels::grade(lang, grade)
}
