//! What is counted for a monitoring system.

use super::look::Looked;
use crate::scan::{SiteEnding, SiteOutcome};
use crate::store::QueueCounts;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;

/// One label with one of a handful of values; nothing that came from a website is one.
type Label = [(&'static str, String); 1];
type Seconds = Gauge<f64, AtomicU64>;

/// How a scan under the schedule ended, as the label has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScanEnd {
    /// Every site is settled.
    Finished,
    /// Stopped; it goes on.
    Interrupted,
    /// The database failed; it is tried again.
    Failed,
}

/// What holds at the moment of asking.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Now {
    /// Whether the database answers.
    pub(super) database: bool,
    /// The queue of the running scan, or of the last.
    pub(super) queue: QueueCounts,
    /// How long the last scan took, in milliseconds.
    pub(super) took_ms: Option<i64>,
    /// When it ended.
    pub(super) ended_ms: Option<i64>,
    /// When the next is due.
    pub(super) next_ms: Option<i64>,
}

/// All counters.
pub(super) struct Meters {
    registry: Mutex<Registry>,
    scans: Family<Label, Counter>,
    sites: Family<Label, Counter>,
    pages: Counter,
    requests: Counter,
    probes: Family<Label, Counter>,
    probe_failures: Family<Label, Counter>,
    queue: Family<Label, Gauge>,
    database: Gauge,
    took: Seconds,
    success: Seconds,
    next: Seconds,
}

impl fmt::Debug for Meters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meters").finish_non_exhaustive()
    }
}

impl Meters {
    /// All at nothing; the process began at `start_ms`.
    pub(super) fn new(start_ms: i64) -> Self {
        let meters = Self {
            registry: Mutex::new(Registry::with_prefix("duwang")),
            scans: Family::default(),
            sites: Family::default(),
            pages: Counter::default(),
            requests: Counter::default(),
            probes: Family::default(),
            probe_failures: Family::default(),
            queue: Family::default(),
            database: Gauge::default(),
            took: Seconds::default(),
            success: Seconds::default(),
            next: Seconds::default(),
        };
        let start = Seconds::default();
        start.set(seconds(start_ms));
        // What is counted from nothing stands there as nothing, so that a first failure shows as a step.
        for end in ["finished", "interrupted", "failed"] {
            drop(meters.scans.get_or_create(&label("outcome", end)));
        }
        for ending in ["done", "partial", "failed"] {
            drop(meters.sites.get_or_create(&label("outcome", ending)));
        }
        for result in ["ok", "failed", "untold"] {
            drop(meters.probes.get_or_create(&label("result", result)));
        }
        {
            let mut registry = meters.registry.lock().unwrap_or_else(PoisonError::into_inner);
            registry.register("scans", "Scans begun by this process, by how they ended", meters.scans.clone());
            registry.register("sites", "Sites settled by this process, by outcome", meters.sites.clone());
            registry.register("pages", "Pages of sites settled by this process", meters.pages.clone());
            registry.register("requests", "Requests sent to sites settled by this process", meters.requests.clone());
            registry.register(
                "probes",
                "Looks at home pages beside the scans; untold ones say nothing of the site and are not kept",
                meters.probes.clone(),
            );
            registry.register(
                "probe_failures",
                "Failed and untold looks at home pages, by kind of failure",
                meters.probe_failures.clone(),
            );
            registry.register("queue_sites", "Sites of the running or last scan, by state", meters.queue.clone());
            registry.register("database_up", "Whether the database answers", meters.database.clone());
            registry.register("last_scan_seconds", "How long the last finished scan took", meters.took.clone());
            registry.register(
                "last_success_timestamp_seconds",
                "When the last scan finished, seconds since 1970; 0 for never",
                meters.success.clone(),
            );
            registry.register(
                "next_scan_timestamp_seconds",
                "When the next scan is due, seconds since 1970; 0 for never",
                meters.next.clone(),
            );
            registry.register(
                "process_start_time_seconds",
                "When this process began to serve, seconds since 1970",
                start,
            );
        }
        meters
    }

    /// A scan ended.
    pub(super) fn scan(&self, end: ScanEnd) {
        let name = match end {
            ScanEnd::Finished => "finished",
            ScanEnd::Interrupted => "interrupted",
            ScanEnd::Failed => "failed",
        };
        self.scans.get_or_create(&label("outcome", name)).inc();
    }

    /// A site was settled here.
    pub(super) fn site(&self, outcome: &SiteOutcome) {
        let name = match outcome.outcome {
            SiteEnding::Done => "done",
            SiteEnding::Partial => "partial",
            SiteEnding::Failed => "failed",
        };
        self.sites.get_or_create(&label("outcome", name)).inc();
        self.pages.inc_by(outcome.pages);
        self.requests.inc_by(outcome.requests);
    }

    /// A look was taken.
    pub(super) fn look(&self, looked: &Looked) {
        let result = match looked {
            Looked::Opened => "ok",
            Looked::Closed(_) => "failed",
            Looked::Untold(_) => "untold",
            Looked::LeftOut => return,
        };
        self.probes.get_or_create(&label("result", result)).inc();
        if let Looked::Closed(kind) | Looked::Untold(kind) = looked {
            self.probe_failures.get_or_create(&label("kind", kind)).inc();
        }
    }

    /// Looks taken so far: opened, closed, untold.
    pub(super) fn looks(&self) -> [u64; 3] {
        ["ok", "failed", "untold"].map(|result| self.probes.get_or_create(&label("result", result)).get())
    }

    /// Everything in the OpenMetrics text format, or in the older one that every Prometheus reads.
    pub(super) fn text(&self, now: Now, open_metrics: bool) -> String {
        self.database.set(i64::from(now.database));
        if now.database {
            for (state, n) in [("waiting", now.queue.waiting), ("leased", now.queue.leased), ("done", now.queue.done)] {
                self.queue.get_or_create(&label("state", state)).set(i64::try_from(n).unwrap_or(i64::MAX));
            }
            self.took.set(now.took_ms.map_or(0.0, seconds));
            self.success.set(now.ended_ms.map_or(0.0, seconds));
        }
        self.next.set(now.next_ms.map_or(0.0, seconds));
        let mut text = String::new();
        let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        // Writing into memory does not fail.
        let _ = encode(&mut text, &registry);
        if open_metrics { text } else { older(&text) }
    }
}

fn label(name: &'static str, value: &str) -> Label {
    [(name, value.to_owned())]
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^53")]
fn seconds(ms: i64) -> f64 {
    ms as f64 / 1000.0
}

/// The text format 0.0.4: counters are declared under the names that their samples have, and there is no end mark.
fn older(text: &str) -> String {
    let counters: BTreeSet<&str> =
        text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.strip_suffix(" counter")).collect();
    let mut out = String::new();
    for line in text.lines().filter(|line| *line != "# EOF") {
        let told = line.strip_prefix("# HELP ").map(|rest| ("# HELP ", rest));
        let told = told.or_else(|| line.strip_prefix("# TYPE ").map(|rest| ("# TYPE ", rest)));
        match told.and_then(|(mark, rest)| Some((mark, rest.split_once(' ')?))) {
            Some((mark, (name, rest))) if counters.contains(name) => {
                out.extend([mark, name, "_total ", rest, "\n"]);
            }
            _ => out.extend([line, "\n"]),
        }
    }
    out
}
