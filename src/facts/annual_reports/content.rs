//! What can be read of a report: the page's text and tables, and those of the files it offers.

use super::super::{AttachmentState, Facts};
use super::parts::{self, ReportParts};
use super::tables::{self, ReportTables};
use super::{ReportCopy, unseen};
use crate::model::{Reason, Sheet};
use std::borrow::Cow;
use url::Url;

/// A part of a report that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportUnread {
    /// Why.
    pub reason: Reason,
    /// What, in English.
    pub what: String,
}

/// What was read of one copy of a report.
#[derive(Debug)]
pub struct ReportContent<'a> {
    /// Its text, a line per block.
    pub text: Cow<'a, str>,
    /// Its parts.
    pub parts: ReportParts,
    /// Its tables.
    pub tables: ReportTables,
    /// Pictures in it that may hold tables or text.
    pub pictures: usize,
    /// What could not be read.
    pub unread: Vec<ReportUnread>,
}

/// Fewest characters of a text that can be a report.
const TEXT: usize = 200;

impl ReportContent<'_> {
    /// Whether there is text enough to say what is not in it.
    #[must_use]
    pub fn has_text(&self) -> bool {
        self.text.chars().filter(|c| c.is_alphanumeric()).count() >= TEXT
    }
}

impl Facts {
    /// Reads a copy of a report.
    #[must_use]
    pub fn report_content(&self, copy: &ReportCopy) -> ReportContent<'_> {
        let mut unread = Vec::new();
        let mut sheets: Vec<&Sheet> = Vec::new();
        let mut text: Cow<'_, str> = Cow::Borrowed("");
        let mut pictures = 0;
        let page = copy.page.and_then(|p| self.pages[p].readable());
        if let (Some(index), Some(page)) = (copy.page, page) {
            sheets.extend(&page.sheets);
            if let Some(article) = &page.article {
                text = Cow::Borrowed(article.body.as_str());
                pictures += usize::from(article.media.pictures);
                if article.body.is_empty() && article.body_chars >= 200 {
                    unread.push(ReportUnread { reason: Reason::Tool, what: "its text was not kept".to_owned() });
                }
                if article.body.chars().count() >= 60_000 {
                    unread.push(ReportUnread { reason: Reason::Tool, what: "only its beginning was kept".to_owned() });
                }
            }
            if page.signals.script_shell {
                unread.push(ReportUnread { reason: Reason::Script, what: "the page is drawn by script".to_owned() });
            }
            for file in self.attachments_of(index) {
                add_file(&file, &mut text, &mut sheets, &mut unread);
            }
        } else if let Some(url) = copy.file.and_then(|f| Url::parse(&self.attachments[f].record.url).ok()) {
            add_file(&self.file_state(&url), &mut text, &mut sheets, &mut unread);
        } else {
            unread.push(unseen(self, copy));
        }
        let tables = tables::read(&sheets);
        let parts = parts::find(&text, [tables.disclosed, tables.has_applications, tables.has_disputes]);
        ReportContent { text, parts, tables, pictures, unread }
    }
}

/// Adds what was read of a file, and what was not.
fn add_file<'a>(
    file: &AttachmentState<'a>,
    text: &mut Cow<'a, str>,
    sheets: &mut Vec<&'a Sheet>,
    unread: &mut Vec<ReportUnread>,
) {
    if let AttachmentState::Read(file) = file {
        sheets.extend(&file.content.sheets);
        if !file.content.text.is_empty() {
            let all = text.to_mut();
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(&file.content.text);
        }
    }
    if let Some((reason, detail)) = file.doubt() {
        unread.push(ReportUnread { reason, what: format!("{}: {detail}", file.url()) });
    }
}
