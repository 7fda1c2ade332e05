//! ## 查什么
//! 视频（video）有没有字幕轨。
//! ## 为什么
//! 听不见的人靠字幕看懂视频。政府网站无障碍改造要达到 GB/T 37668-2019 一级（国办公开办函〔2021〕28号），一级条文全表未见
//! 公开，以 WCAG A 级代替（R6-06 至 R6-09）。对应 WCAG 1.2.2（A 级），axe-core 的 video-caption。
//! ## 怎么判
//! 有 track kind=captions 的通过，字幕文件打不开的不通过。没有的待人工核实：字幕可能已做在画面里，也可能没有声音。模板带
//! 到多个页面的同一处合为一处。
//! ## 局限
//! 用播放器脚本、框架或外站播放的视频看不见。
//!
//! # English
//!
//! ## What it looks at
//! Whether films (video) have a caption track.
//! ## Why
//! Who can't hear follows a film by its captions. Government sites are to reach level 1 of GB/T 37668-2019 (R0-08); its
//! full list is not to be had, so WCAG level A stands in (R6-06 to R6-09): 1.2.2 (A); video-caption in axe-core.
//! ## How it decides
//! A track of kind captions passes, one whose file does not open fails. None: for a person, since captions may be part
//! of the picture, or there is no sound. What a template brings to many pages counts once.
//! ## Limits
//! Films played by script, in frames or on other sites are not seen.

use super::engine::{Fault, Rule, Scope, bind};
use super::sighting::{Context, Read};
use crate::checks::Check;
use crate::facts::TargetState;
use crate::model::{LinkKind, Severity, Text, Violation};
use serde_json::json;
use url::Url;

/// The check.
pub(in crate::checks) const CHECK: Check = Check {
    id: "a11y-video-caption",
    title: ("视频没有字幕", "Films without captions"),
    source: include_str!("video_caption.rs"),
    bind: |params| bind(params, &RULE),
};

static RULE: Rule = Rule {
    name: "video-caption",
    wcag: "1.2.2",
    level: "A",
    severity: Severity::Major,
    scope: Scope::Element,
    whole_pages: false,
    wrong: ("视频没有字幕轨", "a film has no caption track"),
    mend: (
        "请确认画面里有字幕，没有的加 track kind=\"captions\"",
        "make sure it shows captions, or add a track of kind captions",
    ),
    faults: &[Fault {
        word: "no-captions",
        wrong: ("视频没有字幕轨", "a film has no caption track"),
        mend: None,
        by_script: false,
    }],
    settle: None,
    extra: Some(dead_tracks),
};

/// Caption files that do not open, where a page shows films.
fn dead_tracks(context: &Context<'_>, pages: &[Read<'_>]) -> Vec<Violation> {
    let facts = context.facts;
    let mut found = Vec::new();
    for read in pages.iter().filter(|r| r.markup.tested.contains_key(RULE.name)) {
        let media = facts.links.of_page(read.index).iter().filter(|l| l.kind == LinkKind::Media);
        for url in media.filter_map(|l| Url::parse(facts.links.target(l)).ok()).filter(is_captions) {
            if let TargetState::Dead { detail, .. } = facts.target_state(&url) {
                found.push(Violation {
                    url: read.url.to_owned(),
                    target: Some(url.to_string()),
                    message: Text::new(
                        format!("视频的字幕文件打不开（{detail}），请更正地址"),
                        format!("the caption file of a film does not open ({detail}); correct its address"),
                    ),
                    evidence: json!({
                        "fault": "dead",
                        "address": url.as_str(),
                        "detail": detail,
                        "axe_rule": RULE.name,
                        "wcag": RULE.wcag,
                        "level": RULE.level,
                    }),
                    severity: RULE.severity,
                    occurrences: 1,
                    subject: String::new(),
                });
            }
        }
    }
    found
}

fn is_captions(url: &Url) -> bool {
    let ending = url.path().rsplit('.').next().unwrap_or_default();
    ["vtt", "srt"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}
