/// Values of a sketch.
const VALUES: usize = 32;
/// Characters looked at; beyond, two pages that agree so far are alike.
const LOOKED_AT: usize = 8000;
/// Shortest text that says anything.
const SHORTEST: usize = 8;

/// A min-wise sketch of the groups of four characters of `text`, without digits and blanks (counters and dates differ
/// between two readings of one page).
pub(super) fn of(text: &str) -> Vec<u32> {
    let says = |c: &char| is_han(*c) || !(c.is_whitespace() || c.is_numeric() || c.is_control());
    let chars: Vec<char> = text.chars().filter(says).take(LOOKED_AT).collect();
    if chars.len() < SHORTEST {
        return Vec::new();
    }
    let mut least = [u32::MAX; VALUES];
    for four in chars.windows(4) {
        let mut hash =
            four.iter().fold(0xCBF2_9CE4_8422_2325_u64, |h, c| (h ^ u64::from(*c)).wrapping_mul(0x0100_0000_01B3));
        hash = mix(hash);
        // Two independent halves give any number of hash functions (Kirsch and Mitzenmacher).
        let (a, b) = halves(hash);
        let mut value = a;
        for slot in &mut least {
            *slot = (*slot).min(value);
            value = value.wrapping_add(b).rotate_left(5);
        }
    }
    least.to_vec()
}

/// Chinese characters: most of every text, and neither blank, digit nor control. Asked first, it spares the tables.
pub(super) const fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// Spreads the bits of a number (the finaliser of SplitMix64).
pub(super) fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

#[expect(clippy::cast_possible_truncation, reason = "the two halves of the number are meant")]
fn halves(hash: u64) -> (u32, u32) {
    (hash as u32, (hash >> 32) as u32 | 1)
}
