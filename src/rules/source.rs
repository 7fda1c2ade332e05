use super::bundled;
use super::fault::{Fault, hint};
use crate::model::Text;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Largest file that is read, in bytes. The bundled ones stay below 100 KiB.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// A file's text and where it came from.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// How faults name it: the path as given, or the bundled id.
    pub(super) name: String,
    /// The file; `None` for a bundled pack.
    pub(super) path: Option<PathBuf>,
    /// The text, without a byte order mark.
    pub(super) text: String,
}

/// A place in one of the packs under work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Place {
    /// Which source.
    pub(super) file: usize,
    /// Byte offset in its text.
    pub(super) offset: usize,
}

impl Source {
    /// Line and column of a byte offset, both from 1, the column in characters.
    pub(super) fn line_column(&self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (line, before[start..].chars().count() + 1)
    }

    /// Identity, to load a pack once and to see circles.
    pub(super) fn identity(&self) -> String {
        match &self.path {
            Some(path) => path.canonicalize().unwrap_or_else(|_| path.clone()).to_string_lossy().into_owned(),
            None => format!("bundled:{}", self.name),
        }
    }
}

/// SHA-256 in hex over the packs' texts, one after the other. For a pack that extends none it is that of its file.
pub(super) fn digest<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update(text.as_bytes());
    }
    hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes everything");
        hex
    })
}

/// Whether a reference is meant as a path rather than as an id.
fn is_path(reference: &str) -> bool {
    reference.contains(['/', '\\']) || Path::new(reference).extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"))
}

/// Where files of one kind are found.
pub(super) struct Shelf {
    /// Those compiled in: (id, text).
    bundled: &'static [(&'static str, &'static str)],
    /// What they are called.
    noun: (&'static str, &'static str),
    /// A path that leads nowhere from the naming file's folder is tried from the working folder.
    anywhere: bool,
}

/// Rule packs.
pub(super) static PACKS: Shelf = Shelf { bundled: bundled::PACKS, noun: ("规则包", "pack"), anywhere: false };
/// Catalogues.
pub(super) static CATALOGUES: Shelf =
    Shelf { bundled: bundled::CATALOGUES, noun: ("目录", "catalogue"), anywhere: true };

/// Lexicons.
pub(super) static LEXICONS: Shelf = Shelf { bundled: bundled::LEXICONS, noun: ("词表", "lexicon"), anywhere: true };

/// Finds and reads a file: a bundled id or a path; a path that another file names counts from that file's folder.
pub(super) fn open(shelf: &Shelf, reference: &str, from: Option<&Source>) -> Result<Source, Box<Fault>> {
    if let Some((id, text)) = shelf.bundled.iter().find(|(id, _)| *id == reference) {
        return Ok(Source { name: (*id).to_owned(), path: None, text: strip_mark(text).to_owned() });
    }
    let ids = || shelf.bundled.iter().map(|(id, _)| *id);
    let folder = from.and_then(|s| s.path.as_deref()).and_then(Path::parent);
    let mut path = folder.map_or_else(|| PathBuf::from(reference), |f| f.join(reference));
    if shelf.anywhere && !path.exists() && Path::new(reference).exists() {
        path = PathBuf::from(reference);
    }
    let inside_bundled = from.is_some_and(|s| s.path.is_none());
    if inside_bundled || (!is_path(reference) && !path.exists()) {
        let near = hint(reference, ids());
        let list = ids().collect::<Vec<_>>().join(", ");
        let (zh, en) = shelf.noun;
        return absent(
            reference,
            Text::new(
                format!("没有名为 `{reference}` 的内置{zh}{}（内置：{list}；文件请写路径，如 ./my.toml）", near.zh),
                format!(
                    "no bundled {en} `{reference}`{} (bundled: {list}; a file is given as a path, ./my.toml)",
                    near.en
                ),
            ),
        );
    }
    read(&path)
}

fn read(path: &Path) -> Result<Source, Box<Fault>> {
    let name = path.to_string_lossy().into_owned();
    let meta = std::fs::metadata(path).map_err(|e| Box::new(unreadable(&name, &e)))?;
    if meta.is_dir() {
        return absent(
            &name,
            Text::new(
                "这是文件夹，不是规则包；请指明其中的 .toml 文件",
                "this is a folder, not a pack; name the .toml file in it",
            ),
        );
    }
    if meta.len() > MAX_BYTES {
        return absent(
            &name,
            Text::new(
                format!("文件超过 {MAX_BYTES} 字节，不像规则包"),
                format!("larger than {MAX_BYTES} bytes: not a rule pack"),
            ),
        );
    }
    let bytes = std::fs::read(path).map_err(|e| Box::new(unreadable(&name, &e)))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source { name, path: Some(path.to_owned()), text: strip_mark(&text).to_owned() }),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            let line = String::from_utf8_lossy(&error.as_bytes()[..good]).matches('\n').count() + 1;
            let message = Text::new(
                "不是 UTF-8 编码（可能是 GBK）；请另存为 UTF-8",
                "not UTF-8 (GBK perhaps); save the file as UTF-8",
            );
            Err(Box::new(Fault { file: name, line: Some(line), column: None, subject: String::new(), message }))
        }
    }
}

fn unreadable(name: &str, error: &std::io::Error) -> Fault {
    let message = if error.kind() == std::io::ErrorKind::NotFound {
        Text::new("没有这个文件", "no such file")
    } else {
        Text::new(format!("读不了：{error}"), format!("can't be read: {error}"))
    };
    whole(name, message)
}

/// A fault of the file as a whole, as `open` answers it.
fn absent(file: &str, message: Text) -> Result<Source, Box<Fault>> {
    Err(Box::new(whole(file, message)))
}

/// A fault of the file as a whole.
fn whole(file: &str, message: Text) -> Fault {
    Fault { file: file.to_owned(), line: None, column: None, subject: String::new(), message }
}

fn strip_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}
