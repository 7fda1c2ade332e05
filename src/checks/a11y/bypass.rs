//! ## 查什么
//! 页面有没有跳过重复部分的办法。
//! ## 为什么
//! 每页都有的页头和菜单，用键盘的人要能一步跳过。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28
//! 号），一级条文全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 2.4.1（A 级），axe-core 的 bypass。
//! ## 怎么判
//! 有跳转链接、标题或主要区域（main、role=main）之一的通过。都没有、而同一模板的页面不下三个、页头和菜单里不少于五个链接
//! 的，重复的部分确实存在，不通过；其余都没有的待人工核实：短小的页面也许没有需要跳过的部分。同一模板的页面合为一处。
//! ## 局限
//! 跳转链接是否真能用键盘走到，看代码判断不了。
//!
//! # English
//!
//! ## What it looks at
//! Whether a page has a way past its repeated parts.
//! ## Why
//! Who uses a keyboard must be able to jump over head and menu, which stand on every page. Government sites are to reach
//! level 1 of GB/T 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 2.4.1
//! (A); bypass in axe-core.
//! ## How it decides
//! A skip link, a heading or a main region (main, role main) passes. None of them, on three or more pages of one
//! template with five or more links in head and menus, so that parts do repeat: failed. Other pages without: for a
//! person, for a small page may have nothing to jump over. What a template brings to many pages counts once.
//! ## Limits
//! Whether the skip link works with a keyboard is not told by markup.

use super::engine::{Fault, Rule, Scope, bind};
use super::sighting::{Context, Read};
use crate::checks::Check;
use crate::facts::template_of;
use crate::model::{LinkKind, MarkupFault, Region, Severity};

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-bypass",
    title: ("不能跳到主要内容", "No way past repeated parts"),
    source: include_str!("bypass.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "bypass",
    wcag: "2.4.1",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Absence,
    whole_pages: true,
    wrong: ("页面没有跳过重复部分的办法", "the page has no way past its repeated parts"),
    mend: (
        "请加“跳到主要内容”链接，或用标题和 main 标出正文",
        "add a skip link, or mark the content by headings and main",
    ),
    faults: &[Fault {
        word: "no-way",
        wrong: ("页面没有跳转链接、标题或主要区域", "the page has no skip link, no heading and no main region"),
        mend: None,
        by_script: false,
    }],
    settle: Some(repeats),
    extra: None,
};

/// Pages of one template from which on its parts do repeat.
const PAGES: usize = 3;
/// Links in head and menus that are a block to jump over.
const LINKS: usize = 5;

/// Whether there is a block that repeats: then the page lacks a way past it, and nothing is left to ask.
fn repeats(context: &Context<'_>, read: &Read<'_>, _: &MarkupFault) -> bool {
    let pages = template_of(read.page).map_or(0, |t| context.pages_of(t));
    let links = context.facts.links.of_page(read.index).iter();
    let block =
        links.filter(|l| l.kind == LinkKind::Anchor && matches!(l.region, Region::Nav | Region::Header)).count();
    pages >= PAGES && block >= LINKS
}
