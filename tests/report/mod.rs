//! Tests of `report`.

mod card;
mod csv;
mod html;
mod json;
mod labels;
mod terminal;
mod write;
mod xlsx;
