//! Tests of `model`.

mod addresses;
mod network;
mod pages;
mod points;
