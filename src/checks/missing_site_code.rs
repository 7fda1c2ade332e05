//! ## 查什么
//! 首页是否标注政府网站标识码（10 位；地方为 6 位行政区划码加 4 位序号，部委为 bm 加 8 位）。
//! ## 为什么
//! 国办发〔2017〕47号（政府网站发展指引）要求全站标注；标识码是网站身份的依据（R1-52、R2-01）。
//! ## 怎么判
//! 首页本身、首页的框架页、首页脚本写入的内容（含同站脚本文件中的 document.write、unescape 等）一并查看。见到即通过；首页没有而其他页面有的，列为待人工核实；首页有未能读取的同站脚本、或整页由脚本绘制的，列为待人工核实；都没有才判为不通过。
//! 页面上展示的 10 位码才算；只有 SiteIDCode 标签里有、或位数不对的，判为不通过并列出所见。
//! ## 局限
//! 不核对标识码是否属于本单位；以图片展示的标识码看不到。
//!
//! # English
//!
//! ## What it looks at
//! Whether the home page shows the ten-character site code (six digits of the division plus four, or bm plus eight).
//! ## Why
//! State Council Office 2017 no. 47 asks for it on every page; it identifies the site (R1-52, R2-01).
//! ## How it decides
//! The home page, its frames and what its scripts write (files of the same site included: document.write, unescape and the like) are read together. Seen there: passed. Not there but on other pages, or part of the home page's scripts could not be read: left to a person. Nowhere: failed.
//! Only a sound code that people see counts; one in the SiteIDCode tag alone, or of the wrong length, fails with what was
//! seen.
//! ## Limits
//! It does not know whose code it is, and can't read a picture.

use super::Check;
use super::page_mark::{PageMark, bind};
use crate::model::{Mark, MarkFact, MarkVia, Text};

/// The check.
pub(super) const CHECK: Check = Check {
    id: "missing-site-code",
    title: ("缺少网站标识码", "Site code missing"),
    source: include_str!("missing_site_code.rs"),
    bind: |params| {
        bind(
            params,
            PageMark {
                mark: Mark::SiteCode,
                name: Text::new("政府网站标识码", "site code"),
                mend: Text::new(
                    "请在首页底部标注10位政府网站标识码，并与 SiteIDCode 标签一致",
                    "show the ten-character site code at the foot of the page, the same as in the SiteIDCode tag",
                ),
                sound: ten_characters,
            },
        )
    },
};

/// Ten characters that people see: digits, or `bm` and eight digits. Blanks, a stray 号 and case don't matter.
fn ten_characters(fact: &MarkFact) -> Result<(), Text> {
    if fact.via == MarkVia::Meta {
        return Err(Text::new(
            format!("只在 SiteIDCode 标签中有“{}”，页面上没有展示", fact.value),
            format!("\"{}\" stands in the SiteIDCode tag only, the page does not show it", fact.value),
        ));
    }
    let code: String = fact.value.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let digits = code.strip_prefix("bm").unwrap_or(&code);
    if code.len() == 10 && digits.chars().all(|c| c.is_ascii_digit()) {
        return Ok(());
    }
    Err(Text::new(format!("“{}”不是10位标识码", fact.value), format!("\"{}\" is not a ten-character code", fact.value)))
}
