use super::DateFact;
use serde::{Deserialize, Serialize};

/// A page about one thing: its title, its body, when and by whom it was published.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Article {
    /// The title as the page shows it.
    pub title: String,
    /// The publication date that is trusted most, if any.
    pub published: Option<DateFact>,
    /// All dates seen that speak of this article, most trusted first.
    pub dates: Vec<DateFact>,
    /// 来源 / ContentSource.
    pub source: Option<String>,
    /// 文号, brackets unified to 〔〕.
    pub number: Option<String>,
    /// Characters of the body.
    pub body_chars: u32,
    /// The first 300 characters of the body.
    pub excerpt: String,
    /// Absolute addresses of attachments offered in the body (pdf, doc, xls, zip …).
    pub attachments: Vec<String>,
    /// The body's whole text, a line per block, at most 60,000 characters. Kept only of what may be a document (a policy, an
    /// interpretation, a consultation, a letter, a report, a guide); empty of plain news.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Labels with their values in the head of the article or in its table of facts (索引号, 文号, 成文日期 …), in page order; at most
    /// 60.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// What the body shows besides text.
    #[serde(default, skip_serializing_if = "Media::is_empty")]
    pub media: Media,
    /// Links in the body, in page order, at most 60; kept as the text is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Relation>,
    /// Boxes of related pages (相关解读, 政策原文 …), in page order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<RelationBox>,
}

impl Article {
    /// The first filled value of a label with one of these names.
    #[must_use]
    pub fn label(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.labels.iter().find(|l| l.name == *name && !l.value.trim().is_empty()).map(|l| l.value.trim())
        })
    }

    /// Whether a label with one of these names stands there, filled or not.
    #[must_use]
    pub fn has_label(&self, names: &[&str]) -> bool {
        self.labels.iter().any(|l| names.contains(&l.name.as_str()))
    }
}

/// A fact that a page states of its article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// What it is called, blanks gone.
    pub name: String,
    /// Its value as written, at most 120 characters; empty where the page leaves it so.
    pub value: String,
}

/// What a body shows besides text, counted; icons and decoration aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Media {
    /// Pictures that may carry content.
    #[serde(default)]
    pub pictures: u16,
    /// Films: elements, players, links to film files.
    #[serde(default)]
    pub videos: u16,
    /// Sound.
    #[serde(default)]
    pub audios: u16,
    /// Documents and pages in frames.
    #[serde(default)]
    pub frames: u16,
}

impl Media {
    /// Nothing but text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a box of related pages promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RelationKind {
    /// Interpretations of this document (相关解读, 图解).
    Interpretation,
    /// The document that this page explains or belongs to (政策原文, 相关文件).
    Policy,
    /// Both or either (相关政策与解读, 相关文档, 相关链接).
    Any,
}

/// A box of related pages on an article's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationBox {
    /// Its heading, as written.
    pub heading: String,
    /// What it promises.
    pub kind: RelationKind,
    /// What stands in it, at most 40.
    pub entries: Vec<Relation>,
    /// A script fills it, so that nothing is known of what it shows.
    #[serde(default)]
    pub scripted: bool,
    /// Characters of text in it outside links, the heading aside.
    #[serde(default)]
    pub text_chars: u32,
    /// Pictures in it that may carry content.
    #[serde(default)]
    pub pictures: u16,
    /// Films in it.
    #[serde(default)]
    pub videos: u16,
}

/// A link to a related page: an entry of such a box, or a link in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// Its whole title.
    pub title: String,
    /// Its absolute address.
    pub target: String,
}
