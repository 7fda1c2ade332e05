//! Titles in messages.

/// A title in the marks that Chinese puts around titles; one that has such marks itself in quotation marks.
pub(super) fn marked(title: &str) -> String {
    if title.contains('《') { format!("“{title}”") } else { format!("《{title}》") }
}
