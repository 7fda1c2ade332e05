//! From an answer to a [`Page`], once; the only user of the DOM. Imports `model`.
//!
//! Everything here is pure and synchronous and takes any bytes: what can't be read gives an empty page, never an error.

mod article;
mod attachment;
mod charset;
mod controls;
mod crumbs;
mod css;
pub mod dates;
mod elements;
mod given;
mod guises;
mod headings;
mod hidden;
mod lists;
mod marks;
mod markup;
mod measure;
mod new_media;
mod participation;
mod patterns;
mod personal;
mod reading;
mod region;
mod resolve;
mod script;
mod scripts;
mod search;
mod seen;
mod signals;
mod sitemap;
mod sketch;
mod sniff;
mod terms;
mod unpack;
mod veils;
mod walk;

use crate::model::{
    Ask, Exchange, LayoutFound, Link, LinkKind, MarkVia, Page, Region, SearchAnswer, SearchForm, SearchVia,
};
pub use attachment::attachment;
use charset::Decoded;
pub use css::Sheet as StyleSheet;
use given::Given;
pub use reading::{article_of, interface_of, lists_of};
use resolve::Base;
use scraper::Html;
pub use search::{SearchRequest, SoughtTitle, request as search_request};
use seen::{Place, Seen};
use std::sync::Arc;
use url::Url;

/// What a link check keeps of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Glance {
    /// The title.
    pub title: String,
    /// Title, key words and description together; at most 300 characters.
    pub head: String,
    /// Words of a "page not found" notice on a short page.
    pub absent_words: Option<String>,
    /// The sketch of its main text.
    pub sketch: Vec<u32>,
    /// What gave a firewall's page away.
    pub challenge: Option<String>,
}

/// Reads what a list interface (or a further page of a list) answered to `ask` for a list on the page `on`: relative addresses
/// in data and in bits of markup stand against that page.
#[must_use]
pub fn answer(exchange: &Exchange, on: &str, ask: Option<&Ask>) -> Page {
    let Some((decoded, base)) = open(exchange) else { return blank(exchange) };
    let head = decoded.text.get(..decoded.text.floor_char_boundary(2000)).unwrap_or_default().to_ascii_lowercase();
    let whole = ["<html", "<head", "<body", "<!doctype html"].iter().any(|tag| head.contains(tag));
    if sniff::is_markup(exchange) && whole {
        return page(exchange);
    }
    let on = Url::parse(on).unwrap_or_else(|_| base.url.clone());
    answered(exchange, &decoded, &base.url, (&on, ask))
}

fn answered(exchange: &Exchange, decoded: &Decoded, url: &Url, (on, ask): (&Url, Option<&Ask>)) -> Page {
    let plain = Ask::default();
    let lists = lists::interface(&decoded.text, url, on, ask.unwrap_or(&plain));
    let mut page = blank(exchange);
    decoded.encoding.name().clone_into(&mut page.charset);
    page.items = lists.items;
    page.links = lists.interfaces;
    page.listing = lists.listing.map(Box::new);
    personal::look_at_data(&decoded.text, &page).put_into(&mut page);
    page
}

/// Reads a page without its linked style sheets, as [`page_with`] does.
#[must_use]
pub fn page(exchange: &Exchange) -> Page {
    page_with(exchange, &[])
}

/// Reads a page, with the linked style sheets that were fetched for it (see [`style_sheets`]); also the XML and JSON answers
/// of list interfaces (entries only). Anything else gives an empty page.
#[must_use]
pub fn page_with(exchange: &Exchange, sheets: &[Arc<StyleSheet>]) -> Page {
    read(exchange, Some(sheets))
}

/// Reads a page but for what the checks of single pages ask for (accessibility rules, style sheets and hidden links, personal
/// data, the text for its wording), and gives how many links it has: what a benchmark holds [`page_with`] against. The page
/// itself is not given, for nothing in it is masked.
#[must_use]
pub fn links_alone(exchange: &Exchange) -> usize {
    read(exchange, None).links.len()
}

