//! Two packs held against each other.

use super::load;
use duwang::model::Lang;
use duwang::rules::{PackDiff, diff};
use serde_json::{Value, json};

fn packs(old: &str, new: &str) -> PackDiff {
    let path =
        |name: &str| if name.starts_with("cn-") { name.to_owned() } else { format!("fixtures/packs/good/{name}.toml") };
    diff(&load(&path(old)).unwrap(), &load(&path(new)).unwrap())
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|e| e["id"].as_str().unwrap()).collect()
}

fn changes<'a>(list: &'a Value, id: &str) -> Vec<(&'a str, &'a Value, &'a Value)> {
    let entry = list.as_array().unwrap().iter().find(|e| e["id"] == id).unwrap_or_else(|| panic!("{id} in {list}"));
    let changes = entry["changes"].as_array().unwrap();
    changes.iter().map(|c| (c["key"].as_str().unwrap(), &c["old"], &c["new"])).collect()
}

#[test]
fn a_pack_is_the_same_as_itself() {
    for name in ["base", "county", "cn-site-2019"] {
        let same = packs(name, name);
        assert!(same.same, "{same:?}");
        assert!(same.text(Lang::Zh).contains("都相同") && same.text(Lang::En).contains("the same"));
    }
}

#[test]
fn an_overlay_against_what_it_extends() {
    let found = packs("cn-site-2019", "province");
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!((&json["schema"], &json["same"]), (&json!("duwang.rules-diff/1"), &json!(false)));
    assert_eq!((&json["old"]["id"], &json["new"]["id"]), (&json!("cn-site-2019"), &json!("province")));
    let pack: Vec<&str> = json["pack"].as_array().unwrap().iter().map(|c| c["key"].as_str().unwrap()).collect();
    assert_eq!(pack, ["notes", "source", "title", "valid_from", "valid_to"]);
    assert_eq!(ids(&json["indicators"]["added"]), ["2.9"]);
    assert_eq!(ids(&json["indicators"]["removed"]), ["3.3"]);
    assert_eq!(ids(&json["indicators"]["changed"]), ["2", "3"]);
    assert_eq!(changes(&json["indicators"]["changed"], "2"), [("points", &json!(25.0), &json!(30.0))]);
    assert_eq!(ids(&json["rules"]["added"]), ["2.9-a"]);
    assert_eq!(ids(&json["rules"]["removed"]), ["3.3-a", "4.6-b"]);
    assert_eq!(ids(&json["rules"]["changed"]), ["4.2-a", "4.3-a"]);
    let once = |points: f64| json!({"deduct": {"once": points}});
    assert_eq!(changes(&json["rules"]["changed"], "4.2-a"), [("effect", &once(1.0), &once(0.5))]);
    let keys: Vec<&str> = changes(&json["rules"]["changed"], "4.3-a").iter().map(|c| c.0).collect();
    assert_eq!(keys, ["effect", "notes", "params.external", "title"]);
    let totals: Vec<(&str, &Value, &Value)> = json["totals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| (t["id"].as_str().unwrap(), &t["old"], &t["new"]))
        .filter(|t| t.1 != t.2 || t.0.is_empty())
        .collect();
    let (n, m) = (|x: f64| json!(x), json!(100.0));
    assert_eq!(totals, [("2", &n(25.0), &n(30.0)), ("3", &n(20.0), &n(15.0)), ("", &m, &m)]);
    // The other way round, what was added is removed.
    let back = serde_json::to_value(packs("province", "cn-site-2019")).unwrap();
    assert_eq!(ids(&back["rules"]["added"]), ["3.3-a", "4.6-b"]);
    assert_eq!(ids(&back["rules"]["removed"]), ["2.9-a"]);
}

#[test]
fn moves_and_lists_are_told_item_by_item() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, parent: &str, columns: &str, units: &str| {
        let path = folder.path().join(name);
        let text = format!(
            "[pack]\nid = \"{name}\"\ntitle = \"t\"\nsource = \"s\"\nversion = \"1\"\n\
             [[indicator]]\nid = \"1\"\ntitle = \"一\"\n[[indicator]]\nid = \"2\"\ntitle = \"二\"\n\
             [[indicator]]\nid = \"1.0\"\nparent = \"1\"\ntitle = \"甲\"\npoints = 40\n\
             [[indicator]]\nid = \"2.0\"\nparent = \"2\"\ntitle = \"乙\"\npoints = 40\n\
             [[indicator]]\nid = \"x\"\nparent = \"{parent}\"\ntitle = \"丙\"\npoints = 20\nresponsible_units = {units}\n\
             [[rule]]\nid = \"x-a\"\nindicator = \"x\"\ntitle = \"栏目\"\ncheck = \"stale-column\"\n\
             params = {{ columns = {columns} }}\ndeduct = {{ each = 0.1 }}\n"
        );
        std::fs::write(&path, text).unwrap();
        load(path.to_str().unwrap()).unwrap()
    };
    let old = write(
        "old.toml",
        "1",
        "[{ name = \"要闻\", max_age_days = 14 }, { name = \"公告\", synonyms = [\"公示\", \"通告\"] }, { name = \"旧\" }]",
        "[\"甲局\", \"乙局\"]",
    );
    let new = write(
        "new.toml",
        "2",
        "[{ name = \"公告\", synonyms = [\"公示\", \"通知\"] }, { name = \"要闻\", max_age_days = 7 }, { name = \"新\" }]",
        "[\"乙局\", \"丙局\"]",
    );
    let found = diff(&old, &new);
    let json = serde_json::to_value(&found).unwrap();
    let moved = changes(&json["indicators"]["changed"], "x");
    assert_eq!(moved[0], ("parent", &json!("1"), &json!("2")));
    let keys: Vec<&str> = changes(&json["rules"]["changed"], "x-a").iter().map(|c| c.0).collect();
    let columns = ["公告].synonyms", "要闻].max_age_days", "新]", "旧]"].map(|tail| format!("params.columns[{tail}"));
    assert_eq!(keys, columns);
    let zh = found.text(Lang::Zh);
    for line in [
        "  ~ x 丙",
        "      上级：1 → 2",
        "      责任单位：-甲局 +丙局",
        "      参数 columns[公告].synonyms：-通告 +通知",
        "      参数 columns[要闻].max_age_days：14 → 7",
        "  ~ 1 一: 60 → 40",
        "    合计: 100",
    ] {
        assert!(zh.lines().any(|l| l == line), "{line} is not in\n{zh}");
    }
    let en = found.text(Lang::En);
    assert_eq!(en.lines().count(), zh.lines().count());
    for line in ["      under: 1 → 2", "Rules: 0 added, 0 removed, 1 changed, 0 the same", "    sum: 100"] {
        assert!(en.lines().any(|l| l == line), "{line} is not in\n{en}");
    }
    // The same question has the same answer.
    assert_eq!(found, diff(&old, &new));
}
