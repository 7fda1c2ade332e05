//! One site's audit, from its address to its scorecards and reports; says nothing to anybody. `cli` runs one, `scan` hundreds.
//! Imports both halves: `model`, `config`, `crawl`, `store`, `facts`, `rules`, `score`, `report`.

mod begin;
mod judging;
mod lacking;

pub use begin::{Begun, Resumption, begin, run_id, shape};
pub use judging::{facts, judge, write, write_pictured};
pub use lacking::{Lacking, lacking};

use crate::rules::RuleSet;
use std::sync::Arc;

/// The pack when none is named.
pub const DEFAULT_PACK: &str = "cn-site-2019";

/// Rule packs that many audits share.
pub type Packs = [Arc<RuleSet>];
