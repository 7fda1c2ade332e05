//! Pictures of findings in a report: within the page as far as they fit, all of them beside it as files.

use super::labels;
use crate::model::{Lang, Outlined, Picture, Scorecard};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the files, beside the report.
const FOLDER: &str = "screenshots";
/// How long the pictures within one page may be together, as they stand in it.
const WITHIN: usize = 1_500_000;

/// A picture as the template places it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Placed {
    /// `data:…`; nothing where the picture only stands beside the page.
    source: Option<String>,
    /// Where it stands beside the page.
    file: String,
    words: String,
    width: u32,
    height: u32,
}

/// The pictures of one card's findings, by fingerprint.
#[derive(Debug, Default)]
pub(super) struct Album(BTreeMap<String, Placed>);

impl Album {
    /// Places them in the order given: those that come first are within the page.
    pub(super) fn of(card: &Scorecard, pictures: &[Picture]) -> Self {
        let mut left = WITHIN;
        let mut placed = BTreeMap::new();
        for picture in of_card(card, pictures) {
            let shot = &picture.shot;
            let source = format!("data:{};base64,{}", shot.kind.media_type(), STANDARD.encode(&shot.bytes));
            let fits = source.len() <= left;
            left -= if fits { source.len() } else { 0 };
            let one = Placed {
                source: fits.then_some(source),
                file: format!("{FOLDER}/{}", file_name(picture)),
                words: words(card.lang, shot.outlined).to_owned(),
                width: shot.width,
                height: shot.height,
            };
            placed.insert(picture.fingerprint.clone(), one);
        }
        Self(placed)
    }

    pub(super) fn picture(&self, fingerprint: &str) -> Option<&Placed> {
        self.0.get(fingerprint)
    }

    /// Whether any picture stands within the page.
    pub(super) fn is_within(&self) -> bool {
        self.0.values().any(|placed| placed.source.is_some())
    }
}

fn words(lang: Lang, outlined: Outlined) -> &'static str {
    match outlined {
        Outlined::Meant => labels::word(lang, "picture_meant"),
        Outlined::Place => labels::word(lang, "picture_place"),
        Outlined::Nothing => labels::word(lang, "picture_page"),
    }
}

/// Each of the card's pictures once.
fn of_card<'a>(card: &Scorecard, pictures: &'a [Picture]) -> Vec<&'a Picture> {
    let mut known: BTreeSet<&str> = card.findings.iter().map(|f| f.fingerprint.as_str()).collect();
    pictures.iter().filter(|p| is_plain(&p.fingerprint) && known.remove(p.fingerprint.as_str())).collect()
}

/// A fingerprint is our own: hexadecimal digits, nothing that could lead elsewhere.
fn is_plain(fingerprint: &str) -> bool {
    fingerprint.len() == 16 && fingerprint.bytes().all(|b| b.is_ascii_hexdigit())
}

fn file_name(picture: &Picture) -> String {
    format!("{}.{}", picture.fingerprint, picture.shot.kind.extension())
}

/// The files of the card's pictures, to be written below `dir`.
pub(super) fn files(card: &Scorecard, pictures: &[Picture], dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = dir.join(FOLDER);
    of_card(card, pictures).into_iter().map(|p| (folder.join(file_name(p)), p.shot.bytes.clone())).collect()
}

/// Removes pictures that an earlier report left below `dir` and that are not among `kept`; nothing else, and the folder when
/// it is empty then.
pub(super) fn clear(dir: &Path, kept: &[PathBuf]) -> io::Result<()> {
    let folder = dir.join(FOLDER);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(e),
    };
    for entry in entries {
        let path = entry?.path();
        let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or_default();
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        if is_plain(stem) && matches!(ending, "png" | "jpg") && !kept.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    // Somebody's own file in it keeps the folder.
    let _ = fs::remove_dir(&folder);
    Ok(())
}
