//! `labels.toml`: what an inspector says of a portal on a day.

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The folders of the labelled portals, in order.
pub(super) fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/labelled");
    let entries = std::fs::read_dir(root).unwrap().map(|e| e.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|p| p.join("labels.toml").is_file()).collect();
    folders.sort();
    folders
}

/// What is said of a subject. What no label names must not be accused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// It violates: must be accused.
    Violation,
    /// It can't be told: must be left open.
    Open,
    /// Anything but an accusation.
    OpenOrClean,
    /// Inspectors differ: whatever is said counts for nothing.
    Ignored,
}

/// One subject of one check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Label {
    pub(super) check: String,
    /// The path of the page.
    pub(super) url: String,
    /// A path, or a name; any when absent.
    pub(super) target: Option<String>,
    /// Words that must stand in the target.
    pub(super) target_contains: Option<String>,
    /// The address may go on with any query.
    #[serde(default)]
    pub(super) any_query: bool,
    pub(super) why: String,
}

/// The whole of `labels.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    #[expect(dead_code, reason = "for people; the portal's own day is what counts")]
    as_of: String,
    /// How many subjects were built clean, by check.
    #[serde(default)]
    clean: BTreeMap<String, usize>,
    /// Parameters by check, where they are not the default ones.
    #[serde(default)]
    params: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    violation: Vec<Label>,
    #[serde(default)]
    open: Vec<Label>,
    #[serde(default)]
    open_or_clean: Vec<Label>,
    #[serde(default)]
    ignored: Vec<Label>,
}

impl Labels {
    pub(super) fn read(folder: &Path) -> Self {
        let path = folder.join("labels.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    /// The checks with a word here, clean ones included.
    pub(super) fn checks(&self) -> BTreeSet<&str> {
        self.all().map(|(_, l)| l.check.as_str()).chain(self.clean.keys().map(String::as_str)).collect()
    }

    pub(super) fn clean(&self) -> &BTreeMap<String, usize> {
        &self.clean
    }

    pub(super) fn params(&self, check: &str) -> serde_json::Value {
        self.params.get(check).cloned().unwrap_or_else(|| serde_json::json!({}))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (Said, &Label)> {
        let of = |said, labels: &'_ [Label]| (0..labels.len()).map(move |i| (said, i)).collect::<Vec<_>>();
        let pick = move |(said, i): (Said, usize)| {
            let from = match said {
                Said::Violation => &self.violation,
                Said::Open => &self.open,
                Said::OpenOrClean => &self.open_or_clean,
                Said::Ignored => &self.ignored,
            };
            (said, &from[i])
        };
        of(Said::Violation, &self.violation)
            .into_iter()
            .chain(of(Said::Open, &self.open))
            .chain(of(Said::OpenOrClean, &self.open_or_clean))
            .chain(of(Said::Ignored, &self.ignored))
            .map(pick)
    }

    /// The labels of a kind for a check.
    pub(super) fn of(&self, said: Said, check: &str) -> Vec<&Label> {
        self.all().filter(|(s, l)| *s == said && l.check == check).map(|(_, l)| l).collect()
    }
}
