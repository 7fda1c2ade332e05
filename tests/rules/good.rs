use super::{load, stand_in};
use duwang::model::{Lang, Points};
use duwang::rules::{Class, Effect, Judge, VetoWhen, describe_with};
use sha2::{Digest, Sha256};
use std::fs;

fn good(name: &str) -> String {
    format!("fixtures/packs/good/{name}.toml")
}

fn hex(texts: &[&str]) -> String {
    let digest = Sha256::digest(texts.concat().as_bytes());
    digest.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().concat()
}

#[test]
fn every_key_reaches_the_set() {
    let set = load(&good("base")).unwrap();
    assert_eq!(set.warnings, []);
    assert_eq!(set.pack.full_marks, Points(5000));
    assert_eq!(
        (set.pack.pass_mark, set.pack.bonus_mark, set.pack.bonus_cap),
        (Points(3000), Points(4000), Points(3000))
    );
    assert!(set.pack.scaling);
    let links = set.indicators.iter().find(|i| i.id == "1.1").unwrap();
    assert_eq!((links.level, links.parent.as_deref(), links.points), (2, Some("1"), Points(2000)));
    assert_eq!(links.clause.as_deref(), Some("第一条"));
    assert_eq!(links.lead_unit.as_deref(), Some("甲局"));
    assert_eq!(links.responsible_units, ["乙局", "丙局"]);
    assert_eq!(links.deadline.as_deref(), Some("长期坚持"));
    assert_eq!((links.ledger.as_slice(), links.class), (["T-1".to_owned()].as_slice(), Some(Class::A)));
    let judges: Vec<(&str, Judge)> = set.rules.iter().map(|r| (r.id.as_str(), r.judge())).collect();
    assert_eq!(
        judges,
        [("1.1-a", Judge::Check), ("1.2-a", Judge::Planned), ("2-a", Judge::Person), ("2-b", Judge::Check)]
    );
    assert_eq!(set.rules[0].effect, Effect::DeductEach { each: Points(50), cap: Some(Points(2000)) });
    assert_eq!(set.rules[0].measure.as_ref().unwrap().params()["where"], "home");
    assert_eq!(set.rules[1].effect, Effect::DeductRatio { below: 0.5, points: Points(1000) });
    assert_eq!(set.rules[3].effect, Effect::Veto(VetoWhen::Count(5)));
    let covered: Vec<bool> = (0..set.indicators.len()).map(|i| set.covered(i)).collect();
    assert_eq!(covered, [true, true, false, true]);
}

#[test]
fn a_pack_says_which_runs_make_a_year() {
    use duwang::model::{RunsPolicy, VetoScope};
    let folder = tempfile::tempdir().unwrap();
    let base = fs::read_to_string(good("base")).unwrap();
    let policy = |assess: &str, extends: &str| {
        let path = folder.path().join("p.toml");
        let text = if extends.is_empty() {
            base.replacen("[[indicator]]", &format!("{assess}\n[[indicator]]"), 1)
        } else {
            let head = "[pack]\nid = \"o\"\ntitle = \"o\"\nsource = \"o\"\nversion = \"1\"\n";
            format!("{head}extends = [\"./{extends}\"]\n{assess}\n")
        };
        fs::write(&path, text).unwrap();
        load(path.to_str().unwrap()).unwrap().pack.assess
    };
    let plain = policy("", "");
    assert_eq!((plain.runs, plain.vetoes, plain.incomplete), (RunsPolicy::Last, VetoScope::Counted, false));
    let worst = policy("[pack.assess]\nruns = \"worst\"\nincomplete = true\nlevels = [\"大项\"]", "");
    assert_eq!((worst.runs, worst.vetoes, worst.incomplete), (RunsPolicy::Worst, VetoScope::Any, true));
    assert_eq!(worst.levels, ["大项"]);
    let mean = policy("[pack.assess]\nruns = \"mean\"\nvetoes = \"counted\"", "");
    assert_eq!((mean.runs, mean.vetoes), (RunsPolicy::Mean, VetoScope::Counted));
    // What an overlay does not say comes from below.
    fs::rename(folder.path().join("p.toml"), folder.path().join("below.toml")).unwrap();
    let overlay = policy("assess = { incomplete = true }", "below.toml");
    assert_eq!((overlay.runs, overlay.vetoes, overlay.incomplete), (RunsPolicy::Mean, VetoScope::Counted, true));
}

