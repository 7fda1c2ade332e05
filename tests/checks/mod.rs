//! Tests of `checks`.

mod cases;
mod dark_links;
mod mini_site;
mod offered_file;
mod placeholder;
mod search_case;
