//! From a list to a queue: which sites, under which packs.

use super::job::Job;
use super::shelf::{Shelf, digests};
use crate::config::sites::{Fault, ListedSite, SiteList};
use crate::model::{QueuedSite, Text};
use crate::store::{Error, Store};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::Path;

/// Which sites of a list are meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chosen {
    /// Ids; empty: all.
    pub sites: Vec<String>,
    /// Regions; empty: all.
    pub regions: Vec<String>,
    /// Those alone that no run since then has ended for, milliseconds since 1970.
    pub since_ms: Option<i64>,
}

/// The chosen sites of a list with their packs, and what is wrong with packs or choice. A site whose packs are unsound is not
/// among them.
pub async fn choose(
    list: &SiteList,
    chosen: &Chosen,
    shelf: &Shelf,
    store: &Store,
) -> Result<(Vec<Job>, Vec<Fault>), Error> {
    let mut faults = Vec::new();
    for id in chosen.sites.iter().filter(|id| !list.sites.iter().any(|s| s.site.id == **id)) {
        faults.push(fault(format!("--site {id}：清单里没有这个编号"), format!("--site {id}: the list has no such id")));
    }
    for region in chosen.regions.iter().filter(|r| !list.sites.iter().any(|s| s.lies_in(r))) {
        faults.push(fault(
            format!("--region {region}：清单里没有这个地区的网站"),
            format!("--region {region}: the list has no site there"),
        ));
    }
    let wanted = |site: &&ListedSite| {
        (chosen.sites.is_empty() || chosen.sites.contains(&site.site.id))
            && (chosen.regions.is_empty() || chosen.regions.iter().any(|r| site.lies_in(r)))
    };
    let mut jobs = Vec::new();
    let mut told: Vec<Text> = Vec::new();
    for site in list.sites.iter().filter(wanted) {
        match shelf.packs(&site.rules) {
            Ok(packs) => {
                if let Some(since) = chosen.since_ms
                    && store.ended_since(&site.site.url, since).await?
                {
                    continue;
                }
                jobs.push(Job { listed: site.clone(), packs: digests(&packs) });
            }
            Err(found) => {
                for text in found {
                    if !told.contains(&text) {
                        told.push(text);
                    }
                }
            }
        }
    }
    faults.extend(told.into_iter().map(|text| Fault { line: None, text }));
    Ok((jobs, faults))
}

fn fault(zh: String, en: String) -> Fault {
    Fault { line: None, text: Text::new(zh, en) }
}

/// What a list is known by: its place, and the choice among its sites.
#[must_use]
pub fn list_key(file: &Path, chosen: &Chosen) -> String {
    let place = std::fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let mut key = place.display().to_string();
    for (name, of) in [("site", &chosen.sites), ("region", &chosen.regions)] {
        let mut of = of.clone();
        of.sort();
        if !of.is_empty() {
            let _ = write!(key, "|{name}={}", of.join(","));
        }
    }
    key
}

/// The queue of these jobs, and the digest by which a later scan sees whether the list is the same.
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "our own types have string keys and finite numbers")]
pub fn queued(jobs: &[Job]) -> (Vec<QueuedSite>, String) {
    let mut hash = Sha256::new();
    let sites = jobs
        .iter()
        .map(|job| {
            let text = serde_json::to_string(job).expect("our own types have string keys and finite numbers");
            hash.update(text.as_bytes());
            QueuedSite { site: job.listed.site.clone(), group: job.listed.group.clone(), job: text, not_before_ms: 0 }
        })
        .collect();
    let digest = hash.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    (sites, digest)
}
