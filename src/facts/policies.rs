//! Which documents are policies of the site's own authority, and which of them need an interpretation.

use super::documents::SETS_RULES;
use super::{Confidence, Document, DocumentKind, Facts, Validity, Whose};
use regex::Regex;
use std::sync::LazyLock;

/// Whether a policy needs an interpretation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// It does (R5-04).
    Yes,
    /// It does not; why.
    No(&'static str),
    /// A person must say; why.
    Unclear(&'static str),
}

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a fixed pattern")
}

/// What needs none, with the word for evidence.
static NONE: LazyLock<Vec<(&'static str, Regex)>> = LazyLock::new(|| {
    vec![
        (
            "appointment",
            pattern(
                r"任免|任职|免职|任命|免去|聘任|解聘|退休|挂职|职务的(?:通知|决定)|同志(?:任|免|职务|退休)|拟任|录用|聘用|招聘|招录|招考",
            ),
        ),
        (
            "reply",
            pattern(r"批复|答复|复函|的函(?:[（(].*[）)])?$|回复|提案|议案|代表建议|委员建议|人大代表.{0,6}建议"),
        ),
        (
            "commendation",
            pattern(
                r"表彰|表扬|嘉奖|授予|命名|先进集体|先进个人|先进单位|记功|荣誉称号|优秀.{0,12}的(?:通报|决定|通知)|奖励.{0,20}的(?:决定|通报)|评选结果",
            ),
        ),
        ("abolition", pattern(r"废止|失效|宣布.{0,20}无效|清理结果|继续有效|停止执行|撤销.{0,30}文件|文件清理")),
        (
            "meeting",
            pattern(
                r"(?:召开|举行|举办|参加|组织收看|收听收看).{0,60}(?:会|会议|培训班?|大会|活动|讲座|比赛|仪式)|会议的?通知|会议纪要|放假|休假|节假日|值班|培训班|观摩|调研|考察|开放日|调休",
            ),
        ),
        (
            "organisation",
            pattern(
                r"(?:成立|调整|设立|撤销|组建|充实|更换|变更|明确).{0,50}(?:领导小组|指挥部|工作组|专班|委员会|机构|成员|组成人员|联席会议|议事协调)|领导(?:同志|班子|成员)?(?:工作)?分工|工作分工|分工调整|组成人员|印章|更名|挂牌|办公地址|办公地点|机构设置",
            ),
        ),
        (
            "single-act",
            pattern(
                r"征收|征地|拆迁|补偿安置|公示|名单|拍卖|出让|招标|采购|中标|成交|听证|停水|停电|交通管制|交通管理|道路封闭|考试|成绩|体检|面试|资格|处罚|环评|环境影响|检查结果|抽查结果|抽检|结果的?(?:公告|通报|公示|通知)|认定.{0,30}(?:公告|通知|决定)|公布.{0,40}(?:名单|名录|结果|目录)|预警|响应的?(?:通知|公告)|禁渔|封山",
            ),
        ),
    ]
});

/// A reprint of what a higher authority issued.
static REPRINT: LazyLock<Regex> = LazyLock::new(|| pattern(r"转发|转载|翻印"));

/// Inner management: whether an inspector asks for an interpretation differs.
static UNCLEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"通报|工作要点|要点的通知|考核|督查|督办|责任分工|任务分解|任务分工|任务清单|立法计划|自查|报送|上报|申报|统计调查|普查|集中学习|学习贯彻|宣传月|宣传周|政府工作报告|工作总结|绩效评价|预算|决算|财务",
    )
});

/// The first year in which county governments had to publish interpretations beside their policies is 2016; documents of
/// before are no fault of today's (general knowledge, so a parameter of the checks: `since`).
pub const SINCE: &str = "2016-03-01";

impl Document {
    /// Whether this is a policy that the site's own authority issued, as far as can be told.
    #[must_use]
    pub fn is_own_policy(&self) -> bool {
        self.kind == DocumentKind::Policy && self.whose != Whose::Other
    }

    /// Whether this policy needs an interpretation (R5-04); `extra` are further words of titles that need none.
    #[must_use]
    pub fn need(&self, extra: &[String]) -> Need {
        if self.whose == Whose::Other || REPRINT.is_match(&self.title) {
            return Need::No("reprint");
        }
        if self.validity == Validity::Ended {
            return Need::No("ended");
        }
        // What a document is about stands within quotations as well: 关于印发《…成员名单》的通知.
        if let Some((why, _)) = NONE.iter().find(|(why, pattern)| pattern.is_match(&self.title) && !self.rules(why)) {
            return Need::No(why);
        }
        if extra.iter().any(|w| !w.is_empty() && self.title.contains(w.as_str())) {
            return Need::No("excepted");
        }
        if UNCLEAR.is_match(&self.title) && !SETS_RULES.is_match(&self.title) {
            return Need::Unclear("inner-management");
        }
        if self.confidence == Confidence::Unsure || self.whose == Whose::Unknown && self.number.is_none() {
            return Need::Unclear("whose");
        }
        Need::Yes
    }

    /// 关于印发《征地补偿管理办法》的通知 is no single act: it sets rules. 关于废止《…办法》的决定 sets none.
    fn rules(&self, why: &str) -> bool {
        why != "abolition" && SETS_RULES.is_match(&self.title)
    }

    /// Whether it was issued in the name of the government or its office (R5-07).
    #[must_use]
    pub fn is_of_government(&self) -> bool {
        let named = |text: &str| text.contains("人民政府") || text.contains("政府办");
        let head = self.title.split("关于").next().unwrap_or_default();
        let town = |text: &str| ["镇人民政府", "乡人民政府", "街道"].iter().any(|w| text.contains(w));
        let number = self.number.as_ref().is_some_and(|n| {
            ["府发", "府办", "政发", "政办", "府规", "政规", "府令", "府字", "政字"]
                .iter()
                .any(|w| n.office.contains(w))
        });
        if town(head) {
            return false;
        }
        number
            || (self.title.contains("关于") && named(head))
            || self.issuer.as_deref().is_some_and(|i| named(i) && !town(i))
    }
}

impl Facts {
    /// The policies of the site's own authority, each once, in crawl order.
    pub fn own_policies(&self) -> impl Iterator<Item = &Document> {
        self.documents().all().iter().filter(|d| d.is_own_policy() && d.copy_of.is_none())
    }
}
