//! Tests of `demo`.

mod folders;
mod portals;
mod serving;
mod verdicts;
