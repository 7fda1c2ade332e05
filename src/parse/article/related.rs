//! Boxes of related pages on an article's page: 相关解读, 政策原文, 相关文档 … as headings above lists, as tabs, as lone links, filled
//! by the server or by a script (R5-12).

use super::super::lists::outline::{Outline, What, folded, zone};
use crate::model::{Media, Relation, RelationBox, RelationKind};
use std::collections::BTreeSet;
use url::Url;

const INTERPRETATION: &[&str] = &[
    "解读",
    "相关解读",
    "政策解读",
    "相关政策解读",
    "文件解读",
    "政策文件解读",
    "解读材料",
    "关联解读",
    "解读信息",
    "解读链接",
    "政策图解",
    "图解",
    "相关图解",
    "图文解读",
    "图片解读",
    "图表解读",
    "文字解读",
    "视频解读",
    "音频解读",
    "动漫解读",
    "H5解读",
    "多媒体解读",
    "媒体解读",
    "专家解读",
    "部门解读",
    "负责人解读",
    "其他解读",
    "一图读懂",
    "政策问答",
    "政策简明问答",
    "简明问答",
    "新闻发布会",
    "图解政策",
    "解读稿",
    "政策解读材料",
    "解读方案",
];
const POLICY: &[&str] = &[
    "相关文件",
    "相关政策",
    "相关政策文件",
    "政策原文",
    "文件原文",
    "原文",
    "原文链接",
    "政策文件",
    "政策链接",
    "文件链接",
    "政策文件链接",
    "关联文件",
    "关联政策",
    "关联原文",
    "被解读文件",
    "解读的文件",
    "所解读文件",
    "相关公文",
    "查看原文",
    "阅读原文",
    "原文件",
    "文件全文",
    "政策全文",
    "文件正文",
    "点击查看原文",
    "政策文件原文",
    "对应文件",
    "对应政策",
];
const ANY: &[&str] = &[
    "相关文档",
    "相关链接",
    "相关信息",
    "相关内容",
    "相关稿件",
    "相关文章",
    "相关阅读",
    "相关资料",
    "相关新闻",
    "相关报道",
    "延伸阅读",
    "关联阅读",
    "关联信息",
    "相关政策与解读",
    "相关政策和解读",
    "相关政策及解读",
    "相关政策解读及文件",
    "政策与解读",
    "文件与解读",
    "相关文件和解读",
    "相关文件与解读",
    "相关文件及解读",
    "关联内容",
    "阅办联动",
];

/// Most boxes of one page.
const MOST: usize = 12;
/// Most entries of one box.
const MOST_ENTRIES: usize = 40;
/// Outside of these a heading is one of the template's menus.
const FRAME: u8 = zone::NAV | zone::FOOT | zone::CRUMB | zone::FRIEND;

/// The boxes of a page. `scripts` are its inline scripts: they tell whether an empty box is filled later.
pub(super) fn boxes(outline: &Outline<'_>, base: &Url, body: Option<usize>, scripts: &[String]) -> Vec<RelationBox> {
    let mut found: Vec<RelationBox> = Vec::new();
    for i in 0..outline.nodes.len() {
        if found.len() >= MOST {
            break;
        }
        let node = &outline.nodes[i];
        let What::Text(text) = node.what else { continue };
        if !(2..=20).contains(&node.chars) || node.zone & FRAME != 0 {
            continue;
        }
        // Most short texts have none of the signs that every such heading has one of.
        if !text.contains(['解', '相', '关', '原', '政', '文', '图', '阅', '问', '对', '发']) {
            continue;
        }
        let Some(kind) = kind_of(text) else { continue };
        let inside = body.is_some_and(|b| (b..outline.nodes[b].end).contains(&i));
        let mut entries = Vec::new();
        let link = outline.ancestors(i).take(4).find(|&a| outline.name(a) == "a");
        entries.extend(link.and_then(|a| entry(outline, a, base)));
        let group = group(outline, i, body, inside);
        for a in group.nodes.iter().flat_map(|&n| n..outline.nodes[n].end) {
            if outline.name(a) == "a" && Some(a) != link && a > i && entries.len() < MOST_ENTRIES {
                entries.extend(entry(outline, a, base));
            }
        }
        let mut seen = BTreeSet::new();
        entries.retain(|e| seen.insert(e.target.clone()));
        // A line of the text that happens to be such words; a heading above an empty list is a box all the same.
        let listed = group.nodes.iter().any(|&n| matches!(outline.name(n), "ul" | "ol" | "dl" | "div" | "table"));
        if entries.is_empty() && inside && !listed {
            continue;
        }
        let scripted = entries.is_empty() && is_filled_by_script(outline, &group, scripts);
        let heading = folded(text);
        // The same list under a heading that is written twice (a tab and its pane).
        if found.iter().any(|b| b.heading == heading && b.entries == entries) {
            continue;
        }
        let media: Vec<Media> = group.nodes.iter().map(|&n| super::media::of(outline, n)).collect();
        found.push(RelationBox {
            heading,
            kind,
            entries,
            scripted,
            text_chars: group.nodes.iter().map(|&n| outline.nodes[n].chars - outline.nodes[n].link_chars).sum(),
            pictures: media.iter().map(|m| m.pictures).sum(),
            videos: media.iter().map(|m| m.videos).sum(),
        });
    }
    found
}

