//! The packs against the requirements ledger: `fixtures/ledger/ledger.csv`, every row once, as its class asks.

use super::stand_in::{BUILT, registry};
use duwang::checks::{PLANNED, REGISTRY};
use duwang::rules::{Class, Indicator, Rule, RuleSet, load_with};
use std::collections::{BTreeMap, BTreeSet};

/// The packs that carry a document of the ledger: pack, its rows' prefix, how many rows of class A, B and C the ledger
/// counts for it.
const DOCUMENTS: &[(&str, &str, [usize; 3])] = &[
    ("guangyuan-2023", "S000", [22, 31, 23]),
    ("anyue-2023", "S001", [22, 15, 15]),
    ("gaoxian-2023", "S002", [15, 19, 24]),
    ("city-template-2023", "S003", [19, 17, 19]),
    ("pingliang-2023", "S004", [20, 26, 20]),
];

/// Rows the document only encourages, and rows of a city that its counties can't meet (they make no 规章): a bonus or a
/// remark decides them well enough.
const ENCOURAGED: &[&str] = &["S000-68", "S003-16"];

/// A row of the ledger.
struct Row {
    id: String,
    clause: String,
    class: Class,
    checks: Vec<String>,
}

impl Row {
    fn of(record: &csv::StringRecord) -> Self {
        Self {
            id: record[0].to_owned(),
            clause: record[1].to_owned(),
            class: match &record[2] {
                "A" => Class::A,
                "B" => Class::B,
                "C" => Class::C,
                other => panic!("{} is of class {other}", &record[0]),
            },
            checks: record[3].split(';').map(|c| c.trim().to_owned()).collect(),
        }
    }

    /// The kinds of check it asks for, each with the number in its brackets: `response_workdays(5)` is
    /// (`response_workdays`, 5).
    fn kinds(&self) -> impl Iterator<Item = (&str, Option<u64>)> {
        self.checks.iter().map(|c| {
            let (kind, rest) = c.split_once('(').unwrap_or((c, ""));
            let digits: String =
                rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
            (kind, digits.parse().ok())
        })
    }
}

fn ledger() -> Vec<Row> {
    let mut reader = csv::Reader::from_path("fixtures/ledger/ledger.csv").unwrap();
    assert_eq!(reader.headers().unwrap(), vec!["id", "clause", "class", "checks", "refs"]);
    reader.records().map(|r| Row::of(&r.unwrap())).collect()
}

/// Kinds of check, each with the checks that serve it: any of them does. A star stands for every ending.
fn kinds() -> BTreeMap<String, Vec<String>> {
    let mut reader = csv::Reader::from_path("fixtures/ledger/check-types.csv").unwrap();
    let ids = |cell: &str| cell.split(';').filter(|c| !c.is_empty()).map(str::to_owned).collect();
    reader.records().map(|r| r.unwrap()).map(|r| (r[0].to_owned(), ids(&r[1]))).collect()
}

fn serves(wanted: &str, check: &str) -> bool {
    wanted.strip_suffix('*').map_or(wanted == check, |stem| check.starts_with(stem))
}

fn pack(id: &str) -> RuleSet {
    match load_with(id, &registry(), PLANNED) {
        Ok(set) => set,
        Err(faults) => panic!("the ledger wants the pack {id}, which is not bundled or not sound:\n{faults}"),
    }
}

/// The documents with their packs and the indicators that carry each row.
fn carried(set: &RuleSet) -> BTreeMap<&str, Vec<&Indicator>> {
    let mut carried: BTreeMap<&str, Vec<&Indicator>> = BTreeMap::new();
    for indicator in &set.indicators {
        for row in &indicator.ledger {
            carried.entry(row).or_default().push(indicator);
        }
    }
    carried
}

