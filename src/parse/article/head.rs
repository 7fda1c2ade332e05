use super::super::dates;
use super::super::lists::outline::{Outline, What, folded, zone};
use crate::model::{DateFact, DateSource};
use regex::Regex;
use std::sync::LazyLock;

/// The head of an article: what stands above the body, and the table of facts of a document.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The title shown.
    pub(super) title: Option<String>,
    /// Labelled dates of publication, most trusted first.
    pub(super) dates: Vec<DateFact>,
    /// 来源.
    pub(super) source: Option<String>,
    /// Labels with their values (索引号, 文号, 成文日期 …) in page order.
    pub(super) labelled: Vec<(String, String)>,
}

impl Head {
    /// Whether a labelled line tells when this was published.
    pub(super) fn dated(&self) -> bool {
        !self.dates.is_empty()
    }
}

const PUBLISHED: &[&str] = &[
    "发布时间",
    "发布日期",
    "发表时间",
    "发表日期",
    "信息日期",
    "公开日期",
    "公开时间",
    "登载日期",
    "发文时间",
    "日期",
    "时间",
];
const UPDATED: &[&str] = &["更新时间", "更新日期", "修改时间"];
const SOURCES: &[&str] =
    &["来源", "信息来源", "文章来源", "发布机构", "稿件来源", "发布单位", "信息提供", "供稿单位", "公开责任部门"];
const OTHERS: &[&str] = &[
    "文号",
    "发文字号",
    "文件编号",
    "发文号",
    "索引号",
    "成文日期",
    "生成日期",
    "制发日期",
    "印发日期",
    "发文日期",
    "有效性",
    "作者",
    "主题分类",
    "发文机关",
    "主办单位",
    "公开事项名称",
    "名称",
    "标题",
    "责任编辑",
    "浏览次数",
    "点击",
    "字号",
    "字体",
    "信息名称",
    "主题词",
    "体裁分类",
    "组配分类",
    "信息分类",
    "公开方式",
    "公开属性",
    "公开形式",
    "公开类别",
    "公开类型",
    "公开范围",
    "公开主体",
    "发文单位",
    "发文机构",
    "制发机关",
    "印发机关",
    "责任部门",
    "责任单位",
    "签发日期",
    "签署日期",
    "生效日期",
    "实施日期",
    "施行日期",
    "失效日期",
    "废止日期",
    "有效期",
    "有效期至",
    "时效性",
    "时效",
    "是否有效",
    "文件状态",
    "效力状态",
    "登记号",
    "登记编号",
    "统一编号",
    "统一登记号",
    "规范性文件编号",
    "文件名称",
    "文件类型",
    "文件类别",
    "信息索引号",
    "主题类别",
    "关键词",
];

/// Reads what stands before and around the body.
pub(super) fn read(outline: &Outline<'_>, body: Option<usize>) -> Head {
    let mut head = Head { title: title(outline, body), ..Head::default() };
    head.labelled = labels(outline, body);
    for (names, late) in [(PUBLISHED, false), (UPDATED, true)] {
        for name in names {
            for (_, value) in head.labelled.iter().filter(|(label, _)| label == name) {
                let Some((mut fact, range)) = dates::find(value).into_iter().next() else { continue };
                // The value is the date itself, not a sentence with one in it.
                if value[..range.start].chars().filter(|c| c.is_alphanumeric()).count() > 4 {
                    continue;
                }
                // When it was last touched is weaker than when it was published: as good as running text.
                fact.source = if late { DateSource::Body } else { DateSource::Header };
                head.dates.push(fact);
            }
        }
    }
    if listed(&head.labelled) {
        head.dates.clear();
    } else if head.dates.is_empty() {
        head.dates.extend(bare_line(outline, body));
    }
    head.source = SOURCES.iter().find_map(|name| {
        head.labelled.iter().find(|(label, value)| label == name && !value.is_empty()).map(|(_, value)| {
            let end = value.find(['|', '丨', '【', '［']).unwrap_or(value.len());
            let value = value[..end].trim();
            // A longer rest is no longer the name.
            let name = value.split(' ').next().unwrap_or_default();
            if value.chars().count() > 30 { name } else { value }.chars().take(40).collect::<String>()
        })
    });
    head.source = head.source.take().filter(|s| s.chars().count() >= 2);
    head
}

