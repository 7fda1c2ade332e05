use super::given::Given;
use crate::model::Region;
use scraper::node::Element;

/// What the names (class, id) of an element say it is; several can be true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Names(u16);

impl Names {
    const NAV: u16 = 1;
    const HEAD: u16 = 2;
    const FOOT: u16 = 4;
    const CRUMB: u16 = 8;
    const PAGER: u16 = 16;
    const BODY: u16 = 32;
    const MAYBE_BODY: u16 = 64;
    const MAYBE_CRUMB: u16 = 128;
    const SIDE: u16 = 256;
    const MAIN: u16 = 512;

    fn has(self, flag: u16) -> bool {
        self.0 & flag != 0
    }

    /// Names that only a page's foot bears.
    pub(super) fn foot(self) -> bool {
        self.has(Self::FOOT) && !self.has(Self::HEAD)
    }

    /// Names that only a page's head bears.
    pub(super) fn head(self) -> bool {
        self.has(Self::HEAD)
    }

    /// Names that could be a breadcrumb line's, and whether they can be anything else.
    pub(super) fn crumb(self) -> Option<bool> {
        if self.has(Self::CRUMB) {
            return Some(true);
        }
        self.has(Self::MAYBE_CRUMB).then_some(false)
    }

    /// Reads tag, role, class and id.
    pub(super) fn of(element: &Element) -> Self {
        let mut flags = match element.name() {
            "nav" => Self::NAV,
            "footer" => Self::FOOT,
            "aside" => Self::SIDE,
            "header" => Self::HEAD,
            "ucapcontent" => Self::BODY,
            "html" | "body" => return Self(0),
            _ => 0,
        };
        match element.given("role") {
            Some("navigation" | "menu" | "menubar") => flags |= Self::NAV,
            Some("banner") => flags |= Self::HEAD,
            Some("contentinfo") => flags |= Self::FOOT,
            _ => {}
        }
        for written in [element.given("class"), element.given("id")].into_iter().flatten() {
            for name in written.split_whitespace().take(12) {
                flags |= of_name(name);
            }
        }
        Self(flags)
    }
}

