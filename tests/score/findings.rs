use super::make::{set, undetermined, verdict, violation};
use duwang::model::{Finding, Lang, OpenQuestion, Reason, Severity, Verdict, Violation};
use duwang::rules::RuleSet;
use duwang::score::{findings, fingerprint, score};
use serde_json::json;

const NOW: &str = "2026-11-20T08:00:00+08:00";

fn two_rules(second: &str) -> RuleSet {
    set(&format!(
        "[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = 100\n\
         [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\ncheck = \"dead-link\"\ndeduct = {{ each = 1 }}\n\
         [[rule]]\nid = \"1-b\"\nindicator = \"1\"\ntitle = \"乙\"\n{second}\n"
    ))
}

fn run(set: &RuleSet, verdicts: &[Verdict]) -> (Vec<Finding>, Vec<OpenQuestion>) {
    findings(set, verdicts, Lang::Zh, &|_| None, NOW)
}

#[test]
fn the_same_problem_under_two_rules_is_one_finding() {
    let set = two_rules("check = \"dead-link\"\ninfo = true");
    let (found, _) = run(&set, &[verdict(9, 2, 0), verdict(9, 3, 0)]);
    assert_eq!(found.len(), 3);
    let rules: Vec<&[String]> = found.iter().map(|f| f.rules.as_slice()).collect();
    assert_eq!(rules, [&["1-a".to_owned(), "1-b".to_owned()][..], &["1-a".into(), "1-b".into()], &["1-b".into()]]);
    assert_eq!((found[0].status.as_str(), found[0].first_seen.as_str(), found[0].occurrences), ("open", NOW, 1));
    // Rules list the fingerprints of their findings, sorted.
    let scored = score(&set, &[verdict(9, 2, 0), verdict(9, 3, 0)], Lang::Zh);
    let listed = &scored.indicators[0].rules[1].findings;
    let mut all: Vec<String> = found.iter().map(|f| f.fingerprint.clone()).collect();
    all.sort();
    assert_eq!(listed, &all);
}

#[test]
fn two_checks_do_not_share_a_finding() {
    let set = two_rules("check = \"wrong-link\"\ninfo = true");
    assert_eq!(run(&set, &[verdict(9, 1, 0), verdict(9, 1, 0)]).0.len(), 2);
}

#[test]
fn a_failed_veto_raises_and_an_unfailed_one_does_not() {
    let set = two_rules("check = \"dead-link\"\nveto = { count = 2 }");
    let (found, _) = run(&set, &[verdict(9, 2, 0), verdict(9, 2, 0)]);
    assert!(found.iter().all(|f| f.severity == Severity::Veto));
    let (found, _) = run(&set, &[verdict(9, 1, 0), verdict(9, 1, 0)]);
    assert!(found.iter().all(|f| f.severity == Severity::Minor));
}

#[test]
fn what_is_shown_beside_a_persons_rule_accuses_nobody() {
    let pack = |first: &str, points: &str| {
        set(&format!(
            "[[indicator]]\nid = \"1\"\ntitle = \"一\"\npoints = {points}\n\
             [[indicator]]\nid = \"2\"\ntitle = \"二\"\npoints = 40\n\
             [[rule]]\nid = \"2-a\"\nindicator = \"2\"\ntitle = \"丙\"\nmanual = {{ points = 40 }}\n\
             [[rule]]\nid = \"1-a\"\nindicator = \"1\"\ntitle = \"甲\"\n{first}\n\
             [[rule]]\nid = \"1-b\"\nindicator = \"1\"\ntitle = \"乙\"\ncheck = \"wrong-link\"\ninfo = true\n"
        ))
    };
    let severities = |set: &RuleSet| {
        let (found, _) = run(set, &[Verdict::default(), verdict(9, 0, 0), verdict(9, 1, 0)]);
        found.iter().map(|f| f.severity).collect::<Vec<_>>()
    };
    assert_eq!(severities(&pack("manual = { points = 60 }", "60")), [Severity::Hint]);
    // Where a check decides, what is shown beside it keeps its weight.
    assert_eq!(severities(&pack("check = \"dead-link\"\ndeduct = { each = 1 }", "60")), [Severity::Minor]);
}

#[test]
fn evidence_for_a_person_accuses_nobody() {
    let set = two_rules("check = \"wrong-link\"\nmanual = { points = 2 }");
    let (found, questions) = run(&set, &[verdict(9, 0, 0), verdict(9, 1, 0)]);
    assert_eq!(found.iter().map(|f| f.severity).collect::<Vec<_>>(), [Severity::Hint]);
    assert_eq!(questions.len(), 1);
    assert_eq!((questions[0].rule.as_str(), questions[0].reason), ("1-b", None));
    assert_eq!(questions[0].evidence["findings"], json!([found[0].fingerprint]));
}

