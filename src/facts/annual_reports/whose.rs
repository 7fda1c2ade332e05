//! ReportOf a report is: the site's own, one of its departments' or towns', somebody else's.

use super::super::{Facts, PageFact, fold_title, place_words};
use regex::Regex;
use std::sync::LazyLock;

/// ReportOf a report is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportOf {
    /// The site's own body: of a government's site the government at this level (本级).
    Own,
    /// It names nobody; most likely the site's own.
    Unnamed,
    /// The government's office: its own report, or the government's under its name.
    Office,
    /// A department or town; folded name without the place.
    Unit(String),
    /// Another place's, or a higher body's.
    Elsewhere,
}

/// What the site is.
#[derive(Debug, Default)]
pub(super) struct Host {
    /// Words for its place, longest first.
    places: Vec<String>,
    /// What it calls itself, folded; empty when it does not say.
    names: Vec<String>,
}

/// How names of units end.
const UNITS: &[&str] = &[
    "局",
    "委员会",
    "办公室",
    "中心",
    "镇",
    "乡",
    "街道",
    "办事处",
    "镇人民政府",
    "乡人民政府",
    "大队",
    "支队",
    "分局",
    "所",
    "院",
    "站",
    "公司",
    "委",
    "办",
    "厅",
    "镇政府",
    "乡政府",
    "联合会",
    "协会",
    "总队",
    "学校",
    "银行",
    "馆",
    "队",
];

impl Host {
    pub(super) fn of(facts: &Facts) -> Self {
        let home = facts.home().ok().and_then(PageFact::readable);
        let title = home.map(|p| p.title.split(['-', '_', '—', '|', ' ']).next().unwrap_or_default());
        let names: Vec<&str> = [Some(facts.run.site.name.as_str()), home.and_then(|p| p.meta("SiteName")), title]
            .into_iter()
            .flatten()
            .filter(|n| !n.trim().is_empty())
            .collect();
        let mut places = facts.columns().places().to_vec();
        if places.is_empty() {
            places = names.iter().map(|n| place_words(n)).find(|w| !w.is_empty()).unwrap_or_default();
        }
        Self { places, names: names.into_iter().map(own_name).collect() }
    }

    /// Whether it is a government's site, or does not say what it is.
    pub(super) fn is_government(&self) -> bool {
        let town = |n: &str| ["镇人民政府", "乡人民政府", "街道"].iter().any(|w| n.contains(w));
        self.names.is_empty()
            || self.names.iter().any(|n| {
                ["政府", "管委会", "管理委员会"].iter().any(|w| n.contains(w)) && !town(n)
                    || n.ends_with(['县', '市', '区', '旗', '州'])
            })
            || !self.names.iter().any(|n| is_unit(n))
    }

    /// By a name as a title or label gives it; `None` when there is no name.
    pub(super) fn by_name(&self, name: &str) -> Option<ReportOf> {
        let folded = fold_title(name);
        if folded.is_empty() {
            return None;
        }
        if self.names.contains(&folded) {
            return Some(ReportOf::Own);
        }
        if !self.is_government() {
            // A department's site carries its own reports.
            let own = self.names.iter().any(|n| n.ends_with(&folded) || folded.ends_with(n.as_str()));
            return Some(if own { ReportOf::Own } else { unit(&folded) });
        }
        for place in &self.places {
            if let Some(at) = folded.find(place.as_str()) {
                return Some(in_place(&folded[..at], &folded[at + place.len()..]));
            }
        }
        Some(self.unplaced(&folded))
    }

