use crate::facts::fold_title;
use crate::model::Page;
use regex::Regex;
use std::sync::LazyLock;

/// What kind of thing opinions are asked on; only the first two are a draft's or an open question's, the others have
/// rules of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CallKind {
    /// The draft of a document or decision.
    Draft,
    /// Opinions and suggestions without a draft.
    Open,
    /// A questionnaire, a poll, a vote.
    Questionnaire,
    /// Something else than opinions is collected: projects, clues, names, works.
    Solicitation,
    /// A public hearing is announced.
    Hearing,
    /// Land or houses are to be taken: the land law's own procedure.
    Expropriation,
    /// Environmental and other assessments, procurement: procedures of their own.
    Assessment,
    /// Another authority's consultation, passed on.
    Elsewhere,
    /// Asked of other offices, not of the public.
    Internal,
}

fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

/// A title without what stands between 《 and 》: the ritual around a matter.
fn outside(title: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::with_capacity(title.len());
    for c in title.chars() {
        match c {
            '《' | '〈' => depth += 1,
            '》' | '〉' => depth = depth.saturating_sub(1),
            c if depth == 0 && !c.is_whitespace() => out.push(c),
            _ => {}
        }
    }
    out
}

static CALLS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:征求|征集|征询|听取|征得)[^。]{0,60}?(?:意见|建议)|(?:意见|建议)[^。]{0,6}(?:征集|征求)|公开征求|征求意见|征集.{0,40}(?:公告|通告|启事|活动|公示)|网上征集|征集活动",
    )
    .expect("a fixed pattern")
});

static RESULTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"采纳(?:情况|说明|结果|反馈)|(?:征集|征求|征询|意见|建议)[^，。]{0,14}(?:情况(?:的|反馈|说明|通报|公告|公示|汇总|报告)|结果|采纳|情况$|反馈(?:公告|公示|情况|汇总|说明|$)|汇总|处理情况|办理情况|回复$|总结)|结果反馈|反馈结果|征集反馈",
    )
    .expect("a fixed pattern")
});

/// Words of titles that speak about a draft.
const EXPLAINS: &[&str] =
    &["解读", "图解", "一图读懂", "一图看懂", "起草说明", "编制说明", "制定说明", "修订说明", "问答", "背景介绍"];

/// Words of titles that tell of an event.
const EVENTS: &[&str] =
    &["座谈会", "召开", "举行", "会上", "主题教育", "民主生活会", "组织生活会", "培训", "赴", "走访", "现场会", "调研"];

/// Whether a title is that of what came of a consultation.
#[must_use]
pub(super) fn is_result_title(title: &str) -> bool {
    let outer = outside(title);
    let speaks = has(&outer, &["意见", "建议", "征集", "征求", "采纳", "结果反馈", "反馈结果"]);
    speaks
        && RESULTS.is_match(&outer)
        && !has(&outer, EXPLAINS)
        && !has(&outer, &["情况表", "反馈表", "提案", "人大", "政协"])
}

/// What kind of consultation a title announces; `None` for anything else, results and interpretations among them.
#[must_use]
pub fn call_kind(title: &str) -> Option<CallKind> {
    let outer = outside(title);
    let named = title.contains('《');
    let drafted = has(title, &["征求意见稿", "意见征集稿", "征集意见稿", "草案", "讨论稿", "送审稿", "公开征求"]);
    let told =
        CALLS.is_match(&outer) || named && drafted && has(&outer, &["公告", "公示", "通告", "通知", "函", "启事"]);
    let hearing = outer.contains("听证") && has(&outer, &["公告", "通告", "通知"]);
    let asks = has(&outer, &["调查问卷", "问卷调查", "满意度调查", "民意调查", "网上调查", "网络投票"]);
    // 意见征集, 民意征集: the name of a column.
    let short = title.chars().filter(|c| c.is_alphanumeric()).count() < 8;
    if short || !(told || hearing || asks) || is_result_title(title) || has(&outer, EXPLAINS) {
        return None;
    }
    if has(&outer, EVENTS) && !has(&outer, &["公告", "通告", "公示"]) {
        return None;
    }
    // The draft's own page carries its name and nothing of a call.
    let bare = outer.replace("（征求意见稿）", "").replace("(征求意见稿)", "").replace("征求意见稿", "");
    if !CALLS.is_match(&bare)
        && !named
        && !hearing
        && !asks
        && !has(&bare, &["公告", "通告", "公示", "启事", "的函", "通知"])
    {
        return None;
    }
    Some(kind_of(title, &outer))
}

