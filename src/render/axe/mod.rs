//! axe-core, for what only a layout tells. It runs in our own world of the page and asks nobody.

use crate::model::{LayoutFound, Markup, MarkupFault, Region, Settled};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// `axe.min.js`, as its makers publish it.
static SOURCE: LazyLock<String> = LazyLock::new(|| {
    let packed = include_bytes!("axe.min.js.zst");
    let whole = zstd::decode_all(&packed[..]).expect("packed by ourselves");
    String::from_utf8(whole).expect("a script in UTF-8")
});

/// The version of axe-core that is bundled.
pub const AXE_VERSION: &str = "4.14.1";

/// Rules that need a layout; no rule of ours looks at these.
const LAYOUT: &[&str] = &["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"];

/// Elements of one rule that are asked about at most.
const OPEN: usize = 200;

/// An element that markup leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The rule, by axe-core's name.
    pub rule: String,
    /// Where, as a CSS selector.
    pub path: String,
    /// Its opening tag, as parsed.
    pub snippet: String,
}

/// The elements of a page that its markup left open.
#[must_use]
pub fn open_of(markup: &Markup) -> Vec<Open> {
    let open = markup.faults.iter().filter(|f| f.open);
    let of = |f: &MarkupFault| Open { rule: f.rule.clone(), path: f.path.clone(), snippet: f.snippet.clone() };
    open.map(of).take(OPEN).collect()
}

/// The script itself.
pub(super) fn source() -> &'static str {
    &SOURCE
}

/// Runs it over the document and gives what it found, compact.
pub(super) fn run(open: &[Open]) -> String {
    let open: Vec<_> = open.iter().map(|o| json!({ "rule": o.rule, "path": o.path, "tag": tag(&o.snippet) })).collect();
    let wish = json!({ "layout": LAYOUT, "open": open, "most": Markup::MOST_FAULTS });
    format!("({RUN})({wish})")
}

/// The name of the element, to be sure that the drawn page has the same one there.
fn tag(snippet: &str) -> String {
    let name = snippet.trim_start_matches('<').chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-');
    name.collect::<String>().to_ascii_lowercase()
}

const RUN: &str = include_str!("run.js");

/// What comes back.
#[derive(Debug, Deserialize)]
struct Came {
    tested: BTreeMap<String, u32>,
    faults: Vec<CameFault>,
    more: BTreeMap<String, u32>,
    settled: Vec<Settled>,
}

#[derive(Debug, Deserialize)]
struct CameFault {
    rule: String,
    fault: String,
    path: String,
    snippet: String,
    region: Region,
    open: bool,
}

/// Reads what came back; `None` when it is nothing of ours.
pub(super) fn read(value: serde_json::Value) -> Option<LayoutFound> {
    let came: Came = serde_json::from_value(value).ok()?;
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let faults = came.faults.into_iter().map(|f| MarkupFault {
        path: cut(&f.path, 300),
        snippet: cut(&f.snippet, 320),
        rule: f.rule,
        fault: f.fault,
        region: f.region,
        open: f.open,
    });
    Some(LayoutFound { faults: faults.collect(), tested: came.tested, more: came.more, settled: came.settled })
}
