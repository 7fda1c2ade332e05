//! What kind of document a page is, told by its title first, then by the columns it stands in, its labels and its number.

use super::title_words as words;
use super::{DocNumber, Whose};
use crate::model::Article;

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// A document issued by an authority: 文号, issuing body, or a document's title in a column of policies.
    Policy,
    /// An interpretation (解读, 图解, 问答 …) of a policy.
    Interpretation,
    /// A call for opinions.
    Consultation,
    /// What was taken up of the opinions.
    ConsultationResult,
    /// A letter with or without its reply.
    Letter,
    /// An annual report on government information.
    AnnualReport,
    /// An issue of the gazette.
    Gazette,
    /// A catalogue or list of items.
    Catalogue,
    /// A service guide.
    ServiceGuide,
    /// Appointments and recruitment.
    Personnel,
    /// A notice about one act: a tender, a list of names, an expropriation, a power cut.
    Notice,
    /// News.
    News,
    /// A list of entries that is no column of the menus.
    List,
    /// A column.
    Column,
    /// The home page.
    Home,
    /// Anything else.
    Other,
}

/// How sure a kind is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// A guess that no accusation may rest on.
    Unsure,
    /// One good sign.
    Likely,
    /// Two signs that say the same, or one that can't mean anything else.
    Sure,
}

/// What the kind rests on.
pub(super) struct Signs<'a> {
    pub(super) title: &'a str,
    pub(super) article: &'a Article,
    pub(super) number: Option<&'a DocNumber>,
    /// Names of the columns the page says it stands in: breadcrumbs, `ColumnName`, `ColumnType`.
    pub(super) columns: &'a [&'a str],
    /// Names of the columns and headings whose lists show it.
    pub(super) listed_under: &'a [&'a str],
    pub(super) whose: Whose,
}

/// A kind with how sure it is and why.
pub(super) type Told = (DocumentKind, Confidence, Vec<&'static str>);

impl Signs<'_> {
    fn in_column(&self, names: &[&str]) -> bool {
        self.columns.iter().any(|c| names.iter().any(|n| c.contains(n)))
    }

    fn listed(&self, names: &[&str]) -> bool {
        self.listed_under.iter().any(|c| names.iter().any(|n| c.contains(n)))
    }
}

const POLICY_COLUMNS: &[&str] = &[
    "政策文件",
    "规范性文件",
    "政府文件",
    "政府办文件",
    "政府办公室文件",
    "部门文件",
    "政策法规",
    "行政规范性",
    "文件库",
    "政策库",
    "府发",
    "府办发",
    "政办发",
    "政发",
    "县政府文件",
    "本级文件",
    "其他文件",
    "其它文件",
    "公文",
    "规章",
    "政策措施",
    "惠企政策",
    "法规文件",
    "乡镇文件",
    "街道文件",
    "本级政策",
    "政府规章",
    "法规公文",
    "政务公文",
    "发文",
];
const READING_COLUMNS: &[&str] = &["解读", "图解", "一图读懂", "政策问答"];
const NEWS_COLUMNS: &[&str] =
    &["要闻", "动态", "新闻", "时政", "领导活动", "图片", "视频", "头条", "资讯", "乡镇之窗", "基层", "媒体", "风采"];
const DRAFT_COLUMNS: &[&str] = &["征集", "征求意见", "意见征求", "决策预公开", "草案"];

