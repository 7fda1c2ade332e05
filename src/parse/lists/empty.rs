use super::blocks::inside;
use super::family::Page;
use super::outline::zone;
use crate::model::ScriptList;
use crate::parse::given::Given;
use scraper::{Html, Node};

/// Calls with which scripts fetch data.
const CALLS: &[&str] =
    &["$.ajax", "$.get", "$.post", "getJSON", "axios", "fetch(", "XMLHttpRequest", "request(", ".load("];
/// Template signs.
const TEMPLATES: &[&str] = &[
    "v-for",
    "ng-repeat",
    "ms-for",
    "ms-repeat",
    "text/template",
    "text/html\" id",
    "x-template",
    "text/x-",
    "{{#each",
];

/// Entries that a side list has at most.
pub(super) const BESIDE: usize = 6;

/// A list that only a script can draw: an entry's template that was never filled, or an empty container that a script
/// with a request names. Asked only of pages on which no entry was read.
pub(super) fn read(page: &Page<'_>, html: &Html) -> Vec<ScriptList> {
    if page.items > 0 {
        // A side list beside it is not the list.
        let few = page.items <= BESIDE;
        let sign = if few { unfilled(page).or_else(|| handed_by_data(page)) } else { None };
        return sign.map(|sign| ScriptList { sign, interface: None }).into_iter().collect();
    }
    let drawn = drawn(page).or_else(|| loading(page)).map(|sign| ScriptList { sign, interface: None });
    drawn.or_else(|| frame(page, html)).into_iter().collect()
}

/// Whether an element's names are those of a list.
fn names_list(marks: &str) -> bool {
    ["list", "news", "data", "record", "result"].iter().any(|word| marks.contains(word))
}

/// An empty element with a list's name and data for a script of the site's own: `<div class="list-box" data-channel="…">`.
fn handed_by_data(page: &Page<'_>) -> Option<String> {
    (0..page.outline.nodes.len()).find_map(|i| {
        let node = &page.outline.nodes[i];
        let element = page.outline.element(i)?;
        let place = node.zone & (zone::NAV | zone::FOOT | zone::HEAD | zone::CRUMB | zone::FRIEND) == 0;
        let marks = page.outline.marks(i);
        let listed = names_list(&marks);
        let data = element.attrs().any(|(name, value)| name.starts_with("data-") && !value.is_empty());
        let empty = node.chars == 0 && page.outline.below(i).next().is_none();
        (place && listed && data && empty && own_script(page)).then(|| format!("empty container .{}", marks.trim()))
    })
}

/// What gives a list away that a script is to draw.
pub(super) fn drawn(page: &Page<'_>) -> Option<String> {
    if let Some(sign) = unfilled(page) {
        return Some(sign);
    }
    let scripts = inside(page.source, "script").join("\n");
    let template = TEMPLATES.iter().any(|t| page.source.contains(t));
    let call = CALLS.iter().any(|c| scripts.contains(c));
    container(page, &scripts, template, call)
        .or_else(|| handed_by_data(page))
        .or_else(|| mounted(page))
        .or_else(|| component(page))
}

/// Where applications put themselves.
const MOUNTS: &[&str] = &["app", "root", "__nuxt", "__next", "vue-app", "app-root", "main-app", "appvue", "reactroot"];

/// An application's empty place, beside a script file of the site's own.
fn mounted(page: &Page<'_>) -> Option<String> {
    (0..page.outline.nodes.len()).find_map(|i| {
        let id = page.outline.attr(i, "id").filter(|id| MOUNTS.contains(&id.to_ascii_lowercase().as_str()))?;
        let links = page.outline.below(i).any(|at| matches!(page.outline.name(at), "a" | "p" | "form"));
        (page.outline.nodes[i].chars <= 12 && !links && scripted(page)).then(|| format!("application #{id}"))
    })
}

/// A part of an application that no browser knows by itself: `<el-table :data="rows">`, `<van-list>`, `<router-view>`.
fn component(page: &Page<'_>) -> Option<String> {
    const NAMES: &[&str] =
        &["el-table", "el-pagination", "van-list", "a-table", "a-list", "router-view", "v-pagination"];
    (0..page.outline.nodes.len()).find_map(|i| {
        let element = page.outline.element(i)?;
        let bound = || element.given("data-bind").is_some_and(|b| b.contains("foreach"));
        (NAMES.contains(&element.name()) || bound()).then(|| format!("component {}", element.name()))
    })
}

