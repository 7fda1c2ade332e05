//! Whose a document is: the site's own authority's, a higher one's, or can't be told.

use super::DocNumber;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Whose a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// The site's own authority, its offices, towns.
    Own,
    /// A higher or another authority's.
    Other,
    /// Nothing tells.
    Unknown,
}

/// What is known of a site's own authority.
#[derive(Debug, Default)]
pub(super) struct Authority {
    /// Words for its place, longest first.
    pub(super) places: Vec<String>,
    /// Heads of numbers (云府, 云教) that its documents carry.
    pub(super) own_heads: BTreeSet<String>,
    /// Heads of numbers that others' documents carry.
    pub(super) other_heads: BTreeSet<String>,
}

/// A title or source that begins with a central body.
static CENTRAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\s*[《“]?(?:国务院|中共中央|中央|中华人民共和国|全国人大|全国人民代表大会|最高人民|国家[\p{Han}]{2,12}(?:局|委|委员会|办公室|部门)|中国政府网|新华社|新华网|人民日报|人民网|(?:财政|教育|科学技术|科技|公安|民政|司法|人力资源社会保障|人力资源和社会保障|自然资源|生态环境|住房和城乡建设|住房城乡建设|交通运输|水利|农业农村|商务|文化和旅游|退役军人事务|应急管理|工业和信息化)部|(?:海关|税务|市场监管|体育|统计)总[局署])",
    )
    .expect("a fixed pattern")
});

/// A province or city with an office of it at the start.
static PLACED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*[《“]?(?:中共)?([\p{Han}]{2,10}?(?:省|自治区|市|自治州|州|地区|盟|县|区|旗))([\p{Han}]{0,20}?(?:人民政府|政府|委员会|办公厅|办公室|人大|厅|局|委|院|中心))")
        .expect("a fixed pattern")
});

/// Short names of provinces in numbers (川府发, 甘政办发).
const PROVINCES: &str = "京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘陇晋蒙陕秦吉闽贵黔粤青藏川蜀宁琼";

impl Authority {
    /// Whose a document is, by its title, its number, who issued it, and the columns it stands in.
    pub(super) fn whose(
        &self,
        title: &str,
        number: Option<&DocNumber>,
        (issuer, publisher): (Option<&str>, Option<&str>),
        columns: &[&str],
    ) -> Whose {
        // Who put it on the site (发布机构, 来源) says least: higher authorities' documents are put there by the own office.
        let told = self
            .by_name(title)
            .or_else(|| issuer.and_then(|i| self.by_name(i)))
            .or_else(|| number.and_then(|n| self.by_number(n)));
        if let Some(whose) = told {
            return whose;
        }
        if columns.iter().any(|c| self.is_of_others(c)) {
            return Whose::Other;
        }
        if let Some(whose) = publisher.and_then(|i| self.by_name(i)) {
            return whose;
        }
        if issuer.or(publisher).is_some_and(is_plain_office) { Whose::Own } else { Whose::Unknown }
    }

    /// By a name at the start of a title or in a line of the issuer.
    pub(super) fn by_name(&self, name: &str) -> Option<Whose> {
        if CENTRAL.is_match(name) {
            return Some(Whose::Other);
        }
        let start: String = name.trim_start().chars().take(24).collect();
        if self.places.iter().any(|p| start.contains(p.as_str())) {
            // 青江市人民政府关于云岚县…的批复 speaks of the place; the first place named is the issuer's.
            let placed = PLACED.captures(name).and_then(|hit| hit.get(1)).map(|m| m.as_str());
            let own = placed.is_none_or(|p| self.places.iter().any(|own| p.contains(own.as_str())));
            return Some(if own { Whose::Own } else { Whose::Other });
        }
        let hit = PLACED.captures(name)?;
        let place = hit.get(1)?.as_str();
        // 全市, 我县 are no names; 各县 neither. Towns below the county are not met here.
        let pronoun = [
            "全", "我", "本", "各", "该", "城", "社", "市", "小", "园", "灾", "辖", "景", "校", "库", "保护", "开发",
            "新", "老",
        ];
        // Of a site that does not say where it is only the province's documents are surely another's.
        let province = place.ends_with('省') || place.ends_with("自治区");
        if pronoun.iter().any(|p| place.starts_with(p)) || self.places.is_empty() && !province {
            return None;
        }
        Some(Whose::Other)
    }

    fn by_number(&self, number: &DocNumber) -> Option<Whose> {
        let head = head_of(&number.office)?;
        let first = head.chars().next()?;
        if self.own_heads.contains(&head) {
            return Some(Whose::Own);
        }
        if self.places.last().is_some_and(|stem| stem.contains(first)) {
            return Some(Whose::Own);
        }
        if self.other_heads.contains(&head) || number.office.starts_with('国') || number.office.starts_with("中办") {
            return Some(Whose::Other);
        }
        let second = head.chars().nth(1)?;
        (PROVINCES.contains(first) && "府政办委".contains(second)).then_some(Whose::Other)
    }

    /// Whether a column holds what others issued. 市政府文件 is a county's higher authority and a city's own.
    fn is_of_others(&self, column: &str) -> bool {
        const ALWAYS: &[&str] =
            &["上级", "国务院", "中央", "国家政策", "国家文件", "国家级", "省级", "省政府", "省委", "转载", "自治区"];
        let county = self.places.first().is_some_and(|p| p.ends_with(['县', '区', '旗']));
        ALWAYS.iter().any(|w| column.contains(w))
            || county && ["市级", "市政府文件", "市委", "市政策"].iter().any(|w| column.contains(w))
    }
}

/// 云府 of 云府发, 云教 of 云教发: what tells whose a number is; the kind of document behind it does not.
pub(super) fn head_of(office: &str) -> Option<String> {
    let head: String = office.chars().take(2).collect();
    (head.chars().count() == 2).then_some(head)
}

/// 县教育局, 教育局, 本级政府办公室: an office named without its place is the site's own.
fn is_plain_office(issuer: &str) -> bool {
    let issuer = issuer.trim();
    let ends = ["局", "办公室", "委员会", "中心", "政府", "镇", "乡", "街道", "街道办事处", "委", "办", "大队", "支队"];
    issuer.chars().count() <= 24
        && ends.iter().any(|e| issuer.ends_with(e))
        && !["省", "国家", "国务院", "中央"].iter().any(|w| issuer.starts_with(w))
}
