//! The files that a page offers, and what became of each.

use super::Facts;
use crate::model::{
    Attachment, FailureKind, LinkKind, PageKey, Reason, Region, Skip, SkipReason, Unreadable, is_document, viewed_file,
};
use std::collections::BTreeSet;
use url::Url;

/// What became of a file that a page offers.
#[derive(Debug, Clone, PartialEq)]
pub enum AttachmentState<'a> {
    /// It was read, to its end or not: see [`AttachmentState::is_whole`].
    Read(&'a Attachment),
    /// It was asked for, and nothing of it could be read.
    Unread {
        /// Its address.
        url: String,
        /// Why, as a reason for which something can't be told.
        reason: Reason,
        /// In what way, where it came and could not be read.
        how: Option<Unreadable>,
        /// More about it, in English.
        detail: String,
    },
    /// This run did not ask for it, or asked only whether it is there.
    NotFetched {
        /// Its address.
        url: String,
        /// What is noted about that.
        skip: Option<&'a Skip>,
    },
}

impl AttachmentState<'_> {
    /// The file's address.
    #[must_use]
    pub fn url(&self) -> &str {
        match self {
            Self::Read(file) => &file.record.url,
            Self::Unread { url, .. } | Self::NotFetched { url, .. } => url,
        }
    }

    /// What was read of its text; empty when nothing was.
    #[must_use]
    pub fn text(&self) -> &str {
        if let Self::Read(file) = self { &file.content.text } else { "" }
    }

    /// Whether all of its text was read: only then is what is not in the text not in the file.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Read(file) if file.content.is_whole())
    }

    /// Why what is looked for may stand in this file unseen, with more about it in English; `None` when it was read to its
    /// end.
    #[must_use]
    pub fn doubt(&self) -> Option<(Reason, String)> {
        match self {
            Self::Read(file) => match &file.content.unreadable {
                Some((_, detail)) => Some((Reason::Tool, detail.clone())),
                None if file.content.cut => Some((Reason::Tool, "only the beginning of its text was kept".to_owned())),
                None => None,
            },
            Self::Unread { reason, detail, .. } => Some((*reason, detail.clone())),
            Self::NotFetched { skip: Some(skip), .. } => {
                let reason = match skip.reason {
                    SkipReason::Robots => Reason::Robots,
                    SkipReason::Guarded => Reason::Blocked,
                    SkipReason::HostDown => Reason::Network,
                    _ => Reason::Budget,
                };
                Some((reason, skip.detail.clone()))
            }
            Self::NotFetched { skip: None, .. } => Some((Reason::Budget, "not read in this run".to_owned())),
        }
    }
}

/// Endings of pictures, and of files that are never read.
const PICTURES: &[&str] = &["jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff", "svg"];
const SEALED: &[&str] = &["rar", "7z", "gz", "tar", "ceb", "cebx", "mp3", "mp4", "exe"];

impl Facts {
    /// The file that was read under this identity.
    #[must_use]
    pub fn attachment(&self, key: &PageKey) -> Option<&Attachment> {
        self.files.get(key).map(|&i| &self.attachments[i])
    }

    /// The file that was read at an address as it is written.
    #[must_use]
    pub fn attachment_at(&self, address: &str) -> Option<&Attachment> {
        Url::parse(address).ok().and_then(|url| self.attachment(&PageKey::of(&url)))
    }

    /// What became of each file that a page (by its position in [`Facts::pages`]) offers inside its article, in page
    /// order, each once. Files in the frame around it and entries of lists are not the page's.
    #[must_use]
    pub fn attachments_of(&self, page: usize) -> Vec<AttachmentState<'_>> {
        let Some(read) = self.pages.get(page).and_then(super::PageFact::readable) else { return Vec::new() };
        let attached = read.article.iter().flat_map(|a| &a.attachments).filter_map(|a| Url::parse(a).ok());
        let linked = self.links.of_page(page).iter().filter_map(|link| {
            let url = Url::parse(self.links.target(link)).ok()?;
            if matches!(link.kind, LinkKind::Style | LinkKind::Script | LinkKind::Form | LinkKind::Image)
                || link.is_chrome()
            {
                return None;
            }
            if let Some(shown) = viewed_file(&url) {
                return Some(shown);
            }
            let shown = link.kind == LinkKind::Frame && read.article.is_some();
            let inside = link.region == Region::Article || shown;
            (inside && (is_document(&url, self.links.text(link)) || self.came_as_file(&PageKey::of(&url))))
                .then_some(url)
        });
        let mut seen = BTreeSet::new();
        attached.chain(linked).filter(|url| seen.insert(PageKey::of(url))).map(|url| self.file_state(&url)).collect()
    }

    /// Whether an address was visited as a page and a file came.
    fn came_as_file(&self, key: &PageKey) -> bool {
        self.page(key).is_some_and(|fact| {
            let media = fact.record.media_type().unwrap_or_default();
            let subtype = media.strip_prefix("application/");
            let file =
                subtype.is_some_and(|s| !matches!(s, "xhtml+xml" | "xml" | "json" | "javascript" | "x-javascript"));
            fact.page.is_none() && fact.parse_fault.is_none() && fact.record.is_ok() && file
        })
    }

    /// What became of the file at an address.
    #[must_use]
    pub fn file_state(&self, url: &Url) -> AttachmentState<'_> {
        let key = PageKey::of(url);
        if let Some(file) = self.attachment(&key) {
            return match &file.content.unreadable {
                Some((why, detail)) if file.content.text.is_empty() && file.content.sheets.is_empty() => {
                    let reason = match why {
                        Unreadable::NotFetched => unanswered(file),
                        _ => Reason::Tool,
                    };
                    AttachmentState::Unread { url: url.to_string(), reason, how: Some(*why), detail: detail.clone() }
                }
                _ => AttachmentState::Read(file),
            };
        }
        if self.came_as_file(&key) {
            let detail = "asked as a page, for nothing named it a file; only its beginning was fetched".to_owned();
            return AttachmentState::Unread { url: url.to_string(), reason: Reason::Budget, how: None, detail };
        }
        let name = url.path().rsplit('/').next().unwrap_or_default();
        let ending = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default();
        let sealed =
            [(PICTURES, Unreadable::Scanned, "a picture"), (SEALED, Unreadable::Format, "a format that is not read")]
                .into_iter()
                .find(|(endings, _, _)| endings.contains(&ending.as_str()));
        if let Some((_, how, detail)) = sealed {
            let detail = detail.to_owned();
            return AttachmentState::Unread { url: url.to_string(), reason: Reason::Tool, how: Some(how), detail };
        }
        AttachmentState::NotFetched { url: url.to_string(), skip: self.skip(&key) }
    }
}

/// Why a file did not come.
fn unanswered(file: &Attachment) -> Reason {
    if file.challenge.is_some() {
        return Reason::Blocked;
    }
    match (file.record.failure_kind(), file.record.status) {
        (Some(FailureKind::Robots), _) => Reason::Robots,
        (Some(FailureKind::Blocked | FailureKind::Guarded), _) | (_, Some(401 | 403 | 405 | 412 | 429)) => {
            Reason::Blocked
        }
        (Some(FailureKind::NotArchived), _) => Reason::Tool,
        _ => Reason::Network,
    }
}