/// 加载中… where the list should be, seen by whoever runs no script.
fn loading(page: &Page<'_>) -> Option<String> {
    const WORDS: &[&str] = &["加载中", "正在加载", "数据加载", "载入中", "loading"];
    (0..page.outline.nodes.len()).find_map(|i| {
        let node = &page.outline.nodes[i];
        page.outline.element(i)?;
        if node.chars == 0 || node.chars > 20 || node.zone & (zone::NAV | zone::FOOT | zone::HEAD) != 0 {
            return None;
        }
        let text = page.outline.text(i);
        let bare = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let says = WORDS.iter().any(|w| bare.starts_with(w)) || bare.ends_with("加载中");
        let unseen = std::iter::once(i).chain(page.outline.ancestors(i)).any(|at| {
            let style = page.outline.attr(at, "style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
            style.contains("display:none") || page.outline.attr(at, "hidden").is_some()
        });
        (says && !unseen).then(|| format!("“{text}”"))
    })
}

/// Whether any script stands on the page.
fn scripted(page: &Page<'_>) -> bool {
    page.source.contains("<script") || page.source.contains("<SCRIPT")
}

/// `<li>{{item.title}}</li>`.
fn unfilled(page: &Page<'_>) -> Option<String> {
    let rows = ["li", "tr", "dd", "div", "a", "p", "span", "h3", "h4", "td"];
    (0..page.outline.nodes.len()).find_map(|i| {
        let element = page.outline.element(i).filter(|e| rows.contains(&e.name()))?;
        let looped = ["v-for", "ng-repeat", "ms-for", "ms-repeat", "ms-each", ":for", "*ngfor", "wx:for", "x-for"]
            .iter()
            .find(|a| element.given(a).is_some());
        if let Some(attribute) = looped {
            return Some(format!("template {attribute}"));
        }
        let text = (page.outline.nodes[i].chars <= 200).then(|| page.outline.text(i))?;
        (text.contains("{{") && text.contains("}}")).then(|| "template {{…}}".to_owned())
    })
}

/// An element with a list's name and nothing in it, named by a script or beside a template.
fn container(page: &Page<'_>, scripts: &str, template: bool, call: bool) -> Option<String> {
    (0..page.outline.nodes.len()).find_map(|i| {
        let node = &page.outline.nodes[i];
        let element = page.outline.element(i)?;
        let holds = matches!(element.name(), "ul" | "ol" | "div" | "tbody" | "table" | "dl" | "section");
        if !holds
            || node.chars > 12
            || node.zone & (zone::NAV | zone::FOOT | zone::HEAD | zone::CRUMB | zone::FRIEND) != 0
        {
            return None;
        }
        if page.outline.below(i).any(|at| matches!(page.outline.name(at), "a" | "img" | "input" | "button")) {
            return None;
        }
        let marks = page.outline.marks(i);
        // Whatever is named an item holds entries only where a script or a template speaks for it.
        let listed = names_list(&marks) || marks.contains("item");
        let id = element.given("id").filter(|id| id.len() >= 2);
        let named =
            id.is_some_and(|id| ["#", "\"", "'"].iter().any(|before| scripts.contains(&format!("{before}{id}"))));
        let bare = matches!(element.name(), "ul" | "ol" | "tbody");
        let by_class = || {
            let classes = element.attr("class").unwrap_or_default().split_whitespace();
            classes.filter(|c| c.len() >= 4).any(|c| scripts.contains(&format!(".{c}")))
        };
        let called = call && (named && (listed || bare) || listed && (template || by_class()));
        // A script that nobody knows is handed the container by its id; or an empty list waits under an id for a script of
        // the site that is not in the page.
        let handed = named && !is_furniture(id.unwrap_or_default(), &marks);
        let waiting = bare && listed && id.is_some() && (call || own_script(page));
        // A template and a script file that fills it in.
        let templated = template && listed && own_script(page);
        (called || handed || waiting || templated).then(|| {
            format!("empty container {}", id.map_or_else(|| format!(".{}", marks.trim()), |id| format!("#{id}")))
        })
    })
}

/// Parts of names of containers that scripts fill with anything but a list of entries.
const FURNITURE: &[&str] = &[
    "page", "pager", "fenye", "share", "qrcode", "ewm", "weather", "tianqi", "clock", "time", "date", "search",
    "player", "audio", "video", "foot", "head", "top", "nav", "menu", "login", "user", "wza", "aria", "slog", "jiucuo",
    "conac", "count", "click", "hits", "ad", "float", "print", "tool", "bdshare", "loading", "mask", "dialog", "popup",
    "tip",
];

/// Whether scripts fill it with something that is no list of entries.
fn is_furniture(id: &str, marks: &str) -> bool {
    let names = [id.to_ascii_lowercase(), marks.to_ascii_lowercase()];
    let word = |name: &str| name.split(|c: char| !c.is_ascii_alphabetic()).any(|part| FURNITURE.contains(&part));
    names.iter().any(|name| word(name) || FURNITURE.iter().filter(|w| w.len() >= 4).any(|w| name.contains(w)))
}

/// A script file of the site's own that is no known library.
fn own_script(page: &Page<'_>) -> bool {
    const LIBRARIES: &[&str] =
        &["jquery", "bootstrap", "swiper", "superslide", "common", "public", "base", "share", "nav", "menu"];
    (0..page.outline.nodes.len()).filter_map(|i| page.outline.element(i)).any(|e| {
        e.name() == "script"
            && e.given("src").is_some_and(|src| {
                let src = src.to_ascii_lowercase();
                !src.contains("//") && !LIBRARIES.iter().any(|l| src.contains(l))
            })
    })
}

/// A page of nothing but a frame (R8-21).
fn frame(page: &Page<'_>, html: &Html) -> Option<ScriptList> {
    let text = page.outline.nodes.iter().filter(|n| n.zone == 0).map(|n| match n.what {
        super::outline::What::Text(_) => n.chars,
        super::outline::What::Element(_) => 0,
    });
    if text.sum::<u32>() > 60 {
        return None;
    }
    let mut frames = html.tree.nodes().filter_map(|node| match node.value() {
        Node::Element(e) if matches!(e.name(), "iframe" | "frame") => e.given("src").map(str::trim),
        _ => None,
    });
    let src = frames.find(|src| !src.is_empty() && !src.starts_with("about:") && !src.starts_with("javascript:"))?;
    // A document or a film shown in a frame is no list.
    if [".pdf", ".ofd", ".doc", ".mp4", "viewer", "player", "video", "map"]
        .iter()
        .any(|w| src.to_lowercase().contains(w))
    {
        return None;
    }
    let url = page.base.join(src).ok().filter(|u| crate::model::same_host(u, page.base))?;
    Some(ScriptList { sign: "iframe".to_owned(), interface: Some(url.into()) })
}