/// Reads a page; without sheets, also without what the checks of single pages ask for.
fn read(exchange: &Exchange, sheets: Option<&[Arc<StyleSheet>]>) -> Page {
    let Some((decoded, base)) = open(exchange) else { return blank(exchange) };
    if !sniff::is_markup(exchange) {
        return answered(exchange, &decoded, &base.url, (&base.url, None));
    }
    let mut page = blank(exchange);
    decoded.encoding.name().clone_into(&mut page.charset);
    let source = sniff::shallow(&decoded.text);
    let html = Html::parse_document(source);
    let base = Base { url: base_of(&html, &base.url), ..base };
    let cascade = sheets.map(|sheets| css::Cascade::of(&html, &base.url, sheets));
    let lists = lists::read(&html, &base.url, source);
    let mut seen = walk::walk(&html, &base, Place::default());
    page.items = lists.items;
    page.script_lists = lists.script_lists;
    page.article = article::read(&html, &base.url, &seen.metas, page.items.len(), &seen.scripts);
    page.sheets = attachment::catalogues(&html, source);
    if page.sheets.is_empty() {
        let heading = page.article.as_ref().map_or("", |a| a.title.as_str());
        page.sheets = attachment::reported(&html, source, [heading, &seen.title]);
        if page.sheets.is_empty() {
            page.sheets = attachment::guides(&html, source, [heading, &seen.title]);
        }
    }
    page.title.clone_from(&seen.title);
    page.metas.clone_from(&seen.metas);
    page.breadcrumbs = seen.breadcrumbs();
    page.new_media = new_media::read(&html, source, &seen, &page);
    page.participation = participation::read(&html, &base.url, source, &page);
    let private = cascade.as_ref().map(|cascade| {
        page.veils = veils::read(&html, &base, cascade, &seen.scripts, false);
        let private = personal::look(Some(&html), source, &seen, &page);
        page.markup = Some(Box::new(markup::read(&html, source, &seen.regions, cascade)));
        private
    });
    drop(html);
    page.marks = marks::find(&seen, MarkVia::Markup);
    page.search_forms = search_forms(&seen, &base);
    if let Some(target) = signals::redirect_address(&seen, &base) {
        seen.push_link(LinkKind::Redirect, target, "", Place::default());
    }
    let written = scripts::read(&seen.scripts, &base, MarkVia::Script, cascade.as_ref());
    veils::add(&mut page.veils, written.veils);
    scripts::merge(&mut page.marks, written.marks);
    new_media::add(&mut page.new_media, written.entries);
    add_forms(&mut page.search_forms, written.search_forms);
    page.links = std::mem::take(&mut seen.links);
    page.links.extend(written.links);
    page.links.extend(lists.interfaces);
    signals::mark_entries(&mut page);
    page.text = sheets.map(|_| seen.page_text());
    finish(&mut page, exchange, source, seen, lists.family);
    if let Some(private) = private {
        private.put_into(&mut page);
    }
    page
}

/// Text, sketch and signals, from what the walk saw.
fn finish(page: &mut Page, exchange: &Exchange, source: &str, mut seen: Seen, family: Option<String>) {
    page.title = std::mem::take(&mut seen.title);
    page.metas = std::mem::take(&mut seen.metas);
    page.headings = std::mem::take(&mut seen.headings);
    article::keep_body(page);
    let main = seen.main_text();
    page.text_chars = seen.text_chars();
    page.main_chars = seen::solid(&main);
    page.main_excerpt = seen::fold(&main).chars().take(300).collect();
    page.sketch = sketch::of(&main);
    page.terms = Some(terms::read(&seen, &main));
    page.signals = signals::read(exchange, source, &seen, page, &main);
    page.signals.family = family.or(page.signals.family.take());
}

