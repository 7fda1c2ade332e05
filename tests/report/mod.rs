//! Tests of `report`.

pub(crate) mod card;
mod csv;
mod html;
mod json;
mod labels;
mod pictures;
mod terminal;
mod write;
mod xlsx;
