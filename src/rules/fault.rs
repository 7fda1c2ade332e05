use crate::model::{Lang, Text};
use std::fmt;
use strsim::{damerau_levenshtein, jaro_winkler};

/// One thing wrong with a pack, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The pack's file, or its id when it is bundled.
    pub file: String,
    /// Line, from 1; absent when the file as a whole is meant.
    pub line: Option<usize>,
    /// Column in characters, from 1.
    pub column: Option<usize>,
    /// The table it stands in and that table's id (`rule 1.3-a`, `indicator 1.3`, `pack`); empty for the file.
    pub subject: String,
    /// What is wrong and what to write instead.
    pub message: Text,
}

impl Fault {
    /// One line: `file:line: [rule 1.3-a] what is wrong`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let number = |n: Option<usize>| n.map(|n| format!(":{n}")).unwrap_or_default();
        let subject = if self.subject.is_empty() { String::new() } else { format!("[{}] ", self.subject) };
        format!("{}{}{}: {subject}{}", self.file, number(self.line), number(self.column), self.message.pick(lang))
    }
}

/// Everything wrong with a pack, in the order of its text. Never empty when it is an error.
#[derive(Debug, Clone, PartialEq, Eq, Default, thiserror::Error)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// One line per fault in `lang`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        self.0.iter().map(|f| f.text(lang)).collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Display for Faults {
    /// One line per fault, in Chinese.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::Zh))
    }
}

/// The known name that was most likely meant, if any is near enough to be worth saying.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|k| (damerau_levenshtein(name, k), k))
        // Jaro-Winkler lets a cut-off name through (`respon` for `responsible_units`).
        .filter(|(distance, k)| *distance <= limit || jaro_winkler(name, k) > 0.87)
        .min()
        .map(|(_, k)| k)
}

/// "; did you mean `x`?" in both languages, empty when nothing is near.
pub(super) fn hint<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Text {
    nearest(name, known)
        .map_or_else(Text::default, |k| Text::new(format!("；是不是 `{k}`？"), format!("; did you mean `{k}`?")))
}

/// Names as they are listed in a message: `a`, `b`.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
}
