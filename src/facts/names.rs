//! Column names as people write them: the same column is 财政预决算, 财政预/决算, 县级财政预决算公开 or ［财政预决算］.

/// Words before a name that say whose it is or from when, not what it is. 部门 is not among them: 部门预算 and 政府预算 are
/// two things.
const BEFORE: &[&str] = &[
    "本级", "县级", "市级", "区级", "全县", "全市", "全区", "我县", "我市", "我区", "本县", "本市", "本区", "政府",
    "最新", "年度",
];

/// Words after a name that say what kind of place it is, not what it is about.
const AFTER: &[&str] = &[
    "信息公开专栏",
    "信息公开",
    "公开专栏",
    "公开专区",
    "专题专栏",
    "公开目录",
    "公开栏",
    "公开",
    "专栏",
    "专题",
    "专区",
    "栏目",
    "栏",
    "频道",
    "板块",
    "版块",
    "信息",
    "情况",
    "目录",
    "一览",
    "列表",
    "平台",
    "库",
    "系统",
    "工作",
    "领域",
];

/// Full width to half, every blank a plain one.
#[must_use]
pub(super) fn fold_width(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c) {
            code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
            0x3000 | 0xA0 => ' ',
            _ => c,
        })
        .collect()
}

/// A title folded for comparison: full width to half, blanks, brackets and punctuation dropped, lower case.
#[must_use]
pub fn fold_title(title: &str) -> String {
    title.chars().map(half_width).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A full-width sign as its half-width form.
pub(super) fn half_width(c: char) -> char {
    match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// A name folded for comparison: as a title, and 更多 and arrows and counts at the end gone.
#[must_use]
pub fn fold_name(name: &str) -> String {
    let mut folded = fold_title(name);
    for tail in ["更多", "more", "进入"] {
        if let Some(rest) = folded.strip_suffix(tail)
            && !rest.is_empty()
        {
            folded = rest.to_owned();
        }
    }
    // A count in brackets has lost its brackets: 通知公告(12).
    let trimmed = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    if !trimmed.is_empty() && trimmed.chars().last().is_some_and(|c| !c.is_ascii()) {
        folded = trimmed.to_owned();
    }
    folded
}

/// What a folded name is about, without whose it is, from when, and what kind of place: 县级财政预决算公开专栏 →
/// 财政预决算. Never shorter than two characters, and never a word that any column could have.
#[must_use]
pub fn column_core(folded: &str) -> String {
    let plain = folded.replace("人民政府", "政府");
    let mut core = without_place(&plain).trim_start_matches(|c: char| c.is_ascii_digit() || c == '年');
    if let Some(rest) = core.strip_prefix(['县', '市', '区'])
        && rest.starts_with("政府")
    {
        core = rest;
    }
    if core.chars().count() < 2 {
        core = folded;
    }
    loop {
        // 政府信息公开指南 and 公开指南 are one thing.
        if let Some(rest) = core.strip_prefix("信息").filter(|r| r.starts_with("公开") && r.chars().count() >= 4) {
            core = rest;
        }
        let before = BEFORE.iter().find_map(|w| keep(core.strip_prefix(w)));
        let after = AFTER.iter().find_map(|w| keep(core.strip_suffix(w)));
        match before.or(after) {
            Some(rest) => core = rest,
            None => return core.to_owned(),
        }
    }
}

/// Words that any column could have: what is left must say more.
const GENERIC: &[&str] = &[
    "政府",
    "法定",
    "主动",
    "重点",
    "信息",
    "动态",
    "工作",
    "情况",
    "公开",
    "文件",
    "目录",
    "政策",
    "公告",
    "通知",
    "公示",
    "平台",
    "系统",
    "服务",
    "要闻",
    "新闻",
    "部门",
    "乡镇",
    "数据",
    "专题",
    "专栏",
    "互动",
    "信息公开",
    "主动公开",
    "工作动态",
    "栏目",
    "内容",
    "其他",
];

/// A remainder that still means something: two characters at least, and not a word that any column could have.
fn keep(rest: Option<&str>) -> Option<&str> {
    rest.filter(|r| r.chars().count() >= 2 && !GENERIC.contains(r))
}

/// Where the name of the authority begins and that of the place ends.
const AUTHORITIES: &[&str] = &["人民政府", "政府", "党工委", "管委会", "管理委员会"];

/// Kinds of places, as their names end.
const PLACE_ENDS: &[&str] = &[
    "综合实验区",
    "高新技术产业开发区",
    "经济技术开发区",
    "经济开发区",
    "开发区",
    "高新区",
    "示范区",
    "风景名胜区",
    "新区",
    "矿区",
    "林区",
    "县",
    "市",
    "区",
    "州",
    "旗",
    "盟",
];

/// Words for a site's own place, longest first, from what it calls itself: 四川省云岚县人民政府 → 云岚县, 云岚;
/// 青栖综合实验区党工委管委会 → 青栖综合实验区, 青栖.
#[must_use]
pub fn place_words(site_name: &str) -> Vec<String> {
    let Some(before) = AUTHORITIES.iter().find_map(|w| site_name.split_once(w)).map(|(before, _)| before) else {
        return Vec::new();
    };
    let before = before.trim().rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let mut place = before;
    // Of 四川省宜宾市高县 only the last matters; 市 or 区 at the very end belongs to the name.
    for (at, c) in before.char_indices() {
        let rest = &before[at + c.len_utf8()..];
        if matches!(c, '省' | '市' | '州' | '盟') && rest.chars().count() >= 2 {
            place = rest;
        }
    }
    let count = place.chars().count();
    if !(2..=12).contains(&count) {
        return Vec::new();
    }
    let mut words = vec![place.to_owned()];
    let stem = PLACE_ENDS.iter().find_map(|end| place.strip_suffix(end)).filter(|s| s.chars().count() >= 2);
    words.extend(stem.map(str::to_owned));
    words
}

/// Drops a place name at the start (高县…, 安岳县…), as long as something is left.
fn without_place(name: &str) -> &str {
    for (at, c) in name.char_indices().skip(1).take(3) {
        if matches!(c, '县' | '市' | '区' | '州') {
            let rest = &name[at + c.len_utf8()..];
            if rest.chars().count() >= 3 && !rest.starts_with(['级', '域', '长', '委', '场', '民']) {
                return rest;
            }
        }
    }
    name
}

/// How alike two folded names are, 0 to 1, by common pairs of characters; for naming the nearest miss.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "names are short")]
pub fn likeness(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    let pairs = |s: &str| -> Vec<(char, char)> {
        let chars: Vec<char> = s.chars().collect();
        chars.windows(2).map(|w| (w[0], w[1])).collect()
    };
    let (left, mut right) = (pairs(a), pairs(b));
    let total = left.len() + right.len();
    if total == 0 {
        return 0.0;
    }
    let mut common = 0;
    for pair in left {
        if let Some(at) = right.iter().position(|p| *p == pair) {
            right.swap_remove(at);
            common += 1;
        }
    }
    2.0 * f64::from(common) / total as f64
}
