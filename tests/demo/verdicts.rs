//! The bundled portals, audited: every planted flaw is found, nothing innocent is accused, and the scorecards under the
//! bundled packs stay as they are (`DUWANG_BLESS=1` writes them anew).

use crate::auditing::{audit, card};
use crate::score::by_hand;
use duwang::checks::REGISTRY;
use duwang::demo::Portal;
use duwang::model::{Lang, Scorecard, SiteTrait};
use duwang::rules::{self, RuleSet};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

/// Columns that the ground truth calls missing somewhere, and some that every portal has under another name.
const COLUMNS: &str = r#"[
    { name = "双随机、一公开" }, { name = "回应关切" }, { name = "政务地图" }, { name = "建议提案办理" },
    { name = "征集结果反馈" }, { name = "办事一本通" }, { name = "政府信息公开年报" }, { name = "政府开放日" },
    { name = "财政预决算", synonyms = ["预算/决算"] }, { name = "政府信息公开指南" }, { name = "政策解读" },
]"#;

/// What the checks that need to be told are told.
fn params(check: &str) -> String {
    let params = match check {
        "missing-column" => format!("{{ columns = {COLUMNS} }}"),
        "catalogue-gap" => CATALOGUE.to_owned(),
        "uncovered-topic" => r#"{ name = "乡村振兴", any = ["乡村振兴", "和美乡村", "帮扶"] }"#.to_owned(),
        "missing-document" => r#"{ name = "废止和失效文件目录", any = ["废止和失效文件"] }"#.to_owned(),
        "missing-external-entry" => {
            r#"{ entries = [{ name = "四川省人民政府", hosts = ["sc-demo.gov.cn"] }] }"#.to_owned()
        }
        _ => return String::new(),
    };
    format!("params = {params}\n")
}

/// Fields that every portal has under one name or another, and some that the ground truth calls missing somewhere.
const CATALOGUE: &str = r#"{ catalogue = { id = "demo", under = ["政府信息公开"], field = [
    { name = "财政预决算", synonyms = ["预算/决算"] }, { name = "政策解读" },
] } }"#;

/// A pack that binds every check once.
fn every_check() -> RuleSet {
    let mut text = String::from(
        "[pack]\nid = \"every\"\ntitle = \"every check\"\nsource = \"test\"\nversion = \"1\"\nfull_marks = 100\n\
         pass_mark = 60\nbonus_mark = 80\nbonus_cap = 0\n[[indicator]]\nid = \"1\"\ntitle = \"all\"\npoints = 100\n",
    );
    for check in REGISTRY {
        let params = params(check.id);
        write!(
            text,
            "[[rule]]\nid = \"1-{0}\"\nindicator = \"1\"\ntitle = \"{0}\"\ncheck = \"{0}\"\n{params}deduct = {{ each = 0.1, cap = 5 }}\n",
            check.id
        )
        .unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("every.toml");
    std::fs::write(&path, text.replace("[\n    ", "[ ").replace(",\n    ", ", ").replace(",\n]", " ]")).unwrap();
    rules::load(path.to_str().unwrap()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// Checks that a portal on loopback can't satisfy, whatever it does.
const BEYOND: &[&str] = &["no-https", "no-ipv6", "unreachable-site"];

fn against_truth(portal: &Portal, card: &Scorecard) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut explained: BTreeSet<&str> = BTreeSet::new();
    for flaw in portal.flaws() {
        // One finding stands for a whole template; which page it names is free.
        let template = flaw.check == "missing-meta-tags";
        let hits: Vec<_> = card
            .findings
            .iter()
            .filter(|f| f.check == flaw.check && (template || f.url == flaw.url))
            .filter(|f| template || flaw.target.is_none() || f.target == flaw.target)
            .collect();
        if hits.is_empty() {
            wrong.push(format!("missed {} {} {:?}: {}", flaw.check, flaw.url, flaw.target, flaw.note));
        }
        explained.extend(hits.iter().map(|f| f.fingerprint.as_str()));
    }
    for finding in &card.findings {
        if !explained.contains(finding.fingerprint.as_str()) && !BEYOND.contains(&finding.check.as_str()) {
            wrong.push(format!("accused {} {} {:?}: {}", finding.check, finding.url, finding.target, finding.message));
        }
    }
    for innocent in portal.innocents() {
        let accused = card.findings.iter().any(|f| {
            f.check == innocent.check
                && f.url == innocent.url
                && (innocent.target.is_none() || f.target == innocent.target)
        });
        let open = card.open_questions.iter().any(|q| {
            q.check == innocent.check
                && q.url == innocent.url
                && (innocent.target.is_none() || q.target == innocent.target)
        });
        if accused {
            wrong.push(format!("accused an innocent: {} {}: {}", innocent.check, innocent.url, innocent.why));
        }
        if innocent.undetermined && !open {
            wrong.push(format!("should be left to a person: {} {}: {}", innocent.check, innocent.url, innocent.why));
        }
    }
    wrong
}

fn golden(portal: &Portal, card: &Scorecard) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/golden")
        .join(format!("{}.{}.json", portal.slug, card.pack.id));
    let json = String::from_utf8(duwang::report::json(card)).unwrap();
    if std::env::var_os("DUWANG_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &json).unwrap();
        return;
    }
    let known =
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}; DUWANG_BLESS=1 writes it", path.display()));
    if known == json {
        return;
    }
    let differs = known.lines().zip(json.lines()).enumerate().find(|(_, (a, b))| a != b);
    panic!("{} differs from what the audit gives now; the first line that does: {differs:#?}", path.display());
}

/// The portal with this slug, judged by everything.
fn judge(slug: &str) {
    let portal = Portal::bundled().into_iter().find(|p| p.slug == slug).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let mut facts = runtime.block_on(audit(&portal));
    let wrong = against_truth(&portal, &card(&every_check(), &facts, Lang::Zh));
    assert!(wrong.is_empty(), "{slug}:\n{}", wrong.join("\n"));
    for pack in ["cn-site-2019", "gaoxian-2023"] {
        golden(&portal, &card(&rules::load(pack).unwrap(), &facts, Lang::Zh));
    }
    // A person with a pencil comes to the same total, whatever the body.
    for traits in [Vec::new(), vec![SiteTrait::NoServices]] {
        facts.traits = traits;
        for pack in rules::bundled() {
            let card = card(&rules::load(&pack.id).unwrap(), &facts, Lang::Zh);
            by_hand::holds(&serde_json::from_slice(&duwang::report::json(&card)).unwrap());
        }
    }
}

#[test]
fn the_good_portal_is_judged_as_planted() {
    judge("yunlan");
}

#[test]
fn the_mixed_portal_is_judged_as_planted() {
    judge("qingqi");
}

#[test]
fn the_bad_portal_is_judged_as_planted() {
    judge("chengxi");
}
