use super::{Article, DateFact, Markup, NewMedia, PageMarks, PageTerms, Participation, SearchForm, Sheet};
use serde::{Deserialize, Serialize};

/// What was read from one answer, once, with no DOM left in it. Compact and owned, so that it can be stored and judged
/// again without a request.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Page {
    /// The address that answered (after redirects), absolute.
    pub url: String,
    /// The character set it was read in, by its WHATWG name (`gb18030`, `UTF-8`).
    pub charset: String,
    /// `<title>`, blanks folded.
    pub title: String,
    /// All `<meta name|property content>` in page order, wherever the parser left them; names as written.
    pub metas: Vec<Meta>,
    /// Every link of the page, in page order.
    pub links: Vec<Link>,
    /// The 当前位置 line, from the home page to this one.
    pub breadcrumbs: Vec<Crumb>,
    /// Entries of lists: title, target and date where one stands beside it. From the markup, from data blocks, from
    /// list interfaces that answer with XML or JSON.
    pub items: Vec<Item>,
    /// The article, when this is a page about one thing.
    pub article: Option<Article>,
    /// The page marks found here.
    pub marks: PageMarks,
    /// Lists that a script draws and whose entries are not in what we read.
    pub script_lists: Vec<ScriptList>,
    /// Characters of visible text in all.
    pub text_chars: u32,
    /// Characters of visible text outside header, navigation, breadcrumb, side menus and footer.
    pub main_chars: u32,
    /// The first 300 characters of that main text, for evidence.
    pub main_excerpt: String,
    /// Hashes of the words of the page's main text (a min-wise sketch of 32 values), to tell two pages alike.
    pub sketch: Vec<u32>,
    /// Headings inside the page that are no links, menus and foot aside; at most 100.
    #[serde(default)]
    pub headings: Vec<String>,
    /// Signals about what kind of page this is.
    pub signals: PageSignals,
    /// What only a few checks ask for, counted; none for what is no markup.
    #[serde(default)]
    pub terms: Option<PageTerms>,
    /// Tables that are catalogues of items to be disclosed, those of annual reports on government information and of guides to
    /// services; other tables are not kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<Sheet>,
    /// Ways to ask the site's search that the page offers, at most six.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub search_forms: Vec<SearchForm>,
    /// Official accounts on other platforms that the page shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_media: Option<NewMedia>,
    /// Letters and consultations; none on a page that shows nothing of either.
    pub participation: Option<Box<Participation>>,
    /// What the accessibility rules found; none where they did not run (no markup, or a page stored before there were any).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markup: Option<Box<Markup>>,
}

impl Page {
    /// The first non-empty content of the meta tag `name`, case ignored, trimmed.
    #[must_use]
    pub fn meta(&self, name: &str) -> Option<&str> {
        self.metas
            .iter()
            .filter(|m| m.name.eq_ignore_ascii_case(name))
            .map(|m| m.content.trim())
            .find(|c| !c.is_empty() && !c.eq_ignore_ascii_case("null"))
    }

    /// How alike the main texts of two pages are: the share of sketch values they have in common, 0 to 1. Two pages
    /// without text are alike (1).
    #[must_use]
    pub fn likeness(&self, other: &[u32]) -> f64 {
        if self.sketch.is_empty() && other.is_empty() { 1.0 } else { sketch_likeness(&self.sketch, other) }
    }
}

/// The share of values that two sketches have in common, 0 to 1; 0 where either has none.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a sketch has 32 values")]
pub fn sketch_likeness(a: &[u32], b: &[u32]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let same = a.iter().zip(b).filter(|(x, y)| x == y).count();
    same as f64 / a.len().max(b.len()) as f64
}

/// Left out of what is stored: a page has a hundred links, and most of them are plain.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// One `<meta>` with a name or property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// `name` or `property`, as written.
    pub name: String,
    /// `content`, as written; empty when absent.
    pub content: String,
}

/// What makes the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// `<a href>` and `<area href>`.
    #[default]
    Anchor,
    /// `<img src>` and its lazy-loading kin (`data-src`, `data-original`), `srcset`, `<input type=image>`, `background`.
    Image,
    /// `<script src>`.
    Script,
    /// `<link rel=stylesheet>`.
    Style,
    /// `<iframe>`, `<frame>`.
    Frame,
    /// `<video>`, `<audio>`, `<source>`, `<embed>`, `<object data>`.
    Media,
    /// A form's `action`.
    Form,
    /// An address that script opens: `onclick="window.open('…')"`, `location.href='…'`, an option's value in a friend-link
    /// drop-down.
    Scripted,
    /// A redirect of the page itself: `<meta http-equiv=refresh>` or a page that is nothing but `location.replace`.
    Redirect,
    /// From a data block or a list interface.
    Data,
    /// A fragment that script puts into the page (`$("#footer").load("/foot.html")`).
    Fragment,
    /// The list interface or the next page of a script-paged list, made by the rules of a CMS family.
    ListInterface,
}

