use super::region::{Extent, Names};
use aho_corasick::AhoCorasick;
use scraper::{Html, Node};
use std::sync::LazyLock;

/// Names of columns that nearly every portal has in its main menu.
const MENU_WORDS: &[&str] = &[
    "首页",
    "网站首页",
    "政务公开",
    "信息公开",
    "政府信息公开",
    "互动交流",
    "办事服务",
    "政务服务",
    "政民互动",
    "公众参与",
    "政务互动",
    "新闻中心",
    "新闻动态",
    "解读回应",
    "政策解读",
    "数据发布",
    "数据开放",
    "政务信息",
    "网上办事",
    "在线服务",
    "在线办事",
    "交流互动",
    "互动回应",
    "政府信息",
    "公共服务",
    "走进",
    "政府数据",
    "专题专栏",
    "领导之窗",
    "要闻动态",
    "政务动态",
    "政务要闻",
    "组织机构",
    "机构职能",
    "机构概况",
    "通知公告",
    "政策文件",
    "政策法规",
    "便民服务",
];

static SIGNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new([
        "位置",
        "ICP备",
        "公网安备",
        "标识码",
        "版权所有",
        "icp备",
        "主办单位",
        "ICP证",
        "备案号",
        "备案序号",
        "Copyright",
        "COPYRIGHT",
    ])
    .expect("constant patterns")
});

/// Ways to begin a breadcrumb line (R8-24).
pub(super) fn begins_crumbs(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(at) = text.find("位置") else { return false };
    // 您现在的位置, 您所在位置: 的 may stand or not.
    let before = text[..at].trim_end_matches('的');
    before.chars().count() <= 9
        && (before.is_empty()
            || ["当前", "所在", "所处", "您", "你", "现在", "目前", "页面", "网站"].iter().any(|w| before.ends_with(w)))
        && (!before.is_empty() || text["位置".len()..].trim_start().starts_with([':', '：']))
}

/// What is known of every element before the walk, in document order.
pub(super) struct Measures {
    pub(super) extents: Vec<Extent>,
    /// Visible characters of the page.
    pub(super) total: u32,
}

/// Whether the text in an element is not shown as text.
pub(super) fn is_silent(tag: &str) -> bool {
    matches!(tag, "script" | "style" | "noscript" | "textarea" | "title" | "xml" | "noframes" | "iframe" | "option")
}

#[derive(Default)]
struct Counts {
    chars: u32,
    anchors: u32,
    anchor_chars: u32,
    menu_words: u32,
    foot_words: u32,
    heads: u32,
    feet: u32,
}

/// Reads the whole tree once, so that the walk knows how long, how linked and how far down each element is.
pub(super) fn measure(html: &Html) -> Measures {
    let mut extents: Vec<Extent> = Vec::with_capacity(1024);
    let mut open: Vec<usize> = Vec::with_capacity(64);
    let mut locations: Vec<Vec<usize>> = Vec::new();
    let mut now = Counts::default();
    let mut foot_words_at: Vec<u32> = Vec::new();
    let mut anchor: Option<String> = None;
    let mut node = html.tree.root();
    loop {
        let mut descend = true;
        match node.value() {
            Node::Element(element) => {
                let names = Names::of(element);
                let is_anchor = element.name() == "a";
                if is_anchor && names.crumb() == Some(true) && locations.len() < 16 {
                    // TRS marks each step, not the line.
                    locations.push(open.clone());
                }
                open.push(extents.len());
                extents.push(Extent {
                    names,
                    start: now.chars,
                    chars: now.chars,
                    anchors: now.anchors,
                    anchor_chars: now.anchor_chars,
                    menu_words: now.menu_words,
                    foot_words: now.foot_words,
                    first_foot_word: 0,
                    heads: now.heads,
                    feet: now.feet,
                    crumb: false,
                    is_anchor,
                });
                now.feet += u32::from(names.foot());
                now.heads += u32::from(names.head());
                if is_anchor {
                    anchor = Some(String::new());
                }
                descend = !is_silent(element.name());
            }
            Node::Text(text) => {
                let count = u32::try_from(text.chars().filter(|c| !c.is_whitespace()).count()).unwrap_or(u32::MAX);
                now.chars = now.chars.saturating_add(count);
                if let Some(inside) = &mut anchor {
                    now.anchor_chars = now.anchor_chars.saturating_add(count);
                    if inside.len() < 60 {
                        inside.push_str(text.trim());
                    }
                }
                if count > 0 && open.len() > 1 {
                    for sign in SIGNS.find_iter(text.as_bytes()).take(8) {
                        if sign.pattern().as_usize() == 0 {
                            if locations.len() < 16 && begins_crumbs(text) {
                                locations.push(open.clone());
                            }
                        } else {
                            now.foot_words += 1;
                            foot_words_at.push(now.chars - count);
                        }
                    }
                }
            }
            _ => {}
        }
        if descend && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if let Node::Element(element) = node.value() {
                if element.name() == "a" {
                    now.anchors += 1;
                    let text = anchor.take().unwrap_or_default();
                    now.menu_words += u32::from(is_menu_word(text.trim()));
                }
                if let Some(extent) = open.pop().and_then(|at| extents.get_mut(at)) {
                    extent.chars = now.chars - extent.chars;
                    extent.anchors = now.anchors - extent.anchors;
                    extent.anchor_chars = now.anchor_chars - extent.anchor_chars;
                    extent.menu_words = now.menu_words - extent.menu_words;
                    extent.first_foot_word = foot_words_at.get(extent.foot_words as usize).copied().unwrap_or_default();
                    extent.foot_words = now.foot_words - extent.foot_words;
                    extent.heads = now.heads - extent.heads;
                    extent.feet = now.feet - extent.feet;
                }
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            if let Some(parent) = node.parent() {
                node = parent;
            } else {
                mark_crumbs(&mut extents, &locations);
                return Measures { extents, total: now.chars };
            }
        }
    }
}

fn is_menu_word(text: &str) -> bool {
    text.len() <= 30 && (MENU_WORDS.contains(&text) || (text.starts_with("走进") && text.chars().count() <= 6))
}

/// The smallest element that holds 当前位置 and at least one step, and is still no longer than a line.
fn mark_crumbs(extents: &mut [Extent], locations: &[Vec<usize>]) {
    for path in locations {
        let mut chosen = None;
        for at in path.iter().rev().copied() {
            let extent = &extents[at];
            if extent.chars > 200 {
                break;
            }
            if !extent.is_anchor && (extent.anchors > 0 || extent.chars >= 12) {
                chosen = Some(at);
                break;
            }
        }
        if let Some(at) = chosen {
            extents[at].crumb = true;
        }
    }
}
