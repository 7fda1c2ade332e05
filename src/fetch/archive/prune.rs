//! How long archives are kept: so many days, so many bytes, the oldest go first.
//!
//! Archives lie in `FOLDER/SITE/RUN.warc.gz`. An archive may say of a page that it is as it was in an earlier run's archive;
//! such an earlier one stays for as long as one that stays refers to it, over the limits if need be. Size alone never costs
//! a site its newest archive, for a chain of such archives would go as a whole; only a visit that asks for everything anew
//! sets the earlier ones free. While an archive of the site is being written, nobody knows what it will refer to, and all
//! earlier ones stay. Files that are not ours (another name, a link, another program's archive, another run in it) and one
//! that is being written are never touched.

use super::fields::Fields;
use super::record::REFERS_TO_RUN;
use super::scan::{self, Look};
use super::source::Source;
use super::{Error, warcinfo};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

/// What archives end in.
const ENDING: &str = ".warc.gz";
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How much of the first record is read.
const FIRST: usize = 256 * 1024;

/// Where the archive of a run lies.
#[must_use]
pub fn place(folder: &Path, site: &str, run: &str) -> PathBuf {
    let name = |text: &str| -> String {
        let safe = text.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' }).collect();
        if text.is_empty() { "site".to_owned() } else { safe }
    };
    folder.join(name(site)).join(format!("{}{ENDING}", name(run)))
}

/// What pruning came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Archives that are gone.
    pub removed: Vec<PathBuf>,
    /// Archives over the limits that stay because others refer to them, or as the newest of their sites.
    pub needed: Vec<PathBuf>,
    /// Bytes that were freed.
    pub freed: u64,
    /// What could not be read or removed.
    pub troubles: Vec<String>,
}

/// One archive of ours.
#[derive(Debug)]
struct Ours {
    path: PathBuf,
    site: PathBuf,
    run: String,
    started_ms: i64,
    bytes: u64,
    /// Somebody writes it.
    busy: bool,
}

/// Runs to which the archive refers; `None` when it can't be told, which counts as all.
type Refers = Option<BTreeSet<String>>;

/// Removes what is older than `keep_days` and, oldest first, what makes the folder larger than `keep_bytes`, as of `now_ms`.
/// `None` for no limit.
pub fn prune(folder: &Path, keep_days: Option<u32>, keep_bytes: Option<u64>, now_ms: i64) -> io::Result<Pruned> {
    let mut ours = ours(folder)?;
    ours.sort_by(|a, b| (a.started_ms, &a.path).cmp(&(b.started_ms, &b.path)));
    let oldest = keep_days.map_or(i64::MIN, |days| now_ms.saturating_sub(i64::from(days) * DAY_MS));
    let aged = ours.iter().take_while(|o| o.started_ms < oldest).count();
    let newest: BTreeMap<PathBuf, usize> = ours.iter().enumerate().map(|(n, o)| (o.site.clone(), n)).collect();
    let spared: BTreeSet<usize> = newest.into_values().filter(|n| *n >= aged).collect();
    let mut refers: BTreeMap<usize, Refers> = BTreeMap::new();
    let mut over = aged;
    let gone = loop {
        let goes_first = (0..over).filter(|n| !ours[*n].busy && !spared.contains(n)).collect();
        let gone = goes(&ours, goes_first, &mut refers);
        let left: u64 = (0..ours.len()).filter(|n| !gone.contains(n)).map(|n| ours[n].bytes).sum();
        if over == ours.len() || keep_bytes.is_none_or(|most| left <= most) {
            break gone;
        }
        over += 1;
    };
    let mut pruned = Pruned::default();
    for (n, archive) in ours.iter().enumerate().take(over) {
        if !gone.contains(&n) {
            pruned.needed.extend((!archive.busy).then(|| archive.path.clone()));
            continue;
        }
        match remove(archive) {
            Ok(true) => {
                pruned.freed += archive.bytes;
                pruned.removed.push(archive.path.clone());
            }
            Ok(false) => {}
            Err(error) => pruned.troubles.push(format!("{}: {error}", archive.path.display())),
        }
    }
    let unread = refers.iter().filter(|(n, refers)| refers.is_none() && !ours[**n].busy);
    pruned.troubles.extend(unread.map(|(n, _)| format!("{}: can't be read to its end", ours[*n].path.display())));
    Ok(pruned)
}

/// Which of these archives go: those that none which stays refers to.
fn goes(ours: &[Ours], mut gone: BTreeSet<usize>, refers: &mut BTreeMap<usize, Refers>) -> BTreeSet<usize> {
    let mut stays: Vec<usize> = (0..ours.len()).filter(|n| !gone.contains(n)).collect();
    while let Some(n) = stays.pop() {
        // Only archives of a site refer to each other.
        let at_stake: Vec<usize> = gone.iter().copied().filter(|g| ours[*g].site == ours[n].site).collect();
        if at_stake.is_empty() {
            continue;
        }
        let named = refers.entry(n).or_insert_with(|| if ours[n].busy { None } else { referred(&ours[n].path) });
        for other in at_stake {
            let needed = named.as_ref().is_none_or(|runs| runs.contains(&ours[other].run));
            if needed && ours[other].started_ms <= ours[n].started_ms {
                gone.remove(&other);
                stays.push(other);
            }
        }
    }
    gone
}

/// Removes an archive unless somebody has begun to write it.
fn remove(archive: &Ours) -> io::Result<bool> {
    let file = File::open(&archive.path)?;
    if matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)) {
        return Ok(false);
    }
    fs::remove_file(&archive.path)?;
    Ok(true)
}

fn ours(folder: &Path) -> io::Result<Vec<Ours>> {
    let mut found = Vec::new();
    for site in fs::read_dir(folder)? {
        let site = site?;
        if !site.file_type()?.is_dir() {
            continue;
        }
        for entry in fs::read_dir(site.path())? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                found.extend(one(&entry.path(), &site.path()));
            }
        }
    }
    Ok(found)
}

/// The archive at a path, if it is one of ours under its right name.
fn one(path: &Path, site: &Path) -> Option<Ours> {
    let run = path.file_name()?.to_str()?.strip_suffix(ENDING)?.to_owned();
    let source = Source::open(path).ok().filter(|source| source.packed)?;
    let first = source.record(0, FIRST).ok().filter(|first| first.fields.kind() == "warcinfo")?;
    let about = warcinfo::read(&mut first.block.as_slice())?;
    if place(Path::new(""), "", &about.run).file_name() != path.file_name() {
        return None;
    }
    let busy = File::open(path).is_ok_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)));
    Some(Ours {
        path: path.to_path_buf(),
        site: site.to_path_buf(),
        run,
        started_ms: about.started_ms,
        bytes: source.length,
        busy,
    })
}

struct Referring(BTreeSet<String>);

impl Look for Referring {
    fn look(&mut self, _: u64, fields: &Fields, _: &mut dyn BufRead) -> Result<(), Error> {
        if fields.kind() == "revisit" {
            self.0.extend(fields.get(REFERS_TO_RUN).map(str::to_owned));
        }
        Ok(())
    }

    fn again(&mut self) {
        self.0.clear();
    }
}

fn referred(path: &Path) -> Refers {
    let mut referring = Referring(BTreeSet::new());
    let source = Source::open(path).ok()?;
    scan::walk(source, &mut referring).ok()?;
    Some(referring.0)
}
