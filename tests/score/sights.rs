use super::make::{set, verdict};
use duwang::model::{Finding, Lang, OpenQuestion, PageKey, Points, PointsRange, Scorecard, Severity, Sight};
use duwang::score::{fingerprint, sights};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use url::Url;

const PAGE: &str = "http://www.linshui.gov.cn/";

fn finding(check: &str, page: &str, severity: Severity, evidence: Value) -> Finding {
    let url = format!("{PAGE}{page}");
    Finding {
        fingerprint: format!("{check}|{page}|{evidence}"),
        check: check.to_owned(),
        rules: vec![format!("r-{check}")],
        severity,
        url,
        target: Some("http://x.example/a".to_owned()),
        message: "有问题".to_owned(),
        evidence,
        status: "open".to_owned(),
        first_seen: String::new(),
        occurrences: 1,
    }
}

fn dead(page: &str, severity: Severity) -> Finding {
    finding("dead-link", page, severity, json!({}))
}

fn card(findings: Vec<Finding>) -> Scorecard {
    Scorecard { findings, ..crate::report::card::rich(Lang::Zh) }
}

fn taken(card: &Scorecard, most: usize) -> Vec<String> {
    let none = BTreeSet::new();
    let wanted = sights(std::slice::from_ref(card), &none, most);
    wanted
        .iter()
        .map(|w| format!("{} {}", w.fingerprint.split('|').next().unwrap(), w.url.rsplit('/').next().unwrap()))
        .collect()
}

#[test]
fn the_weightiest_come_first_and_of_each_page_and_check_one_before_a_second() {
    let mut card = card(vec![
        finding("wrong-link", "b", Severity::Minor, json!({})),
        dead("a", Severity::Veto),
        finding("dead-link", "a", Severity::Veto, json!({"link_text": "另一个"})),
        finding("hidden-link", "a", Severity::Major, json!({"reason": "hidden-link"})),
        finding("misspelling", "c", Severity::Minor, json!({"wrong": "错字", "excerpt": "有【错字】的"})),
    ]);
    // What a rule lost decides among those of the same severity.
    let rule = &mut card.indicators[0].children[0].children[0].rules[0];
    rule.id = "r-misspelling".to_owned();
    rule.lost = PointsRange { low: Points(500), high: Points(500) };
    let all = ["dead-link a", "hidden-link a", "misspelling c", "wrong-link b", "dead-link a"];
    assert_eq!(taken(&card, 9), all);
    assert_eq!(taken(&card, 2), all[..2]);
    assert_eq!(taken(&card, 0), [""; 0]);
    let twice = sights(&[card.clone(), card.clone()], &BTreeSet::new(), 9);
    assert_eq!(twice.len(), all.len(), "the same finding under two packs is one");
}

#[test]
fn pages_that_show_personal_data_are_not_taken() {
    let mut card = card(vec![
        finding("leaked-personal-data", "a", Severity::Major, json!({"path": "body > p"})),
        dead("a", Severity::Major),
        dead("b", Severity::Major),
        dead("c", Severity::Major),
        dead("d", Severity::Major),
        dead("e?id=11010119900307****", Severity::Major),
    ]);
    card.findings[0].target = Some(format!("{PAGE}d"));
    let question = card.open_questions[0].clone();
    card.open_questions = vec![OpenQuestion {
        check: "leaked-personal-data".to_owned(),
        url: format!("{PAGE}b#top"),
        target: None,
        ..question
    }];
    assert_eq!(taken(&card, 9), ["dead-link c"]);
    let private: BTreeSet<PageKey> = [PageKey::of(&Url::parse(&format!("{PAGE}c")).unwrap())].into();
    assert_eq!(sights(&[card], &private, 9), []);
}

#[test]
fn what_is_to_be_seen_is_told_by_the_evidence() {
    let address = |a: &str| Some(Sight { address: Some(a.to_owned()), ..Sight::default() });
    let text = |t: &str| Some(Sight { text: Some(t.to_owned()), ..Sight::default() });
    let path =
        |p: &str, s: &str| Some(Sight { path: Some(p.to_owned()), snippet: Some(s.to_owned()), ..Sight::default() });
    let page = Some(Sight::default());
    for (check, evidence, expected) in [
        ("dead-link", json!({}), address("http://x.example/a")),
        ("hidden-link", json!({"reason": "hidden-frame"}), address("http://x.example/a")),
        ("hidden-link", json!({"reason": "stuffed-head", "excerpt": "彩票"}), None),
        (
            "misspelling",
            json!({"wrong": "既使", "excerpt": "…【既使】如此…"}),
            Some(Sight { context: Some("…【既使】如此…".to_owned()), ..text("既使").unwrap() }),
        ),
        ("placeholder-page", json!({"excerpt": "测试测试…"}), text("测试测试")),
        ("placeholder-page", json!({"excerpt": ""}), page.clone()),
        ("empty-column", json!({"column": "通知"}), page.clone()),
        ("empty-column", json!({"says": "建设中"}), text("建设中")),
        ("stale-column", json!({"newest": {"url": "http://x.example/1"}}), address("http://x.example/1")),
        ("stale-column", json!({"newest": null}), page),
        ("image-alt", json!({"path": "#a > img", "snippet": "<img>"}), path("#a > img", "<img>")),
        ("html-has-lang", json!({"path": "html", "snippet": "<html>"}), None),
        ("document-title", json!({"path": "head > title", "snippet": "<title>"}), None),
        ("duplicate-attribute", json!({"path": "", "snippet": "<p>"}), None),
        ("missing-icp-record", json!({"seen": {"value": "蜀ICP备1号"}}), text("蜀ICP备1号")),
        ("missing-icp-record", json!({"looked_at": []}), None),
        ("missing-contact", json!({"seen": {"value": "139****0000"}}), None),
        ("late-reply", json!({"days": 40}), None),
    ] {
        let told = evidence.to_string();
        let wanted = sights(&[card(vec![finding(check, "a", Severity::Major, evidence)])], &BTreeSet::new(), 9);
        assert_eq!(wanted.into_iter().next().map(|w| w.sight), expected, "{check} {told}");
    }
}

/// Findings as `score` makes them have the names that pictures go by.
#[test]
fn a_picture_goes_by_the_findings_own_fingerprint() {
    let set = set("[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 100\n\
         [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\ndeduct = { each = 1 }\n");
    let verdict = verdict(9, 2, 0);
    let prints: Vec<String> = verdict.violations.iter().map(|v| fingerprint("dead-link", v)).collect();
    let (found, _) = duwang::score::findings(&set, &[verdict], Lang::Zh, &|_| None, "");
    let wanted = sights(&[card(found)], &BTreeSet::new(), 9);
    assert_eq!(wanted.len(), 2);
    assert!(wanted.iter().all(|w| prints.contains(&w.fingerprint)));
}
