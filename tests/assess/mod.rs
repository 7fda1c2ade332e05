//! Tests of `assess`.

pub(crate) mod book;
mod faults;
mod figures;
mod marks;
mod ranks;
mod workbook;

use crate::score::make::{set, verdict};
use duwang::assess::{CountedRun, OpenRule, SiteRuns, open_rules, relevant, site_year};
use duwang::model::{HandMark, HandVerdict, Lang, Points, Run, RunStatus, Site, SiteRef, SiteYear, Tally};
use duwang::rules::RuleSet;
use duwang::score::HandMarks;

/// Indicators whose figures are easy to follow by hand: 40 (10 by a check, 5 by a person), 30 by a person, 20 without a
/// rule, 10 that hang on a veto.
pub(crate) const BODY: &str = "
[[indicator]]
id = \"1\"
title = \"公开\"
points = 40
lead_unit = \"县政府办公室\"
responsible_units = [\"各镇\"]
clause = \"G01\"
[[indicator]]
id = \"2\"
title = \"机制\"
points = 30
[[indicator]]
id = \"3\"
title = \"现场\"
points = 20
status = \"pending\"
why = \"须到现场看\"
[[indicator]]
id = \"V\"
title = \"否决\"
points = 10
[[rule]]
id = \"1-a\"
indicator = \"1\"
title = \"链接\"
check = \"dead-link\"
deduct = { each = 2, cap = 10 }
[[rule]]
id = \"1-b\"
indicator = \"1\"
title = \"质量\"
manual = { points = 5 }
[[rule]]
id = \"2-a\"
indicator = \"2\"
title = \"制度\"
manual = { points = 30 }
[[rule]]
id = \"V-a\"
indicator = \"V\"
title = \"一票\"
check = \"wrong-link\"
veto = { any = true }
";

/// The pack with this `assess` (nothing for the default).
pub(crate) fn pack(assess: &str) -> RuleSet {
    let head = "[pack]\nid = \"t\"\ntitle = \"试\"\nsource = \"某办〔2024〕1号\"\nversion = \"1\"\n";
    set(&format!("{head}{assess}\n{BODY}"))
}

/// A run of `day` that counted this on 1-a and V-a: (tested, bad, open).
pub(crate) fn run(day: &str, links: (u64, u64, u64), veto: (u64, u64, u64)) -> CountedRun {
    let as_of: jiff::civil::Date = day.parse().unwrap();
    let started_ms = as_of.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_millisecond();
    let tally = |(tested, bad, open)| Tally::from(&verdict(tested, bad, open));
    CountedRun {
        run: Run {
            id: format!("r-{day}"),
            site: Site { id: "gao".into(), name: "高县".into(), url: "https://www.gao.gov.cn/".into() },
            as_of,
            started_ms,
            finished_ms: Some(started_ms + 1000),
            status: RunStatus::Complete,
            stopped_by: None,
            requests: 9,
            settings: String::new(),
        },
        tallies: vec![tally(links), Tally::default(), Tally::default(), tally(veto)],
        traits: Vec::new(),
    }
}

pub(crate) fn site(runs: Vec<CountedRun>) -> SiteRuns {
    let site =
        SiteRef { id: "gao".into(), name: "高县".into(), url: "https://www.gao.gov.cn/".into(), traits: Vec::new() };
    SiteRuns { site, counted: runs, aside: Vec::new(), left_out: Vec::new() }
}

pub(crate) fn open(set: &RuleSet, runs: &SiteRuns) -> Vec<OpenRule> {
    let (counted, vetoing) = relevant(set, &runs.counted, &HandMarks::new(), Lang::Zh);
    open_rules(set, &counted, &vetoing)
}

fn p(points: f64) -> Points {
    Points::from_f64(points)
}

fn given(points: Option<f64>, verdict: Option<HandVerdict>) -> HandMark {
    HandMark { points: points.map(p), verdict, reason: "材料不全".into(), ..HandMark::default() }
}

fn ends(year: &SiteYear) -> (f64, f64) {
    let score = year.score.expect("a run counts");
    (score.low.as_f64(), score.high.as_f64())
}

fn year(set: &RuleSet, runs: &SiteRuns, marks: &[(&str, HandMark)]) -> SiteYear {
    let marks = marks.iter().map(|(id, m)| ((*id).to_owned(), m.clone())).collect();
    site_year(set, runs, &marks, Lang::Zh)
}
