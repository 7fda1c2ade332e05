//! Faults that a template brings to many pages, and pages that only look alike because there is nothing to them.

use duwang::facts::{Layouts, Place, Repeat, Sight, kin, repeats, repeats_of, shape, template_of};
use duwang::model::{Page, Region};
use proptest::prelude::*;

fn place(page: usize, shape: &str) -> Place<usize> {
    Place { page, shape: shape.to_owned(), fault: page }
}

fn sight(page: usize, exact: &str, loose: Option<&str>) -> Sight<usize> {
    Sight { place: place(page, exact), loose: loose.map(str::to_owned), times: 1, from: 3 }
}

fn pages_and_times<T>(found: &[Repeat<T>]) -> Vec<(Vec<usize>, u64)> {
    found.iter().map(|r| (r.pages.clone(), r.times)).collect()
}

#[test]
fn the_same_on_three_pages_is_the_templates() {
    let found = repeats([place(4, "logo"), place(4, "own"), place(7, "logo"), place(9, "logo"), place(9, "logo")]);
    assert_eq!(pages_and_times(&found), [(vec![4, 7, 9], 4), (vec![4], 1)]);
    assert!(found[0].in_template() && !found[1].in_template());
    assert_eq!((found[0].page(), found[0].fault), (4, 4), "the first sighting stands for all");
}

#[test]
fn on_two_pages_each_answers_for_itself() {
    let found = repeats([place(0, "logo"), place(1, "logo"), place(1, "logo")]);
    assert_eq!(pages_and_times(&found), [(vec![0], 1), (vec![1], 2)]);
}

#[test]
fn pictures_of_entries_are_one_fault_though_no_two_are_the_same() {
    let thumbs = (0..9).map(|n| sight(n / 3, &format!("img {n}"), Some("img")));
    let found = repeats_of(thumbs);
    assert_eq!(pages_and_times(&found), [(vec![0, 1, 2], 9)]);
    // The very same picture on all pages is a fault of its own.
    let with_logo = (0..3).flat_map(|p| [sight(p, "logo", Some("img")), sight(p, &format!("img {p}"), Some("img"))]);
    let found = repeats_of(with_logo);
    assert_eq!(pages_and_times(&found), [(vec![0, 1, 2], 3), (vec![0, 1, 2], 3)]);
    assert_eq!((found[0].shape.as_str(), found[1].shape.as_str()), ("logo", "img"));
}

#[test]
fn what_differs_on_one_page_stays_apart() {
    let found = repeats_of([
        sight(0, "a", Some("img")),
        sight(0, "b", Some("img")),
        sight(1, "c", Some("img")),
        sight(0, "a", Some("img")),
    ]);
    assert_eq!(pages_and_times(&found), [(vec![0], 2), (vec![0], 1), (vec![1], 1)]);
    let exact_only = (0..5).map(|p| sight(p, &format!("img {p}"), None));
    assert_eq!(repeats_of(exact_only).len(), 5);
}

#[test]
fn shapes_leave_out_numbers() {
    assert_eq!(shape("第 12 期　 共３页"), "第 # 期 共#页");
    assert_eq!(shape("/a/202511/t1.html"), shape("/a/202401/t99.html"));
    assert_ne!(shape("a"), shape("b"));
}

const COLUMNS: &str = r#"<div class="top"><div class="logo"><a href="/">某县</a></div></div><div class="nav"><ul><li><a href="/a/">要闻</a></li></ul></div><div class="wrap"><div class="side"></div><div class="main"><div class="list"><ul><li>SAID</li></ul></div></div></div><div class="footer"><p>主办</p></div>"#;

fn read(body: &str) -> Page {
    crate::parse::read_body(body)
}

#[test]
fn pages_of_one_layout_are_kin() {
    let (one, other) = (read(&COLUMNS.replace("SAID", "甲")), read(&COLUMNS.replace("SAID", "乙乙乙")));
    assert!(template_of(&one).is_some());
    assert_eq!(template_of(&one), template_of(&other));
    for region in [Region::Header, Region::Other, Region::List, Region::Footer] {
        assert_eq!(kin(&one, region), kin(&other, region), "{region:?}");
    }
    let third = read(&COLUMNS.replace("SAID", "甲").replace("class=\"side\"", "class=\"map\""));
    assert_ne!(template_of(&one), template_of(&third));
    assert_eq!(kin(&one, Region::Footer), kin(&third, Region::Footer), "the foot is the whole site's");
    assert_ne!(kin(&one, Region::Other), kin(&third, Region::Other));
}

#[test]
fn tiny_pages_have_no_kin() {
    for body in [
        "",
        "<p>一</p>",
        "<img src=a.png>",
        "<div><a href='/a'></a></div>",
        "<nav><a href='#main'>跳到正文</a></nav><main><h1>一</h1><img src=a.png></main><footer>二</footer>",
        "<div id=a><div id=b><form><input></form></div></div>",
        "<table><tr><th>一</th></tr><tr><td>二</td></tr></table>",
    ] {
        let page = read(body);
        assert_eq!(template_of(&page), None, "{body}: {}", page.signals.containers);
        assert_eq!(kin(&page, Region::Other), None);
        // What stands in the frame of a small page is the frame's only where many pages have it.
        assert_eq!(kin(&page, Region::Footer).as_deref(), Some("frame"));
        assert!(Layouts::default().from(&page, Region::Footer) > 20);
    }
}

proptest! {
    /// However sightings are brought together, none is lost and none counted twice.
    #[test]
    fn nothing_is_lost(sights in prop::collection::vec((0_usize..6, 0_u8..5, prop::option::of(0_u8..2)), 0..60)) {
        let all: Vec<Sight<usize>> = sights
            .iter()
            .map(|(page, exact, loose)| sight(*page, &format!("e{exact}"), loose.map(|l| format!("l{l}")).as_deref()))
            .collect();
        let found = repeats_of(all);
        prop_assert_eq!(found.iter().map(|r| r.times).sum::<u64>(), sights.len() as u64);
        for repeat in &found {
            prop_assert!(repeat.pages.len() == 1 || repeat.in_template());
            prop_assert!(repeat.pages.is_sorted() && repeat.times >= repeat.pages.len() as u64);
        }
    }
}
