//! Tests of `score`.

mod arithmetic;
mod findings;
mod laws;
pub(crate) mod make;
mod total;
