//! Names of places written almost right: 齐齐哈市, 阿坝藏族自治州, the site's own county with one character changed. Only near
//! misses that are no other real name; a person decides each.

use super::WordHit;
use super::folding::{is_han, unfolded};
use super::matcher::hit;
use super::talk;
use crate::facts::names::place_words;
use crate::model::{LexiconEntry, Page, Weight};
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Provinces, prefectures and counties by their full names.
static NAMES: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| include_str!("places.txt").lines().map(str::trim).filter(|l| !l.is_empty()).collect());

/// Endings of autonomous places, whose names are often shortened by mistake.
const AUTONOMOUS: &[&str] = &["自治州", "自治县", "自治旗", "自治区"];

/// Peoples, as those names hold them.
const PEOPLE: &[char] = &['族', '蒙', '哈', '鄂', '达'];

/// Long names by the ends that are looked for first.
struct Long {
    automaton: AhoCorasick,
    names: Vec<&'static str>,
}

/// Names of five characters or more that name no people: one character wrong or missing is told.
static LONG: LazyLock<Option<Long>> = LazyLock::new(|| {
    let plain = |n: &&&str| {
        n.chars().count() >= 5 && AUTONOMOUS.iter().all(|a| !n.ends_with(a)) && n.ends_with(['市', '县', '旗', '盟'])
    };
    let names: Vec<&'static str> = NAMES.iter().filter(plain).copied().collect();
    let automaton = AhoCorasick::new(names.iter().map(|n| half(n))).ok()?;
    Some(Long { automaton, names })
});

/// The last three characters of a name.
fn half(name: &str) -> &str {
    name.char_indices().rev().nth(2).map_or(name, |(at, _)| &name[at..])
}

/// What is known of the site's own place.
#[derive(Debug, Default)]
pub(super) struct PlaceNames {
    /// 云岚县; none where nothing tells it, or the name is too short to have near misses.
    own: Option<String>,
}

impl PlaceNames {
    /// Takes the site's own name from its home page.
    pub(super) fn own(&mut self, home: &Page) {
        let named = [home.meta("SiteName").unwrap_or_default(), &home.title];
        let word = named.iter().find_map(|name| place_words(name).into_iter().next());
        self.own = word.filter(|w| w.chars().count() >= 3 && w.ends_with(['县', '市', '区', '旗']));
    }

    /// Adds near misses of a line.
    pub(super) fn find(&self, line: &str, hits: &mut Vec<WordHit>) {
        let text = super::folding::folded(line);
        let mut found: BTreeMap<(usize, usize), String> = BTreeMap::new();
        autonomous(&text, &mut found);
        long(&text, &mut found);
        if let Some(own) = &self.own {
            own_name(&text, own, &mut found);
        }
        for ((start, end), right) in found {
            let entry = LexiconEntry {
                wrong: text[start..end].to_owned(),
                right,
                weight: Weight::Severe,
                confirm: true,
                why: "与正式地名只差一两个字，又不是另一个地名；引用旧称、简称的不算。".to_owned(),
                ..LexiconEntry::default()
            };
            let known = hits.iter().any(|h| entry.wrong.contains(&h.wrong) || h.wrong.contains(&entry.wrong));
            if known {
                continue;
            }
            if let Some(quoted) = talk::look(&text, &(start..end), &entry) {
                let own = unfolded(line, start..end);
                hits.push(hit(line, own, (&text[..start], &text[end..]), &entry, quoted));
            }
        }
    }
}

/// 阿坝藏族自治州: the name of an autonomous place with characters missing.
fn autonomous(text: &str, found: &mut BTreeMap<(usize, usize), String>) {
    static BY_END: LazyLock<Vec<&'static str>> =
        LazyLock::new(|| NAMES.iter().filter(|n| AUTONOMOUS.iter().any(|a| n.ends_with(a))).copied().collect());
    if !text.contains("自治") {
        return;
    }
    for ending in AUTONOMOUS {
        for (at, _) in text.match_indices(ending) {
            let end = at + ending.len();
            let lead = text[..at].char_indices().rev().take_while(|(_, c)| is_han(*c)).take(16).last();
            let Some((from, _)) = lead else { continue };
            let written = &text[from..end];
            if BY_END.iter().any(|name| written.ends_with(name)) {
                continue;
            }
            for name in BY_END.iter().filter(|n| n.ends_with(ending)) {
                let stem: String = name.chars().take(2).collect();
                let Some(offset) = written.rfind(stem.as_str()) else { continue };
                let short = &written[offset..];
                let middle = &short[stem.len()..short.len() - ending.len()];
                let tells = middle.contains(PEOPLE);
                let lacks = name.chars().count() > short.chars().count();
                if tells && lacks && is_thinned(short, name) && !NAMES.contains(short) {
                    found.insert((from + offset, end), (*name).to_owned());
                }
            }
        }
    }
}

/// Whether one text is the other with characters left out.
fn is_thinned(short: &str, whole: &str) -> bool {
    let mut rest = whole.chars();
    short.chars().all(|c| rest.any(|w| w == c))
}

/// 齐齐哈市, 呼和皓特市: a long name with one character wrong or missing.
fn long(text: &str, found: &mut BTreeMap<(usize, usize), String>) {
    let Some(long) = LONG.as_ref() else { return };
    for m in long.automaton.find_overlapping_iter(text) {
        let name = long.names[m.pattern().as_usize()];
        let rest: Vec<char> = name[..name.len() - half(name).len()].chars().collect();
        let before: Vec<(usize, char)> =
            text[..m.start()].char_indices().rev().take_while(|(_, c)| is_han(*c)).take(rest.len()).collect();
        // The beginning must stand but for one character.
        if before.len() < rest.len() {
            continue;
        }
        let wrong = before.iter().rev().zip(&rest).filter(|((_, a), b)| a != *b).count();
        let from = before[rest.len() - 1].0;
        let written = &text[from..m.end()];
        let real = NAMES.iter().any(|n| written.ends_with(n) || n.ends_with(written));
        // A changed first character may be the end of another word.
        if wrong == 1 && rest.len() >= 3 && before[rest.len() - 1].1 == rest[0] && !real {
            found.insert((from, m.end()), name.to_owned());
        }
    }
}

/// 云兰县人民政府 on the site of 云岚县.
fn own_name(text: &str, own: &str, found: &mut BTreeMap<(usize, usize), String>) {
    const BODIES: &[&str] = &["人民政府", "人民法院", "人民检察院", "委员会办公室", "人大常委会"];
    let name: Vec<char> = own.chars().collect();
    for body in BODIES {
        for (at, _) in text.match_indices(body) {
            let before: Vec<(usize, char)> =
                text[..at].char_indices().rev().take_while(|(_, c)| is_han(*c)).take(name.len() + 1).collect();
            if before.len() < name.len() {
                continue;
            }
            let written: Vec<char> = before[..name.len()].iter().rev().map(|(_, c)| *c).collect();
            let differ: Vec<usize> = (0..name.len()).filter(|&i| written[i] != name[i]).collect();
            let [only] = differ.as_slice() else { continue };
            let border = before.get(name.len()).is_none_or(|(_, c)| matches!(c, '省' | '市' | '州' | '区'));
            let from = before[name.len() - 1].0;
            let place = &text[from..at];
            let real = NAMES.iter().any(|n| place.ends_with(n) || n.ends_with(place));
            // The last character says what kind of place it is: another kind is another place.
            if *only + 1 < name.len() && border && !real {
                found.insert((from, at + body.len()), format!("{own}{body}"));
            }
        }
    }
}