/// Asks `see` of every row what is wrong: given are the row, the one indicator that carries it, that one's rules. All
/// that is wrong is told at once.
fn nothing_wrong(see: impl Fn(&Row, &Indicator, &[&Rule]) -> Vec<String>) {
    let rows = ledger();
    let mut wrong = Vec::new();
    for (id, prefix, _) in DOCUMENTS {
        let set = pack(id);
        let carried = carried(&set);
        for row in rows.iter().filter(|r| r.id.starts_with(prefix)) {
            let Some(at) = carried.get(row.id.as_str()) else {
                wrong.push(format!("{id} does not carry {}", row.id));
                continue;
            };
            let rules: Vec<&Rule> = at[0].rules.iter().map(|r| &set.rules[*r]).collect();
            let faults = see(row, at[0], &rules);
            wrong.extend(faults.iter().map(|fault| format!("{id} {} ({}): {fault}", row.id, at[0].id)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn takes(rule: &Rule) -> bool {
    matches!(rule.effect.name(), "deduct" | "veto" | "bonus")
}

fn by_hand(rule: &Rule) -> bool {
    rule.effect.name() == "manual"
}

#[test]
fn the_ledger_is_whole() {
    let rows = ledger();
    assert_eq!(rows.len(), 307);
    assert_eq!(rows.iter().map(|r| &r.id).collect::<BTreeSet<_>>().len(), 307, "a row stands twice");
    let per_document = |prefix| rows.iter().filter(|r| r.id.starts_with(prefix)).count();
    assert_eq!(["S000", "S001", "S002", "S003", "S004"].map(per_document), [76, 52, 58, 55, 66]);
    for (id, prefix, counts) in DOCUMENTS {
        let of = |class| rows.iter().filter(|r| r.id.starts_with(prefix) && r.class == class).count();
        assert_eq!([Class::A, Class::B, Class::C].map(of), *counts, "{id}");
    }
}

#[test]
fn every_kind_of_check_leads_to_checks_of_the_contract() {
    let kinds = kinds();
    let known: Vec<&str> =
        REGISTRY.iter().map(|c| c.id).chain(PLANNED.iter().copied()).chain(BUILT.iter().copied()).collect();
    for (kind, checks) in &kinds {
        assert_eq!(checks.is_empty(), kind == "offline", "{kind}");
        for check in checks {
            assert!(known.iter().any(|id| serves(check, id)), "{kind}: no check {check}");
        }
    }
    let used: BTreeSet<String> =
        ledger().iter().flat_map(|r| r.kinds().map(|(k, _)| k.to_owned()).collect::<Vec<_>>()).collect();
    assert_eq!(used, kinds.into_keys().collect());
}

#[test]
fn every_row_stands_in_one_indicator_of_its_pack() {
    let rows = ledger();
    for (id, prefix, counts) in DOCUMENTS {
        let set = pack(id);
        let carried = carried(&set);
        let wanted: BTreeSet<&str> = rows.iter().map(|r| r.id.as_str()).filter(|r| r.starts_with(prefix)).collect();
        let invented: Vec<_> = carried.keys().filter(|r| !wanted.contains(*r)).collect();
        assert!(invented.is_empty(), "{id}: the ledger has no {invented:?}");
        let missing: Vec<_> = wanted.iter().filter(|r| !carried.contains_key(*r)).collect();
        assert!(missing.is_empty(), "{id} does not carry {missing:?}");
        for (row, at) in &carried {
            assert_eq!(at.len(), 1, "{id}: {row} stands more than once");
            assert!(at[0].children.is_empty(), "{id}: {row} stands where no rule can");
        }
        let of = |class| carried.values().filter(|at| at[0].class == Some(class)).count();
        assert_eq!([Class::A, Class::B, Class::C].map(of), *counts, "{id}");
    }
}

#[test]
fn indicators_have_their_rows_class_and_clause() {
    nothing_wrong(|row, indicator, _| {
        let clause = indicator.clause.as_deref().unwrap_or_default();
        let same = !clause.is_empty() && (clause.contains(&row.clause) || row.clause.contains(clause));
        let mut wrong = Vec::new();
        if !same {
            wrong.push(format!("its clause is {}, not {clause:?}", row.clause));
        }
        if indicator.class != Some(row.class) {
            wrong.push(format!("its class is {:?}, not {:?}", row.class, indicator.class));
        }
        wrong
    });
}

#[test]
fn rules_do_what_the_class_allows() {
    nothing_wrong(|row, _, rules| {
        let hand = rules.iter().filter(|r| by_hand(r)).count();
        let looks = |r: &&&Rule| !r.check.is_empty();
        let demands = match row.class {
            Class::A if ENCOURAGED.contains(&row.id.as_str()) => {
                vec![(rules.iter().any(|r| looks(&r)), "nothing looks")]
            }
            Class::A => vec![
                (rules.iter().any(|r| takes(r) && looks(&r)), "no rule decides"),
                (hand == 0, "a person marks what the pages decide"),
            ],
            // What a person must decide is never taken from the site by a program. The vetoes of the national
            // inspection are its own affair.
            Class::B => {
                let vetoes = row.kinds().any(|(k, _)| k == "veto_composite");
                let taken = rules.iter().any(|r| takes(r) && !(vetoes && r.effect.name() == "veto"));
                vec![
                    (!taken, "a program decides where a person must"),
                    (hand > 0, "nobody marks it"),
                    (rules.iter().any(|r| by_hand(r) && looks(&r)), "no evidence is laid out"),
                ]
            }
            Class::C => vec![
                (hand > 0 && hand == rules.len(), "only a person can mark it"),
                (rules.iter().all(|r| !looks(&r)), "no page can tell"),
            ],
        };
        demands.iter().filter(|(met, _)| !met).map(|(_, fault)| (*fault).to_owned()).collect()
    });
}

#[test]
fn every_kind_of_check_a_row_asks_for_is_bound() {
    let kinds = kinds();
    nothing_wrong(|row, _, rules| {
        let bound = |kind: &str| rules.iter().any(|r| kinds[kind].iter().any(|w| serves(w, &r.check)));
        let wanted = row.kinds().map(|(k, _)| k).filter(|k| *k != "offline");
        wanted.filter(|k| !bound(k)).map(|k| format!("{k} wants one of {:?}", kinds[k])).collect()
    });
}

#[test]
fn working_days_are_those_of_the_ledger() {
    nothing_wrong(|row, _, rules| {
        let mut wrong = Vec::new();
        for (kind, days) in row.kinds() {
            let check = match kind {
                "interpretation_within_workdays" => "late-interpretation",
                "response_workdays" => "late-reply",
                _ => continue,
            };
            let Some(days) = days else { continue };
            let bound = rules.iter().filter(|r| r.check == check);
            let other = bound.filter(|r| r.params["max_workdays"] != days);
            wrong.extend(other.map(|r| format!("{}: {} and not {days} days", r.id, r.params["max_workdays"])));
        }
        wrong
    });
}
