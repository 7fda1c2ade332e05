use super::found::Found;
use super::name::says;
use super::tags::Tag;
use super::tree::{At, Doc, flag};

pub(super) const TITLE: &str = "document-title";
pub(super) const BYPASS: &str = "bypass";
pub(super) const REFRESH: &str = "meta-refresh";
pub(super) const ANY_REFRESH: &str = "meta-refresh-no-exceptions";
pub(super) const VIEWPORT: &str = "meta-viewport";

/// Seconds beyond which a refresh disturbs nobody: twenty hours.
const LONG: f64 = 72_000.0;

/// Runs the rules about the page as a whole.
pub(super) fn judge(doc: &Doc<'_>, found: &mut Found) {
    if let Some(html) = doc.page() {
        title(doc, found, html);
        bypass(doc, found, html);
    }
    refresh(doc, found);
    viewport(doc, found);
}

impl Doc<'_> {
    /// The root of a page; none of a fragment that some script puts into a page, nor of an SVG or MathML document.
    pub(super) fn page(&self) -> Option<At> {
        *self.page.get_or_init(|| {
            let html = self.of(Tag::Html).next()?;
            let mut end = self.source.len().min(8000);
            while !self.source.is_char_boundary(end) {
                end -= 1;
            }
            let head = self.source[..end].to_ascii_lowercase();
            let begins = head.trim_start_matches('\u{FEFF}').trim_start();
            let whole = ["<!doctype", "<html", "<head", "<body", "<title", "<frameset", "<meta"]
                .iter()
                .any(|tag| begins.contains(tag));
            let other = begins.starts_with("<svg") || begins.starts_with("<math");
            (whole && !other).then_some(html)
        })
    }
}

fn title(doc: &Doc<'_>, found: &mut Found, html: At) {
    found.tested(TITLE, 1);
    let title = doc.of(Tag::Title).find(|at| !doc.nodes[*at].has(flag::SVG | flag::FOREIGN));
    if title.is_some_and(|title| doc.has_raw_text(title)) {
        return;
    }
    let fault = if title.is_some() { "empty-title" } else { "no-title" };
    if doc.source.contains("document.title") {
        found.open(TITLE, fault, html);
    } else {
        found.fault(doc, TITLE, fault, html);
    }
}

/// A way past the repeated parts: a link into the page, headings or a main region.
fn bypass(doc: &Doc<'_>, found: &mut Found, html: At) {
    let mut links = doc.of(Tag::A).filter_map(|at| doc.attr(at, "href")).peekable();
    if links.peek().is_none() {
        return;
    }
    found.tested(BYPASS, 1);
    let inside =
        links.any(|href| href.strip_prefix('#').is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '!'])));
    let headed = || {
        doc.of_any(&[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6])
            .into_iter()
            .any(|at| doc.attr(at, "role").is_none() && doc.is_exposed(at))
    };
    let by_role = || {
        doc.with_role.iter().any(|at| matches!(doc.attr(*at, "role"), Some("heading" | "main")) && doc.is_exposed(*at))
    };
    if !inside && !headed() && !by_role() && !doc.of(Tag::Main).any(|at| doc.is_exposed(at)) {
        found.open(BYPASS, "no-way", html);
    }
}

/// The first refresh that has a number is the one that browsers follow.
fn refresh(doc: &Doc<'_>, found: &mut Found) {
    let metas: Vec<At> = doc
        .of(Tag::Meta)
        .filter(|at| {
            doc.attr(*at, "http-equiv").is_some_and(|v| v.eq_ignore_ascii_case("refresh"))
                && doc.attr(*at, "content").is_some()
        })
        .collect();
    found.tested(REFRESH, metas.len());
    found.tested(ANY_REFRESH, metas.len());
    let delays = metas.into_iter().filter_map(|at| Some((at, delay(doc.attr(at, "content")?)?)));
    if let Some((at, seconds)) = delays.into_iter().next() {
        if seconds > 0.0 && seconds <= LONG {
            found.fault(doc, REFRESH, "delayed-refresh", at);
        }
        if seconds > 0.0 {
            found.fault(doc, ANY_REFRESH, "delayed-refresh", at);
        }
    }
}

/// The seconds that a refresh waits; none where browsers would not refresh.
fn delay(content: &str) -> Option<f64> {
    let number = content.trim().split(|c: char| c == ';' || c == ',' || c.is_whitespace()).next()?;
    if number.is_empty() || !number.chars().all(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    leading_number(number)
}

/// The number at the start of a text, as browsers' scripts read it.
fn leading_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let mut dots = 0;
    let end = text
        .char_indices()
        .find(|(n, c)| {
            dots += usize::from(*c == '.');
            !(c.is_ascii_digit() || (*c == '.' && dots == 1) || (*n == 0 && matches!(c, '-' | '+')))
        })
        .map_or(text.len(), |(n, _)| n);
    text[..end].parse().ok()
}

fn viewport(doc: &Doc<'_>, found: &mut Found) {
    let metas: Vec<At> = doc.of(Tag::Meta).filter(|at| doc.attr(*at, "name") == Some("viewport")).collect();
    found.tested(VIEWPORT, metas.len());
    for at in metas {
        let content = doc.attr(at, "content").unwrap_or_default().to_ascii_lowercase();
        if let Some(fault) = content.split([';', ',']).find_map(zoom_fault)
            && says(Some(&content))
        {
            found.fault(doc, VIEWPORT, fault, at);
        }
    }
}

/// What one setting of the viewport forbids.
fn zoom_fault(setting: &str) -> Option<&'static str> {
    let (key, value) = setting.split_once('=')?;
    let (key, value) = (key.trim(), value.split('=').next().unwrap_or_default().trim());
    if value.is_empty() {
        return None;
    }
    let number = leading_number(value);
    let bad = match key {
        "user-scalable" => {
            number.map_or(!matches!(value, "yes" | "device-width" | "device-height"), |n| n > -1.0 && n < 1.0)
        }
        "maximum-scale" => {
            number.map_or(!matches!(value, "device-width" | "device-height"), |n| (0.0..2.0).contains(&n))
        }
        _ => false,
    };
    bad.then_some(if key == "user-scalable" { "zoom-disabled" } else { "zoom-limited" })
}