/// Most links of one body.
const MOST_LINKS: usize = 60;

/// The links in the body.
pub(super) fn links(outline: &Outline<'_>, body: usize, base: &Url) -> Vec<Relation> {
    (body..outline.nodes[body].end)
        .filter(|&i| outline.name(i) == "a")
        .filter_map(|i| entry(outline, i, base))
        .take(MOST_LINKS)
        .collect()
}

fn kind_of(text: &str) -> Option<RelationKind> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !"：:【】[]〖〗「」|｜>》《<＞＜·•■▶►★☆—-_/（）()…·".contains(*c))
        .collect();
    let among = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(&bare));
    if among(INTERPRETATION) {
        Some(RelationKind::Interpretation)
    } else if among(POLICY) {
        Some(RelationKind::Policy)
    } else {
        among(ANY).then_some(RelationKind::Any)
    }
}

/// What stands under a heading.
struct Group {
    nodes: Vec<usize>,
    /// The smallest element that holds heading and content.
    holder: usize,
}

/// What follows the heading: in its own block, else the siblings of the block that holds it alone, else, for a row of tabs,
/// the pane of the same number.
fn group(outline: &Outline<'_>, heading: usize, body: Option<usize>, inside: bool) -> Group {
    let mut child = heading;
    for level in 0..5 {
        let Some(parent) = outline.parent(child) else { break };
        if matches!(outline.name(parent), "body" | "html") && level > 0 {
            return Group { nodes: Vec::new(), holder: child };
        }
        let after: Vec<usize> = following(outline, child);
        if !after.is_empty() {
            if let Some(pane) = tab_pane(outline, parent, child) {
                return Group { nodes: vec![pane], holder: pane };
            }
            let nodes = until_next_heading(outline, child, &after);
            return Group { nodes, holder: parent };
        }
        // Nothing more in what holds the text's body.
        if body.is_some_and(|b| (parent..outline.nodes[parent].end).contains(&b)) || inside && level >= 2 {
            return Group { nodes: Vec::new(), holder: parent };
        }
        child = parent;
    }
    Group { nodes: Vec::new(), holder: child }
}

/// Element siblings after a node; text that says something counts as well, as links may follow it.
fn following(outline: &Outline<'_>, child: usize) -> Vec<usize> {
    std::iter::successors(outline.next(child), |&at| outline.next(at))
        .filter(|&at| match outline.element(at) {
            Some(e) => !matches!(e.name(), "script" | "style" | "br" | "i" | "em" | "hr" | "input"),
            None => false,
        })
        .take(MOST_ENTRIES)
        .collect()
}

/// The siblings up to the next heading of the same make or of another box.
fn until_next_heading(outline: &Outline<'_>, child: usize, after: &[usize]) -> Vec<usize> {
    let make = |at: usize| (outline.name(at), outline.marks(at));
    let own = make(child);
    let mut nodes = Vec::new();
    for &at in after {
        let heading = matches!(outline.name(at), "h1" | "h2" | "h3" | "h4" | "h5");
        let alike = outline.element(child).is_some() && !own.1.trim().is_empty() && make(at) == own;
        let boxed = outline.nodes[at].chars <= 20 && kind_of(&outline.text(at)).is_some() && outline.name(at) != "a";
        // A sibling with a heading of its own is another block.
        let own_heading = outline.below(at).any(|n| matches!(outline.name(n), "h2" | "h3" | "h4"))
            || outline.below(at).any(|n| {
                matches!(outline.nodes[n].what, What::Text(t) if outline.nodes[n].link_chars == 0 && kind_of(t).is_some())
            });
        if heading || alike || boxed || own_heading {
            break;
        }
        nodes.push(at);
        if nodes.len() >= 3 && outline.name(at) != "a" && outline.name(at) != "p" && outline.name(at) != "li" {
            break;
        }
    }
    nodes
}