#[test]
fn worst_first_then_by_page_and_target() {
    let set = two_rules("check = \"wrong-link\"\ninfo = true");
    let mut major = violation(7);
    major.severity = Severity::Major;
    let mut verdicts = [verdict(9, 2, 0), verdict(9, 0, 0)];
    verdicts[1].violations = vec![violation(0), major];
    let order: Vec<(Severity, String, String)> =
        run(&set, &verdicts).0.into_iter().map(|f| (f.severity, f.check, f.url)).collect();
    let page = |n: u64| format!("https://www.x.gov.cn/{n}.html");
    assert_eq!(
        order,
        [
            (Severity::Major, "wrong-link".into(), page(7)),
            (Severity::Minor, "dead-link".into(), page(0)),
            (Severity::Minor, "dead-link".into(), page(1)),
            (Severity::Minor, "wrong-link".into(), page(0)),
        ]
    );
    // The order in which a check lists them doesn't matter.
    let turned = verdicts.clone().map(|mut v| {
        v.violations.reverse();
        v
    });
    assert_eq!(run(&set, &verdicts), run(&set, &turned));
}

#[test]
fn fingerprints_keep_what_identifies_and_drop_what_changes() {
    let base = violation(1);
    let print = |change: &dyn Fn(&mut Violation)| {
        let mut v = base.clone();
        change(&mut v);
        fingerprint("dead-link", &v)
    };
    let same = print(&|_| {});
    assert_eq!(same.len(), 16);
    assert!(same.chars().all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase()));
    // Pinned: problem lists of former years hang on it.
    assert_eq!(same, "6e669ae71d46837c");
    assert_eq!(print(&|v| v.url = "https://www.x.gov.cn/1.html;jsessionid=AB12?_t=5#top".into()), same);
    assert_eq!(print(&|v| v.message.zh = "2026年11月又坏了".into()), same);
    assert_eq!(print(&|v| v.evidence = json!({"status": 500})), same);
    assert_eq!(print(&|v| v.occurrences = 9), same);
    assert_eq!(print(&|v| v.severity = Severity::Major), same);
    assert_ne!(print(&|v| v.target = None), same);
    assert_ne!(print(&|v| v.subject = "预决算".into()), same);
    assert_ne!(print(&|v| v.url = "https://www.x.gov.cn/2.html".into()), same);
    assert_ne!(fingerprint("wrong-link", &base), same);
    // What is no address counts as it stands; where one part ends and the next begins matters.
    let named = |target: &str, subject: &str| {
        print(&|v| {
            v.target = Some(target.into());
            v.subject = subject.into();
        })
    };
    assert_ne!(named("财政预决算", ""), named("财政", "预决算"));
    assert_ne!(print(&|v| v.target = None), print(&|v| v.target = Some(String::new())));
}

#[test]
fn the_store_knows_when_it_was_first_seen() {
    let set = two_rules("check = \"wrong-link\"\ninfo = true");
    let verdicts = [verdict(9, 2, 0), verdict(9, 0, 0)];
    let known = run(&set, &verdicts).0[0].fingerprint.clone();
    let lookup = |print: &str| (print == known).then(|| "2025-01-01T00:00:00+08:00".to_owned());
    let (found, _) = findings(&set, &verdicts, Lang::En, &lookup, NOW);
    assert_eq!(found[0].first_seen, "2025-01-01T00:00:00+08:00");
    assert_eq!(found[1].first_seen, NOW);
    assert_eq!(found[0].message, "no. 0 is dead");
}

#[test]
fn the_same_problem_met_twice_stands_twice() {
    let set = two_rules("check = \"wrong-link\"\ninfo = true");
    let mut v = verdict(9, 1, 0);
    let mut again = violation(0);
    again.url += "#foot";
    again.occurrences = 4;
    v.violations.push(again);
    let (found, _) = run(&set, &[v, verdict(1, 0, 0)]);
    assert_eq!((found.len(), found[0].occurrences), (1, 5));
}

#[test]
fn open_questions_are_listed_up_to_a_limit() {
    let set = two_rules("check = \"misspelling\"\ndeduct = { once = 1 }");
    let mut many = verdict(500, 0, 0);
    many.undetermined = (0..450).rev().map(undetermined).collect();
    let (_, questions) = run(&set, &[many, Verdict { open_ended: true, ..Verdict::default() }]);
    assert_eq!(questions.len(), 201);
    assert_eq!((questions[0].rule.as_str(), questions[0].reason), ("1-a", Some(Reason::Blocked)));
    assert_eq!(questions[199].more, 250);
    assert!(questions[..199].iter().all(|q| q.more == 0));
    assert_eq!(questions[200].rule, "1-b");
}

#[test]
fn pending_indicators_are_questions_too() {
    let set = set(
        "[[indicator]]\nid = \"1\"\ntitle = \"推送\"\npoints = 100\nstatus = \"pending\"\nwhy = \"网页上看不到\"\n",
    );
    let (_, questions) = run(&set, &[]);
    assert_eq!(questions.len(), 1);
    assert_eq!(questions[0].message, "推送: 网页上看不到");
    assert_eq!(questions[0].rule, "1");
}