/// What the page is.
pub(super) fn of(signs: &Signs<'_>) -> Told {
    use Confidence::{Likely, Sure};
    use DocumentKind as K;
    let title = signs.title;
    // What stands outside of quotations says what the page is; inside of them stands what it is about.
    let outside = words::outside_quotes(title);
    let number = signs.number.is_some();
    if words::ANNUAL_REPORT.is_match(title) && !words::reads(&outside) {
        return (K::AnnualReport, Sure, vec!["title"]);
    }
    if words::RESULT.is_match(title) && !words::reads(&outside) {
        return (K::ConsultationResult, if signs.in_column(DRAFT_COLUMNS) { Sure } else { Likely }, vec!["title"]);
    }
    if words::is_interpretation(title, &outside) {
        let column = signs.in_column(READING_COLUMNS) || signs.listed(READING_COLUMNS);
        let mut reasons = vec!["title"];
        reasons.extend(column.then_some("column"));
        // 政策解读工作方案 with a number of its own is a document about interpretations.
        return (
            K::Interpretation,
            if column || words::SURELY_READS.is_match(&outside) { Sure } else { Likely },
            reasons,
        );
    }
    // Rules about tenders, appointments, calls for opinions are none themselves.
    let rules = words::SETS_RULES.is_match(title) && !title.contains("征求意见稿") && !title.contains("草案");
    if rules && number {
        return (K::Policy, Sure, vec!["title", "number"]);
    }
    if words::CALL.is_match(title) {
        return (K::Consultation, if signs.in_column(DRAFT_COLUMNS) { Sure } else { Likely }, vec!["title"]);
    }
    if let Some(kind) = by_other_title(signs).filter(|_| !rules) {
        return kind;
    }
    if !rules && words::PERSONNEL.is_match(title) {
        return (K::Personnel, Sure, vec!["title"]);
    }
    let doc_title = words::is_document_title(title);
    let column = signs.in_column(POLICY_COLUMNS) || signs.listed(POLICY_COLUMNS);
    let reading = signs.in_column(READING_COLUMNS);
    let labelled = signs.article.has_label(&["索引号", "文号", "发文字号", "成文日期", "发文机关", "制发机关"]);
    if doc_title && number {
        let mut reasons = vec!["title", "number"];
        reasons.extend(column.then_some("column"));
        return (K::Policy, Sure, reasons);
    }
    if reading && !number {
        return (K::Interpretation, Likely, vec!["column"]);
    }
    if !rules && words::ACT.is_match(title) {
        return (K::Notice, Likely, vec!["title"]);
    }
    if doc_title && (column || labelled) {
        return (K::Policy, if column && labelled { Sure } else { Likely }, vec!["title", "column"]);
    }
    if number && column {
        return (K::Policy, Likely, vec!["number", "column"]);
    }
    if doc_title && signs.whose == Whose::Own && words::ISSUED.is_match(title) && !signs.in_column(NEWS_COLUMNS) {
        return (K::Policy, Likely, vec!["title", "issuer"]);
    }
    if signs.in_column(NEWS_COLUMNS) || signs.listed(NEWS_COLUMNS) {
        return (K::News, Likely, vec!["column"]);
    }
    if doc_title || words::NOTICE.is_match(title) {
        return (K::Notice, Likely, vec!["title"]);
    }
    (K::Other, Confidence::Unsure, Vec::new())
}

/// Kinds that a title gives away and that no policy is.
fn by_other_title(signs: &Signs<'_>) -> Option<Told> {
    use Confidence::{Likely, Sure};
    use DocumentKind as K;
    let title = signs.title;
    let article = signs.article;
    if article.has_label(&["来信时间", "写信时间", "留言时间", "咨询时间", "信件编号", "来信人", "写信人", "留言人"])
        || signs.in_column(&["信箱", "来信", "留言", "咨询投诉", "网上咨询", "信件"]) && signs.number.is_none()
    {
        return Some((K::Letter, Likely, vec!["column"]));
    }
    if words::GAZETTE.is_match(title) {
        return Some((K::Gazette, Sure, vec!["title"]));
    }
    if words::GUIDE.is_match(title) && !title.contains("信息公开")
        || signs.in_column(&["办事指南", "服务指南"]) && signs.number.is_none()
    {
        return Some((K::ServiceGuide, Likely, vec!["title"]));
    }
    if words::TENDER.is_match(title) {
        return Some((K::Notice, Sure, vec!["title"]));
    }
    if words::CATALOGUE.is_match(title) && signs.number.is_none() {
        return Some((K::Catalogue, Likely, vec!["title"]));
    }
    None
}