/// Where `child` is a tab among tabs: the pane that belongs to it.
fn tab_pane(outline: &Outline<'_>, row: usize, child: usize) -> Option<usize> {
    let tabs: Vec<usize> = outline.child_elements(row).collect();
    let short = |t: &usize| (2..=12).contains(&outline.nodes[*t].chars);
    if !(2..=8).contains(&tabs.len()) || !tabs.iter().all(short) {
        return None;
    }
    let named = tabs.iter().filter(|&&t| kind_of(&outline.text(t)).is_some()).count();
    if named < 2 {
        return None;
    }
    let number = tabs.iter().position(|&t| t == child)?;
    // The panes follow the row, or the element that holds the row alone.
    for row in std::iter::once(row).chain(outline.ancestors(row).take(2)) {
        let after = following(outline, row);
        if after.len() >= tabs.len() {
            return after.get(number).copied();
        }
        if let Some(&only) = after.first() {
            let panes: Vec<usize> = outline.child_elements(only).collect();
            return if panes.len() == tabs.len() { panes.get(number).copied() } else { Some(only) };
        }
    }
    None
}

fn entry(outline: &Outline<'_>, a: usize, base: &Url) -> Option<Relation> {
    let href = outline.attr(a, "href").unwrap_or_default().trim();
    let opened = outline.attr(a, "onclick").and_then(super::super::script::leads_to);
    let address = if href.is_empty() || href.starts_with('#') || href.to_ascii_lowercase().starts_with("javascript") {
        opened?
    } else {
        href.to_owned()
    };
    let url = base.join(&address.replace(['\n', '\r', '\t'], "")).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let text = outline.text(a);
    let title = outline.attr(a, "title").map(folded).filter(|t| t.chars().count() > text.trim().chars().count());
    let title: String = title.unwrap_or(text).chars().take(200).collect();
    let more = ["更多", "more", "more>>", "更多>>", "[更多]"].iter().any(|m| title.eq_ignore_ascii_case(m));
    (!more).then(|| Relation { title, target: url.into() })
}

/// What in a script puts content into a page.
const FILLS: &[&str] = &[
    "ajax",
    "getjson",
    "$.get",
    "$.post",
    "fetch(",
    ".load(",
    "axios",
    "xmlhttprequest",
    "innerhtml",
    ".html(",
    ".append(",
    "appendchild",
    "document.write",
    "insertadjacent",
    "template(",
    "render(",
];

/// Whether an empty box is filled by a script: one in the page names it and fills something, it holds a template, or it
/// says that it is loading.
fn is_filled_by_script(outline: &Outline<'_>, group: &Group, scripts: &[String]) -> bool {
    let range = group.holder..outline.nodes.get(group.holder).map_or(group.holder, |n| n.end);
    let mut names: BTreeSet<String> = BTreeSet::new();
    let within = group.nodes.iter().flat_map(|&n| n..outline.nodes[n].end);
    let small = outline.nodes.get(group.holder).is_some_and(|n| n.chars <= 120);
    for i in within.chain(if small { range } else { 0..0 }) {
        match outline.nodes[i].what {
            What::Element(e) => {
                if e.name() == "script" {
                    return true;
                }
                if e.attrs.iter().any(|(key, _)| {
                    ["v-for", "v-html", "ng-repeat", "data-url", "data-api", ":key"].contains(&&*key.local)
                }) {
                    return true;
                }
                names.extend(outline.marks(i).split_whitespace().filter(|m| m.chars().count() >= 3).map(str::to_owned));
            }
            What::Text(t) => {
                if t.contains("{{") || t.contains("加载中") || t.contains("正在加载") {
                    return true;
                }
            }
        }
    }
    scripts.iter().any(|script| {
        let code = script.to_ascii_lowercase();
        FILLS.iter().any(|f| code.contains(f)) && names.iter().any(|n| code.contains(n.as_str()))
    })
}
