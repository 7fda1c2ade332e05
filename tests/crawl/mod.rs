//! Tests of `crawl`.

mod limits;
mod order;
mod resume;
mod scope;
mod traps;
mod trouble;
mod web;
