//! Passages of one text that run along another's, with small changes on the way.

use super::plain_text::PlainText;
use std::collections::BTreeMap;

/// Characters that must agree to begin a passage.
const SEED: usize = 5;
/// Fewest agreeing characters of a passage: about a clause. Names of offices and programmes are shorter.
const MIN_SAME: usize = 13;
/// Of a passage's characters, at least six in ten agree.
const DENSE: (usize, usize) = (6, 10);
/// A passage shorter than this is not yet given up for being thin.
const EARLY: usize = 24;
/// Most characters changed or put in at one place.
const GAP: usize = 10;
/// Most characters of the other text left out at one place.
const LEFT_OUT: usize = 24;
/// Most places of the other text tried for one beginning.
const PLACES: usize = 16;
/// Most places walked past to find those, when the same five characters stand everywhere.
const WALK: usize = 64;
/// Fewest characters of a whole sentence that is a clause or a heading of the other text: 加强组织领导 has six.
const MIN_SENTENCE: usize = 6;
/// Ends a chain.
const NONE: u32 = u32::MAX;

/// A passage, in positions of both texts' characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Passage {
    /// First character, in the one text.
    pub(super) from: usize,
    /// Behind its last.
    pub(super) to: usize,
    /// First character, in the other text.
    pub(super) other_from: usize,
    /// Behind its last.
    pub(super) other_to: usize,
    /// Characters that agree.
    pub(super) same: usize,
}

/// Where each five characters of a text stand.
struct Seeds<'a> {
    chars: &'a [char],
    heads: Vec<u32>,
    next: Vec<u32>,
}

impl<'a> Seeds<'a> {
    fn of(chars: &'a [char]) -> Self {
        let count = chars.len().saturating_sub(SEED - 1);
        let mut seeds = Self { chars, heads: vec![NONE; count.next_power_of_two().max(16)], next: vec![NONE; count] };
        // From the end, so that a chain begins with the first place.
        for at in (0..count).rev() {
            let bucket = seeds.bucket(&chars[at..at + SEED]);
            seeds.next[at] = seeds.heads[bucket];
            seeds.heads[bucket] = u32::try_from(at).unwrap_or(NONE);
        }
        seeds
    }

    fn bucket(&self, seed: &[char]) -> usize {
        let hash = seed.iter().fold(0_u64, |h, c| (h ^ u64::from(u32::from(*c))).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        usize::try_from(hash >> 32).unwrap_or(0) & (self.heads.len() - 1)
    }

    /// Where these five characters stand, the first places first.
    fn places(&self, seed: &[char]) -> impl Iterator<Item = usize> {
        let first = self.heads[self.bucket(seed)];
        let chain = std::iter::successors(Some(first), |&at| self.next.get(at as usize).copied());
        let places = chain.take_while(|&at| at != NONE).take(WALK).map(|at| at as usize);
        places.filter(move |&at| self.chars[at..at + SEED] == *seed).take(PLACES)
    }
}

/// The passages of `text` that run along `other`, in the order of `text`, none overlapping. Each begins where the longest
/// one can; `agrees` is called for every character of `text` that agrees.
pub(super) fn passages(text: &PlainText, other: &PlainText, mut agrees: impl FnMut(usize)) -> Vec<Passage> {
    let (one, two) = (&text.chars[..], &other.chars[..]);
    let seeds = Seeds::of(two);
    let mut found = Vec::new();
    let mut at = 0;
    while at + SEED <= one.len() {
        let mut best: Option<Passage> = None;
        for place in seeds.places(&one[at..at + SEED]) {
            let passage = follow(one, two, at, place);
            if best.is_none_or(|b| passage.same > b.same) {
                best = Some(passage);
            }
        }
        match best.filter(|b| b.same >= MIN_SAME) {
            Some(passage) => {
                walk(one, two, at, passage.other_from, |step| {
                    if step.to > passage.to {
                        return false;
                    }
                    (step.from..step.to).for_each(&mut agrees);
                    true
                });
                at = passage.to;
                found.push(passage);
            }
            None => at += 1,
        }
    }
    found
}

/// Sentences of `text` that are whole sentences, headings or clauses of `other`: a list of headings is a cut-down version,
/// however short they are.
pub(super) fn whole_sentences(text: &PlainText, other: &PlainText) -> Vec<Passage> {
    let sentences = PlainText::stretches(&other.sentences);
    let all = sentences.chain(PlainText::stretches(&other.clauses));
    let mut known: BTreeMap<&[char], usize> = BTreeMap::new();
    for range in all {
        known.entry(&other.chars[range.clone()]).or_insert(range.start);
    }
    let long = PlainText::stretches(&text.sentences).filter(|range| range.len() >= MIN_SENTENCE);
    long.filter_map(|range| {
        let other_from = *known.get(&text.chars[range.clone()])?;
        let same = range.len();
        Some(Passage { from: range.start, to: range.end, other_from, other_to: other_from + same, same })
    })
    .collect()
}

/// A stretch that agrees character by character.
struct Step {
    from: usize,
    to: usize,
    other_to: usize,
}

/// Goes along both texts from a common place, from one agreeing stretch to the next, while `go_on` says so.
fn walk(one: &[char], two: &[char], from: usize, other_from: usize, mut go_on: impl FnMut(&Step) -> bool) {
    let (mut a, mut b) = (from, other_from);
    loop {
        let same = one[a..].iter().zip(&two[b..]).take_while(|(x, y)| x == y).count();
        let step = Step { from: a, to: a + same, other_to: b + same };
        if !go_on(&step) {
            return;
        }
        match resume(&one[step.to..], &two[step.other_to..]) {
            Some((more, other_more)) => (a, b) = (step.to + more, step.other_to + other_more),
            None => return,
        }
    }
}

/// The passage from a common place on, up to where it is still dense.
fn follow(one: &[char], two: &[char], from: usize, other_from: usize) -> Passage {
    let mut passage = Passage { from, to: from, other_from, other_to: other_from, same: 0 };
    let mut same = 0;
    walk(one, two, from, other_from, |step| {
        same += step.to - step.from;
        let length = step.to - from;
        if same * DENSE.1 >= length * DENSE.0 {
            passage = Passage { to: step.to, other_to: step.other_to, same, ..passage };
            true
        } else {
            length < EARLY
        }
    });
    passage
}

/// How many characters to leave out on both sides until the texts agree again; the fewest. The more is left out, the more
/// must agree behind it.
fn resume(one: &[char], two: &[char]) -> Option<(usize, usize)> {
    for left in 1..=GAP + LEFT_OUT {
        let hold = match left {
            0..=4 => 2,
            5..=8 => 3,
            9..=16 => 4,
            _ => 5,
        };
        for more in left.saturating_sub(LEFT_OUT)..=left.min(GAP) {
            let other_more = left - more;
            let ahead = one.get(more..more + hold);
            if ahead.is_some() && ahead == two.get(other_more..other_more + hold) {
                return Some((more, other_more));
            }
        }
    }
    None
}