    /// A name without the site's own place.
    fn unplaced(&self, folded: &str) -> ReportOf {
        static OTHER: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new("^(?:[\\p{Han}]{2,7}省|[\\p{Han}]{2,8}自治区)?[\\p{Han}]{1,8}?(?:省|自治区|自治州|市|县|区|旗|州|盟)(?:人民政府|政府)?$").expect("a fixed pattern")
        });
        static ABROAD: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new("^(?:国务院|国家|中华人民共和国|[\\p{Han}]{2,3}省|[\\p{Han}]{2,5}自治区|[\\p{Han}]{2,4}自治州|[\\p{Han}]{1,5}[^城超]市[^场]|[\\p{Han}]{1,4}[县][^委]|[\\p{Han}]{1,3}[^城社园景矿林发新片辖示护高灌]区)").expect("a fixed pattern")
        });
        const OWN: &[&str] = &[
            "县人民政府",
            "县政府",
            "区人民政府",
            "区政府",
            "我县",
            "本级",
            "县本级",
            "县级",
            "全县",
            "人民政府",
            "政府",
            "本县",
            "管委会",
            "管理委员会",
            "旗人民政府",
        ];
        let city = self.places.first().is_some_and(|p| p.ends_with('市'));
        if OWN.contains(&folded) || city && matches!(folded, "市人民政府" | "市政府" | "全市" | "市本级" | "市级")
        {
            return ReportOf::Own;
        }
        if is_office(folded) {
            return ReportOf::Office;
        }
        let known = !self.places.is_empty();
        if known && ["省", "市"].iter().any(|w| folded.starts_with(w)) && folded.contains("政府") {
            return ReportOf::Elsewhere;
        }
        if known && (OTHER.is_match(folded) && !is_zone(folded) || ABROAD.is_match(folded)) {
            return ReportOf::Elsewhere;
        }
        if !known && OTHER.is_match(folded) && !is_zone(folded) {
            // ReportOf site it is was not told either.
            return if folded.contains('省') && !folded.contains(['县', '区']) {
                ReportOf::Elsewhere
            } else {
                ReportOf::Own
            };
        }
        if ["国务院", "省人民政府", "自治区人民政府"].iter().any(|w| folded.contains(w)) {
            return ReportOf::Elsewhere;
        }
        unit(folded)
    }

    /// By everything that stands around a page whose title names nobody.
    pub(super) fn by_page(&self, fact: &PageFact) -> ReportOf {
        let Some(page) = fact.readable() else { return ReportOf::Unnamed };
        if !self.is_government() {
            return ReportOf::Own;
        }
        let steps = page.breadcrumbs.iter().rev().skip_while(|c| fold_title(&c.text).contains("报告"));
        for step in steps.take(4) {
            let name = fold_title(&step.text);
            if is_unit(&name) && name.chars().count() <= 24 {
                match self.by_name(&name) {
                    Some(ReportOf::Office) | None => {}
                    Some(whose) => return whose,
                }
            }
        }
        let Some(article) = &page.article else { return ReportOf::Unnamed };
        let labelled = article.label(&[
            "公开主体",
            "发布机构",
            "发布机关",
            "发文机关",
            "发布单位",
            "公开单位",
            "责任单位",
            "信息来源",
            "来源",
        ]);
        for name in labelled.into_iter().chain(article.source.as_deref()) {
            match self.by_name(name) {
                Some(ReportOf::Own) => return ReportOf::Own,
                Some(ReportOf::Unit(name)) if is_unit(&name) => return ReportOf::Unit(name),
                _ => {}
            }
        }
        ReportOf::Unnamed
    }
}

/// `before` and `after` the site's own place in a name.
fn in_place(before: &str, after: &str) -> ReportOf {
    let superior = before.is_empty() || before.ends_with(['省', '市', '州', '区', '盟']) || before == "中共";
    let after = ["县", "市", "区"]
        .iter()
        .find_map(|w| after.strip_prefix(w).filter(|r| r.starts_with("人民政府")))
        .unwrap_or(after);
    match after {
        "" | "人民政府" | "政府" | "管委会" | "管理委员会" | "党工委管委会" | "本级" | "县级" if superior => {
            ReportOf::Own
        }
        _ if is_office(after) => ReportOf::Office,
        _ => unit(after),
    }
}

fn own_name(name: &str) -> String {
    let mut folded = fold_title(name);
    for tail in ["门户网站", "官方网站", "政府网站", "网站", "首页", "欢迎您", "网"] {
        if let Some(rest) = folded.strip_suffix(tail).filter(|r| r.chars().count() >= 2) {
            folded = rest.to_owned();
        }
    }
    folded.strip_prefix("欢迎访问").map_or(folded.clone(), str::to_owned)
}

fn is_office(name: &str) -> bool {
    matches!(
        name,
        "人民政府办公室"
            | "政府办公室"
            | "政府办"
            | "办公室"
            | "县人民政府办公室"
            | "县政府办公室"
            | "县政府办"
            | "市人民政府办公室"
            | "市政府办公室"
            | "市政府办"
            | "区人民政府办公室"
            | "区政府办公室"
            | "区政府办"
            | "党政办公室"
            | "党政办"
            | "管委会办公室"
    )
}

/// A zone below the county is one of its units.
fn is_zone(name: &str) -> bool {
    ["开发区", "园区", "景区", "新区", "高新区", "示范区", "社区", "工业区"].iter().any(|w| name.contains(w))
}

fn is_unit(name: &str) -> bool {
    UNITS.iter().any(|w| name.ends_with(w))
}

/// A unit under a name that is the same in every year.
fn unit(name: &str) -> ReportOf {
    let mut name = name.to_owned();
    for (long, short) in [("人民政府", ""), ("街道办事处", "街道"), ("中共", "")] {
        let cut = name.replacen(long, short, 1);
        if cut.chars().count() >= 2 {
            name = cut;
        }
    }
    let bare = name
        .strip_prefix(['县', '区', '市'])
        .filter(|r| r.chars().count() >= 3 && !r.starts_with(['场', '政', '级', '容', '民', '域', '划']));
    ReportOf::Unit(bare.map_or(name.clone(), str::to_owned))
}
