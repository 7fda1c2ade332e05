//! How a run begins: anew, or where an earlier one was cut off.

use crate::config::{RenderMode, Settings};
use crate::model::{Run, RunStatus, Site};
use crate::store::{Error, Store};
use jiff::tz::Offset;
use serde_json::json;

/// A running run without a sign of life for this long was cut off.
const DEAD_MS: i64 = 60 * 1000;

/// Which earlier run is gone on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resumption<'a> {
    /// None.
    Never,
    /// The newest one of the site that was cut off, under the same settings, begun in this many milliseconds.
    Within(i64),
    /// This one, whatever became of whoever walked it: its lease is ours. A run that has ended is only judged again; one that is
    /// not there yet begins under this id, so that a lease can name its run before there is one.
    Run(&'a str),
}

/// A run to be walked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The run.
    pub run: Run,
    /// Pages that it has already; `None` when it is a new one.
    pub kept: Option<u64>,
    /// All was walked before; only the judging is to be done.
    pub walked: bool,
}

/// Begins a run of the site at `now_ms`, or takes up an earlier one.
pub async fn begin(
    store: &Store,
    site: &Site,
    settings: &Settings,
    resumption: Resumption<'_>,
    now_ms: i64,
) -> Result<Begun, Error> {
    let shape = shape(settings);
    let replayed = settings.fetch.replayed.as_ref();
    let mut id = run_id(&site.id, now_ms);
    let found = match resumption {
        Resumption::Never => None,
        Resumption::Within(ms) => {
            // What is read from archives began when they were made.
            let since = if replayed.is_some() { i64::MIN } else { now_ms - ms };
            store.resumable(&site.url, &shape, since, now_ms - DEAD_MS).await?
        }
        Resumption::Run(named) => match store.find_run(named).await? {
            None => {
                named.clone_into(&mut id);
                None
            }
            known => known.filter(|run| run.settings == shape),
        },
    };
    if let Some(mut run) = found {
        let kept = Some(store.count_pages(&run.id).await?);
        let walked = matches!(run.status, RunStatus::Complete | RunStatus::Partial | RunStatus::Failed);
        if !walked {
            run.status = RunStatus::Running;
            run.stopped_by = None;
            run.finished_ms = None;
            run.as_of = settings.as_of;
            store.update_run(&run, now_ms).await?;
        }
        return Ok(Begun { run, kept, walked });
    }
    let run = Run {
        id,
        site: site.clone(),
        as_of: settings.as_of,
        started_ms: replayed.map_or(now_ms, |replayed| replayed.started_ms),
        finished_ms: None,
        status: RunStatus::Running,
        stopped_by: None,
        requests: 0,
        settings: shape,
    };
    store.begin_run(&run, now_ms).await?;
    Ok(Begun { run, kept: None, walked: false })
}

/// An id for what begins at `now_ms`, Beijing time first, so that ids sort by time.
#[must_use]
pub fn run_id(of: &str, now_ms: i64) -> String {
    let local = Offset::constant(8).to_datetime(jiff::Timestamp::from_millisecond(now_ms).unwrap_or_default());
    format!("{}-{:03}-{of}", local.strftime("%Y%m%d-%H%M%S"), now_ms.rem_euclid(1000))
}

/// What shapes a visit; a run goes on only under the same.
#[must_use]
pub fn shape(settings: &Settings) -> String {
    let (crawl, fetch) = (&settings.crawl, &settings.fetch);
    let mut shape = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "max_pages": crawl.max_pages,
        "max_depth": crawl.max_depth,
        "max_column_pages": crawl.max_column_pages,
        "max_checks": crawl.max_checks,
        "max_files": crawl.max_files,
        "ignore_robots": fetch.ignore_robots,
        "render": match settings.render.mode {
            RenderMode::Auto => "auto",
            RenderMode::Always => "always",
            RenderMode::Never => "never",
        },
        "allow_net": fetch.allow_net.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    if let Some(replayed) = &fetch.replayed {
        shape["archives"] = json!(replayed.archives);
    }
    shape.to_string()
}
