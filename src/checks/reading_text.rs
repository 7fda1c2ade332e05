//! The texts of policies and interpretations, with what their attachments hold.

use crate::facts::{Facts, Reading};
use crate::model::{Article, PageKey, Reason};
use std::borrow::Cow;
use url::Url;

/// A text shorter than this says too little to be compared.
pub(super) const LEAST: usize = 120;

/// What could be read of a document.
pub(super) struct DocumentText<'a> {
    /// Its page's text and that of the attachments that were read.
    pub(super) text: Cow<'a, str>,
    /// Files of it whose text was not had, with why: (address, reason).
    pub(super) unread: Vec<(String, Reason)>,
}

impl DocumentText<'_> {
    /// Characters of it, blanks aside.
    pub(super) fn chars(&self) -> usize {
        solid(&self.text)
    }
}

/// Characters, blanks aside.
pub(super) fn solid(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

/// The article on a page.
pub(super) fn article(facts: &Facts, page: usize) -> Option<&Article> {
    facts.pages[page].readable()?.article.as_ref()
}

/// A policy's text: its page's, and its attachments' (forms and tables that go with it do no harm).
pub(super) fn of_policy(facts: &Facts, page: usize) -> DocumentText<'_> {
    let Some(article) = article(facts, page) else {
        return DocumentText { text: Cow::Borrowed(""), unread: Vec::new() };
    };
    let mut text = Cow::Borrowed(article.body.as_str());
    let mut unread = Vec::new();
    for address in &article.attachments {
        match file_text(facts, address) {
            Ok(more) => {
                let text = text.to_mut();
                text.push('\n');
                text.push_str(more);
            }
            Err(reason) => unread.push((address.clone(), reason)),
        }
    }
    DocumentText { text, unread }
}

/// An interpretation's own text.
pub(super) fn of_reading<'a>(facts: &'a Facts, reading: &Reading) -> Option<&'a str> {
    article(facts, reading.page?).map(|a| a.body.as_str())
}

fn file_text<'a>(facts: &'a Facts, address: &str) -> Result<&'a str, Reason> {
    let key = Url::parse(address).map(|u| PageKey::of(&u)).map_err(|_| Reason::Ambiguous)?;
    let Some(file) = facts.attachment(&key) else { return Err(Reason::Budget) };
    match &file.content.unreadable {
        _ if !file.content.text.trim().is_empty() => Ok(&file.content.text),
        Some((crate::model::Unreadable::NotFetched, _)) => Err(Reason::Network),
        _ => Err(Reason::Tool),
    }
}
