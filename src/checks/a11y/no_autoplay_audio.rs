//! ## 查什么
//! 音频、视频有没有自动播放声音。
//! ## 为什么
//! 自动响起的声音盖过读屏软件的声音。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一级条文
//! 全表未见公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.4.2（A 级），axe-core 的 no-autoplay-audio。
//! ## 怎么判
//! 没有 autoplay、静音（muted）、有控制条（controls）、只放3秒以内的通过；自动播放又循环（loop）的音频（audio）没有控制
//! 条，不通过。其余待人工核实：有没有声音、是否超过3秒，要放了才知道。模板带到多个页面的同一处合为一处。
//! ## 局限
//! 由脚本启动的播放、背景音乐插件看不见。
//!
//! # English
//!
//! ## What it looks at
//! Whether sounds and films start by themselves.
//! ## Why
//! Sound that starts by itself drowns the voice of a screen reader. Government sites are to reach level 1 of GB/T
//! 37668-2019 (R0-08); its full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.4.2 (A);
//! no-autoplay-audio in axe-core.
//! ## How it decides
//! No autoplay, muted, with controls, or at most three seconds: passed. An audio that starts by itself and loops,
//! without controls: failed. The rest: for a person, since only playing it tells whether there is sound for more than
//! three seconds. What a template brings to many pages counts once.
//! ## Limits
//! Playing that a script starts is not seen.

use super::engine::{Fault, Rule, Scope, bind};
use super::sighting::{Context, Read};
use crate::checks::Check;
use crate::model::{MarkupFault, Severity};

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-no-autoplay-audio",
    title: ("声音自动播放", "Sound that plays by itself"),
    source: include_str!("no_autoplay_audio.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "no-autoplay-audio",
    wcag: "1.4.2",
    level: "A",
    severity: Severity::Minor,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("音频或视频会自动播放", "sound may start by itself"),
    mend: ("请去掉 autoplay，或加 muted、controls", "drop autoplay, or write muted or controls"),
    faults: &[Fault {
        word: "plays-by-itself",
        wrong: ("音频或视频会自动播放，且没有控制条", "a sound or film starts by itself and has no controls"),
        mend: None,
        by_script: false,
    }],
    settle: Some(goes_on),
    extra: None,
};

/// Whether it surely sounds and does not end: an audio that loops.
fn goes_on(_: &Context<'_>, _: &Read<'_>, fault: &MarkupFault) -> bool {
    fault.snippet.starts_with("<audio") && fault.snippet.contains(" loop=")
}
