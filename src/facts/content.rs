use super::home::unread;
use super::{Facts, LinkFact, Missing, PageFact};
use crate::model::{Item, LinkKind, Listing, Page, PageKey, PageRole, Reason, Region, ScriptList};
use std::collections::{BTreeSet, VecDeque};
use url::Url;

/// What stands in a column.
#[derive(Debug, Default)]
pub struct ColumnContent<'a> {
    /// Its own entries, from the page, its frames, its list interfaces.
    pub items: Vec<&'a Item>,
    /// Characters of text of its own.
    pub text_chars: u32,
    /// Links of its own to further columns, articles or files.
    pub own_links: usize,
    /// Pictures, media or forms in its main part.
    pub other_matter: usize,
    /// Says "under construction" or "nothing here yet"; the excerpt.
    pub under_construction: Option<String>,
    /// The first of its text, for evidence.
    pub excerpt: String,
    /// Parts that were not seen.
    pub unread: Vec<Unread>,
}

/// A part of a column that was not seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Why.
    pub reason: Reason,
    /// What, in English.
    pub what: String,
}

impl Facts {
    /// What stands in the column at `index`, its frames and list interfaces included.
    pub fn column_content(&self, index: usize) -> Result<ColumnContent<'_>, Missing> {
        let fact = &self.pages[index];
        let page = fact.readable().ok_or_else(|| unread(fact))?;
        let mut content = ColumnContent {
            text_chars: page.main_chars,
            under_construction: page.signals.under_construction.clone(),
            excerpt: page.main_excerpt.clone(),
            ..ColumnContent::default()
        };
        for item in &page.items {
            if self.is_own_item(index, item) {
                content.items.push(item);
            } else {
                // 热点推荐 beside the list is text of the template, its date included.
                let chars = u32::try_from(item.title.chars().count()).unwrap_or(u32::MAX).saturating_add(10);
                content.text_chars = content.text_chars.saturating_sub(chars);
            }
        }
        self.note_unread(index, page, &mut content);
        self.add_parts(index, &mut content);
        self.add_links(index, &mut content);
        if !content.items.is_empty() {
            // What a script would have drawn came by another way.
            content.unread.retain(|u| u.reason != Reason::Script);
        }
        Ok(content)
    }

    /// Lists and texts of a page that were not seen. A frame that was read is no unseen list.
    fn note_unread(&self, index: usize, page: &Page, content: &mut ColumnContent<'_>) {
        for list in &page.script_lists {
            if self.says_nothing_there(index, list) {
                continue;
            }
            let read = list.sign == "iframe"
                && list
                    .interface
                    .as_deref()
                    .and_then(|i| Url::parse(i).ok())
                    .and_then(|u| self.page(&PageKey::of(&u)))
                    .is_some_and(|p| p.readable().is_some());
            if !read {
                content.unread.push(Unread { reason: Reason::Script, what: told(page, &list.sign) });
            }
        }
        if page.signals.script_shell {
            content.unread.push(Unread { reason: Reason::Script, what: told(page, "the page is drawn by script") });
        }
        if page.signals.login {
            content.unread.push(Unread { reason: Reason::Blocked, what: "log-in".to_owned() });
        }
    }

    /// Whether the interface behind a list was asked and says that there is nothing.
    fn says_nothing_there(&self, index: usize, list: &ScriptList) -> bool {
        let Some(interface) = list.interface.as_deref() else { return false };
        let asked = |link: &&LinkFact| {
            let target = self.links.target(link);
            link.kind == LinkKind::ListInterface && (target == interface || target.starts_with(interface))
        };
        let mut answers = self.links.of_page(index).iter().filter(asked).flat_map(|link| self.links.keys(link));
        answers.any(|key| {
            let page = self.page(&key).and_then(PageFact::readable);
            page.and_then(|p| p.listing.as_ref()).is_some_and(|l| {
                // An interface that nobody knows must say it with a number.
                l.is_empty() && (list.sign != "interface" || l.total == Some(0))
            })
        })
    }

    /// Frames, fragments and list interfaces of the page, and what those in turn name as the rest of their lists.
    fn add_parts<'a>(&'a self, index: usize, content: &mut ColumnContent<'a>) {
        let mut known: BTreeSet<PageKey> = BTreeSet::from([self.pages[index].key.clone()]);
        let mut seen: BTreeSet<&str> = content.items.iter().map(|i| i.target.as_str()).collect();
        let mut ahead: VecDeque<PartLink> = self.part_links(index, true, content).into();
        while let Some(part) = ahead.pop_front() {
            let keys: Vec<PageKey> = part.keys.into_iter().filter(|key| !known.contains(key)).collect();
            known.extend(keys.iter().cloned());
            let Some(first) = keys.first() else { continue };
            // Of several ways to ask for one list the one that gave it counts.
            let of = |key: &PageKey| self.page_index(key);
            let gave = keys.iter().filter_map(of).find(|&at| self.pages[at].readable().is_some_and(gives_list));
            let any = || keys.iter().filter_map(of).find(|&at| self.pages[at].readable().is_some());
            match gave.or_else(any).or_else(|| of(first)) {
                Some(at) => {
                    // Beyond the last page there is nothing to be seen.
                    let beyond = part.following && is_end(&self.pages[at]);
                    if part.guess {
                        self.add_further(index, at, content, &mut seen);
                    } else if !beyond {
                        self.add_part(index, at, content, &mut seen);
                    }
                    ahead.extend(self.part_links(at, false, content));
                }
                // What was made up and is not there is no part.
                None if part.guess => {}
                None if self.checks.contains_key(first) => {
                    content
                        .unread
                        .push(Unread { reason: Reason::Ambiguous, what: format!("part on another site: {first}") });
                }
                None => content.unread.push(Unread { reason: Reason::Budget, what: first.0.clone() }),
            }
        }
    }

    /// Adds the entries of a further page, and nothing else of it.
    fn add_further<'a>(
        &'a self,
        index: usize,
        at: usize,
        content: &mut ColumnContent<'a>,
        seen: &mut BTreeSet<&'a str>,
    ) {
        let Some(page) = self.pages[at].readable().filter(|p| p.article.is_none()) else { return };
        content.items.extend(page.items.iter().filter(|i| self.is_own_item(index, i) && seen.insert(&i.target)));
    }

    /// Adds what one part shows.
    fn add_part<'a>(&'a self, index: usize, at: usize, content: &mut ColumnContent<'a>, seen: &mut BTreeSet<&'a str>) {
        let part = &self.pages[at];
        let Some(page) = part.readable() else {
            content.unread.push(Unread { reason: unread(part).reason, what: part.key.0.clone() });
            return;
        };
        let own = page.items.iter().filter(|i| self.is_own_item(index, i) && seen.insert(&i.target));
        content.items.extend(own);
        if let Some(refused) = page.listing.as_ref().and_then(|l| l.refused.as_ref()) {
            let what = format!("{}: {refused}", part.key);
            content.unread.push(Unread { reason: Reason::Script, what });
        }
        if part.role == PageRole::Page {
            self.note_unread(at, page, content);
            content.text_chars += page.main_chars;
            if content.under_construction.is_none() {
                content.under_construction.clone_from(&page.signals.under_construction);
            }
        }
    }

    /// What a page names as parts of its list. Below a frame its own list goes on; what it frames in turn is furniture.
    fn part_links(&self, index: usize, frames: bool, content: &mut ColumnContent<'_>) -> Vec<PartLink> {
        let mut parts = Vec::new();
        for link in self.links.of_page(index) {
            let inner = matches!(link.kind, LinkKind::Frame | LinkKind::Fragment | LinkKind::Redirect);
            // A next page that was visited shows more of the list; one that was not is older by nature.
            let passage = link.region == Region::Pager
                && link.kind == LinkKind::Anchor
                && ["下一页", "下页", "后一页"].iter().any(|w| self.links.text(link).contains(w));
            if passage && self.pages[index].role != PageRole::Home {
                parts.push(PartLink { keys: self.links.keys(link), guess: true, following: true });
                continue;
            }
            if link.hidden.is_some() || !(inner && frames || link.kind == LinkKind::ListInterface) {
                continue;
            }
            let Ok(url) = Url::parse(self.links.target(link)) else { continue };
            if link.kind == LinkKind::Frame && shows_document(&url) {
                content.other_matter += 1;
                continue;
            }
            let keys = self.links.keys(link);
            let guess = self.links.ask(link).is_some_and(|ask| ask.guess);
            let following = self.pages[index].role == PageRole::Interface;
            parts.push(PartLink { keys, guess, following });
        }
        parts.sort_by(|a, b| a.keys.cmp(&b.keys));
        parts
    }

    /// Links and matter of the page's own, menus and furniture aside.
    fn add_links(&self, index: usize, content: &mut ColumnContent<'_>) {
        for link in self.links.of_page(index) {
            if link.hidden.is_some() || (link.is_chrome() && link.region != Region::Nav) {
                continue;
            }
            let target = self.links.target(link);
            match link.kind {
                LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data if link.region == Region::Nav => {
                    // A side menu of its own children, not the site's main menu.
                    let children = self.is_child(index, target) && !self.columns().is_on_home(target);
                    content.own_links += usize::from(children);
                }
                _ if link.region == Region::Nav => {}
                LinkKind::Anchor | LinkKind::Scripted | LinkKind::Data
                    if self.is_own_link(index, target) || self.is_own_file(target, self.links.text(link)) =>
                {
                    content.own_links += 1;
                }
                LinkKind::Image | LinkKind::Media | LinkKind::Form if self.is_own_matter(target) => {
                    content.other_matter += 1;
                }
                _ => {}
            }
        }
    }

    /// A child counts; any other page counts unless several pages link to it from their main part, as a side menu among
    /// sisters does.
    fn is_own_link(&self, index: usize, target: &str) -> bool {
        let other = self.page_behind(target);
        if other.is_none() && Url::parse(target).is_err() {
            return false;
        }
        let elsewhere = other.is_none_or(|other| other != index && self.pages[other].role != PageRole::Home);
        elsewhere && (self.is_child(index, target) || !self.links.is_common(target))
    }

    /// A child names this page in its breadcrumb or lies below it.
    fn is_child(&self, index: usize, target: &str) -> bool {
        let own = self.pages[index].url();
        let child = self.page_behind(target).and_then(|i| self.pages[i].readable()).is_some_and(|p| {
            let steps = p.breadcrumbs.len().saturating_sub(1);
            p.breadcrumbs.iter().take(steps).any(|c| c.target.as_deref().is_some_and(|t| self.is_page(t, own)))
        });
        child || Url::parse(target).is_ok_and(|url| lies_below(&url, own))
    }

    /// Whether an address is that of the page at `own`, one of this run's.
    fn is_page(&self, address: &str, own: &str) -> bool {
        address == own || self.page_behind(address).is_some_and(|i| Some(i) == self.page_behind(own))
    }

    /// An entry that other columns show as well is this column's if it lies below it or names it.
    fn is_own_item(&self, index: usize, item: &Item) -> bool {
        self.columns().is_single(item) || self.is_child(index, &item.target)
    }

    /// A picture, film or form that is not the template's: editors use the same picture in several places.
    fn is_own_matter(&self, target: &str) -> bool {
        !target.is_empty() && !self.links.is_everywhere(target) && !says_nothing(target)
    }

    /// A file to be had here, which other columns may offer as well.
    fn is_own_file(&self, target: &str, text: &str) -> bool {
        let file = Url::parse(target).is_ok_and(|url| crate::model::is_document(&url, text));
        file && !self.links.is_everywhere(target)
    }
}

