//! Tests of `score`.

mod arithmetic;
pub(crate) mod by_hand;
mod excuses;
mod findings;
mod laws;
pub(crate) mod make;
mod sights;
mod total;
