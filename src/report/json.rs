use crate::model::Scorecard;

/// `scorecard.json`, schema `duwang.scorecard/1`: pretty-printed UTF-8 with a final newline; the same card gives the
/// same bytes.
///
/// # Panics
/// Never: a card has string keys only and no serialiser that fails.
#[must_use]
pub fn json(card: &Scorecard) -> Vec<u8> {
    let mut bytes =
        serde_json::to_vec_pretty(card).expect("a scorecard has string keys only and no failing serialiser");
    bytes.push(b'\n');
    bytes
}
