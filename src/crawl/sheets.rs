use crate::fetch::Fetcher;
use crate::model::FailureKind;
use crate::parse::{self, StyleSheet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OnceCell, watch};
use tokio::task::JoinSet;
use url::Url;

/// Style sheets asked for in one run, at most.
const MOST: usize = 40;
/// How deep sheets that ask for sheets are followed; reading a page goes no deeper.
const DEEPEST: usize = 2;
/// Longest style sheet that is read.
const LONGEST: usize = 1024 * 1024;

/// What came of asking for a sheet.
#[derive(Debug, Clone)]
enum Had {
    Sheet(Arc<StyleSheet>),
    Nothing,
    Interrupted,
}

/// A sheet's place: filled once.
type Slot = Arc<OnceCell<Had>>;

/// The style sheets of one run, each asked for once. Which of them are, when there are too many, is decided in the order of
/// the pages and not of their answers.
#[derive(Debug)]
pub(super) struct Sheets {
    slots: Mutex<BTreeMap<String, Slot>>,
    turns: watch::Sender<Turns>,
}

/// Which pages have said what they need.
#[derive(Debug, Default)]
struct Turns {
    /// All before this one have.
    next: u64,
    /// And these.
    passed: BTreeSet<u64>,
}

/// A page's place in that order. When it is dropped, the page needs nothing more: those behind it need not wait.
#[derive(Debug)]
pub(super) struct Turn {
    sheets: Arc<Sheets>,
    seq: u64,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let seq = self.seq;
        self.sheets.turns.send_modify(|turns| {
            if seq >= turns.next {
                turns.passed.insert(seq);
            }
            while turns.passed.remove(&turns.next) {
                turns.next += 1;
            }
        });
    }
}

impl Sheets {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self { slots: Mutex::default(), turns: watch::Sender::new(Turns::default()) })
    }

    /// The turn of the page with this number; each number must be given out, else those behind it wait for ever.
    pub(super) fn turn(self: &Arc<Self>, seq: u64) -> Turn {
        Turn { sheets: Arc::clone(self), seq }
    }

    /// The sheets that a page asks for, and those that these ask for in their turn, as far as they can be had. Waits until the
    /// pages before it have said what they need, then for the answers; each address is asked for once, and one that does not
    /// answer is not waited for again. `None` when the run was interrupted before they came.
    pub(super) async fn of(turn: Turn, addresses: Vec<String>, fetcher: &Fetcher) -> Option<Vec<Arc<StyleSheet>>> {
        if addresses.is_empty() {
            return Some(Vec::new());
        }
        let sheets = Arc::clone(&turn.sheets);
        let seq = turn.seq;
        let _ = sheets.turns.subscribe().wait_for(|turns| turns.next >= seq).await;
        let mut known: BTreeSet<String> = addresses.iter().cloned().collect();
        let mut found: Vec<Arc<StyleSheet>> = Vec::new();
        let mut wanted = addresses;
        for depth in 0..=DEEPEST {
            let had = filled(sheets.grant(wanted), fetcher).await?;
            wanted = had.iter().flat_map(|sheet| sheet.asks()).filter(|a| known.insert(a.clone())).collect();
            found.extend(had);
            if wanted.is_empty() || depth == DEEPEST {
                break;
            }
        }
        // Only now is it known what the page needs.
        drop(turn);
        Some(found)
    }

    fn grant(&self, addresses: Vec<String>) -> Vec<(String, Slot)> {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let mut granted = Vec::new();
        for address in addresses {
            if let Some(slot) = slots.get(&address) {
                granted.push((address, Arc::clone(slot)));
            } else if slots.len() < MOST {
                let slot = Slot::default();
                slots.insert(address.clone(), Arc::clone(&slot));
                granted.push((address, slot));
            }
        }
        granted
    }
}

/// What came of asking for sheets, in their order; `None` when interrupted.
async fn filled(slots: Vec<(String, Slot)>, fetcher: &Fetcher) -> Option<Vec<Arc<StyleSheet>>> {
    let mut asked = JoinSet::new();
    for (n, (address, slot)) in slots.into_iter().enumerate() {
        let fetcher = fetcher.clone();
        asked.spawn(async move { (n, slot.get_or_init(|| fetch(fetcher, address)).await.clone()) });
    }
    let mut found: Vec<_> = Vec::new();
    while let Some(done) = asked.join_next().await {
        match done {
            Ok((n, Had::Sheet(sheet))) => found.push((n, sheet)),
            Ok((_, Had::Interrupted)) => return None,
            Ok((_, Had::Nothing)) | Err(_) => {}
        }
    }
    found.sort_by_key(|(n, _)| *n);
    Some(found.into_iter().map(|(_, sheet)| sheet).collect())
}

async fn fetch(fetcher: Fetcher, address: String) -> Had {
    let Ok(url) = Url::parse(&address) else { return Had::Nothing };
    if fetcher.guard(&url).is_some() {
        return Had::Nothing;
    }
    let exchange = fetcher.page(&url).await;
    let record = &exchange.record;
    if record.failure_kind() == Some(FailureKind::Interrupted) {
        return Had::Interrupted;
    }
    if !record.is_ok() || !record.whole || exchange.body.len() > LONGEST {
        return Had::Nothing;
    }
    let read = tokio::task::spawn_blocking(move || parse::style_sheet(&exchange, &address)).await;
    read.ok().flatten().map_or(Had::Nothing, |sheet| Had::Sheet(Arc::new(sheet)))
}
