//! Who stands where.

use crate::model::{Grade, Places, Points, SiteYear};
use std::cmp::Reverse;

/// Puts sites in order and gives ranks. Those that passed come first, by low end, then high end; equal ones share a rank
/// and the next one's counts them all (1, 1, 3). Then those undecided and those that failed, in the same order and
/// without a rank. What is equal in everything stands by id.
pub fn rank(sites: &mut [SiteYear]) {
    sites.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut before: Option<((Points, Points), u32)> = None;
    for (at, site) in (1_u32..).zip(sites.iter_mut()) {
        site.rank = None;
        if site.grade != Grade::Pass {
            continue;
        }
        let ends = ends(site);
        let rank = match before {
            Some((equal, rank)) if equal == ends => rank,
            _ => at,
        };
        before = Some((ends, rank));
        site.rank = Some(rank);
    }
    places(sites);
}

fn ends(site: &SiteYear) -> (Points, Points) {
    site.score.map_or((Points::ZERO, Points::ZERO), |s| (s.low, s.high))
}

fn key(site: &SiteYear) -> (u8, bool, Reverse<(Points, Points)>, &str) {
    let group = match site.grade {
        Grade::Pass => 0,
        Grade::Pending => 1,
        Grade::Fail => 2,
    };
    (group, site.score.is_none(), Reverse(ends(site)), &site.site.id)
}

/// The best and worst place of everyone who has not failed: behind those who are better however it turns out, before
/// those who are worse however it turns out.
fn places(sites: &mut [SiteYear]) {
    let running = |s: &SiteYear| s.grade != Grade::Fail && s.score.is_some();
    // One that may yet fail can't keep others from a better place for sure.
    let mut sure: Vec<Points> = sites.iter().filter(|s| s.grade == Grade::Pass).map(|s| ends(s).0).collect();
    let mut highs: Vec<Points> = sites.iter().filter(|s| running(s)).map(|s| ends(s).1).collect();
    sure.sort_unstable();
    highs.sort_unstable();
    let above = |sorted: &[Points], mark: Points| {
        let at = sorted.partition_point(|p| *p <= mark);
        u32::try_from(sorted.len() - at).unwrap_or(u32::MAX)
    };
    for site in sites.iter_mut() {
        if site.grade == Grade::Fail || site.score.is_none() {
            site.places = None;
            continue;
        }
        let (low, high) = ends(site);
        // Its own high end may lie above its low one; it does not stand before itself.
        let own = u32::from(high > low);
        site.places = Some(Places { best: 1 + above(&sure, high), worst: 1 + above(&highs, low) - own });
    }
}
