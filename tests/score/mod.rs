//! Tests of `score`.

mod arithmetic;
mod findings;
mod laws;
mod make;
mod total;
