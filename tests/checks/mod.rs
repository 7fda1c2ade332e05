//! Tests of `checks`.

mod cases;
mod mini_site;