/// A part of a page's list: the pages it may be, the likeliest first.
struct PartLink {
    keys: Vec<PageKey>,
    guess: bool,
    /// An interface's next page, whose number is ours.
    following: bool,
}

/// Whether what stands behind the next number says that there is no such page.
fn is_end(part: &PageFact) -> bool {
    let page = part.page.as_ref();
    let none = page.is_none_or(|p| p.items.is_empty());
    let gone = matches!(part.record.status, Some(404 | 410));
    let nothing = part.record.is_ok()
        && page.is_none_or(|p| {
            p.signals.challenge.is_none() && !p.signals.login && !p.listing.as_deref().is_some_and(is_short)
        });
    none && (gone || nothing)
}

/// Whether an answer says that there is more than it shows.
fn is_short(listing: &Listing) -> bool {
    listing.refused.is_some() && listing.total.is_some_and(|total| total > 0)
}

/// Whether an answer holds entries, or says that there are none.
fn gives_list(page: &Page) -> bool {
    !page.items.is_empty() || page.listing.as_ref().is_some_and(|l| l.is_empty())
}

/// What was not seen, and what came of drawing the page.
fn told(page: &Page, what: &str) -> String {
    let Some(rendered) = page.rendered.as_deref() else { return what.to_owned() };
    match rendered.unanswered.first() {
        Some(missed) if rendered.is_drawn() => {
            format!("{what}; in the browser {} had no answer: {}", missed.url, missed.why)
        }
        _ if rendered.detail.is_empty() => what.to_owned(),
        _ if rendered.is_drawn() => format!("{what}; {}", rendered.detail),
        _ => format!("{what}; the browser did not draw it: {}", rendered.detail),
    }
}

