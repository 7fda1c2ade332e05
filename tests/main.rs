//! One integration binary, a module per module of `src`.
#![allow(
    clippy::format_collect,
    clippy::case_sensitive_file_extension_comparisons,
    clippy::maybe_infinite_iter,
    clippy::similar_names,
    clippy::type_complexity,
    reason = "tests build small pages and search until they find"
)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails should stop where it fails")]

mod assess;
mod auditing;
mod checks;
mod cli;
mod crawl;
mod demo;
mod doctor;
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
mod serve;
mod store;
mod tell;
