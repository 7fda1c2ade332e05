//! Who stands where.

use super::{p, pack, run, site, year};
use duwang::assess::rank;
use duwang::model::{Grade, Places, SiteYear, YearScore};

fn one(id: &str, grade: Grade, low: f64, high: f64) -> SiteYear {
    let mut made = year(&pack(""), &site(vec![run("2026-01-01", (9, 0, 0), (5, 0, 0))]), &[]);
    id.clone_into(&mut made.site.id);
    made.grade = grade;
    made.score = Some(YearScore { low: p(low), high: p(high), full_marks: p(100.0), bonus: p(0.0), decided: 1.0 });
    made
}

#[test]
fn equal_scores_share_a_place_and_the_undecided_have_none() {
    let mut sites = vec![
        one("f", Grade::Fail, 99.0, 99.0),
        one("d", Grade::Pass, 70.0, 70.0),
        one("b", Grade::Pass, 80.0, 90.0),
        one("e", Grade::Pending, 50.0, 95.0),
        one("a", Grade::Pass, 80.0, 90.0),
        one("c", Grade::Pass, 80.0, 85.0),
    ];
    rank(&mut sites);
    let order: Vec<(&str, Option<u32>)> = sites.iter().map(|s| (s.site.id.as_str(), s.rank)).collect();
    assert_eq!(order, [("a", Some(1)), ("b", Some(1)), ("c", Some(3)), ("d", Some(4)), ("e", None), ("f", None)]);
    let places = |id: &str| sites.iter().find(|s| s.site.id == id).unwrap().places;
    // Nobody lies above a's high end; b, c and e may lie above its low end.
    assert_eq!(places("a"), Some(Places { best: 1, worst: 4 }));
    // a, b and c lie above d for sure, e may.
    assert_eq!(places("d"), Some(Places { best: 4, worst: 5 }));
    assert_eq!(places("e"), Some(Places { best: 1, worst: 5 }));
    assert_eq!(places("f"), None);
    let again: Vec<String> = sites.iter().map(|s| s.site.id.clone()).collect();
    sites.reverse();
    rank(&mut sites);
    assert_eq!(sites.iter().map(|s| s.site.id.clone()).collect::<Vec<_>>(), again, "the order given does not matter");
}