/// Whether a frame shows a document, a film or a map by way of a viewer.
fn shows_document(url: &Url) -> bool {
    let address = url.as_str().to_ascii_lowercase();
    [".pdf", ".ofd", ".doc", ".xls", ".ppt", ".mp4", ".m3u8", "viewer", "player", "flipbook"]
        .iter()
        .any(|word| address.contains(word))
}

/// Whether a picture says by its name that there is nothing to show.
fn says_nothing(target: &str) -> bool {
    let name = target.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    ["nodata", "no_data", "no-data", "zanwu", "zwsj", "empty"].iter().any(|word| name.contains(word))
}

/// Whether an address lies below a page's: `/zj/xqgk.htm` lies below `/zj.htm` and `/zj/`.
#[must_use]
pub fn lies_below(url: &Url, parent: &str) -> bool {
    let Ok(parent) = Url::parse(parent) else { return false };
    let path = parent.path();
    let folder = match path.rsplit_once('/') {
        Some((folder, file)) if file.is_empty() || file.starts_with("index.") => folder.to_owned(),
        Some((_, file)) if file.contains('.') => {
            path.rsplit_once('.').map_or_else(String::new, |(stem, _)| stem.to_owned())
        }
        _ => path.to_owned(),
    };
    url.host() == parent.host()
        && folder.len() > 1
        && url.path().strip_prefix(&folder).is_some_and(|rest| rest.starts_with('/') && rest.len() > 1)
        && url.path() != path
}
