//! Where columns are found, and which pages are theirs.

use super::facts;
use duwang::facts::{ColumnSpec, Found, SightingSource};

fn spec(name: &str) -> ColumnSpec {
    serde_json::from_value(serde_json::json!({ "name": name })).unwrap()
}

const HOME: &str = "<html><body><div class=\"nav\"><ul><li><a href=\"/zwgk/\">政务公开</a></li><li><a \
                    href=\"/zwgk/nb/\">政府信息公开年报</a></li></ul></div><p>欢迎访问</p></body></html>";

#[test]
fn the_menu_tells_best() {
    let facts = facts(&[("/", HOME)], Vec::new());
    let Found::Yes(sightings) = facts.columns().find(&spec("政府信息公开年报")) else { panic!("not found") };
    assert_eq!(sightings[0].source, SightingSource::Navigation);
    assert_eq!(sightings[0].target.as_ref().unwrap().0, "http://www.case.gov.cn/zwgk/nb/");
}

#[test]
fn a_miss_names_the_nearest() {
    let facts = facts(&[("/", HOME)], Vec::new());
    let Found::No(Some((name, likeness, on))) = facts.columns().find(&spec("政府信息公开指南")) else {
        panic!("there is something near")
    };
    assert_eq!((name.as_str(), on), ("政府信息公开年报", 0));
    assert!(likeness > 0.5 && likeness < 1.0);
    assert_eq!(facts.columns().find(&spec("啤酒")), Found::No(None));
}

#[test]
fn of_several_columns_of_one_name_the_one_under_the_right_roof_counts() {
    let home = "<html><body><div class=\"nav\"><ul><li><a href=\"/a/tz/\">通知公告</a></li><li><a \
                href=\"/b/tz/\">通知公告</a></li></ul></div></body></html>";
    let below = |roof: &str| {
        format!(
            "<html><body><div class=\"position\">当前位置：<a href=\"/\">首页</a> &gt; <a href=\"/{roof}/\">{roof}</a> &gt; \
             通知公告</div><ul><li><a href=\"/x/{roof}1.html\">关于第一件事情的通知</a><span>2026-11-01</span></li><li><a \
             href=\"/x/{roof}2.html\">关于第二件事情的通知</a><span>2026-11-02</span></li></ul></body></html>"
        )
    };
    let facts = facts(&[("/", home), ("/a/tz/", &below("财政局")), ("/b/tz/", &below("教育局"))], Vec::new());
    let Found::Yes(sightings) = facts.columns().find(&spec("通知公告")) else { panic!("not found") };
    assert_eq!(facts.column_pages(&sightings, ""), [1, 2]);
    assert_eq!(facts.column_pages(&sightings, "教育局"), [2]);
    assert_eq!(facts.column_pages(&sightings, "水利局"), [1, 2], "an unknown roof chooses nothing");
}

#[test]
fn a_page_that_was_not_read_is_missing_and_not_empty() {
    let facts = facts(&[("/", HOME), ("/zwgk/", "")], Vec::new());
    assert!(facts.column_content(1).is_err());
}

#[test]
fn links_are_kept_by_page_and_by_target() {
    let facts = facts(
        &[
            ("/", "<html><body><a href=\"/a.html\">甲</a><a href=\"/b.html\">乙</a></body></html>"),
            ("/a.html", "<html><body><a href=\"/b.html\">也是乙</a></body></html>"),
        ],
        Vec::new(),
    );
    assert_eq!(facts.links.len(), 3);
    assert!(!facts.links.is_empty());
    assert_eq!(facts.links.of_page(1).iter().map(|l| facts.links.text(l)).collect::<Vec<_>>(), ["也是乙"]);
    let to_b: Vec<u32> = facts
        .links
        .by_target()
        .find(|(target, _)| target.ends_with("/b.html"))
        .map(|(_, links)| links.iter().map(|l| l.page).collect())
        .unwrap();
    assert_eq!(to_b, [0, 1]);
    assert!(facts.links.of_page(99).is_empty());
}
