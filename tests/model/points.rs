//! Marks in hundredths.

use duwang::model::{Points, PointsRange};
use proptest::prelude::*;

#[test]
fn points_are_written_without_needless_zeros() {
    for (hundredths, text) in [
        (0, "0"),
        (300, "3"),
        (7850, "78.5"),
        (25, "0.25"),
        (5, "0.05"),
        (-5, "-0.05"),
        (-150, "-1.5"),
        (100, "1"),
        (10, "0.1"),
        (12_345, "123.45"),
    ] {
        assert_eq!(Points(hundredths).to_string(), text);
    }
    assert_eq!(format!("{:>6}|{:<5}|", Points(7850), Points(300)), "  78.5|3    |");
}

#[test]
fn fractions_are_rounded_half_up() {
    let third = Points(100).scaled(Points(100), Points(300));
    assert_eq!(third, Points(33));
    assert_eq!(Points(1).scaled(Points(1), Points(2)), Points(1));
    assert_eq!(Points(3).scaled(Points(1), Points(2)), Points(2));
    assert_eq!(Points(7).scaled(Points(400), Points(300)), Points(9), "4/3 of 0.07 is 0.0933");
    assert_eq!(Points(7).scaled(Points(1), Points::ZERO), Points::ZERO);
    assert_eq!(Points::from_f64(0.1).times(3), Points(30), "no 0.30000000000000004");
    assert_eq!(Points::from_f64(1.005), Points(100), "1.005 is 1.00499… in binary");
    assert_eq!(Points(2).times(u64::MAX), Points(i64::MAX));
}

#[test]
fn sums_do_not_wrap() {
    assert_eq!(Points(i64::MAX) + Points(1), Points(i64::MAX));
    assert_eq!(Points(i64::MIN) - Points(1), Points(i64::MIN));
    assert_eq!([Points(10), Points(25)].into_iter().sum::<Points>(), Points(35));
    let sum = PointsRange::exact(Points(10)) + PointsRange { low: Points(1), high: Points(2) };
    assert_eq!((sum.low, sum.high), (Points(11), Points(12)));
}

proptest! {
    #[test]
    fn points_survive_json(hundredths in -10_000_000_i64..10_000_000) {
        let points = Points(hundredths);
        let json = serde_json::to_string(&points).unwrap();
        prop_assert_eq!(serde_json::from_str::<Points>(&json).unwrap(), points);
        prop_assert_eq!(Points::from_f64(points.to_string().parse().unwrap()), points);
    }

    #[test]
    fn scaling_to_the_whole_gives_the_whole(full in 1_i64..100_000, part in 0_i64..100_000) {
        prop_assert_eq!(Points(part).scaled(Points(full), Points(full)), Points(part));
        let scaled = Points(part).scaled(Points(400), Points(300));
        prop_assert!(scaled >= Points(part));
    }
}
