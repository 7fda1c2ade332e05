//! Tests of `model`.

mod addresses;
mod annual_reports;
mod network;
mod pages;
mod points;
