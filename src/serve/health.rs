//! What `/health` says: no secrets, no personal data, nothing that came from a website.

use super::http::Desk;
use super::meters::Now;
use super::schedule::{self, who};
use crate::config::sites::Fault;
use crate::model::Scan;
use crate::parse;
use crate::scan::{self, Chosen, SiteEnding, SiteOutcome, list_key};
use crate::store::{Error, Lead, QueueCounts, Store};
use serde_json::{Value, json};
use std::path::Path;

/// Mistakes of a list that are listed; beyond it they are counted.
const FAULTS: usize = 50;

/// What the database knows.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The scan of the list that has not ended, and how its sites stand.
    open: Option<(Scan, QueueCounts)>,
    /// The one that ended last, how its sites stood, and how many ended how: whole, in part, failed.
    ended: Option<(Scan, QueueCounts, [u64; 3])>,
    /// Who scans, and who keeps the schedule.
    scans: Option<Lead>,
    keeps: Option<Lead>,
}

/// Asks the database.
pub(super) async fn ask(store: &Store, config: &Path, now_ms: i64) -> Result<Found, Error> {
    store.ping().await?;
    let key = list_key(config, &Chosen::default());
    let mut found = Found {
        scans: store.lead(scan::LEAD, now_ms).await?,
        keeps: store.lead(schedule::LEAD, now_ms).await?,
        ..Found::default()
    };
    if let Some(open) = store.open_scan(&key).await? {
        let counts = store.queue_counts(&open.id).await?;
        found.open = Some((open, counts));
    }
    if let Some(ended) = store.ended_scan(&key).await? {
        let counts = store.queue_counts(&ended.id).await?;
        let mut endings = [0; 3];
        for outcome in store.outcomes(&ended.id).await?.values() {
            let Ok(outcome) = serde_json::from_str::<SiteOutcome>(outcome) else { continue };
            let nth = match outcome.outcome {
                SiteEnding::Done => 0,
                SiteEnding::Partial => 1,
                SiteEnding::Failed => 2,
            };
            endings[nth] += 1;
        }
        found.ended = Some((ended, counts, endings));
    }
    Ok(found)
}

/// What the meters are set to.
pub(super) fn now(desk: &Desk, found: Option<&Found>) -> Now {
    let next_ms = desk.status.state().next_ms;
    let Some(found) = found else { return Now { next_ms, ..Now::default() } };
    let open = found.open.as_ref().map(|(_, counts)| *counts);
    let ended = found.ended.as_ref();
    Now {
        database: true,
        queue: open.or_else(|| ended.map(|(_, counts, _)| *counts)).unwrap_or_default(),
        took_ms: ended.and_then(|(scan, ..)| Some(scan.finished_ms? - scan.started_ms)),
        ended_ms: ended.and_then(|(scan, ..)| scan.finished_ms),
        next_ms,
    }
}

/// As JSON; `found` is `None` when the database does not answer.
pub(super) fn json(desk: &Desk, found: Option<&Found>, now_ms: i64) -> Value {
    let status = &desk.status;
    let [opened, closed, untold] = status.meters.looks();
    let state = status.state();
    let list = &state.list;
    json!({
        "schema": "duwang.health/1",
        "version": env!("CARGO_PKG_VERSION"),
        "started_at": time(status.began_ms),
        "uptime_secs": (now_ms - status.began_ms).max(0) / 1000,
        "database": if found.is_some() { "ok" } else { "unreachable" },
        "schedule": {
            "on": desk.scheduled,
            "leads": state.leads,
            "lead": found.and_then(|f| f.keeps.as_ref()).map(lead),
            "cron": list.cron.as_ref().map(ToString::to_string),
            "next_scan_at": state.next_ms.map(time),
            "probe_every_secs": list.probe_every.map(|every| every.as_secs()),
        },
        "list": {
            "sites": list.sites,
            "read_at": (list.read_ms > 0).then(|| time(list.read_ms)),
            "mistakes": list.faults.len(),
            "faults": list.faults.iter().take(FAULTS).map(fault).collect::<Vec<_>>(),
        },
        "running": found.and_then(|f| f.open.as_ref().map(|open| running(open, f.scans.as_ref(), &state))),
        "last": found.and_then(|f| f.ended.as_ref()).map(last),
        "probes": { "ok": opened, "failed": closed, "untold": untold },
        "trouble": state.trouble.as_ref().map(|trouble| json!({
            "zh": parse::masked(&trouble.text.zh),
            "en": parse::masked(&trouble.text.en),
            "at": time(trouble.at_ms),
            "again_at": trouble.again_ms.map(time),
        })),
    })
}

fn running((scan, counts): &(Scan, QueueCounts), holder: Option<&Lead>, state: &super::status::State) -> Value {
    let here = state.running.as_ref().filter(|running| running.id == scan.id);
    json!({
        "scan": scan.id,
        "started_at": time(scan.started_ms),
        // A scan that was cut off waits for somebody to go on with it.
        "by": holder.map(lead),
        "here": here.is_some(),
        "sites": counts.waiting + counts.leased + counts.done,
        "waiting": counts.waiting,
        "leased": counts.leased,
        "done": counts.done,
        "visiting": here.map(|running| running.visited.len()),
        "pages": here.map(|running| running.visited.values().sum::<u64>()),
    })
}

fn last((scan, counts, [whole, part, failed]): &(Scan, QueueCounts, [u64; 3])) -> Value {
    json!({
        "scan": scan.id,
        "as_of": scan.as_of.to_string(),
        "started_at": time(scan.started_ms),
        "finished_at": scan.finished_ms.map(time),
        "sites": counts.waiting + counts.leased + counts.done,
        "done": whole,
        "partial": part,
        "failed": failed,
        // Given up for a scan that was begun anew.
        "open": counts.waiting + counts.leased,
    })
}

fn lead(lead: &Lead) -> Value {
    let (host, process) = who(&lead.holder);
    json!({ "host": host, "process": process, "until": time(lead.until_ms) })
}

/// A mistake quotes what is written; numbers of persons in it are masked.
fn fault(fault: &Fault) -> Value {
    json!({ "line": fault.line, "zh": parse::masked(&fault.text.zh), "en": parse::masked(&fault.text.en) })
}

/// A moment, Beijing time.
fn time(ms: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(ms).unwrap_or_default();
    at.display_with_offset(jiff::tz::Offset::constant(8)).to_string()
}
