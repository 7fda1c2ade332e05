use super::{Error, album};
use crate::model::{Assessment, Picture, Scorecard};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A kind of report file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `scorecard.html`, for people.
    Html,
    /// `scorecard.xlsx`, for work with the list.
    Xlsx,
    /// `scorecard.json`, for programs.
    Json,
    /// `findings.csv`, for anything else.
    Csv,
}

impl Format {
    /// Every format, in the order of the command line's default.
    pub const ALL: [Self; 4] = [Self::Html, Self::Xlsx, Self::Json, Self::Csv];

    /// The name of its file.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Html => "scorecard.html",
            Self::Xlsx => "scorecard.xlsx",
            Self::Json => "scorecard.json",
            Self::Csv => "findings.csv",
        }
    }
}

impl FromStr for Format {
    type Err = Error;

    /// `html`, `xlsx`, `json` or `csv`, in any case, blanks around it ignored.
    fn from_str(text: &str) -> Result<Self, Error> {
        match text.trim().to_ascii_lowercase().as_str() {
            "html" => Ok(Self::Html),
            "xlsx" => Ok(Self::Xlsx),
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            _ => Err(Error::UnknownFormat(text.trim().to_owned())),
        }
    }
}

/// Writes the formats into `dir` (made when absent) and gives the paths in the order asked for, each once.
///
/// Everything is made before the first file is touched, and each file appears whole or not at all: it is written under
/// a temporary name beside its place and renamed.
pub fn write(card: &Scorecard, dir: &Path, formats: &[Format]) -> Result<Vec<PathBuf>, Error> {
    let made = made(card, &[], dir, formats)?;
    put(dir, &made)?;
    Ok(made.into_iter().map(|(path, _)| path).collect())
}

/// As [`write()`], with pictures of findings: files below `screenshots`, named by fingerprint, and in the page. Pictures of an
/// earlier report that are not among them are removed.
pub fn write_pictured(
    card: &Scorecard,
    pictures: &[Picture],
    dir: &Path,
    formats: &[Format],
) -> Result<Vec<PathBuf>, Error> {
    let made = made(card, pictures, dir, formats)?;
    // Before the page that speaks of them.
    let files = album::files(card, pictures, dir);
    if let Some(folder) = files.first().and_then(|(path, _)| path.parent()) {
        put(folder, &files)?;
    }
    put(dir, &made)?;
    let kept: Vec<PathBuf> = files.into_iter().map(|(path, _)| path).collect();
    album::clear(dir, &kept).map_err(|source| Error::Folder { path: dir.to_owned(), source })?;
    Ok(made.into_iter().map(|(path, _)| path).collect())
}

/// The content of each file, each once.
fn made(
    card: &Scorecard,
    pictures: &[Picture],
    dir: &Path,
    formats: &[Format],
) -> Result<Vec<(PathBuf, Vec<u8>)>, Error> {
    let mut made: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for &format in formats {
        let path = dir.join(format.file_name());
        if made.iter().any(|(known, _)| *known == path) {
            continue;
        }
        let bytes = match format {
            Format::Html => super::html_pictured(card, pictures)?.into_bytes(),
            Format::Xlsx => super::xlsx(card)?,
            Format::Json => super::json(card),
            Format::Csv => super::csv(card),
        };
        made.push((path, bytes));
    }
    Ok(made)
}

/// Writes `assessment.xlsx`, `assessment.json` and `assessment.csv` into `dir`, like [`write()`].
pub fn write_assessment(year: &Assessment, dir: &Path) -> Result<Vec<PathBuf>, Error> {
    // One after the other: together they are large for a thousand sites.
    let mut paths = Vec::new();
    for name in ["assessment.xlsx", "assessment.json", "assessment.csv"] {
        let bytes = match name {
            "assessment.xlsx" => super::assess_xlsx(year)?,
            "assessment.json" => super::assess_json(year),
            _ => super::assess_csv(year),
        };
        let path = dir.join(name);
        put(dir, &[(path.clone(), bytes)])?;
        paths.push(path);
    }
    Ok(paths)
}

/// Writes one file in the place of what may stand there, whole or not at all; its folder is made when absent.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    put(path.parent().unwrap_or(Path::new("")), &[(path.to_owned(), bytes.to_vec())])
}

/// Writes one file that is not there yet; its folder is made when absent.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let told = |source| Error::File { path: path.to_owned(), source };
    if path.exists() {
        return Err(told(io::Error::from(io::ErrorKind::AlreadyExists)));
    }
    let dir = path.parent().unwrap_or(Path::new(""));
    put(dir, &[(path.to_owned(), bytes.to_vec())])
}

fn put(dir: &Path, made: &[(PathBuf, Vec<u8>)]) -> Result<(), Error> {
    if !dir.as_os_str().is_empty() {
        fs::create_dir_all(dir).map_err(|source| Error::Folder { path: dir.to_owned(), source })?;
    }
    for (path, bytes) in made {
        replace(path, bytes).map_err(|source| Error::File { path: path.clone(), source })?;
    }
    Ok(())
}

/// Puts `bytes` in the place of `path` in one step.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // The process id keeps two audits into one folder apart.
    let part = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = File::create(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        // The first error is the one to tell; a part that was never made can't be removed either.
        let _ = fs::remove_file(&part);
    }
    written
}
