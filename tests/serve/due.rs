//! When a scan is due.

use duwang::config::Cron;
use duwang::serve::{AHEAD_MS, Due, due, turns};
use std::time::Duration;

/// Beijing time.
fn at(text: &str) -> i64 {
    format!("{text}+08:00").parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

fn cron(line: &str) -> Cron {
    line.parse().unwrap()
}

const MINUTE: i64 = 60 * 1000;

#[test]
fn a_scan_is_due_from_its_moment_until_one_begins() {
    let night = cron("30 1 * * *");
    // (now, start of the last scan, what holds)
    let cases = [
        ("2026-11-20T01:29:59", Some("2026-11-19T01:30:03"), Due::At(at("2026-11-20T01:30:00"))),
        ("2026-11-20T01:30:00", Some("2026-11-19T01:30:03"), Due::Since(at("2026-11-20T01:30:00"))),
        ("2026-11-20T01:30:04", Some("2026-11-20T01:30:03"), Due::At(at("2026-11-21T01:30:00"))),
        // The process was off at the moment.
        ("2026-11-20T09:00:00", Some("2026-11-19T01:30:03"), Due::Since(at("2026-11-20T01:30:00"))),
        // A scan by hand in the evening does not stand for the one at night, one after it does.
        ("2026-11-20T09:00:00", Some("2026-11-19T22:00:00"), Due::Since(at("2026-11-20T01:30:00"))),
        ("2026-11-20T09:00:00", Some("2026-11-20T08:00:00"), Due::At(at("2026-11-21T01:30:00"))),
        // A week off: due once, by the last moment.
        ("2026-11-20T09:00:00", Some("2026-11-12T01:30:02"), Due::Since(at("2026-11-20T01:30:00"))),
        // The first start ever.
        ("2026-11-20T09:00:00", None, Due::Since(at("2026-11-20T01:30:00"))),
        // New year's eve, Beijing time.
        ("2027-01-01T00:10:00", Some("2026-12-31T01:30:02"), Due::At(at("2027-01-01T01:30:00"))),
        ("2027-01-01T01:30:01", Some("2026-12-31T01:30:02"), Due::Since(at("2027-01-01T01:30:00"))),
        // The day that only leap years have.
        ("2028-03-01T00:00:00", Some("2028-02-28T01:30:02"), Due::Since(at("2028-02-29T01:30:00"))),
    ];
    for (now, last, expected) in cases {
        assert_eq!(due(at(now), last.map(at), &night), expected, "{now} after {last:?}");
    }
}

#[test]
fn a_clock_that_jumps_neither_doubles_nor_ends_the_schedule() {
    let night = cron("30 1 * * *");
    let start = at("2026-11-20T01:30:02");
    // Set back over the moment after the scan began: the same moment does not count again.
    for minutes in [0, 1, 2, 3, 30, 59] {
        let now = start - minutes * MINUTE;
        assert_eq!(due(now, Some(start), &night), Due::At(at("2026-11-21T01:30:00")), "{minutes} minutes back");
    }
    // A clock that was a year ahead for a while: what began then does not count.
    let odd = at("2027-11-20T01:30:02");
    assert!(odd > at("2026-11-20T09:00:00") + AHEAD_MS);
    assert_eq!(due(at("2026-11-20T09:00:00"), Some(odd), &night), Due::Since(at("2026-11-20T01:30:00")));
    // Ahead by a month: one scan, not thirty.
    let now = at("2026-12-20T09:00:00");
    assert_eq!(due(now, Some(start), &night), Due::Since(at("2026-12-20T01:30:00")));
    assert_eq!(due(now + MINUTE, Some(now), &night), Due::At(at("2026-12-21T01:30:00")));
}

#[test]
fn every_kind_of_line_has_its_moments_by_beijing_time() {
    let cases = [
        ("0 2 * * 1", "2026-11-20T12:00:00", "2026-11-16T02:00:00", "2026-11-23T02:00:00"),
        ("0 0 1 * *", "2026-12-31T23:59:59", "2026-12-01T00:00:00", "2027-01-01T00:00:00"),
        ("*/20 * * * *", "2026-11-20T12:39:59", "2026-11-20T12:20:00", "2026-11-20T12:40:00"),
        ("15 20-22 * * 1-5", "2026-11-21T00:00:00", "2026-11-20T22:15:00", "2026-11-23T20:15:00"),
        ("0 3 29 2 *", "2027-06-01T00:00:00", "2024-02-29T03:00:00", "2028-02-29T03:00:00"),
    ];
    for (line, now, last, next) in cases {
        let cron = cron(line);
        assert_eq!(cron.last_ms(at(now)), Some(at(last)), "{line}");
        assert_eq!(cron.next_ms(at(now)), Some(at(next)), "{line}");
        assert_eq!(cron.last_ms(at(last)), Some(at(last)), "its own moment counts: {line}");
    }
    // A day that never comes.
    assert_eq!(due(at("2026-11-20T12:00:00"), None, &cron("0 0 31 2 *")), Due::Never);
    assert!("30 1".parse::<Cron>().is_err());
}

#[test]
fn looks_are_spread_evenly_and_each_site_has_one_an_interval() {
    let (every, count, beat) = (Duration::from_hours(1), 240, 5000);
    let begin = at("2026-11-20T12:00:00");
    let mut times = vec![Vec::new(); count];
    let mut most = 0;
    for step in 0..24 * 3600 * 1000 / beat {
        let (from, to) = (begin + step * beat, begin + (step + 1) * beat);
        let turn = turns(count, every, from, to);
        most = most.max(turn.len());
        for nth in turn {
            times[nth].push(to);
        }
    }
    // 240 sites an hour are one every 15 s.
    assert_eq!(most, 1, "never two in five seconds");
    for looks in &times {
        assert_eq!(looks.len(), 24);
        assert!(looks.windows(2).all(|pair| (pair[1] - pair[0] - 3_600_000).abs() <= beat));
    }
    assert_eq!(turns(1, every, begin - 1000, begin).len(), 1);
    assert_eq!(turns(0, every, begin - 1000, begin), Vec::<usize>::new());
    // What fell into a rest of the machine, or a step back, is not made up for.
    assert_eq!(turns(count, every, begin, begin + 3 * 3_600_000), Vec::<usize>::new());
    assert_eq!(turns(count, every, begin, begin - 5000), Vec::<usize>::new());
}

#[test]
fn the_times_of_a_list_are_read_and_its_mistakes_told() {
    let folder = tempfile::tempdir().unwrap();
    let read = |schedule: &str| {
        let path = super::list(folder.path(), schedule, &[("s", "url = \"http://s.test/\"")]);
        duwang::config::sites::read(&path).unwrap()
    };
    let list = read("cron = \"30 1 * * *\"\nprobe_every = 30\nprobe_in_window = true");
    assert_eq!(list.faults, []);
    assert_eq!(list.schedule.cron, Some(cron("30 1 * * *")));
    assert_eq!(list.schedule.probe_every, Some(Duration::from_mins(30)));
    assert!(list.schedule.probe_in_window && !read("").schedule.probe_in_window);
    let list = read("cron = \"30 1\"\nprobe_every = 4\nprobe_in_window = \"yes\"");
    let faults: Vec<_> = list.faults.iter().map(|f| f.text.en.clone()).collect();
    for told in ["cron must be five fields of cron", "probe_every must be", "probe_in_window must be true or false"] {
        assert!(faults.iter().any(|fault| fault.contains(told)), "{told} in {faults:?}");
    }
    assert_eq!((list.schedule.cron, list.sites.len()), (None, 1));
}
