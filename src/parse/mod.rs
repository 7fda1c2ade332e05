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
mod headings;
mod hidden;
mod lists;
mod marks;
mod markup;
mod measure;
mod new_media;
mod participation;
mod patterns;
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
mod walk;

use crate::model::{Exchange, LinkKind, MarkVia, Page, SearchForm, SearchVia};
pub use attachment::attachment;
use charset::Decoded;
pub use css::Sheet as StyleSheet;
use given::Given;
pub use reading::{article_of, interface_of, lists_of};
use resolve::Base;
use scraper::Html;
pub use search::{SearchRequest, SoughtTitle, answer as search_answer, request as search_request};
use seen::{Place, Seen};
use std::sync::Arc;
use url::Url;

/// What a link check keeps of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Glance {
    /// The title.
    pub title: String,
    /// Words of a "page not found" notice on a short page.
    pub absent_words: Option<String>,
    /// The sketch of its main text.
    pub sketch: Vec<u32>,
    /// What gave a firewall's page away.
    pub challenge: Option<String>,
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
    let Some((decoded, base)) = open(exchange) else { return blank(exchange) };
    let mut page = blank(exchange);
    decoded.encoding.name().clone_into(&mut page.charset);
    if !sniff::is_markup(exchange) {
        if let Some(lists) = lists::interface(&decoded.text, &base.url) {
            page.items = lists.items;
            page.links = lists.interfaces;
            page.script_lists = lists.script_lists;
            page.signals.family = lists.family;
        }
        return page;
    }
    let source = sniff::shallow(&decoded.text);
    let html = Html::parse_document(source);
    let base = Base { url: base_of(&html, &base.url), ..base };
    let cascade = css::Cascade::of(&html, &base.url, sheets);
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
    page.markup = Some(Box::new(markup::read(&html, source, &seen.regions, &cascade)));
    drop(html);
    page.marks = marks::find(&seen, MarkVia::Markup);
    page.search_forms = search_forms(&seen, &base);
    if let Some(target) = signals::redirect_address(&seen, &base) {
        seen.push_link(LinkKind::Redirect, target, "", Place::default());
    }
    let written = scripts::read(&seen.scripts, &base, MarkVia::Script);
    scripts::merge(&mut page.marks, written.marks);
    new_media::add(&mut page.new_media, written.entries);
    add_forms(&mut page.search_forms, written.search_forms);
    page.links = std::mem::take(&mut seen.links);
    page.links.extend(written.links);
    page.links.extend(lists.interfaces);
    signals::mark_entries(&mut page);
    finish(&mut page, exchange, source, seen, lists.family);
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
        page.marks = marks::find(&seen, MarkVia::LinkedScript);
        let written = scripts::read(&seen.scripts, &base, MarkVia::LinkedScript);
        scripts::merge(&mut page.marks, written.marks);
        let (entries, _) = new_media::entries(&html, &seen);
        new_media::add(&mut page.new_media, entries);
        new_media::add(&mut page.new_media, written.entries);
        page.search_forms = search_forms(&seen, &base);
        add_forms(&mut page.search_forms, written.search_forms);
        page.text_chars = seen.text_chars();
        page.links = seen.links;
        page.links.extend(written.links);
    } else {
        let written = scripts::read(std::slice::from_ref(&decoded.text), &base, MarkVia::LinkedScript);
        page.marks = written.marks;
        page.links = written.links;
        new_media::add(&mut page.new_media, written.entries);
        page.search_forms = search::in_scripts(std::slice::from_ref(&decoded.text), &base);
        add_forms(&mut page.search_forms, written.search_forms);
    }
    for form in page.search_forms.iter_mut().filter(|f| f.is_plain()) {
        // A script is not always in the character set of the page that it writes into.
        form.via = SearchVia::ScriptedForm;
    }
    page
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
        title: page.title,
        absent_words: page.signals.absent_words,
        sketch: page.sketch,
        challenge: page.signals.challenge,
    }
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
