use crate::model::{Assessment, Scorecard};

/// `scorecard.json`, schema `duwang.scorecard/1`: pretty-printed UTF-8 with a final newline; the same card gives the
/// same bytes.
#[must_use]
pub fn json(card: &Scorecard) -> Vec<u8> {
    bytes(card)
}

/// `assessment.json`, schema `duwang.assessment/1`, in the same form.
#[must_use]
pub fn assess_json(year: &Assessment) -> Vec<u8> {
    bytes(year)
}

fn bytes(data: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(data).expect("plain data has string keys only and no failing serialiser");
    bytes.push(b'\n');
    bytes
}
