//! The marks every government site must show (R1-50 to R1-55, R6-20), from what a walk saw.

use super::patterns as p;
use super::seen::{Note, Seen, Span};
use crate::model::{Link, LinkKind, Mark, MarkFact, MarkVia, PageMarks, Region};
use regex::Captures;

/// Bytes within which a line belongs to the foot, counted from a number that only a foot has.
const NEAR: usize = 450;

/// Bytes up to which a text that a script writes is no article.
const SHORT_WRITTEN: usize = 2400;

/// Whether an id, class or script address belongs to a mark's vendor.
pub(super) fn names_mark(value: &str) -> bool {
    p::VENDOR.is_match(value)
}

struct Finder<'a> {
    seen: &'a Seen,
    /// The text with full-width signs made narrow; same length in characters, not in bytes.
    text: String,
    spans: Vec<Span>,
    via: MarkVia,
    marks: PageMarks,
    /// Where the numbers of a foot stand.
    anchors: Vec<usize>,
}

/// Finds the marks in what was seen; `via` says how it came onto the page.
pub(super) fn find(seen: &Seen, via: MarkVia) -> PageMarks {
    let (text, spans) = narrowed(seen);
    let mut finder = Finder { seen, text, spans, via, marks: PageMarks::default(), anchors: Vec::new() };
    finder.numbers();
    finder.people();
    finder.words();
    for link in &seen.links {
        finder.link(link);
    }
    for note in &seen.notes {
        finder.note(note);
    }
    finder.search();
    for meta in seen.metas.iter().filter(|m| m.name.eq_ignore_ascii_case("SiteIDCode")) {
        let value = meta.content.trim().trim_end_matches('号').trim().to_owned();
        if !value.is_empty() && !value.eq_ignore_ascii_case("null") {
            let fact = MarkFact {
                value,
                via: MarkVia::Meta,
                excerpt: excerpt(&format!("<meta name=\"{}\" content=\"{}\">", meta.name, meta.content)),
            };
            finder.marks.note(Mark::SiteCode, fact);
        }
    }
    finder.marks
}

/// The text with full-width letters, digits and signs as their narrow twins.
fn narrowed(seen: &Seen) -> (String, Vec<Span>) {
    let mut text = String::with_capacity(seen.text.len());
    let mut spans = Vec::with_capacity(seen.spans.len());
    for span in &seen.spans {
        let start = text.len();
        text.extend(seen.text[span.start..span.end].chars().map(narrow));
        spans.push(Span { start, end: text.len(), ..*span });
    }
    (text, spans)
}

fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        // Look-alikes of the colon.
        '\u{2236}' | '\u{FE55}' | '\u{FE30}' => ':',
        other => other,
    }
}

