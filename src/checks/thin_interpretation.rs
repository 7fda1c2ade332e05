//! ## 查什么
//! 文字解读缺不缺该讲的内容。
//! ## 为什么
//! 解读要讲清背景依据、目标任务、主要内容、适用范围、执行标准、新旧差异、惠民利民举措、关键词等（R5-05），不得只罗列小标题（R5-09）。
//! ## 怎么判
//! 在本级文件的文字解读里，按各地常用的说法找这八项：背景依据、目标任务、主要内容、适用范围、执行标准、新旧差异、惠民利民举措、关键词与注意事项。缺
//! 的多于 `max_missing` 项（默认5，即八项里讲到的不足三项）为内容单薄。讲到即算，不评讲得好坏；底下没有内容的小标题不算讲到。文字不足120字的（图解、视频、音频）不查；带有图
//! 片或视频的解读，缺的可能在图里，待人工核实。
//! ## 局限
//! 按词语判断。
//!
//! # English
//!
//! ## What it looks at
//! Whether a text interpretation leaves out what it should tell.
//! ## Why
//! It should tell background, aims, main contents, whom it concerns, standards, what is new, benefits, and terms (R5-05), and not
//! just list headings (R5-09).
//! ## How it decides
//! These eight are looked for by the words in use, in text interpretations of the site's own policies. More than `max_missing`
//! (5) missing is thin: fewer than three of eight. Named is told, but a heading under which nothing stands tells nothing; how
//! well it is told is for people. Texts below 120 characters are not
//! looked at; where pictures or films stand beside the text, what is missing may be in them: left open.
//! ## Limits
//! It goes by words.

use super::page_mark::{page_violation, unseen};
use super::policy_scope::told_of;
use super::reading_text::{LEAST, article, of_reading, solid};
use super::title_marks::marked;
use super::{Check, Measure};
use crate::facts::Facts;
use crate::model::{Reason, Severity, Text, Undetermined, Verdict, Violation};
use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The check.
pub(super) const CHECK: Check = Check {
    id: "thin-interpretation",
    title: ("解读内容单薄", "Thin interpretations"),
    source: include_str!("thin_interpretation.rs"),
    bind: |params| {
        let params: ThinInterpretation = serde_json::from_value(params).map_err(|e| e.to_string())?;
        if params.max_missing >= ELEMENTS.len() {
            return Err(format!("`max_missing` is below {}, the number of elements", ELEMENTS.len()));
        }
        Ok(Box::new(params))
    },
};

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ThinInterpretation {
    /// How many of the eight elements may be missing.
    max_missing: usize,
}

impl Default for ThinInterpretation {
    fn default() -> Self {
        Self { max_missing: 5 }
    }
}

/// The elements, with the words by which they are told (R5-05).
static ELEMENTS: LazyLock<[(&'static str, Regex); 8]> = LazyLock::new(|| {
    let pattern = |source: &str| Regex::new(source).expect("a fixed pattern");
    [
        (
            "背景依据",
            pattern(
                r"背景|依据|根据《|起草(?:过程|说明|情况)|出台(?:的)?(?:原因|意义|目的|过程)|为(?:什么|何)(?:要)?(?:出台|制定|修订|印发)|必要性|制定(?:过程|的?目的|意图|缘由)|按照.{2,40}(?:要求|部署)|政策来源|起草",
            ),
        ),
        (
            "目标任务",
            pattern(
                r"目标|工作任务|主要任务|总体(?:要求|思路|考虑)|目的(?:是|在于|意义)|力争|到20\d\d年|重要意义|旨在|预期|指导思想",
            ),
        ),
        (
            "主要内容",
            pattern(
                r"主要(?:内容|举措|措施|条款|规定|包括|从|明确|变化|任务)|内容(?:包括|分为|有|共)|(?:共|分为?|包括|由|围绕)[一二两三四五六七八九十\d]+(?:个)?(?:章|条|部分|方面|项|大类|点)|重点内容|核心内容|具体内容|框架|第[一二三四五六]部分|提出(?:了)?[一二三四五六七八九十\d]+",
            ),
        ),
        (
            "适用范围",
            pattern(
                r"适用(?:范围|对象|于|区域)|涉及范围|实施范围|(?:保障|补助|补贴|扶持|救助|服务|政策|申请|申报|享受|受益|覆盖|奖补|发放|支持)(?:的)?(?:对象|人群|范围|主体)|哪些(?:人|企业|单位|群体|对象|情形)|什么样的|谁(?:可以|能)|本县行政区域|辖区内|符合.{0,12}条件|申[请报]条件|面向",
            ),
        ),
        (
            "执行标准",
            pattern(
                r"(?:执行|补助|补贴|保障|奖励|发放|收费|资助|支持|救助|缴费|认定|建设|奖补|赔付|报销)(?:的)?标准|标准(?:为|是|按|分|如何|怎么)|每(?:人|户|亩|年|月|平方米|头|吨|家|个|天|学期|次)[^。；]{0,16}\d+|\d+(?:\.\d+)?\s?(?:元|万元|%|％|个百分点)|(?:办理|申报|申请)(?:流程|程序|步骤|方式|时限)|怎么(?:办|申请|申报|领)|如何(?:办|申请|申报|领取|执行)|口径",
            ),
        ),
        (
            "新旧差异",
            pattern(
                r"新旧|(?:与|同|较|比)(?:原|旧|以前|以往|之前|上一版|老|20\d\d|过去|修订前|原来|现行)|(?:新增|调整|修改|修订|删除|取消|提高|扩大|优化|变化)(?:了|为|的|到|至|内容|情况)|创新(?:点|之处)|亮点|特点|区别|变化|不同(?:之处|点)|首次",
            ),
        ),
        (
            "惠民利民举措",
            pattern(
                r"惠民|利民|便民|惠企|利企|便企|群众(?:可|能|得到|享受|受益|办事)|企业(?:可|能|享受|办事)|减(?:轻|免|税|负)|(?:给予|发放|领取|享受|享有|提高|增加|获得|申领|兑现|可得|补发)[^。；]{0,16}(?:补贴|补助|奖励|津贴|救助|资助|支持)|优惠|免费|一件事|最多跑|受益|实惠|获得感|红利|少跑|不再需要|无需",
            ),
        ),
        (
            "关键词与注意事项",
            pattern(
                r"关键词|名词解释|术语|所称|是指|指的是|什么是|何谓|何为|注意事项|需要(?:注意|说明|提醒)|温馨提示|特别(?:提醒|说明)|解释权|咨询(?:电话|方式)|联系(?:电话|方式|人)|有效期|施行日期|自.{4,16}起(?:施行|实施|执行)|施行",
            ),
        ),
    ]
});

