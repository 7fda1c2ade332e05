//! The portal benchmark: `cargo bench`.
//!
//! A made-up county portal is served on loopback by a process of its own and audited through the public API, so that
//! time, memory and CPU of the audit are measured alone. Then a stored run of the same size is judged again under all
//! bundled packs. `DUWANG_BENCH_PAGES` sets the portal's size (default 2,000), `DUWANG_BENCH_ONLY=parse` (`audit`,
//! `rescore`) leaves the rest out, `DUWANG_BENCH_DB=FILE` keeps the stored run for the next time.
//! `DUWANG_BENCH_ONLY=pairs` pairs policies with interpretations on a site of `DUWANG_BENCH_PAGES` documents (default 5,000).
//! `DUWANG_BENCH_ONLY=page-checks` measures what the checks of single pages cost, over the saved pages of `DUWANG_SAMPLES`
//! (default `../shared/samples` beside the project), else over the made-up portal's; it fails where that is out of proportion
//! to reading the page itself.
//! `DUWANG_BENCH_ONLY=assess` measures a year of `DUWANG_BENCH_SITES` sites (default 1,000) instead.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark that fails should stop where it fails")]
#![allow(clippy::print_stdout, reason = "the figures are its result")]

mod assess;
mod audit;
mod micro;
mod page_checks;
mod pairs;
mod portal;
mod process;
mod rescore;
mod serve;
mod stored;

/// Set for the process that plays the portal; holds the number of pages.
const SERVE: &str = "DUWANG_BENCH_SERVE";
/// How many pages the portal has.
const PAGES: &str = "DUWANG_BENCH_PAGES";
/// How many sites a year has.
const SITES: &str = "DUWANG_BENCH_SITES";
/// Set for the process that makes the stored run; holds the number of pages.
const STORE: &str = "DUWANG_BENCH_STORE";
/// `parse`: the small measurements alone; `page-checks`: those of single pages; `audit`: the portal alone; `rescore`: the stored run alone; `assess`: a year alone.
const ONLY: &str = "DUWANG_BENCH_ONLY";

fn main() {
    if let Some(pages) = number(SERVE) {
        serve::run(pages);
        return;
    }
    if let Some(pages) = number(STORE) {
        rescore::make(pages);
        return;
    }
    let pages = number(PAGES).unwrap_or(2000).max(50);
    let only = std::env::var(ONLY).unwrap_or_default();
    if only == "assess" {
        return assess::run(number(SITES).unwrap_or(1000).max(1));
    }
    if only == "pairs" {
        return pairs::run(number(PAGES).unwrap_or(5000).max(10));
    }
    let wanted = |what: &str| only.is_empty() || only == what;
    if wanted("audit") {
        audit::run(pages);
    }
    if wanted("rescore") {
        rescore::run(pages);
    }
    if wanted("parse") {
        micro::run(pages);
    }
    if wanted("page-checks") {
        page_checks::run();
    }
}

fn number(name: &str) -> Option<usize> {
    let value = std::env::var(name).ok()?;
    Some(value.trim().parse().unwrap_or_else(|_| panic!("{name}={value} is not a number")))
}

/// One line of figures.
fn row(name: &str, value: &str) {
    println!("  {name:<34} {value:>16}");
}
