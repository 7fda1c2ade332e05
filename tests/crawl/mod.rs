//! Tests of `crawl`.

mod files;
mod limits;
mod lists;
mod order;
mod resume;
mod scope;
mod search;
mod sheets;
mod traps;
mod trouble;
mod unchanged;
mod web;