fn kind_of(title: &str, outer: &str) -> CallKind {
    static HIGHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"国务院|司法部|全国人大|人大常委会|中华人民共和国|国家[^，。《]{1,14}(?:局|委|总局)|省人民政府|省政府|自治区人民政府|[\u{4e00}-\u{9fff}]省[^，。《]{0,10}(?:厅|委员会|局)关于")
            .expect("a fixed pattern")
    });
    static COLLECTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"征集[^。]{0,30}(?:线索|名称|[Ll][Oo][Gg][Oo]|LOGO|标识|标志|口号|作品|摄影|吉祥物|金点子|选题|志愿者|素材|案例|照片|图片|史料|文物|档案|实物|人选|专家|会员|供应商|服务机构|课题|故事|歌曲|徽|方案设计|广告语|楹联|祝福|议题|人员|企业需求|项目需求|监督员)")
            .expect("a fixed pattern")
    });
    if has(title, &["征地", "土地征收", "征收土地", "房屋征收", "征收补偿", "补偿安置", "安置补偿", "拆迁", "拟征收"])
    {
        CallKind::Expropriation
    } else if has(title, &["环境影响", "环评", "水土保持", "稳定风险评估", "采购", "招标", "竞价", "询价", "比选"])
    {
        CallKind::Assessment
    } else if HIGHER.is_match(title) || has(outer, &["转发", "【转载】", "转载"]) {
        CallKind::Elsewhere
    } else if outer.contains("听证") && !outer.contains("征求") && !outer.contains("征集") {
        CallKind::Hearing
    } else if has(outer, &["问卷", "满意度", "测评", "评议", "投票", "评选", "民意调查", "网上调查", "民意测验"])
    {
        CallKind::Questionnaire
    } else if has(outer, &["民生实事", "实事项目", "为民办实事"])
        || COLLECTED.is_match(outer) && !outer.contains("意见")
    {
        CallKind::Solicitation
    } else if names_document(title, outer) {
        CallKind::Draft
    } else if !has(outer, &["意见", "建议"]) {
        CallKind::Solicitation
    } else {
        CallKind::Open
    }
}

/// Whether the matter is a document: in 《》, called a draft, or of a kind that documents are.
fn names_document(title: &str, outer: &str) -> bool {
    static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:征求|征集|征询|对|就|关于)[^，。]{2,50}(?:办法|方案|规划|措施|规定|细则|条例|标准|目录|清单|预案|制度|若干意见|实施意见|指导意见|决定|计划|导则|规则|政策|价格|收费)",
        )
        .expect("a fixed pattern")
    });
    has(title, &["《", "征求意见稿", "草案", "讨论稿", "送审稿", "（稿）", "意见稿"]) || DOCUMENT.is_match(outer)
}

/// Whether a page announces a consultation of the public on a draft, or asks for opinions in general.
#[must_use]
pub fn is_consultation(page: &Page) -> bool {
    title_of(page).is_some_and(|t| matches!(call_kind(t), Some(CallKind::Draft | CallKind::Open)))
}

/// Whether a page tells what came of a consultation.
#[must_use]
pub fn is_consultation_result(page: &Page) -> bool {
    title_of(page).is_some_and(is_result_title)
}

/// The title of a page about one thing. A list is called by its column.
pub(super) fn title_of(page: &Page) -> Option<&str> {
    if let Some(article) = page.article.as_ref().filter(|a| a.title.chars().count() >= 6) {
        return Some(&article.title);
    }
    let named = page.meta("ArticleTitle").filter(|t| Some(*t) != page.meta("ColumnName"));
    let listed = page.items.iter().filter(|i| i.date.is_some()).count() >= 3;
    let own = page
        .title
        .split(['_', '|', '-', '—', '－'])
        .next()
        .map(str::trim)
        .filter(|t| t.chars().count() >= 12 && !listed);
    named.or(own)
}

/// What a title is about, folded, so that a draft, its explanation and its result have the same: the name in 《》 without
/// （征求意见稿）; else the title without the ritual around it.
#[must_use]
pub fn matter_key(title: &str) -> String {
    static STAGE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"[（(\[【〔]?(?:公开)?(?:第[一二三]次)?(?:征求意见|意见征集|征集意见|修订|修改|送审|讨论|公示|听证|草案)?(?:征求意见)?(?:稿|草案|草案稿)[）)\]】〕]?",
        )
        .expect("a fixed pattern")
    });
    static RITUAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"公开|向社会|面向社会|社会公众|社会各界|广大群众|公众|群众|征求|征集|征询|听取|意见建议|意见和建议|的意见|意见$|意见(?:的|采纳|征集|反馈|情况|结果)|建议(?:的|$|采纳|情况)|采纳|情况|反馈|结果|说明|的?(?:公告|通告|公示|通知|启事|函)$|起草|编制|解读|图解|一图读懂|政策",
        )
        .expect("a fixed pattern")
    });
    let named = title.find('《').and_then(|from| {
        let rest = &title[from + '《'.len_utf8()..];
        let to = rest.rfind('》')?;
        // 《A》和《B》: the first; 《关于印发〈A〉的通知》: all of it.
        let first = rest.find('》').filter(|at| !rest[..*at].contains('《')).unwrap_or(to);
        Some(rest[..first].to_owned())
    });
    let matter = named.unwrap_or_else(|| {
        let about = ["关于对", "关于就", "关于"].iter().find_map(|w| title.split_once(w).map(|(_, rest)| rest));
        let about = about.unwrap_or(title).trim_start_matches(['-', '—', '：', ':', ' ']);
        let mut rest = about.to_owned();
        for _ in 0..4 {
            let next = RITUAL.replace_all(&rest, "").into_owned();
            if next == rest {
                break;
            }
            rest = next;
        }
        if rest.chars().count() < 4 { title.to_owned() } else { rest }
    });
    let key = fold_title(&STAGE.replace_all(&matter, ""));
    if key.chars().count() < 3 { fold_title(&matter) } else { key }
}
