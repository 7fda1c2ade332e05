//! Style sheets, as far as they decide whether a person can see an element: read by `sheet`, put together for one page by
//! `cascade`, judged by `hides`. No layout: what needs one stays undecided. Used by the rest of `parse`; imports `model`.

mod cascade;
mod colour;
mod computed;
mod hides;
mod media;
mod select;
mod sheet;
mod value;

pub(super) use cascade::{Cascade, asked_for};
pub(super) use hides::{Hides, Source};
pub use sheet::Sheet;

/// The window that lengths and media queries are held against: what most people sit before.
const WINDOW_WIDTH: f32 = 1366.0;
const WINDOW_HEIGHT: f32 = 768.0;

/// From how many pixels outside the window's near edge something may be out of sight, and surely is.
const NEAR: f32 = 200.0;
const FAR: f32 = 500.0;
/// From how many pixels on beyond the far edge.
const VERY_FAR: f32 = 3000.0;