/// Where on the page something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Region {
    /// The main menu, fold-out parts included, and side menus of columns.
    Nav,
    /// The 当前位置 line.
    Breadcrumb,
    /// The head of the page outside the menu.
    Header,
    /// The foot of the page.
    Footer,
    /// An entry of a list of items.
    List,
    /// Inside the article's body.
    Article,
    /// Page numbers, next, last.
    Pager,
    /// Anywhere else.
    #[default]
    Other,
}

/// Why a person does not see a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hidden {
    /// `display:none`, `visibility:hidden`, `opacity:0` inline, here or on an ancestor.
    Style,
    /// The `hidden` attribute or `type=hidden`.
    Attribute,
    /// Zero or one pixel in size, or font size zero.
    Size,
    /// Positioned far outside the window.
    OffScreen,
    /// Inside `<noscript>`, `<template>`.
    Noscript,
    /// Cut off to nothing by `clip` or `clip-path`.
    Clip,
    /// In the colour of what is behind it, or in none.
    Colour,
}

/// A link as the page wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The absolute address, resolved but otherwise as written; empty when it can't be resolved.
    pub target: String,
    /// The attribute as written (trimmed), kept only where `target` is empty, is not http(s), or differs in more than
    /// resolution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// What makes the link.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: LinkKind,
    /// Its text: the anchor's text, else `title`, else the image's `alt`, else the aria-label; blanks folded, at most
    /// 120 characters. Where the text is cut by "…" and `title` is longer, the title.
    pub text: String,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "is_default")]
    pub region: Region,
    /// Why it can't be seen, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
    /// Whether a script handles the click (`onclick`, `javascript:`, a `data-toggle`).
    #[serde(default, skip_serializing_if = "is_default")]
    pub scripted: bool,
}

/// One step of the 当前位置 line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crumb {
    /// The step's name.
    pub text: String,
    /// Its absolute address, if it is a link.
    pub target: Option<String>,
}

/// Where a list entry came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemSource {
    /// Ordinary markup.
    #[default]
    Markup,
    /// An XML island, a script's data, a textarea or comment that script unpacks (R8-01, R8-20).
    DataBlock,
    /// An answer of a list interface (XML or JSON).
    Interface,
}

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The whole title (from `title=` where the text is cut).
    pub title: String,
    /// Its absolute address; empty when it has none.
    pub target: String,
    /// The date beside it, else one in its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<DateFact>,
    /// Where it came from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub source: ItemSource,
    /// A number per list of the page, in page order: entries with the same number stand in one list.
    pub list: u16,
    /// The heading above the list, when there is one (on home pages: the column's name).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The address behind that heading or its 更多 link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading_target: Option<String>,
}

/// A list drawn by script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptList {
    /// What gave it away: the CMS family, an empty container with a template, a named interface.
    pub sign: String,
    /// The interface to ask, absolute, when the page names it.
    pub interface: Option<String>,
}

/// What kind of page this is, as far as it can be told from the page alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PageSignals {
    /// Words of a "page not found" notice stand in a short page; the excerpt. To be confirmed by a probe, never alone.
    pub absent_words: Option<String>,
    /// 建设中, 正在建设, 敬请期待 … and nothing else of substance; the excerpt.
    pub under_construction: Option<String>,
    /// A firewall's or anti-crawler's page in the site's place; what gave it away.
    pub challenge: Option<String>,
    /// A log-in form takes the page's place.
    pub login: bool,
    /// The page draws itself by script: next to no text without running it.
    pub script_shell: bool,
    /// Where a redirect inside the page leads, absolute.
    pub redirect: Option<String>,
    /// The generator or CMS family recognised (`hanweb-jpage`, `trs-wcm`, `visual-sitebuilder` …).
    pub family: Option<String>,
    /// `lang` of `<html>`.
    pub lang: Option<String>,
    /// The CSS of the layout is a template: a hash of the element skeleton, to group pages by template.
    pub template: u64,
    /// How many kinds of containers that skeleton has; a page with next to none is like any other.
    #[serde(default)]
    pub containers: u32,
}