/// Reads a script file or a fragment of markup that a page loads: the marks it writes, the links and fragments it names.
/// Relative addresses stand against whichever page loads it and are left out; absolute and root-relative ones are kept.
#[must_use]
pub fn script(exchange: &Exchange) -> Page {
    let mut page = blank(exchange);
    let Some((decoded, base)) = open(exchange) else { return page };
    decoded.encoding.name().clone_into(&mut page.charset);
    let base = Base { rooted_only: true, ..base };
    // Servers send scripts as text/html too.
    let code = base.url.path().to_ascii_lowercase().ends_with(".js") && !decoded.text.trim_start().starts_with('<');
    if !code && sniff::is_markup(exchange) {
        let source = sniff::shallow(&decoded.text);
        let html = Html::parse_document(source);
        let seen = walk::walk(&html, &base, Place::default());
        let private = personal::look(Some(&html), source, &seen, &page);
        page.marks = marks::find(&seen, MarkVia::LinkedScript);
        let written = scripts::read(&seen.scripts, &base, MarkVia::LinkedScript, None);
        scripts::merge(&mut page.marks, written.marks);
        let (entries, _) = new_media::entries(&html, &seen);
        new_media::add(&mut page.new_media, entries);
        new_media::add(&mut page.new_media, written.entries);
        page.search_forms = search_forms(&seen, &base);
        add_forms(&mut page.search_forms, written.search_forms);
        page.text_chars = seen.text_chars();
        page.links = seen.links;
        page.links.extend(written.links);
        let cascade = css::Cascade::of(&html, &base.url, &[]);
        page.veils = veils::read(&html, &base, &cascade, &seen.scripts, false);
        veils::add(&mut page.veils, written.veils);
        private.put_into(&mut page);
    } else {
        let written = scripts::read(std::slice::from_ref(&decoded.text), &base, MarkVia::LinkedScript, None);
        page.marks = written.marks;
        page.links = written.links;
        page.links.extend(settings(&decoded.text, &base.url));
        page.veils = written.veils;
        new_media::add(&mut page.new_media, written.entries);
        page.search_forms = search::in_scripts(std::slice::from_ref(&decoded.text), &base);
        add_forms(&mut page.search_forms, written.search_forms);
        personal::look_at_data(&decoded.text, &page).put_into(&mut page);
    }
    for form in page.search_forms.iter_mut().filter(|f| f.is_plain()) {
        // A script is not always in the character set of the page that it writes into.
        form.via = SearchVia::ScriptedForm;
    }
    page
}

/// What a script says of where the site's list interface is and under which id the site asks it, as a link with the id as
/// what was written.
fn settings(code: &str, script: &Url) -> Option<Link> {
    let (target, id) = lists::families::settings(code, script)?;
    Some(Link {
        target,
        raw: Some(id),
        kind: LinkKind::ListInterface,
        text: String::new(),
        region: Region::Other,
        hidden: None,
        scripted: true,
        ask: None,
    })
}

/// Ways to ask the site's search: those of the markup, else those that scripts name.
fn search_forms(seen: &Seen, base: &Base) -> Vec<SearchForm> {
    let found = search::find(seen, base);
    if found.is_empty() { search::in_scripts(&seen.scripts, base) } else { found }
}

/// Adds forms that scripts write.
fn add_forms(to: &mut Vec<SearchForm>, written: Vec<SearchForm>) {
    for form in written {
        if to.len() < search::MOST_FORMS && !to.contains(&form) {
            to.push(form);
        }
    }
}

/// Looks at an answer as far as it was read, for the check of a link: cheaper than [`page`].
#[must_use]
pub fn glance(exchange: &Exchange) -> Glance {
    let Some((decoded, base)) = open(exchange).filter(|_| sniff::is_markup(exchange)) else { return Glance::default() };
    let source = sniff::shallow(&decoded.text);
    let mut seen = walk::walk(&Html::parse_document(source), &base, Place::default());
    let mut page = blank(exchange);
    page.links = std::mem::take(&mut seen.links);
    finish(&mut page, exchange, source, seen, None);
    Glance {
        head: personal::masked_text(head_of(&page)),
        title: personal::masked_text(page.title),
        absent_words: page.signals.absent_words.map(personal::masked_text),
        sketch: page.sketch,
        challenge: page.signals.challenge.map(personal::masked_text),
    }
}

