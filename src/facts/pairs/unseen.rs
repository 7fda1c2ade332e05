//! Parts of the site that were not seen and in which an interpretation may stand.

use crate::facts::{Facts, LinkFact, Part};
use crate::model::Reason;
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

impl Facts {
    /// Parts that were not seen and may hold an interpretation of what was published on `since`, with why: the rest of a run
    /// that was cut off, columns of interpretations that could not be read, further pages of their lists.
    #[must_use]
    pub fn unseen_readings(&self, since: Option<Date>) -> Vec<(Reason, String)> {
        let names = self.reading_columns.get_or_init(|| self.name_reading_columns());
        // An interpretation comes with its policy or after it; what is older is not looked for.
        let from = since.map(|day| day.saturating_sub(10.days()));
        self.unseen_parts()
            .iter()
            .filter(|part| match part.part {
                Part::Site => true,
                Part::Home => part.columns,
                Part::Column => names.contains(part.url.as_str()) || speaks(&part.url),
                Part::Further => {
                    let late = part.until.is_none() || from.is_none() || part.until >= from;
                    late && (names.contains(part.url.as_str()) || speaks(&part.url))
                }
            })
            .map(|part| (part.reason, part.url.clone()))
            .collect()
    }

    /// Addresses of columns of interpretations and of the further pages of their lists.
    fn name_reading_columns(&self) -> BTreeSet<Box<str>> {
        let mut urls: BTreeSet<&str> = BTreeSet::new();
        let about = |name: &str| ["解读", "图解", "读懂", "政策问答"].iter().any(|w| name.contains(w));
        for column in self.columns().pages.iter().filter(|c| about(&c.name)) {
            urls.insert(self.pages[column.page].url());
            let pager = |l: &&LinkFact| {
                l.region == crate::model::Region::Pager || l.kind == crate::model::LinkKind::ListInterface
            };
            urls.extend(self.links.of_page(column.page).iter().filter(pager).map(|l| self.links.target(l)));
        }
        for (_, sightings) in self.columns().names().filter(|(name, _)| about(name)) {
            urls.extend(sightings.iter().filter_map(|s| s.target.as_ref()).map(|key| key.0.as_str()));
        }
        urls.into_iter().map(Box::from).collect()
    }
}

/// Addresses that say it themselves: /zcjd/, /zwgk/jdhy/.
fn speaks(url: &str) -> bool {
    let path = url.to_ascii_lowercase();
    ["zcjd", "/jd/", "jdhy", "jiedu", "wzjd", "tjjd", "zcwd"].iter().any(|w| path.contains(w))
}
