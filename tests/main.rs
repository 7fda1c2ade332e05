//! One integration binary, a module per module of `src`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails should stop where it fails")]

mod assess;
mod auditing;
mod checks;
mod cli;
mod crawl;
mod demo;
mod facts;
mod fetch;
mod labelled;
mod layers;
mod model;
mod parse;
mod render;
mod report;
mod rules;
mod score;
mod store;