/// What a page says of itself in its head, as search engines show it.
fn head_of(page: &Page) -> String {
    let metas = ["keywords", "description"].iter().filter_map(|name| page.meta(name));
    let parts = std::iter::once(page.title.as_str()).chain(metas).filter(|p| !p.is_empty());
    let head = parts.map(seen::fold).collect::<Vec<_>>().join(" | ");
    head.chars().take(300).collect()
}

/// The addresses of the style sheets that a page asks for, at most sixteen: to be fetched before it is read.
#[must_use]
pub fn style_sheets(exchange: &Exchange) -> Vec<String> {
    let asks =
        |body: &[u8]| body.windows(10).any(|w| w.eq_ignore_ascii_case(b"stylesheet") || w.starts_with(b"@import"));
    if !sniff::is_markup(exchange) || !asks(&exchange.body) {
        return Vec::new();
    }
    open(exchange).map(|(decoded, base)| css::asked_for(&decoded.text, &base.url)).unwrap_or_default()
}

/// Reads a style sheet that was fetched from `address`; none where the answer is none (a notice, a picture).
#[must_use]
pub fn style_sheet(exchange: &Exchange, address: &str) -> Option<StyleSheet> {
    let kind = exchange.record.headers.get("content-type").map(|k| k.to_ascii_lowercase()).unwrap_or_default();
    let text = charset::decode(exchange).text;
    let markup = text.trim_start().starts_with('<') && !text.trim_start().starts_with("<!--");
    let digest = exchange.record.sha256.clone().unwrap_or_default();
    (!markup && !kind.starts_with("image/")).then(|| StyleSheet::read(&text, address).with_digest(digest))
}

/// The addresses in a site map (XML, index of maps, or plain text), at most 50,000.
#[must_use]
pub fn sitemap(exchange: &Exchange) -> Vec<String> {
    sitemap::addresses(&charset::decode(exchange).text)
}

/// Whether an answer is markup: by its media type, else by its first kilobyte.
#[must_use]
pub fn is_markup(exchange: &Exchange) -> bool {
    sniff::is_markup(exchange)
}

/// What an answer of the site's search shows, and the interface that it names to ask for its results.
#[must_use]
pub fn search_answer(exchange: &Exchange, sought: SoughtTitle<'_>) -> (SearchAnswer, Option<SearchForm>) {
    let (answer, form) = search::answer(exchange, sought);
    (personal::masked(&answer), form)
}

/// A text with the numbers of persons in it masked.
#[must_use]
pub fn masked(text: &str) -> String {
    personal::masked_text(text.to_owned())
}

/// What a browser told of a page's layout, with the numbers of persons in its snippets masked.
#[must_use]
pub fn masked_layout(found: &LayoutFound) -> LayoutFound {
    personal::masked(found)
}

fn blank(exchange: &Exchange) -> Page {
    Page { url: exchange.record.final_url.clone(), ..Page::default() }
}

fn open(exchange: &Exchange) -> Option<(Decoded, Base)> {
    let url = Url::parse(&exchange.record.final_url).or_else(|_| Url::parse(&exchange.record.url)).ok()?;
    let decoded = charset::decode(exchange);
    let encoding = decoded.encoding;
    Some((decoded, Base { url, encoding, rooted_only: false }))
}

/// The first `<base href>`, wherever the parser left it.
fn base_of(html: &Html, page: &Url) -> Url {
    html.tree
        .values()
        .filter_map(scraper::Node::as_element)
        .filter(|e| e.name() == "base")
        .find_map(|e| page.join(e.given("href")?.trim()).ok())
        .filter(|u| matches!(u.scheme(), "http" | "https"))
        .unwrap_or_else(|| page.clone())
}