#[test]
fn an_overlay_repoints_replaces_switches_off_and_adds() {
    let set = load(&good("overlay")).unwrap();
    assert_eq!(set.warnings, []);
    let points: Vec<(&str, Points)> = set.indicators.iter().map(|i| (i.id.as_str(), i.points)).collect();
    assert_eq!(
        points,
        [("1", Points(3000)), ("1.1", Points(2000)), ("1.2", Points(1000)), ("2", Points(1500)), ("3", Points(500))]
    );
    let rules: Vec<(&str, Effect)> = set.rules.iter().map(|r| (r.id.as_str(), r.effect)).collect();
    assert_eq!(
        rules,
        [
            ("1.1-a", Effect::DeductOnce(Points(400))),
            ("1.2-a", Effect::DeductRatio { below: 0.5, points: Points(1000) }),
            ("2-a", Effect::Manual(Points(1500)))
        ]
    );
    // A replacement leaves nothing of the old rule.
    assert_eq!(set.rules[0].params, serde_json::json!({}));
    // Not written here, so they come from below.
    assert_eq!((set.pack.full_marks, set.pack.pass_mark), (Points(5000), Points(3000)));
    assert!(!set.pack.scaling);
    assert_eq!(set.pack.reference.id, "overlay");
    assert_eq!(set.indicators[4].pending.as_deref(), Some("等下一版"));
    assert!(!set.covered(4));
}

#[test]
fn the_digest_covers_what_is_extended() {
    let (base, overlay) = (fs::read_to_string(good("base")).unwrap(), fs::read_to_string(good("overlay")).unwrap());
    assert_eq!(load(&good("base")).unwrap().pack.reference.sha256, hex(&[&base]));
    assert_eq!(load(&good("overlay")).unwrap().pack.reference.sha256, hex(&[&overlay, &base]));
}

#[test]
fn a_bundled_pack_can_be_extended_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.toml");
    let text = "[pack]\nid = \"own\"\ntitle = \"本地\"\nsource = \"x\"\nversion = \"1\"\nextends = [\"cn-site-2019\"]\n\
                [[rule]]\nid = \"4.1-a\"\nenabled = false\n[[indicator]]\nid = \"4.1\"\nenabled = false\n\
                [[indicator]]\nid = \"4.2\"\npoints = 9\n";
    fs::write(&path, text).unwrap();
    let set = load(path.to_str().unwrap()).unwrap();
    assert!(set.rules.iter().all(|r| r.id != "4.1-a"));
    assert_eq!(set.indicators.iter().find(|i| i.id == "4.2").unwrap().points, Points(900));
}

#[test]
fn odd_packs_load_with_warnings() {
    let set = load(&good("odd")).unwrap();
    let texts: Vec<String> = set.warnings.iter().map(|w| w.text(Lang::En)).collect();
    let expected = [
        ":7:1: [indicator 1] the indicators below sum to 30, less than the 60 here; they are scaled up to 60",
        ":23:10: [rule 1.1-a] may take 31, the indicator has 30; it stops at 30",
        ":30:10: [rule 1.1-b] the cap, 1, is below one case, 2",
        ":32:1: [indicator 2] has points and no rule, so it stays open; add a rule, or status = \"pending\" with a why",
        ":37:1: [indicator 3] people mark 5 of its 20 points; nobody gives the rest",
    ];
    assert_eq!(texts.len(), expected.len(), "{texts:#?}");
    for (text, expected) in texts.iter().zip(expected) {
        assert!(text.ends_with(expected), "{text}\nshould end in {expected}");
    }
}

#[test]
fn a_pack_without_points_needs_no_sum() {
    let set = load(&good("no-points")).unwrap();
    assert_eq!(set.indicators[0].points, Points::ZERO);
    assert_eq!(set.warnings, []);
}

#[test]
fn describe_shows_an_indicator_a_rule_a_check() {
    let registry = stand_in::stand_ins();
    let set = load(&good("base")).unwrap();
    let indicator = describe_with(&set, "1.1", Lang::Zh, &registry).unwrap();
    for part in [
        "# 1.1 链接",
        "甲局",
        "乙局、丙局",
        "第一条",
        "T-1",
        "每处扣0.5分，最多扣20分",
        "where = \"home\"",
        "查什么：替身",
    ] {
        assert!(indicator.contains(part), "{part} is not in\n{indicator}");
    }
    let rule = describe_with(&set, "1.1-a", Lang::En, &registry).unwrap();
    for part in ["each loses 0.5, at most 20", "What: a stand-in", "dead-link"] {
        assert!(rule.contains(part), "{part} is not in\n{rule}");
    }
    let planned = describe_with(&set, "1.2", Lang::Zh, &registry).unwrap();
    assert!(planned.contains("尚未覆盖") && planned.contains("本版尚未提供"), "{planned}");
    let check = describe_with(&set, "dead-link", Lang::Zh, &registry).unwrap();
    assert!(check.contains("1.1-a") && check.contains("查什么：替身"), "{check}");
    assert_eq!(describe_with(&set, "nothing", Lang::Zh, &registry), None);
}
