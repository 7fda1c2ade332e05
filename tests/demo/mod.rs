//! Tests of `demo`.

mod archived;
mod folders;
mod portals;
mod serving;
mod verdicts;
