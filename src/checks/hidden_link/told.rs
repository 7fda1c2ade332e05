use super::{Fault, TEMPLATE_PAGES};
use crate::facts::{Facts, Illicit, IllicitKind};
use crate::model::{Hidden, PageRole, Reason, Severity, Text, Undetermined, Veil, Violation};
use serde_json::{Map, Value, json};

/// Pages named as examples.
const EXAMPLES: usize = 3;

/// What makes a link one of the bad kind.
pub(super) struct Bad<'a> {
    pub(super) illicit: Illicit,
    /// Title of what opens behind it.
    pub(super) title: Option<&'a str>,
    /// Where that is.
    pub(super) end: Option<&'a str>,
}

/// A link and where it stands.
pub(super) struct Sighting<'a> {
    pub(super) facts: &'a Facts,
    pub(super) fault: Fault,
    pub(super) target: &'a str,
    pub(super) text: &'a str,
    pub(super) pages: &'a [u32],
    pub(super) veil: Option<&'a Veil>,
}

/// A text as evidence may hold it: at most so many characters, numbers of persons and their cards masked.
fn shown(text: &str, most: usize) -> String {
    let mut masked = String::new();
    let mut run = String::new();
    for c in text.chars().take(most).chain(std::iter::once('\n')) {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        let mobile = run.len() == 11 && run.starts_with('1');
        if mobile || (15..=19).contains(&run.len()) {
            masked.push_str(&run[..3]);
            masked.push_str("****");
            masked.push_str(&run[run.len() - 4..]);
        } else {
            masked.push_str(&run);
        }
        run.clear();
        if c != '\n' {
            masked.push(c);
        }
    }
    masked
}

impl IllicitKind {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Gambling => ("博彩", "gambling"),
            Self::Porn => ("色情", "pornography"),
            Self::Forgery => ("假证假票、代考代写", "forged papers"),
            Self::Server => ("游戏私服", "private game servers"),
            Self::Cheat => ("外挂作弊", "cheating software"),
            Self::Drugs => ("违禁物品", "contraband"),
            Self::Loan => ("违法贷款、洗钱", "illegal loans"),
            Self::Farm => ("链接买卖、刷排名", "trade in links"),
        }
    }
}

/// How it is hidden, in words.
fn way(by: Hidden) -> (&'static str, &'static str) {
    match by {
        Hidden::Style => ("用样式隐藏", "hidden by style"),
        Hidden::Attribute => ("用 hidden 属性隐藏", "hidden by an attribute"),
        Hidden::Size => ("尺寸或字号为零", "of no size"),
        Hidden::OffScreen => ("移到窗口之外", "moved out of the window"),
        Hidden::Noscript => ("放在 noscript 里", "inside noscript"),
        Hidden::Clip => ("被裁剪掉", "clipped away"),
        Hidden::Colour => ("文字与背景同色", "in the colour of its background"),
    }
}

