//! Checks to bind packs against: those of the registry, and stand-ins with the contract's parameters for the rest of this
//! version's checks.

use duwang::checks::{Check, Measure, REGISTRY};
use duwang::facts::Facts;
use duwang::model::Verdict;
use serde::Deserialize;
use serde_json::{Value, json};

/// Measures nothing; keeps its parameters.
#[derive(Debug)]
struct Still(Value);

impl Measure for Still {
    fn measure(&self, _: &Facts) -> Verdict {
        Verdict { tested: 1, ..Verdict::default() }
    }
    fn params(&self) -> Value {
        self.0.clone()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only the form counts")]
struct Column {
    name: String,
    #[serde(default)]
    synonyms: Vec<String>,
    #[serde(default)]
    under: String,
    #[serde(default)]
    unit: String,
    max_age_days: Option<u32>,
    #[serde(default, rename = "static")]
    still: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only the form counts")]
struct Columns {
    columns: Option<Vec<Column>>,
    max_age_days: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only the form counts")]
struct Links {
    #[serde(default, rename = "where")]
    place: Place,
    #[serde(default)]
    external: bool,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
enum Place {
    Home,
    Inner,
    #[default]
    All,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only the form counts")]
struct Window {
    max_age_days: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only the form counts")]
struct Reachability {
    timeout_secs: Option<u32>,
    window_days: Option<u32>,
    min_probes: Option<u32>,
    min_probes_a_day: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

fn bind<T: for<'de> Deserialize<'de>>(params: Value) -> Result<Box<dyn Measure>, String> {
    serde_json::from_value::<T>(params.clone()).map_err(|e| e.to_string())?;
    Ok(Box::new(Still(if params == json!({}) { json!({"default": true}) } else { params })))
}

/// Built in this version, by the contract.
pub(crate) const BUILT: &[&str] = &[
    "non-gov-domain",
    "missing-site-code",
    "missing-icp-record",
    "missing-police-record",
    "missing-party-gov-mark",
    "missing-error-report",
    "missing-organizer",
    "missing-contact",
    "missing-sitemap",
    "missing-search",
    "missing-meta-tags",
    "unreachable-site",
    "stale-homepage",
    "no-https",
    "no-ipv6",
    "missing-column",
    "empty-column",
    "stale-column",
    "dead-link",
    "wrong-link",
];

/// Stand-ins alone: what messages of refused parameters are tested with.
pub(crate) fn stand_ins() -> Vec<Check> {
    BUILT
        .iter()
        .map(|id| Check {
            id,
            title: ("替身", "stand-in"),
            source: "//! 查什么：替身\n//! # English\n//! What: a stand-in\n",
            bind: match *id {
                "missing-column" | "empty-column" | "stale-column" => bind::<Columns>,
                "dead-link" => bind::<Links>,
                "stale-homepage" => bind::<Window>,
                "unreachable-site" => bind::<Reachability>,
                _ => bind::<Nothing>,
            },
        })
        .collect()
}

/// The checks of this version, with stand-ins for those that are not in the registry.
pub(crate) fn registry() -> Vec<Check> {
    let missing = stand_ins().into_iter().filter(|c| !REGISTRY.iter().any(|r| r.id == c.id));
    REGISTRY.iter().copied().chain(missing).collect()
}
