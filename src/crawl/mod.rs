//! The one-owner loop over one site: what to visit next, what belongs to the site, when to stop, what was not seen.
//! Imports `model`, `config`, `fetch`, `render`, `parse`, `store`.
//!
//! The order of visits depends on what pages said, never on which answer came first: up to [`WINDOW`] pages are under
//! way, their answers are taken in the order in which they were asked for, and each choice of a next page is made
//! after a fixed number of taken answers. So the same site gives the same crawl, and a run that was cut off goes on by
//! walking again over what the store has.

mod absent;
mod ask_search;
mod drawing;
mod earlier;
mod elsewhere;
mod engine;
mod files;
mod frontier;
mod further;
mod intake;
mod look;
mod progress;
mod samples;
mod schedule;
mod scope;
mod search;
mod sheets;
mod shots;
mod stop;
mod traps;
mod visit;
mod workshop;

pub use engine::Crawler;
pub use progress::{Progress, Watch};
pub use shots::{Photographer, Shots};
pub use stop::Stop;
pub use workshop::Workshop;

/// Pages under way or waiting for their turn to be taken.
pub const WINDOW: u64 = 48;
