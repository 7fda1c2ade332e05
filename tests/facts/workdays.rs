//! The working days, held day by day against a source that they were not made from.

use duwang::facts::Workdays;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

/// Every day of all years by the PyPI package `chinesecalendar` 1.11.0, whose author types the notices off by hand: a line
/// per month, `W` worked, `-` off. Made with
/// `pip install chinesecalendar==1.11.0 && python fixtures/workdays/chinesecalendar.py`.
const INDEPENDENT: &str = include_str!("../../fixtures/workdays/chinesecalendar-1.11.0.txt");

fn independent_days() -> Vec<(Date, bool)> {
    let mut days = Vec::new();
    for line in INDEPENDENT.lines() {
        let (month, marks) = line.split_once(' ').unwrap();
        let first: Date = format!("{month}-01").parse().unwrap();
        assert_eq!(marks.len(), usize::from(first.days_in_month().unsigned_abs()), "{month}");
        days.extend(marks.chars().zip(first.series(1.day())).map(|(mark, day)| (day, mark == 'W')));
    }
    days
}

#[test]
fn every_day_of_all_years_is_as_an_independent_source_has_it() {
    let days = independent_days();
    assert_eq!(days.len(), 7305, "2007 to 2026");
    let known = Workdays::published();
    assert_eq!(known.span(), (days[0].0, days[days.len() - 1].0));
    let wrong: Vec<_> = days.iter().filter(|(day, worked)| known.is_workday(*day) != Some(*worked)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    // 2 days in 7 are weekends, so a list of weekends alone would pass most of it: the shifted days must be many.
    let shifted = days.iter().filter(|(day, worked)| *worked != (day.weekday().to_monday_zero_offset() < 5)).count();
    assert!(shifted > 300, "{shifted}");
}

#[test]
fn what_is_not_published_is_unknown() {
    let known = Workdays::published();
    for day in [date(2006, 12, 30), date(2027, 1, 4), date(2027, 1, 9), Date::MIN, Date::MAX] {
        assert_eq!(known.is_workday(day), None, "{day}");
        assert_eq!(known.end_of_limit(day), None, "{day}");
    }
    assert_eq!(known.workdays_between(date(2026, 12, 28), date(2026, 12, 31)), Some(3));
    assert_eq!(known.workdays_between(date(2026, 12, 28), date(2027, 1, 1)), None);
    assert_eq!(known.workdays_between(date(2006, 12, 30), date(2007, 1, 4)), None);
    assert_eq!(known.workdays_between(date(2006, 12, 31), date(2007, 1, 4)), Some(1), "the day before is not counted");
    assert_eq!(known.workdays_between(date(2030, 5, 1), date(2030, 5, 1)), Some(0), "the same day needs no calendar");
    assert_eq!(known.workdays_between(Date::MIN, Date::MAX), None);
    assert_eq!(known.nth_workday_after(date(2026, 12, 28), 3), Some(date(2026, 12, 31)));
    assert_eq!(known.nth_workday_after(date(2026, 12, 28), 4), None);
    assert_eq!(known.nth_workday_after(date(2026, 12, 31), 1), None);
    assert_eq!(known.nth_workday_after(date(2026, 1, 1), u32::MAX), None);
    assert_eq!(known.nth_workday_after(Date::MAX, 1), None);
}

#[test]
fn limits_step_over_holidays_and_count_shifted_weekends() {
    let known = Workdays::published();
    // Spring Festival 2026: 15 to 23 February off, Saturday 14 and 28 February worked.
    assert_eq!(known.workdays_between(date(2026, 2, 13), date(2026, 2, 24)), Some(2));
    assert_eq!(known.workdays_between(date(2026, 2, 24), date(2026, 2, 13)), Some(-2));
    assert_eq!(known.nth_workday_after(date(2026, 2, 13), 1), Some(date(2026, 2, 14)));
    assert_eq!(known.nth_workday_after(date(2026, 2, 13), 5), Some(date(2026, 2, 27)));
    assert_eq!(known.nth_workday_after(date(2026, 2, 13), 6), Some(date(2026, 2, 28)));
    // Begun and done within a weekend.
    assert_eq!(known.workdays_between(date(2026, 11, 21), date(2026, 11, 22)), Some(0));
    assert_eq!(known.workdays_between(date(2026, 11, 20), date(2026, 11, 23)), Some(1));
    assert_eq!(known.nth_workday_after(date(2026, 11, 21), 0), Some(date(2026, 11, 21)));
}

#[test]
fn months_end_on_the_same_day_or_the_last_and_run_on_over_days_of_rest() {
    assert_eq!(Workdays::months_after(date(2026, 3, 15), 1), Some(date(2026, 4, 15)));
    assert_eq!(Workdays::months_after(date(2026, 1, 31), 1), Some(date(2026, 2, 28)));
    assert_eq!(Workdays::months_after(date(2024, 1, 30), 1), Some(date(2024, 2, 29)));
    assert_eq!(Workdays::months_after(date(2026, 8, 31), 6), Some(date(2027, 2, 28)));
    assert_eq!(Workdays::months_after(date(2026, 8, 31), 0), Some(date(2026, 8, 31)));
    assert_eq!(Workdays::months_after(date(2026, 8, 31), u32::MAX), None);
    assert_eq!(Workdays::months_after(date(9999, 12, 1), 1), None);
    let known = Workdays::published();
    assert_eq!(known.end_of_limit(date(2026, 10, 1)), Some(date(2026, 10, 8)), "the National Day week");
    assert_eq!(known.end_of_limit(date(2026, 10, 10)), Some(date(2026, 10, 10)), "a Saturday worked");
    assert_eq!(known.end_of_limit(date(2026, 11, 22)), Some(date(2026, 11, 23)));
}

#[test]
fn a_list_with_mistakes_is_refused_with_its_line() {
    let fault = |text: &str| Workdays::read(text).unwrap_err().to_string();
    assert_eq!(fault("# nothing\n"), "line 0: no year");
    assert_eq!(fault("off 2026-01-01"), "line 1: no year above");
    assert_eq!(fault("year 2025\n\nyear 2027"), "line 3: years must follow each other");
    assert_eq!(fault("year 20266"), "line 1: no year");
    assert_eq!(fault("year 2026\noff 2026-02-30"), "line 2: no date");
    assert_eq!(fault("year 2026\noff 2026-02-03 2026-02-01"), "line 2: a first and a last day are wanted");
    assert_eq!(fault("year 2026\noff 2026-02-01 2026-12-01"), "line 2: too many days");
    assert_eq!(fault("year 2026\noff 2025-11-30"), "line 2: neither in the year nor in the December before");
    assert_eq!(fault("year 2026\nwork 2026-01-05"), "line 2: worked without being told");
    assert_eq!(fault("year 2026\nwork 2026-01-04\noff 2026-01-04"), "line 3: taken off and worked");
    assert_eq!(fault("year 2026\nrest 2026-01-04"), "line 2: unknown word");
    let december = Workdays::read("year 2025\nyear 2026\noff 2025-12-31 2026-01-02").unwrap();
    assert_eq!(december.is_workday(date(2025, 12, 31)), Some(false), "a notice reaches into the December before");
}

proptest! {
    /// The counted day is the day counted to, for all days and limits, and no limit ends on a day of rest.
    #[test]
    fn counting_and_stepping_agree(start in 0_i64..7305, n in 0_u32..400) {
        let known = Workdays::published();
        let from = date(2007, 1, 1).saturating_add(start.days());
        if let Some(day) = known.nth_workday_after(from, n) {
            prop_assert_eq!(known.workdays_between(from, day), Some(i64::from(n)));
            prop_assert!(n == 0 || known.is_workday(day) == Some(true));
        }
    }

    /// A walk from day to day gives the same count as the arithmetic.
    #[test]
    fn a_span_is_the_sum_of_its_days(start in 0_i64..7000, length in 0_i64..300) {
        let known = Workdays::published();
        let from = date(2007, 1, 1).saturating_add(start.days());
        let to = from.saturating_add(length.days());
        let walked = from.series(1.day()).skip(1).take_while(|d| *d <= to).filter(|d| known.is_workday(*d).unwrap()).count();
        prop_assert_eq!(known.workdays_between(from, to), Some(i64::try_from(walked).unwrap()));
        prop_assert_eq!(known.workdays_between(to, from), Some(-i64::try_from(walked).unwrap()));
    }
}
