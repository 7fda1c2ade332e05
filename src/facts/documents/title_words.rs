//! The words by which titles tell what they are the titles of.

use regex::Regex;
use std::sync::LazyLock;

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a fixed pattern")
}

/// 2025年政府信息公开工作年度报告.
pub(super) static ANNUAL_REPORT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:政府)?信息公开(?:工作)?[^，。]{0,12}(?:年度?报告|年报)|政府信息公开工作报告|信息公开年报")
});

/// What became of a call for opinions.
pub(super) static RESULT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"采纳(?:情况|结果|反馈|说明)|(?:意见|征集|征求|听证)[^《》]{0,16}(?:结果|反馈|情况(?:的?(?:说明|公告|公示|通报|反馈|汇总|报告))?|汇总)(?:的?(?:公告|公示|说明|通报|报告))?[）)]?\s*$|(?:征集|征求)[^。]{0,40}(?:结果|采纳|反馈情况|意见反馈|情况反馈)",
    )
});

/// A call for opinions.
pub(super) static CALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"征求意见稿|(?:公开)?征求.{0,60}意见|意见征求|意见征集|征集.{0,60}(?:意见|建议)|(?:意见|建议).{0,6}征集|公开征集|向社会(?:公开)?征[求集]|（草案）|\(草案\)|草案.{0,12}意见|听证(?:会)?(?:公告|通告|的公告)",
    )
});

/// Words of an interpretation.
const READS: &str = r"解读|图解|读懂|图说|一图看懂|一文看懂|一文读懂|图文解|漫画解|政策问答|百问百答|一问一答|答记者问|新闻发布会|政策吹风会|起草说明|编制说明|明白卡|政策简明问答|知识问答|热点问答|问答";

static READ: LazyLock<Regex> = LazyLock::new(|| pattern(READS));

/// Words that nothing but an interpretation has outside of quotations.
pub(super) static SURELY_READS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"解读|图解|一图读懂|一图看懂|一文读懂|一文看懂|图说|政策问答|答记者问|一问一答"));

/// What to take out of an interpretation's title to see what it is about.
pub(super) static FORMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[【\[（(〖「]?(?:(?:政策|文件|文字|图片|图文|视频|音频|动漫|动画|漫画|图表|图示|数字|专家|部门|负责人|主要负责人|媒体|权威|深度|一图|H5|h5|长图|多媒体)*(?:解读|图解)(?:材料|稿|之[一二三四五六七八九十]|[一二三四五六七八九十\d]+)?|一图(?:读懂|看懂|了解)|图说|读懂|(?:政策|简明|知识|热点|政策简明)*问答|一问一答|百问百答|答记者问|(?:政策)?新闻发布会|政策吹风会|起草说明|编制说明|明白卡|有关问题|相关政策|政策)[】\]）)〗」]?[：:丨｜|—\-]*",
    )
});

/// 关于…的解读, and 解读 alone at the end, belong to the form too.
static ABOUT_READING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:对|关于)|(?:的|之)$"));

/// What is left of an interpretation's title without the words of its form.
pub(super) fn without_form(title: &str) -> String {
    let rest = FORMS.replace_all(title, "");
    ABOUT_READING.replace_all(rest.trim(), "").into_owned()
}

/// The text outside of 《》.
pub(super) fn outside_quotes(title: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for c in title.chars() {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Whether the words outside of quotations are those of an interpretation.
pub(super) fn reads(outside: &str) -> bool {
    READ.is_match(outside)
}

/// Orders about interpretations and reports about press conferences are none themselves.
static ORDERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:通知|方案|办法|意见|规定|制度|细则|要点|计划|通报|公告|的函|规则|规范)\s*[）)]?\s*$")
});
static LEADS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*[【\[（(〖「]?\s*(?:政策|文件|文字|图片|图文|视频|专家|动漫)*(?:解读|图解|一图读懂|一图看懂|图说|读懂|问答)",
    )
});
static MEETING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:召开|举行|举办|参加|出席|将召开)[^《》]{0,30}(?:发布会|解读会|培训)|(?:发布会|解读会)[^《》]{0,8}(?:召开|举行)|解读(?:培训|工作|机制|制度|质量|方案|情况)",
    )
});

/// Whether a title is that of an interpretation.
pub(super) fn is_interpretation(title: &str, outside: &str) -> bool {
    if !reads(outside) {
        return false;
    }
    if LEADS.is_match(title) {
        return true;
    }
    let ends = outside.trim_end();
    // 《…》新闻发布会 is a form; 县政府召开新闻发布会 a report.
    !(MEETING.is_match(outside) || (ORDERS.is_match(ends) && !title.trim_end().ends_with('》')))
}