/// Whether one label comes with many days: these are the entries of a list.
fn listed(labelled: &[(String, String)]) -> bool {
    PUBLISHED.iter().any(|name| {
        let days: std::collections::BTreeSet<_> = labelled
            .iter()
            .filter(|(label, _)| label == name)
            .filter_map(|(_, value)| Some(dates::find(value).first()?.0.date))
            .collect();
        days.len() >= 3
    })
}

/// The biggest heading right above the body, by tag and by class.
fn title(outline: &Outline<'_>, body: Option<usize>) -> Option<String> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(^|[\s_-])(title|tit|bt|titles|biaoti|arti?c?l?e?[-_]?tit\w*|\w*-tit(le)?|news_?tit\w*|con-title|xxgk_title|ucap-?title|content[-_]?title|detail[-_]?title)([\s_-]|$)")
            .expect("a fixed pattern")
    });
    let end = body.map_or(outline.nodes.len(), |b| outline.nodes[b].end);
    let mut best: Option<(u32, String)> = None;
    for i in 0..end {
        let node = &outline.nodes[i];
        if !(4..=160).contains(&node.chars)
            || node.zone & (zone::NAV | zone::FOOT | zone::CRUMB | zone::FRIEND | zone::TAG) != 0
        {
            continue;
        }
        let score = match outline.name(i) {
            "h1" => 40,
            "h2" => 24,
            "h3" => 12,
            "div" | "p" | "td" | "span" | "strong" => 0,
            _ => continue,
        };
        let marks = outline.marks(i);
        let marked = ["tit", "bt", "biaoti"].iter().any(|w| marks.contains(w)) && MARK.is_match(&marks);
        if score == 0 && !marked || node.link_chars * 2 > node.chars {
            continue;
        }
        let text = outline.text(i);
        let site = text.ends_with("网站") || text.ends_with("人民政府") && score > 0 || text.ends_with("门户网");
        let meant = score + if marked { 25 } else { 0 } + node.chars.min(30) / 3;
        let meant = if site || node.zone & zone::HEAD != 0 { meant / 3 } else { meant };
        if dates::find(&text).len() == 1 && text.contains("来源") || is_block_title(&text) {
            continue;
        }
        if best.as_ref().is_none_or(|(known, _)| meant > *known) {
            best = Some((meant, text));
        }
    }
    best.filter(|(score, _)| *score >= 14).map(|(_, text)| text)
}

fn is_block_title(text: &str) -> bool {
    [
        "相关",
        "推荐",
        "热点",
        "最新",
        "友情链接",
        "附件",
        "政策解读",
        "信息公开",
        "政务公开",
        "上一篇",
        "下一篇",
        "扫一扫",
        "分享",
        "当前位置",
    ]
    .iter()
    .any(|w| text.starts_with(w) && text.chars().count() <= 10)
}

