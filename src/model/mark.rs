use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A mark that every government site must show (R1-50 to R1-55; site guideline, State Council Office 2017 no. 47).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// 网站标识码, ten characters.
    SiteCode,
    /// ICP 备案号.
    IcpRecord,
    /// 公安备案号.
    PoliceRecord,
    /// 党政机关网站标识.
    PartyGovMark,
    /// 政府网站找错.
    ErrorReport,
    /// 主办单位.
    Organizer,
    /// 联系方式.
    Contact,
    /// 网站地图.
    Sitemap,
    /// A search form or link.
    Search,
    /// 长者模式 or 无障碍浏览.
    ElderMode,
}

/// How a mark came onto the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkVia {
    /// In the markup itself: text, link, image or form.
    Markup,
    /// In a `<meta>` tag (site code only).
    Meta,
    /// Written by a script that stands in the page.
    Script,
    /// Written by a script file or fragment that the page loads.
    LinkedScript,
}

/// One sighting of a mark.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MarkFact {
    /// Its value, where it has one: the code, the record number, the organizer's name, the link's address.
    pub value: String,
    /// How it came onto the page.
    pub via: MarkVia,
    /// The excerpt it was read from, at most 160 characters.
    pub excerpt: String,
}

/// The marks of one page or one script.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PageMarks(pub BTreeMap<Mark, Vec<MarkFact>>);

impl PageMarks {
    /// The sightings of `mark`, in page order.
    #[must_use]
    pub fn of(&self, mark: Mark) -> &[MarkFact] {
        self.0.get(&mark).map_or(&[], Vec::as_slice)
    }

    /// Notes a sighting; the same value by the same way is noted once.
    pub fn note(&mut self, mark: Mark, fact: MarkFact) {
        let facts = self.0.entry(mark).or_default();
        if !facts.iter().any(|f| f.value == fact.value && f.via == fact.via) {
            facts.push(fact);
        }
    }
}