/// What one class or id says. Portals name things in English, in Pinyin and in abbreviations of both.
fn of_name(written: &str) -> u16 {
    let name = written.to_ascii_lowercase();
    match name.as_str() {
        "trs_editor"
        | "trs_ueditor"
        | "vsb_content"
        | "v_news_content"
        | "zoom"
        | "ucapcontent"
        | "ivs_content"
        | "articlecontent"
        | "article-content"
        | "article_content"
        | "art_con"
        | "article_con"
        | "zw_content"
        | "news_content"
        | "news-content"
        | "conttext"
        | "detail-content"
        | "detail_content"
        | "pages_content"
        | "bt-content"
        | "news_conent_two_text"
        | "xl_content"
        | "xxgk_content" => {
            return Names::BODY;
        }
        "dqwz" | "breadcrumb" | "breadcrumbs" | "crumb" | "crumbs" | "mbx" | "mianbaoxie" | "currchnlcls"
        | "curpos" | "curposition" | "currentposition" | "dangqianweizhi" | "bread" | "weizhi" => return Names::CRUMB,
        "copy" => return Names::FOOT,
        "fenye" | "pagination" | "pager" | "pagelist" | "page_div" | "page_num" | "pagenum" | "pagebar" | "pages"
        | "pageturn" | "yema" | "page" | "pagecontent-nav" => return Names::PAGER,
        _ => {}
    }
    let mut flags = 0;
    let mut compound = false;
    let mut owned = false;
    for token in tokens(written) {
        let said = match token.as_str() {
            "nav" | "menu" | "daohang" | "navbar" | "navigation" | "sidebar" | "sidenav" | "lmenu" | "subnav"
            | "submenu" | "leftmenu" | "leftnav" | "topnav" | "mainnav" | "navmenu" | "dh" => Names::NAV,
            "header" | "head" | "top" | "topbar" | "toubu" | "banner" | "toper" | "toplink" | "toplinks" | "logo" => {
                Names::HEAD
            }
            "footer" | "foot" | "copyright" | "footbox" | "dibu" | "yejiao" | "bottom" => Names::FOOT,
            "main" | "maincon" | "maincontent" => Names::MAIN,
            "left" | "side" | "aside" | "lanmu" | "lm" | "zuo" | "category" | "tree" => Names::SIDE,
            "crumb" | "crumbs" | "breadcrumb" | "breadcrumbs" | "dqwz" | "mbx" | "weizhi" => Names::CRUMB,
            "position" | "location" | "path" | "local" | "wz" | "place" | "pos" | "current" | "address" => {
                Names::MAYBE_CRUMB
            }
            "pagination" | "pager" | "fenye" | "paging" | "pagelist" | "page" => Names::PAGER,
            "article" | "content" | "detail" | "details" | "xiangqing" | "zhengwen" | "con" | "news" => {
                Names::MAYBE_BODY
            }
            "border" | "margin" | "padding" | "mso" | "back" | "go" | "to" | "icon" | "btn" | "fixed" | "list"
            | "title" | "tit" | "panel" | "card" => {
                compound = true;
                0
            }
            other if other.starts_with("nav") || other.ends_with("nav") || other.ends_with("menu") => Names::NAV,
            other if other.starts_with("foot") || other.ends_with("footer") => Names::FOOT,
            other if other.ends_with("header") || other.starts_with("header") => Names::HEAD,
            _ => 0,
        };
        // content-head, list_bottom, modal-footer: the head or foot of something smaller.
        flags |= if owned { said & !(Names::FOOT | Names::HEAD) } else { said };
        owned |= matches!(
            token.as_str(),
            "article"
                | "art"
                | "content"
                | "con"
                | "main"
                | "left"
                | "right"
                | "list"
                | "box"
                | "news"
                | "tab"
                | "modal"
                | "dialog"
                | "card"
                | "panel"
                | "table"
                | "item"
                | "search"
                | "detail"
                | "layer"
                | "col"
                | "block"
        );
    }
    if compound {
        // border-bottom, back-top, list-header, page-title: a detail's name, not a part of the page.
        flags &= !(Names::FOOT | Names::HEAD | Names::PAGER);
    }
    if flags & Names::NAV != 0 {
        // top-nav, header_menu: the menu in the head, not the head.
        flags &= !Names::HEAD;
    }
    if flags & Names::HEAD != 0 && name.contains("bottom") {
        flags &= !Names::FOOT;
    }
    flags
}