/// Documents that set rules, whatever their matter: 关于印发《招标投标管理规定》的通知 is no tender.
pub(in crate::facts) static SETS_RULES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:印发|公布|发布|颁布|出台|修订|修改)[^《]*《?[^》]*(?:办法|规定|细则|条例|规则|制度|标准)(?:》|[（(]|的通知|的公告|$)|(?:办法|规定|细则|条例|规则|制度)(?:[（(][^）)]*[）)])?$",
    )
});

/// Appointments, recruitment.
pub(super) static PERSONNEL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"任免|任职|免职|任命|聘任|解聘|挂职|同志(?:任|免|职务|退休)|职务(?:任免)?的(?:通知|决定|公告)|拟(?:任|录用|聘用|提拔)|招聘|招录|招考|录用|聘用|选调|遴选|考察公告|干部(?:任前)?公示|任前公示|公开选拔|资格复审|面试|体检(?:公告|通知)|笔试|成绩(?:公告|公示|查询)|事业单位.{0,20}(?:考试|公告)",
    )
});

/// Tenders and sales.
pub(super) static TENDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"招标|投标|中标|采购(?:公告|项目|结果|意向|合同|更正|公示|需求)|成交(?:公告|公示|结果)|竞争性(?:磋商|谈判)|询价|比选|流标|废标|拍卖|挂牌出让|出让(?:公告|结果)|竞价|变更公告|更正公告|控制价|开标|评标",
    )
});

/// 第3期 of the gazette.
pub(super) static GAZETTE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"政府公报|公报.{0,10}第?\s*\d+\s*[期号]|^\d{4}年第?\d+期"));

/// A service guide.
pub(super) static GUIDE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:办事|服务|办理|申办|事项)指南(?:[（(].{0,20}[）)])?\s*$"));

/// A catalogue or list.
pub(super) static CATALOGUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:公开|事项|权责|服务|收费|证明|基本|标准)[^，。]{0,10}(?:目录|清单)(?:[（(].{0,20}[）)])?\s*$")
});

/// Notices about one act; no rule for many.
pub(super) static ACT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"公示(?:公告)?(?:[（(].{0,20}[）)])?\s*$|名单(?:的?(?:公示|公告|通知|通报))?(?:[（(].{0,20}[）)])?\s*$|征收土地|土地征收|征地|房屋征收|补偿安置|停水|停电|停气|断水|交通管制|道路封闭|封闭施工|环境影响|环评|听证|行政处罚|检查结果|抽查结果|抽检|监督抽查|认领|失物|讣告|遗失|注销公告|送达公告|催告|预报|天气|预警|气象|防汛快报|疫情通报|空气质量|水质|价格监测|成绩|录取|资格审查|考试|体检|彩票",
    )
});

/// Something that ends like a document's title.
static DOCUMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:通知|意见|办法|规定|决定|通告|公告|细则|规划|纲要|措施|预案|方案|条例|规则|制度|命令|令|要点|计划|标准|政策|章程|准则|规范|批复|的?函|通报|分工|安排|清单|目录|公约|办法》?|若干措施|实施意见|行动计划|指导意见|工作要点)\s*$",
    )
});
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:[（(【\[〔][^（()）【】\[\]〔〕]{1,30}[）)】\]〕](?:\d{1,4}号)?|[\p{Han}]{1,10}〔\d{4}〕\d{1,4}号|[》”\s]|废止|失效)+$",
    )
});

/// Whether a title ends as documents' titles do, brackets behind it aside.
pub(super) fn is_document_title(title: &str) -> bool {
    let bare = TAIL.replace(title.trim(), "");
    DOCUMENT.is_match(&bare) && bare.chars().count() >= 6
}

/// A body that issues, before 关于.
pub(super) static ISSUED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\p{Han}]{2,24}?(?:人民政府|政府|办公室|委员会|局|指挥部|管委会|镇|乡|街道办事处|厅|委)[\p{Han}\s]{0,24}?关于|^[\p{Han}]{2,24}(?:人民政府|办公室|局)(?:令|公告|通告)",
    )
});

/// Notices of any kind.
pub(super) static NOTICE: LazyLock<Regex> = LazyLock::new(|| pattern(r"通知|公告|通告|公示|启事|提示|提醒"));