/// Labels and their values in lines and in the cells of a table of facts.
fn labels(outline: &Outline<'_>, body: Option<usize>) -> Vec<(String, String)> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        let mut names: Vec<&str> = [PUBLISHED, UPDATED, SOURCES, OTHERS].concat();
        names.sort_by_key(|n| std::cmp::Reverse(n.len()));
        let spaced: Vec<String> =
            names.iter().map(|n| n.chars().map(|c| c.to_string()).collect::<Vec<_>>().join(r"\s{0,4}")).collect();
        Regex::new(&format!(r"[\[【]?\s?({})\s{{0,2}}[\]】]?\s{{0,3}}[:：]", spaced.join("|")))
            .expect("built from fixed words")
    });
    // How many texts with a colon stand before each node: only their blocks are worth a look.
    let mut colons: Vec<u32> = vec![0];
    for node in &outline.nodes {
        let colon = matches!(node.what, What::Text(t) if t.contains(['：', ':']));
        colons.push(colons.last().copied().unwrap_or(0) + u32::from(colon));
    }
    let mut lines: Vec<String> = Vec::new();
    let inside = body.map_or(0..0, |b| b..outline.nodes[b].end);
    let mut seen_head = false;
    for i in 0..outline.nodes.len() {
        let node = &outline.nodes[i];
        if node.zone & (zone::NAV | zone::FOOT | zone::CRUMB | zone::FRIEND) != 0 || outline.element(i).is_none() {
            continue;
        }
        // In the body only its first lines can be a head.
        if inside.contains(&i) && i > inside.start + 60 {
            continue;
        }
        let lowest = matches!(
            outline.name(i),
            "p" | "div" | "tr" | "td" | "li" | "h1" | "h2" | "h3" | "h4" | "span" | "section" | "ul" | "dl"
        );
        if !lowest || node.chars > 400 || node.chars < 5 || colons[node.end] == colons[i] {
            continue;
        }
        // The topmost small block stands for what it holds.
        if outline.parent(i).is_some_and(|p| {
            outline.nodes[p].chars <= 400 && !matches!(outline.name(p), "body" | "html") && !inside.contains(&p)
        }) && seen_head
        {
            continue;
        }
        let text = outline.text(i);
        if LABEL.is_match(&text) || labels_in_cells(&text) {
            seen_head = true;
            lines.push(text);
        }
    }
    let mut out: Vec<(String, String)> = Vec::new();
    for line in lines.iter().take(40) {
        let hits: Vec<_> =
            LABEL.captures_iter(line).filter_map(|hit| Some((hit.get(0)?.range(), hit.get(1)?.as_str()))).collect();
        for (at, (range, name)) in hits.iter().enumerate() {
            let end = hits.get(at + 1).map_or(line.len(), |(next, _)| next.start);
            let value = line.get(range.end..end).unwrap_or_default().trim();
            let value: String = value.chars().take(120).collect();
            let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
            if !out.iter().any(|(n, v)| *n == name && *v == value) {
                out.push((name, value));
            }
        }
    }
    out.extend(cells(outline));
    out
}

fn labels_in_cells(text: &str) -> bool {
    OTHERS.iter().any(|name| text.starts_with(name) && text.contains('：'))
}

/// `<td>文号</td><td>…</td>`, without colons.
fn cells(outline: &Outline<'_>) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for i in 0..outline.nodes.len() {
        if !matches!(outline.name(i), "td" | "th" | "dt" | "span" | "b" | "strong" | "label")
            || !(2..=9).contains(&outline.nodes[i].chars)
        {
            continue;
        }
        let label: String =
            outline.text(i).chars().filter(|c| !c.is_whitespace() && !"：:【】[]".contains(*c)).collect();
        let known = [PUBLISHED, UPDATED, SOURCES, OTHERS].iter().any(|names| names.contains(&label.as_str()));
        if !known || matches!(label.as_str(), "时间" | "日期" | "名称" | "标题" | "来源") && outline.name(i) != "td"
        {
            continue;
        }
        let mut next = outline.next(i);
        while let Some(at) = next.filter(|&at| outline.element(at).is_none() && outline.nodes[at].chars == 0) {
            next = outline.next(at);
        }
        let cell = |at: usize| matches!(outline.name(at), "td" | "dd" | "span" | "em" | "i");
        if let Some(at) = next.filter(|&at| (1..=120).contains(&outline.nodes[at].chars)) {
            let value = match outline.nodes[at].what {
                What::Text(text) => folded(text),
                What::Element(_) => outline.text(at),
            };
            out.push((label, value.trim_start_matches(['：', ':', ' ']).to_owned()));
        } else if next.is_some_and(|at| outline.nodes[at].chars == 0 && cell(at)) {
            // The page has the field and leaves it blank.
            out.push((label, String::new()));
        }
        if out.len() >= 40 {
            break;
        }
    }
    out
}

/// A date on a line of its own between title and body, without a label.
fn bare_line(outline: &Outline<'_>, body: Option<usize>) -> Option<DateFact> {
    let body = body?;
    let start = body.saturating_sub(80);
    for i in (start..body).rev() {
        let node = &outline.nodes[i];
        if outline.element(i).is_none()
            || !(8..=60).contains(&node.chars)
            || node.zone != 0
            || node.link_chars * 2 > node.chars
        {
            continue;
        }
        let text = outline.text(i);
        let found = dates::find(&text);
        let [(fact, range)] = found.as_slice() else { continue };
        let rest = text[..range.start].chars().filter(|c| c.is_alphanumeric()).count();
        let told = matches!(
            dates::context(&text, range.clone()),
            dates::DateContext::Publication | dates::DateContext::Unlabelled
        );
        if told && rest <= 4 {
            return Some(DateFact { source: DateSource::Header, ..fact.clone() });
        }
    }
    None
}
