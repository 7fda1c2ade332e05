use super::{Facts, Part, UnseenPart};
use std::collections::BTreeMap;

impl Facts {
    /// The unseen parts that may hold a column whose name has one of `words`: those without a name known, those of a name
    /// with one of them, and whatever ended the crawl.
    #[must_use]
    pub fn unseen_named(&self, words: &[&str]) -> Vec<&UnseenPart> {
        let parts = self.unseen_parts();
        if parts.is_empty() {
            return Vec::new();
        }
        let mut names: BTreeMap<&str, Vec<&str>> = parts.iter().map(|p| (p.url.as_str(), Vec::new())).collect();
        let pages: BTreeMap<usize, &str> =
            parts.iter().filter_map(|p| Some((self.page_behind(&p.url)?, p.url.as_str()))).collect();
        for link in self.links.all() {
            let target = self.links.target(link);
            let part = if names.contains_key(target) {
                Some(target)
            } else {
                self.page_behind(target).and_then(|i| pages.get(&i)).copied()
            };
            let Some(texts) = part.and_then(|p| names.get_mut(p)).filter(|n| n.len() < 50) else { continue };
            texts.push(self.links.text(link));
            // A further page of a list is called by its number; the list it goes on from has the name.
            let leads_on =
                self.links.text(link).chars().all(|c| !c.is_alphabetic()) || is_paging(self.links.text(link));
            if let Some(page) = self.pages[link.page as usize].readable().filter(|_| leads_on) {
                texts.push(&page.title);
                texts.extend(page.breadcrumbs.iter().map(|c| c.text.as_str()));
                texts.extend(page.meta("ColumnName"));
            }
        }
        for (&index, url) in &pages {
            let Some(page) = self.pages[index].readable() else { continue };
            let Some(texts) = names.get_mut(url) else { continue };
            texts.push(&page.title);
            texts.extend(page.breadcrumbs.iter().map(|c| c.text.as_str()));
            texts.extend(page.meta("ColumnName"));
        }
        parts
            .iter()
            .filter(|part| {
                let known = names.get(part.url.as_str()).map_or(&[][..], Vec::as_slice);
                matches!(part.part, Part::Site | Part::Home)
                    || known.iter().all(|n| n.trim().is_empty() || is_paging(n))
                    || known.iter().any(|n| words.iter().any(|w| n.contains(w)))
            })
            .collect()
    }
}

/// Whether a link's text only leads on.
fn is_paging(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "<>《》«»[]【】…·.|+＋›".contains(c));
    bare.chars().all(|c| c.is_ascii_digit())
        || ["下一页", "上一页", "下页", "上页", "尾页", "末页", "首页", "更多", "more"]
            .iter()
            .any(|w| bare.eq_ignore_ascii_case(w))
}
