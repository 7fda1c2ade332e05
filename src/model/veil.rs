use super::{Hidden, LinkKind};
use serde::{Deserialize, Serialize};

/// A link to another organisation's site that a person does not see, with how it is kept out of sight.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Veil {
    /// The absolute address.
    pub target: String,
    /// The link's text, else its title or its picture's; at most 120 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// An anchor or a frame.
    #[serde(default)]
    pub kind: LinkKind,
    /// By what it is hidden.
    pub by: Hidden,
    /// The declarations that hide it: `left:-9999px;position:absolute`.
    pub how: String,
    /// Where they stand.
    pub source: VeilSource,
    /// The linked style sheet, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// A script wrote the link.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub injected: bool,
    /// Whether it is out of sight whatever the layout.
    pub certain: bool,
    /// What speaks for an ordinary part of a page that waits to be shown: a class, a role, a rule for when it is pointed at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guise: Option<String>,
    /// Style sheets that the page asks for and that were not read: they might show it.
    #[serde(default, skip_serializing_if = "no_sheet")]
    pub unread_sheets: u32,
    /// The markup: the tag that hides, and the link.
    pub excerpt: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands on references")]
fn no_sheet(count: &u32) -> bool {
    *count == 0
}

/// Where a declaration stands that hides a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VeilSource {
    /// An attribute such as `hidden` or `width`, or a tag such as `<noscript>`.
    Attribute,
    /// The `style` of an element.
    Inline,
    /// A style sheet in the page.
    Page,
    /// A linked style sheet.
    Linked,
    /// A script, which writes the wrapper or sets the style.
    Script,
}