impl Sighting<'_> {
    /// The page on which a person can look: the one that loads a script or fragment, in its place.
    fn url(&self, page: u32) -> String {
        let fact = &self.facts.pages[page as usize];
        let part = fact.role == PageRole::Script && !fact.referrer.is_empty();
        if part { fact.referrer.clone() } else { fact.url().to_owned() }
    }

    fn evidence(&self, bad: Option<&Bad<'_>>) -> Map<String, Value> {
        let mut evidence = Map::new();
        let mut put = |key: &str, value: Value| {
            evidence.insert(key.to_owned(), value);
        };
        put("link_text", json!(shown(self.text, 120)));
        put("pages", json!(self.pages.len()));
        let mut examples: Vec<String> = Vec::new();
        for page in self.pages.iter().take(EXAMPLES) {
            let url = self.url(*page);
            if !examples.contains(&url) {
                examples.push(url);
            }
        }
        put("examples", json!(examples));
        if let Some(veil) = self.veil {
            put("hidden_by", json!(veil.by));
            put("how", json!(veil.how));
            put("source", json!(veil.source));
            if let Some(sheet) = &veil.sheet {
                put("sheet", json!(sheet));
            }
            if veil.unread_sheets > 0 {
                put("unread_sheets", json!(veil.unread_sheets));
            }
            if veil.injected {
                put("injected", json!(true));
            }
            put("excerpt", json!(shown(&veil.excerpt, 240)));
        }
        if let Some(bad) = bad {
            put("illicit", json!(bad.illicit.kind));
            put("words", json!(bad.illicit.words.join("、")));
            if let Some(title) = bad.title {
                put("title", json!(shown(title, 160)));
            }
            if let Some(end) = bad.end.filter(|end| *end != self.target) {
                put("final_url", json!(end));
            }
        }
        evidence
    }

    /// One for each page, or one for all where it stands on several.
    pub(super) fn violations(&self, bad: &Bad<'_>) -> Vec<Violation> {
        let template = self.pages.len() >= TEMPLATE_PAGES;
        let mut evidence = self.evidence(Some(bad));
        evidence.insert("reason".to_owned(), json!(self.fault));
        let pages = if template { &self.pages[..1] } else { self.pages };
        let one = |page: &u32| Violation {
            url: self.url(*page),
            target: Some(self.target.to_owned()),
            message: self.message(bad),
            evidence: Value::Object(evidence.clone()),
            severity: Severity::Major,
            occurrences: if template { self.pages.len() as u64 } else { 1 },
            subject: if template { "template".to_owned() } else { String::new() },
        };
        pages.iter().map(one).collect()
    }

    fn message(&self, bad: &Bad<'_>) -> Text {
        let (kind_zh, kind_en) = bad.illicit.kind.words();
        let words = bad.illicit.words.join("、");
        let text = if self.text.is_empty() { String::new() } else { format!("“{}”", shown(self.text, 40)) };
        let quoted = if self.text.is_empty() { String::new() } else { format!(" \"{}\"", shown(self.text, 40)) };
        let target = self.target;
        let (way_zh, way_en) = self.veil.map_or(("", ""), |v| way(v.by));
        match self.fault {
            Fault::HiddenLink => Text::new(
                format!(
                    "页面上有{way_zh}的链接{text}，指向{kind_zh}类网站 {target}（{words}），请清除并检查网站是否被侵入"
                ),
                format!(
                    "a link{quoted} {way_en} leads to a {kind_en} site, {target} ({words}); remove it and check whether the site was broken into"
                ),
            ),
            Fault::HiddenFrame => Text::new(
                format!("页面里藏着打开{kind_zh}类网站的框架 {target}（{words}），请清除并检查网站是否被侵入"),
                format!(
                    "a frame {way_en} opens a {kind_en} site, {target} ({words}); remove it and check whether the site was broken into"
                ),
            ),
            Fault::IllicitLink => Text::new(
                format!("链接{text}指向{kind_zh}类网站 {target}（{words}），请删除"),
                format!("the link{quoted} leads to a {kind_en} site, {target} ({words}); remove it"),
            ),
            Fault::HijackedTarget | Fault::StuffedHead => {
                let title = shown(bad.title.or(bad.end).unwrap_or_default(), 60);
                Text::new(
                    format!("链接{text}打开的已是{kind_zh}类网页“{title}”（{target}），原网站可能已换主人，请删除"),
                    format!(
                        "the link{quoted} now opens a {kind_en} page, \"{title}\" ({target}): its domain may have changed hands; remove it"
                    ),
                )
            }
        }
    }

    /// Hidden and foreign, but nothing says of what kind it is.
    pub(super) fn undetermined(&self) -> Undetermined {
        let (way_zh, way_en) = self.veil.map_or(("看不见", "not seen"), |v| way(v.by));
        let shown_text = if self.text.is_empty() { "（无文字）".to_owned() } else { shown(self.text, 40) };
        let target = self.target;
        Undetermined {
            url: self.url(self.pages.first().copied().unwrap_or_default()),
            target: Some(target.to_owned()),
            reason: Reason::Ambiguous,
            message: Text::new(
                format!("有{way_zh}的外部链接“{shown_text}”，指向 {target}，未见违规词语；请打开核实是否为暗链"),
                format!(
                    "a link to another site, \"{shown_text}\", is {way_en} and leads to {target}; no words of the bad kind were seen: look whether it belongs there"
                ),
            ),
            evidence: Value::Object(self.evidence(None)),
        }
    }
}

/// The page's own head is stuffed.
pub(super) fn stuffed(
    facts: &Facts,
    page: usize,
    illicit: &Illicit,
    [title, keywords, description]: [&str; 3],
) -> Violation {
    let (kind_zh, kind_en) = illicit.kind.words();
    let words = illicit.words.join("、");
    let excerpt = facts.pages[page].page.as_ref().map_or("", |p| p.main_excerpt.as_str());
    Violation {
        url: facts.pages[page].url().to_owned(),
        target: None,
        message: Text::new(
            format!(
                "网页标题或关键词里有{kind_zh}类词语（{words}），疑被篡改用于搜索引擎作弊，请清除并检查网站是否被侵入"
            ),
            format!(
                "the page's title or key words hold {kind_en} words ({words}): tampered with to deceive search engines; remove them and check whether the site was broken into"
            ),
        ),
        evidence: json!({
            "reason": Fault::StuffedHead,
            "illicit": illicit.kind,
            "words": words,
            "title": shown(title, 160),
            "keywords": shown(keywords, 160),
            "description": shown(description, 160),
            "excerpt": shown(excerpt, 100),
        }),
        severity: Severity::Major,
        occurrences: 1,
        subject: String::new(),
    }
}
