//! Terms that a few checks ask for: channels for applications, labels of documents, fields.

use super::seen::Seen;
use crate::model::{PageTerms, Region, Term};
use regex::Regex;
use std::sync::LazyLock;

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("a constant pattern")
}

/// Ways to hand in an application (R5-24), as guides word them.
static CHANNELS: LazyLock<[(Term, Regex); 5]> = LazyLock::new(|| {
    [
        (
            Term::InPerson,
            pattern(
                r"当\s?面|现场(?:申请|提交|递交|提出|受理|办理|填写)|(?:直接|亲自|前往|本人)到[^\n。]{0,30}(?:申请|提交|递交|提出)|窗口(?:申请|提交|递交|提出|受理)|来访|柜台",
            ),
        ),
        (
            Term::Post,
            pattern(
                r"邮\s?寄|信\s?函|寄\s?送|寄\s?至|邮\s?政\s?(?:编码|快递|特快|挂号)|邮\s?编|通\s?[信讯]\s?地\s?址|挂号信|EMS",
            ),
        ),
        (Term::Fax, pattern(r"传\s?真")),
        (Term::Email, pattern(r"电子(?:邮件|邮箱|信箱)|(?i:e-?mail)|邮\s?箱\s*[:：]")),
        (
            Term::Online,
            pattern(
                r"(?:在线|网上|线上|网络|互联网)[^\n。；]{0,16}(?:申请|提交|递交|填写|填报|受理|提出|申报)|(?:申请|提交|递交|填写|提出)[^\n。；]{0,10}(?:网上|在线|线上)|(?:通过|登录|登陆|访问|进入)[^\n。；]{0,40}(?:网站|平台|系统|门户|栏目)[^\n。]{0,40}(?:申请|提交|填写|递交)|互联网(?:渠道|方式)|网上渠道|在线渠道",
            ),
        ),
    ]
});

static VALIDITY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?m)(?:是否有效|(?:文件)?有效性|时效性|时效(?:状态)?|效力(?:状态|情况)?|有效状态|文件状态|当前状态|状\s*态)\s*[:：]?\s*\n?\s*[【\[（(]?\s*",
        r"(?:现行有效|继续有效|全文有效|有效|部分有效|部分失效|已?失效|已?废止|已修改|已修订|尚未生效|未生效|是|否)",
        r"|[【\[（(]\s*(?:现行有效|继续有效|有效|部分失效|部分有效|已?失效|已?废止|已修改)\s*[】\]）)]",
        r"|^\s*(?:现行有效|继续有效|全文有效|有效|部分失效|部分有效|(?:已|宣布)?失效|(?:\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?)?已?废止|已修改)\s*$",
    ))
});

/// A label at the start of a cell or before a colon; 时效性 inside a sentence is none.
static BLANK_VALIDITY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?m)(?:是否有效|有效性|时效性|效力状态|有效状态|文件状态)\s*(?:[:：]|$)"));

static DISCLOSURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:信息)?公开(?:属性|方式|类别|形式|类型|程度|性质)\s*[:：]?\s*\n?\s*(?:主动|依申请|不予|免予|不|部分|申请|向社会|面向社会|全文|全部|公开|社会公开)",
        r"|[（(【\[]\s*此件(?:主动|依申请|向社会)?(?:公开|不公开|删减后公开)(?:发布)?\s*[）)】\]]|此件(?:主动公开|公开发布|依申请公开)",
    ))
});

static BLANK_DISCLOSURE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?m)(?:信息)?公开(?:属性|方式|类别|形式|类型|程度)\s*(?:[:：]|$)"));

/// Counts the terms of a page.
pub(super) fn read(seen: &Seen, main: &str) -> PageTerms {
    let mut terms = PageTerms::default();
    for (term, pattern) in CHANNELS.iter() {
        terms.note(*term, pattern.find_iter(main).count());
    }
    // A fact table may be folded away until it is asked for.
    let mut labels = String::new();
    for span in seen.spans.iter().filter(|s| !matches!(s.region, Region::Nav | Region::Footer | Region::Breadcrumb)) {
        labels.push_str(&seen.text[span.start..span.end]);
    }
    for (term, pattern, blank, blanks) in [
        (Term::Validity, &VALIDITY, Term::BlankValidity, &BLANK_VALIDITY),
        (Term::Disclosure, &DISCLOSURE, Term::BlankDisclosure, &BLANK_DISCLOSURE),
    ] {
        let told = pattern.find_iter(&labels).count();
        terms.note(term, told);
        if told == 0 {
            terms.note(blank, blanks.find_iter(&labels).count());
        }
    }
    let of_kind = |kind: &str| seen.fields.iter().filter(|f| f.kind == kind).count();
    terms.note(Term::TextField, of_kind("text"));
    terms.note(Term::Choice, of_kind("choice"));
    terms
}
