use super::found::Found;
use super::name::says;
use super::tags::Tag;
use super::tree::{At, Doc};

pub(super) const CAPTION: &str = "video-caption";
pub(super) const AUTOPLAY: &str = "no-autoplay-audio";
pub(super) const BLINK: &str = "blink";
pub(super) const MARQUEE: &str = "marquee";

/// Seconds of sound that disturb nobody.
const SHORT: f64 = 3.0;

/// Runs the rules about films, sound and moving text.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    captions(doc, found);
    autoplay(doc, found);
    for (rule, tag) in [(BLINK, Tag::Blink), (MARQUEE, Tag::Marquee)] {
        let all: Vec<At> = doc.of(tag).collect();
        found.tested(rule, all.len());
        for at in all.into_iter().filter(|at| doc.is_on_screen(*at)) {
            found.fault(doc, rule, rule, at);
        }
    }
}

/// Captions may be in the film itself, and it may be silent: without a track nobody can say.
fn captions(doc: &Doc<'_>, found: &mut Found) {
    let films: Vec<At> = doc.of(Tag::Video).filter(|at| doc.is_exposed(*at)).collect();
    found.tested(CAPTION, films.len());
    for at in films {
        let captioned = doc.inside(at).any(|n| {
            doc.nodes[n].tag == Tag::Track
                && doc.attr(n, "kind").is_some_and(|kind| kind.eq_ignore_ascii_case("captions"))
        });
        if !captioned {
            found.open(CAPTION, "no-captions", at);
        }
    }
}

/// How long it plays is in the file.
fn autoplay(doc: &Doc<'_>, found: &mut Found) {
    let mut tested = 0;
    for at in doc.of_any(&[Tag::Audio, Tag::Video]) {
        let has = |name| doc.attr(at, name).is_some();
        let inner = || doc.inside(at).find(|n| doc.nodes[*n].tag == Tag::Source).and_then(|n| doc.attr(n, "src"));
        let source = doc.attr(at, "src").filter(|src| says(Some(src))).or_else(inner);
        let Some(source) = source.filter(|_| has("autoplay") && !has("muted") && !has("paused")) else { continue };
        tested += 1;
        if !has("controls") && (has("loop") || played(source).is_none_or(|seconds| seconds > SHORT)) {
            found.open(AUTOPLAY, "plays-by-itself", at);
        }
    }
    found.tested(AUTOPLAY, tested);
}

/// The seconds that an address such as `speech.mp3#t=8,10` plays.
fn played(source: &str) -> Option<f64> {
    let (_, range) = source.split_once("#t=")?;
    let (from, to) = range.split_once(',')?;
    Some((to.trim().parse::<f64>().ok()? - from.trim().parse::<f64>().unwrap_or_default()).abs())
}