/// What a text tells: without the titles it quotes, which name other things, and without headings under which nothing stands
/// (R5-09: headings alone tell nothing).
fn told(text: &str) -> String {
    static QUOTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"《[^》]{1,120}》").expect("a fixed pattern"));
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let mut told = String::with_capacity(text.len());
    for (at, line) in lines.iter().enumerate() {
        let bare = is_heading(line) && lines.get(at + 1).is_none_or(|next| is_heading(next));
        if !bare {
            told.push_str(line);
            told.push('\n');
        }
    }
    QUOTED.replace_all(&told, "").into_owned()
}

/// 二、主要任务。 （一）总体要求
fn is_heading(line: &str) -> bool {
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[（(]?(?:第?[一二三四五六七八九十\d]{1,3})[）)、.．章条部分]").expect("a fixed pattern")
    });
    line.chars().count() <= 20 && NUMBERED.is_match(line) && !line.contains(['，', '：', ':', '；'])
}

impl Measure for ThinInterpretation {
    fn measure(&self, facts: &Facts) -> Verdict {
        if let Err(missing) = facts.home() {
            return unseen(facts, missing);
        }
        let pairs = facts.pairs();
        let mut verdict = Verdict::default();
        for (at, reading) in pairs.readings.iter().enumerate() {
            // What no policy of the site's belongs to may be another's, or no interpretation at all.
            if pairs.of_reading(at).is_empty() {
                continue;
            }
            let (Some(page), Some(text)) = (reading.page, of_reading(facts, reading)) else { continue };
            let chars = solid(text);
            if chars < LEAST {
                continue;
            }
            verdict.tested += 1;
            let told = told(text);
            let (present, missing): (Vec<_>, Vec<_>) = ELEMENTS.iter().partition(|(_, words)| words.is_match(&told));
            if missing.len() <= self.max_missing {
                continue;
            }
            let names = |of: &[&(&'static str, Regex)]| of.iter().map(|(name, _)| *name).collect::<Vec<_>>();
            let (present, missing) = (names(&present), names(&missing));
            let evidence = json!({
                "title": reading.title,
                "present": present,
                "missing": missing,
                "max_missing": self.max_missing,
                "chars": chars,
            });
            let url = facts.pages[page].url().to_owned();
            let shown =
                article(facts, page).is_some_and(|a| a.media.pictures > 0 || a.media.videos > 0 || a.media.frames > 0);
            if shown {
                verdict.undetermined.push(Undetermined {
                    url,
                    target: None,
                    reason: Reason::Ambiguous,
                    message: Text::new(
                        format!(
                            "解读{}的文字没有讲到{}，可能在图片或视频里，请人工核实",
                            marked(&reading.title),
                            missing.join("、")
                        ),
                        format!(
                            "the text of \"{}\" does not tell of {}; it may be in pictures or films",
                            reading.title,
                            missing.join(", ")
                        ),
                    ),
                    evidence,
                });
            } else {
                let message = Text::new(
                    format!("解读{}没有讲到{}，请补充", marked(&reading.title), missing.join("、")),
                    format!("\"{}\" does not tell of {}; add them", reading.title, missing.join(", ")),
                );
                let violation = page_violation(&url, message, evidence);
                verdict.violations.push(Violation { severity: Severity::Minor, ..violation });
            }
        }
        told_of(facts, verdict, Text::new("没有看到文字解读", "no text interpretation was seen"))
    }

    fn params(&self) -> Value {
        json!(self)
    }
}
