//! What a body shows besides text: pictures that may carry content, films, sound, frames.

use super::super::lists::outline::{Outline, What};
use crate::model::Media;

/// Parts of the names of pictures that are furniture.
const FURNITURE: &[&str] = &[
    "icon",
    "logo",
    "share",
    "qrcode",
    "ewm",
    "print",
    "close",
    "filetype",
    "file_type",
    "blank.",
    "spacer",
    "arrow",
    "loading",
    "btn",
    "button",
    "dot.",
    "line.",
    "emoji",
    "doc.gif",
    "pdf.gif",
    "xls.gif",
    "zip.gif",
    "wps.gif",
];

/// Endings of films and of sound.
const FILMS: &[&str] = &[".mp4", ".m3u8", ".flv", ".webm", ".mov", ".wmv", ".avi", ".ogv"];
const SOUNDS: &[&str] = &[".mp3", ".wav", ".m4a", ".ogg", ".aac", ".wma"];

/// Counts what the body shows.
pub(super) fn of(outline: &Outline<'_>, body: usize) -> Media {
    let mut media = Media::default();
    for i in body..outline.nodes[body].end {
        let What::Element(e) = outline.nodes[i].what else { continue };
        let named = |endings: &[&str]| {
            ["src", "href", "data", "data-src", "data-url", "value", "vurl", "data-video"].iter().any(|name| {
                outline.attr(i, name).is_some_and(|v| {
                    let v = v.to_ascii_lowercase();
                    endings.iter().any(|end| v.contains(end))
                })
            })
        };
        match e.name() {
            "img" if is_content(outline, i) => media.pictures = media.pictures.saturating_add(1),
            "video" => media.videos = media.videos.saturating_add(1),
            "audio" => media.audios = media.audios.saturating_add(1),
            "iframe" | "embed" | "object" => {
                let source = ["src", "data"].iter().find_map(|n| outline.attr(i, n)).unwrap_or_default();
                let source = source.to_ascii_lowercase();
                let player = ["player", "video", "v.qq.com", "bilibili", "youku", "iqiyi", "cctv", ".swf"];
                if named(FILMS) || player.iter().any(|w| source.contains(w)) {
                    media.videos = media.videos.saturating_add(1);
                } else if named(SOUNDS) {
                    media.audios = media.audios.saturating_add(1);
                } else if !source.is_empty() && !source.starts_with("about:") {
                    media.frames = media.frames.saturating_add(1);
                }
            }
            // `source` and `param` stand inside what was counted.
            "a" | "div" | "span" | "p" if named(FILMS) => media.videos = media.videos.saturating_add(1),
            "a" | "div" | "span" | "p" if named(SOUNDS) => media.audios = media.audios.saturating_add(1),
            _ => {}
        }
    }
    media
}

/// A picture of some size that is no furniture of the template.
fn is_content(outline: &Outline<'_>, i: usize) -> bool {
    let source = ["src", "data-src", "data-original", "original-src", "oldsrc"]
        .iter()
        .find_map(|n| outline.attr(i, n).filter(|v| !v.trim().is_empty()))
        .unwrap_or_default()
        .to_ascii_lowercase();
    if source.is_empty() || FURNITURE.iter().any(|w| source.contains(w)) {
        return false;
    }
    let small = |name: &str| {
        outline
            .attr(i, name)
            .and_then(|v| v.trim().trim_end_matches("px").parse::<f64>().ok())
            .is_some_and(|v| v < 60.0)
    };
    !small("width") && !small("height")
}
