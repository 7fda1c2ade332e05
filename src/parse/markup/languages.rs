use std::sync::LazyLock;

/// Primary language subtags: a bit for each word of two or three letters.
static KNOWN: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0_u64; (27 * 27 * 27_usize).div_ceil(64)];
    let mut set = |word: &[u8]| {
        if let Some(at) = place(word) {
            bits[at / 64] |= 1 << (at % 64);
        }
    };
    let mut lines = include_str!("languages.txt").lines().filter(|line| !line.starts_with('#'));
    for word in lines.next().unwrap_or_default().split(' ') {
        set(word.as_bytes());
    }
    for line in lines {
        let Some((first, last)) = line.split_once(' ') else { continue };
        for letter in last.bytes() {
            set(&[first.as_bytes(), &[letter]].concat());
        }
    }
    bits
});

fn place(word: &[u8]) -> Option<usize> {
    if !matches!(word.len(), 2 | 3) || !word.iter().all(u8::is_ascii_alphabetic) {
        return None;
    }
    Some(word.iter().fold(0, |at, letter| at * 27 + usize::from(letter.to_ascii_lowercase() - b'a') + 1))
}

/// The primary subtag of a language tag, in lower case.
pub(super) fn primary(tag: &str) -> String {
    tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// Whether a primary subtag is one that the registry has.
pub(super) fn is_known(primary: &str) -> bool {
    place(primary.as_bytes()).is_some_and(|at| KNOWN[at / 64] & (1 << (at % 64)) != 0)
}
