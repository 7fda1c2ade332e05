//! duwang (读网) reads government websites the way an inspector does and writes scorecards that hold in a dispute.
//!
//! Two halves. *Collect* ([`fetch`], [`render`], [`parse`], [`crawl`], [`store`]) touches the network and the clock and ends in the
//! store. *Judge* ([`facts`], [`checks`], [`rules`], [`score`], [`assess`],
//! [`report`]) is pure: the same store and the same pack
//! give the same bytes. Data flows one way; a test holds every import against the table in `tests/layers.rs`.

pub mod assess;
pub mod audit;
pub mod checks;
pub mod cli;
pub mod config;
pub mod crawl;
pub mod demo;
pub mod doctor;
pub mod facts;
pub mod fetch;
pub mod model;
pub mod parse;
pub mod render;
pub mod report;
pub mod rules;
pub mod scan;
pub mod score;
pub mod serve;
pub mod store;
pub mod tell;