/// The words in a name: `leftMenu_item2` is left, menu, item.
fn tokens(name: &str) -> impl Iterator<Item = String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut lower_before = false;
    for c in name.chars() {
        if !c.is_ascii_alphabetic() || (c.is_ascii_uppercase() && lower_before) {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            lower_before = false;
        }
        if c.is_ascii_alphabetic() {
            lower_before = c.is_ascii_lowercase();
            word.push(c.to_ascii_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words.into_iter()
}

/// What one reading ahead learned about an element and all in it. Lengths in visible characters without blanks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extent {
    /// What its names say.
    pub(super) names: Names,
    /// Visible characters of the page before it.
    pub(super) start: u32,
    /// Visible characters in it.
    pub(super) chars: u32,
    /// Links in it.
    pub(super) anchors: u32,
    /// Visible characters of those links.
    pub(super) anchor_chars: u32,
    /// Links whose text is a usual word of a portal's menu.
    pub(super) menu_words: u32,
    /// Words of a page's foot: ICP, 公网安备, 标识码, 版权所有.
    pub(super) foot_words: u32,
    /// Visible characters of the page before the first of them.
    pub(super) first_foot_word: u32,
    /// Elements in it that are named a head.
    pub(super) heads: u32,
    /// Elements in it that are named a foot.
    pub(super) feet: u32,
    /// 当前位置 and what follows it stands here.
    pub(super) crumb: bool,
    /// It is a link itself.
    pub(super) is_anchor: bool,
}

impl Extent {
    /// Mostly links, and short ones.
    fn is_menu(&self) -> bool {
        self.anchors > 0 && self.anchor_chars <= 12 * self.anchors && self.anchor_chars * 5 >= self.chars * 3
    }

    /// Nothing but short links, as in the columns beside a list.
    fn is_side_menu(&self) -> bool {
        self.anchors >= 2 && self.anchor_chars <= 9 * self.anchors && self.anchor_chars * 10 >= self.chars * 7
    }
}

/// Whether a region is part of the frame around the page's own matter.
pub(super) fn is_frame(region: Region) -> bool {
    matches!(region, Region::Nav | Region::Breadcrumb | Region::Footer | Region::Pager)
}

/// Where an element stands, given where its parent does. `total`: visible characters of the page; `reads_as_crumb`
/// reads the element's text (asked only where the names suggest it).
pub(super) fn of(
    element: &Element,
    at: &Extent,
    total: u32,
    parent: Region,
    reads_as_crumb: impl FnOnce() -> bool,
) -> Region {
    if matches!(parent, Region::Breadcrumb | Region::Pager | Region::Footer)
        || matches!(element.name(), "html" | "body")
    {
        return parent;
    }
    let names = at.names;
    if at.crumb || (names.crumb().is_some() && !at.is_anchor && at.chars <= 200 && reads_as_crumb()) {
        return Region::Breadcrumb;
    }
    if parent == Region::Nav {
        return parent;
    }
    if is_foot(element, at, total, parent) {
        return Region::Footer;
    }
    if names.has(Names::PAGER)
        && at.chars <= 200
        && at.chars * 2 <= total
        && at.menu_words == 0
        && (at.chars == 0 || at.anchors * 12 >= at.chars)
    {
        return Region::Pager;
    }
    let near_top = at.start <= (total * 3 / 10).max(300);
    let holds_foot = at.feet > u32::from(names.foot());
    let semantic = element.name() == "nav" || element.given("role") == Some("navigation");
    if names.has(Names::NAV)
        && !holds_foot
        && (semantic || !names.has(Names::HEAD))
        && (at.is_menu() || (semantic && at.anchors > 0))
    {
        return Region::Nav;
    }
    if names.has(Names::SIDE) && at.is_side_menu() && parent == Region::Other {
        return Region::Nav;
    }
    if parent == Region::Other
        && names.has(Names::HEAD)
        && near_top
        && !holds_foot
        && at.foot_words == 0
        && at.chars <= (total * 6 / 10).max(400)
    {
        return Region::Header;
    }
    if is_plain_menu(element, at, near_top && !holds_foot) {
        return Region::Nav;
    }
    if parent == Region::Header && at.is_anchor && at.menu_words > 0 {
        return Region::Nav;
    }
    if parent == Region::Header || parent == Region::Article {
        return parent;
    }
    let part = !holds_foot && at.heads <= u32::from(names.head());
    let prose = at.chars >= 40 && at.anchor_chars * 10 < at.chars * 3;
    if part
        && ((names.has(Names::BODY) && at.anchor_chars * 10 < at.chars * 8) || (names.has(Names::MAYBE_BODY) && prose))
    {
        return Region::Article;
    }
    parent
}

fn is_foot(element: &Element, at: &Extent, total: u32, parent: Region) -> bool {
    let after = total.saturating_sub(at.start + at.chars);
    if at.names.foot() {
        let tag = matches!(element.name(), "footer") && parent != Region::Article;
        let last = after <= 100 && (at.start > 0 || at.foot_words > 0);
        return tag || (parent != Region::Header && (at.start * 10 >= total * 3 || last));
    }
    // Without a name: a short block near the end that begins with the words only a foot has.
    let before = at.first_foot_word.saturating_sub(at.start);
    let begins = if at.start * 2 >= total { before <= 120 } else { before <= 40 && at.start > 0 && at.foot_words > 1 };
    at.foot_words > 0
        && at.chars <= 600
        && begins
        && after <= 300
        && matches!(element.name(), "div" | "table" | "tr" | "td" | "section" | "ul" | "p" | "center" | "dl" | "tbody")
        && (parent == Region::Other || (at.foot_words > 1 && after <= 30))
}

/// A menu that no name gives away: a run of short links near the top with usual words of a portal's menu.
fn is_plain_menu(element: &Element, at: &Extent, near_top: bool) -> bool {
    near_top
        && !at.names.has(Names::MAIN)
        && at.menu_words >= 2
        && at.anchors >= 4
        && at.anchor_chars <= 9 * at.anchors
        && at.anchor_chars * 5 >= at.chars * 4
        && matches!(
            element.name(),
            "ul" | "ol" | "dl" | "div" | "table" | "tbody" | "tr" | "td" | "p" | "section" | "center" | "map"
        )
}
