//! How much of a report's prose stood in last year's.

use super::ReportParts;
use std::collections::HashSet;

/// Length of the runs compared, in characters.
const RUN: usize = 8;

/// What people wrote of a report: parts one, five and six, without figures, blanks and marks. The other parts are tables.
#[must_use]
pub fn report_prose(parts: &ReportParts) -> Vec<char> {
    [0, 4, 5]
        .into_iter()
        .filter_map(|p| parts.text[p].as_deref())
        .flat_map(str::chars)
        .filter(|c| c.is_alphabetic() && !c.is_ascii())
        .collect()
}

/// The share of runs of eight characters of `text` that stand in `earlier` as well, 0 to 1; and the longest passage taken
/// over whole.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "texts are short")]
pub fn repeated(text: &[char], earlier: &[char]) -> (f64, String) {
    let known: HashSet<&[char]> = earlier.windows(RUN).collect();
    let (mut had, mut all) = (0_usize, 0_usize);
    let (mut from, mut best) = (None, 0..0);
    for (at, run) in text.windows(RUN).enumerate() {
        all += 1;
        if known.contains(run) {
            had += 1;
            let start = *from.get_or_insert(at);
            if at + RUN - start > best.len() {
                best = start..at + RUN;
            }
        } else {
            from = None;
        }
    }
    let share = if all == 0 { 0.0 } else { had as f64 / all as f64 };
    (share, text[best].iter().take(60).collect())
}
