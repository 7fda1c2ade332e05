use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};

/// Marks, in hundredths of a point. Integers, so that sums don't depend on the order of rules; written to JSON as a
/// number of points (`78.5`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Points(pub i64);

impl Points {
    /// No marks.
    pub const ZERO: Self = Self(0);

    /// From a number of points as people write it; rounded to hundredths.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "marks are far below 2^53 hundredths")]
    pub fn from_f64(points: f64) -> Self {
        Self((points * 100.0).round() as i64)
    }

    /// As a number of points.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "marks are far below 2^53 hundredths")]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// This many times; saturates.
    #[must_use]
    pub fn times(self, count: u64) -> Self {
        Self(self.0.saturating_mul(i64::try_from(count).unwrap_or(i64::MAX)))
    }

    /// `self * numerator / denominator`, rounded half up. A denominator of 0 gives 0.
    #[must_use]
    pub fn scaled(self, numerator: Self, denominator: Self) -> Self {
        if denominator.0 == 0 {
            return Self::ZERO;
        }
        let (n, d) = (i128::from(self.0) * i128::from(numerator.0), i128::from(denominator.0));
        let rounded = (2 * n + d).div_euclid(2 * d);
        Self(i64::try_from(rounded).unwrap_or(i64::MAX))
    }
}

impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Points {
    /// Without needless zeros: `78.5`, `3`, `0.25`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let text = match part {
            0 => format!("{sign}{whole}"),
            p if p % 10 == 0 => format!("{sign}{whole}.{}", p / 10),
            p => format!("{sign}{whole}.{p:02}"),
        };
        f.pad(&text)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self::from_f64)
    }
}

/// Marks between a low and a high bound: the low counts every undetermined subject against the site, the high for it.
/// Always `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PointsRange {
    /// The least it can be.
    pub low: Points,
    /// The most it can be.
    pub high: Points,
}

impl PointsRange {
    /// A range that is one number.
    #[must_use]
    pub fn exact(points: Points) -> Self {
        Self { low: points, high: points }
    }
}

impl Add for PointsRange {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }
}
