//! Pages drawn in a Chromium of this machine, where they are empty without their scripts. Imports `model`, `config`.
//!
//! The browser never touches the network: name resolution and proxy lead nowhere, and each request of a page is taken from
//! it and answered through a [`Door`] that the crawl holds, so that address guard, robots.txt, rate and caps stand for
//! scripts as they do for the crawl. What a page asks for is counted and capped; whatever goes wrong is a
//! [`Rendered`](crate::model::Rendered) in the page, never an error.

mod ask;
mod axe;
mod browser;
mod dom;
mod door;
mod draw;
mod find;
mod flags;
mod inside;
mod outline;
mod pool;
mod process;
mod trial;
mod when;

pub use axe::{AXE_VERSION, Open, open_of};
pub use door::{Answer, Ask, Coming, Door, Kind, Reply};
pub use draw::{Drawn, Reader, Wanted};
pub use find::find;
pub use pool::Renderer;
pub use trial::trial;
pub use when::{is_wanted, settled};