impl Finder<'_> {
    fn add(&mut self, mark: Mark, value: &str, context: &str) {
        let value: String = value.trim().chars().take(300).collect();
        self.marks.note(mark, MarkFact { value, via: self.via, excerpt: excerpt(context) });
    }

    fn region(&self, at: usize) -> Region {
        let index = self.spans.partition_point(|s| s.end <= at);
        self.spans.get(index).map_or(Region::Other, |s| s.region)
    }

    /// Whether the character at `at` belongs to an article or a list rather than to the page itself.
    fn in_article(&self, at: usize) -> bool {
        matches!(self.region(at), Region::Article | Region::List)
    }

    /// Whether the line at `at` belongs to the foot: by its region, or near a number that only a foot has.
    fn in_foot(&self, at: usize) -> bool {
        match self.region(at) {
            Region::Footer => true,
            Region::Article | Region::List | Region::Nav | Region::Breadcrumb => false,
            // What a script writes in a few lines is a foot or a head, not an article.
            _ if self.via != MarkVia::Markup && self.text.len() <= SHORT_WRITTEN => true,
            _ => self.anchors.iter().any(|a| a.abs_diff(at) <= NEAR),
        }
    }

    /// The line around `at`.
    fn line(&self, at: usize) -> &str {
        let start = self.text[..at].rfind('\n').map_or(0, |n| n + 1);
        let end = self.text[at..].find('\n').map_or(self.text.len(), |n| at + n);
        &self.text[start..end]
    }

    /// Around a match, for evidence.
    fn around(&self, at: usize) -> String {
        let from = self.text[..at].char_indices().rev().take(40).last().map_or(at, |(i, _)| i);
        self.text[from..].chars().take(160).collect()
    }

    fn numbers(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut found: Vec<(Mark, String, usize)> = Vec::new();
        let mut collect = |mark, pattern: &regex::Regex, value: fn(&Captures<'_>) -> Option<String>| {
            for captures in pattern.captures_iter(&text).take(20) {
                let at = captures.get(0).map_or(0, |m| m.start());
                found.extend(value(&captures).map(|v| (mark, v, at)));
            }
        };
        collect(Mark::SiteCode, &p::SITE_CODE, site_code);
        collect(Mark::IcpRecord, &p::ICP, icp);
        collect(Mark::PoliceRecord, &p::POLICE, police);
        let rights: Vec<usize> = p::RIGHTS.find_iter(&text).take(40).map(|m| m.start()).collect();
        self.text = text;
        // A foot that the markup does not part from the article: at its end, with other words of a foot around.
        let unparted = |finder: &Self, at: usize| {
            let around = rights.iter().filter(|r| r.abs_diff(at) <= 300).count();
            at + 1500 > finder.text.len() && around >= 3
        };
        let own: Vec<Mark> = found.iter().filter(|f| !self.in_article(f.2)).map(|f| f.0).collect();
        for (mark, value, at) in found {
            if !self.in_article(at) || (!own.contains(&mark) && unparted(self, at)) {
                self.anchors.push(at);
                let context = self.around(at);
                self.add(mark, &value, &context);
            }
        }
        let outside: Vec<usize> = rights.into_iter().filter(|at| !self.in_article(*at)).collect();
        self.anchors.extend(outside);
    }

    /// Organizer and contact: only in the foot, for an article may name those of an event.
    fn people(&mut self) {
        let text = std::mem::take(&mut self.text);
        let organizers: Vec<(usize, String)> = p::ORGANIZER
            .captures_iter(&text)
            .take(20)
            .filter_map(|c| Some((c.get(0)?.start(), organizer(c.get(1)?.as_str())?)))
            .chain(
                p::ORGANIZED_BY
                    .captures_iter(&text)
                    .take(20)
                    .filter_map(|c| Some((c.get(1)?.start(), c.get(1)?.as_str().to_owned()))),
            )
            .collect();
        // The number of the company that keeps the site running is not the office's.
        let vendors =
            |at: usize| ["技术支持", "技术", "运维", "开发"].iter().any(|w| text[..at].trim_end().ends_with(w));
        let contacts: Vec<(usize, String)> = p::CONTACT
            .captures_iter(&text)
            .take(40)
            .filter_map(|c| Some((c.get(0)?.start(), c.get(1)?.as_str().trim().to_owned())))
            .filter(|(at, _)| !vendors(*at))
            .collect();
        self.text = text;
        for (mark, found) in [(Mark::Organizer, organizers), (Mark::Contact, contacts)] {
            for (at, value) in found {
                if self.in_foot(at) {
                    let context = self.around(at);
                    self.add(mark, &value, &context);
                }
            }
        }
    }

    /// Marks that are words of their own in running text: 无障碍, 网站地图, 找错.
    fn words(&mut self) {
        let text = std::mem::take(&mut self.text);
        let found: Vec<(Mark, usize, String)> = [
            (Mark::ElderMode, &p::ELDER_WORD),
            (Mark::Sitemap, &p::SITEMAP_WORD),
            (Mark::ErrorReport, &p::ERROR_WORD),
            (Mark::PartyGovMark, &p::PARTY_WORD),
        ]
        .into_iter()
        .flat_map(|(mark, pattern)| {
            pattern
                .captures_iter(&text)
                .take(10)
                .filter_map(move |c| c.get(1).map(|m| (mark, m.start(), m.as_str().to_owned())))
        })
        .collect();
        self.text = text;
        for (mark, at, word) in found {
            let place = self.region(at);
            let own = !matches!(place, Region::Article | Region::List | Region::Breadcrumb);
            let short = self.line(at).chars().count() <= 120;
            let own = own && !self.is_headline(at, &word);
            if own && (place != Region::Other || short) {
                let context = self.around(at);
                self.add(mark, &word, &context);
            }
        }
    }

    /// Whether the word at `at` is part of a longer link text: the headline of a report, not the mark.
    fn is_headline(&self, at: usize, word: &str) -> bool {
        let line = self.line(at);
        self.seen.links.iter().any(|l| {
            let label: String = l.text.chars().map(narrow).collect();
            l.kind == LinkKind::Anchor && label.chars().count() > 14 && label.contains(word) && line.contains(&label)
        })
    }

    fn link(&mut self, link: &Link) {
        let address = if link.target.is_empty() { link.raw.as_deref().unwrap_or_default() } else { &link.target };
        let text = link.text.as_str();
        let excerpt = || format!("{text} {address}");
        let label: String = text.chars().map(narrow).collect();
        if p::CONAC.is_match(address) {
            self.add(Mark::PartyGovMark, address, &excerpt());
        }
        if p::JIUCUO.is_match(address) {
            self.add(Mark::ErrorReport, address, &excerpt());
        }
        if let Some(code) = p::POLICE_LINK.captures(address).and_then(|c| c.get(1)) {
            let digits: String = code.as_str().chars().filter(char::is_ascii_digit).collect();
            let known = self.marks.of(Mark::PoliceRecord).iter().any(|f| f.value.contains(&digits));
            if !known {
                self.add(Mark::PoliceRecord, &digits, &excerpt());
            }
        }
        if link.kind == LinkKind::Script && p::ELDER_SCRIPT.is_match(address) {
            self.add(Mark::ElderMode, address, address);
        }
        self.elder_entry(link, address);
        if !matches!(link.kind, LinkKind::Anchor | LinkKind::Scripted | LinkKind::Image)
            || link.region == Region::Article
        {
            return;
        }
        if let Some(captures) = p::ICP.captures(&label)
            && let Some(value) = icp(&captures)
            && self.marks.of(Mark::IcpRecord).is_empty()
        {
            self.add(Mark::IcpRecord, &value, &excerpt());
        }
        let short = label.chars().count() <= 14;
        if short {
            for (mark, pattern) in [
                (Mark::ErrorReport, &p::ERROR_WORD),
                (Mark::ElderMode, &p::ELDER_WORD),
                (Mark::Sitemap, &p::SITEMAP_WORD),
                (Mark::PartyGovMark, &p::PARTY_WORD),
                (Mark::Search, &p::SEARCH_LINK),
            ] {
                if pattern.is_match(&label) && !(mark == Mark::Search && link.kind == LinkKind::Image) {
                    self.add(mark, address, &excerpt());
                }
            }
            if link.kind == LinkKind::Anchor && p::CONTACT_LINK.is_match(&label) {
                self.add(Mark::Contact, address, &excerpt());
            }
        }
        if link.kind == LinkKind::Anchor
            && link.region != Region::List
            && label.trim().is_empty()
            && p::SEARCH_ADDRESS.is_match(address)
        {
            self.add(Mark::Search, address, &excerpt());
        }
        if link.kind == LinkKind::Anchor && link.region != Region::List && p::SITEMAP_ADDRESS.is_match(address) {
            self.add(Mark::Sitemap, address, &excerpt());
        }
        if link.region == Region::Footer && (address.starts_with("tel:") || address.starts_with("mailto:")) {
            self.add(Mark::Contact, address.split_once(':').map_or("", |(_, v)| v), &excerpt());
        }
    }

    /// An entry to the elder or barrier-free mode without words: a call of a tool's script, a page of the mode behind a picture, a
    /// picture of the entry itself.
    fn elder_entry(&mut self, link: &Link, address: &str) {
        if matches!(link.region, Region::Article | Region::List) {
            return;
        }
        let wordless = link.text.trim().is_empty();
        let calls = address.get(..11).is_some_and(|s| s.eq_ignore_ascii_case("javascript:"));
        match link.kind {
            LinkKind::Anchor if calls && p::ELDER_SCRIPT.is_match(address) => {
                self.add(Mark::ElderMode, address, &format!("{} {address}", link.text));
            }
            LinkKind::Anchor if wordless && !calls && p::ELDER_ADDRESS.is_match(address) => {
                self.add(Mark::ElderMode, address, address);
            }
            // What the picture does is its script's; its own address opens no mode.
            LinkKind::Image if wordless => {
                let name = address.rsplit('/').next().unwrap_or_default();
                if p::ELDER_ADDRESS.is_match(&format!("/{name}")) {
                    self.add(Mark::ElderMode, name, address);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, note: &Note) {
        if note.region == Region::Article {
            return;
        }
        let value = note.value.as_str();
        match note.attribute {
            "alt" | "title" | "aria-label" | "value" => {
                let label: String = value.chars().map(narrow).collect();
                if label.chars().count() > 14 {
                    return;
                }
                for (mark, pattern) in [
                    (Mark::ErrorReport, &p::ERROR_WORD),
                    (Mark::ElderMode, &p::ELDER_WORD),
                    (Mark::PartyGovMark, &p::PARTY_WORD),
                ] {
                    if pattern.is_match(&label) {
                        self.add(mark, value, value);
                    }
                }
            }
            _ => {
                if p::JIUCUO.is_match(value) {
                    let named = if note.site_code.is_empty() { value } else { &note.site_code };
                    self.add(
                        Mark::ErrorReport,
                        named,
                        &format!("{}=\"{value}\" sitecode=\"{}\"", note.attribute, note.site_code),
                    );
                } else if p::CONAC_NAME.is_match(value) {
                    self.add(Mark::PartyGovMark, value, &format!("{}=\"{value}\"", note.attribute));
                } else if p::ELDER_SCRIPT.is_match(value) {
                    self.add(Mark::ElderMode, value, &format!("{}=\"{value}\"", note.attribute));
                }
            }
        }
    }

    /// A form for searching: by its address or names, by what its field says, or a text field beside a search button.
    fn search(&mut self) {
        let fields = &self.seen.fields;
        let secret: Vec<Option<usize>> = fields.iter().filter(|f| f.kind == "password").map(|f| f.form).collect();
        let mut found: Option<(String, String)> = None;
        for field in fields.iter().filter(|f| f.kind == "text" && !(f.form.is_some() && secret.contains(&f.form))) {
            let form = field.form.and_then(|at| self.seen.forms.get(at));
            let of_form = form.is_some_and(|f| p::SEARCH_NAME.is_match(&f.action) || p::SEARCH_NAME.is_match(&f.names));
            let by_field = p::SEARCH_HINT.is_match(&field.words) || p::SEARCH_FIELD.is_match(&field.names);
            let by_button = || {
                fields.iter().any(|b| {
                    b.kind == "button"
                        && b.form == field.form
                        && (p::SEARCH_HINT.is_match(&b.words) || p::SEARCH_NAME.is_match(&b.names))
                })
            };
            if of_form || by_field || by_button() {
                let action = form.map(|f| f.action.clone()).unwrap_or_default();
                found = Some((action, format!("{} {}", field.words.trim(), field.names.trim())));
                break;
            }
        }
        if let Some((value, context)) = found {
            self.add(Mark::Search, &value, &context);
        }
    }
}

fn excerpt(context: &str) -> String {
    super::seen::fold(context).chars().take(160).collect()
}

/// Ten digits, or `bm` and eight; whatever number stands there otherwise, so that a check can say what is wrong with it.
fn site_code(captures: &Captures<'_>) -> Option<String> {
    let code: String = captures.get(1)?.as_str().chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    (digits >= 6).then(|| if code.starts_with(['b', 'B']) { code.to_ascii_lowercase() } else { code })
}

fn icp(captures: &Captures<'_>) -> Option<String> {
    let (province, number) = (captures.get(1)?.as_str(), captures.get(2)?.as_str());
    let site = captures.get(3).map(|m| format!("-{}", m.as_str())).unwrap_or_default();
    Some(format!("{province}ICP备{number}号{site}"))
}

fn police(captures: &Captures<'_>) -> Option<String> {
    let number: String = captures.get(2)?.as_str().chars().filter(char::is_ascii_digit).collect();
    let province = captures.get(1).map_or("", |m| m.as_str());
    (10..=18).contains(&number.len()).then(|| format!("{province}公网安备{number}号"))
}

/// The name after 主办单位, without what follows it on the same line. A second body after a blank belongs to it.
fn organizer(written: &str) -> Option<String> {
    let end = p::AFTER_NAME.find(written).map_or(written.len(), |m| m.start());
    let mut name = String::new();
    for word in written[..end].split_whitespace() {
        if !(name.is_empty() || p::BODY_NAME.is_match(word) || name.chars().count() < 4 || word.starts_with('(')) {
            break;
        }
        name.push_str(if name.is_empty() { "" } else { " " });
        name.push_str(word);
    }
    let name = name.trim_end_matches([':', ',', ';', '.', '，', '|', '-', '(', '/']).trim();
    (name.chars().count() >= 3).then(|| name.to_owned())
}
