//! Small readings of pages, records and marks.

use duwang::model::{Mark, MarkFact, MarkVia, Meta, Outcome, Page, PageMarks, Reason, Text, Undetermined, Verdict};

#[test]
fn a_meta_tag_is_read_without_case_and_empty_is_absent() {
    let meta = |name: &str, content: &str| Meta { name: name.to_owned(), content: content.to_owned() };
    let page = Page {
        metas: vec![meta("SITENAME", "  "), meta("SiteName", "NULL"), meta("sitename", " 临水县人民政府 ")],
        ..Page::default()
    };
    assert_eq!(page.meta("SiteName"), Some("临水县人民政府"));
    assert_eq!(page.meta("SiteDomain"), None);
}

#[test]
fn likeness_goes_from_none_to_all() {
    let page = |sketch: Vec<u32>| Page { sketch, ..Page::default() };
    assert!((page(vec![]).likeness(&[]) - 1.0).abs() < f64::EPSILON);
    assert!(page(vec![1]).likeness(&[]).abs() < f64::EPSILON);
    assert!((page((0..32).collect()).likeness(&(0..32).collect::<Vec<_>>()) - 1.0).abs() < f64::EPSILON);
    let half: Vec<u32> = (0..32).map(|n| if n % 2 == 0 { n } else { n + 100 }).collect();
    assert!((page((0..32).collect()).likeness(&half) - 0.5).abs() < f64::EPSILON);
}

#[test]
fn one_sighting_of_a_mark_is_noted_once() {
    let fact = |value: &str, via| MarkFact { value: value.to_owned(), via, excerpt: String::new() };
    let mut marks = PageMarks::default();
    marks.note(Mark::SiteCode, fact("5116230001", MarkVia::Markup));
    marks.note(Mark::SiteCode, fact("5116230001", MarkVia::Markup));
    marks.note(Mark::SiteCode, fact("5116230001", MarkVia::Meta));
    assert_eq!(marks.of(Mark::SiteCode).len(), 2);
    assert!(marks.of(Mark::Contact).is_empty());
}

#[test]
fn outcomes_follow_from_what_was_found() {
    let open = Undetermined {
        url: String::new(),
        target: None,
        reason: Reason::Budget,
        message: Text::default(),
        evidence: serde_json::json!({}),
    };
    assert_eq!(Verdict::default().outcome(), Outcome::Inapplicable, "nothing tested is no pass");
    assert_eq!(Verdict { tested: 3, ..Verdict::default() }.outcome(), Outcome::Passed);
    assert_eq!(Verdict { tested: 3, undetermined: vec![open], ..Verdict::default() }.outcome(), Outcome::CannotTell);
    assert_eq!(Verdict { tested: 3, open_ended: true, ..Verdict::default() }.outcome(), Outcome::CannotTell);
    assert_eq!(Verdict::inapplicable(Text::new("无", "none")).outcome(), Outcome::Inapplicable);
}
