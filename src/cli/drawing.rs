//! `--render` and `--browser`: from flags to settings, and what to tell when there was no browser.

use super::args::Drawing;
use super::say::{Ending, Stop};
use crate::config::{RenderMode, RenderSettings};
use crate::facts::Facts;
use crate::model::{RenderOutcome, Text};
use crate::render;
use std::path::{Path, PathBuf};

/// The settings. A browser that was named must be there; without a name one must be found where every page is to be drawn.
pub(super) fn settings(drawing: &Drawing, unless_told: RenderMode) -> Result<RenderSettings, Stop> {
    let mode = match drawing.render.as_deref() {
        Some("always") => RenderMode::Always,
        Some("never") => RenderMode::Never,
        Some(_) => RenderMode::Auto,
        None => unless_told,
    };
    let browser = drawing.browser.as_deref().map(str::trim).filter(|b| !b.is_empty()).map(PathBuf::from);
    if (mode == RenderMode::Always || (mode == RenderMode::Auto && browser.is_some()))
        && render::find(browser.as_deref()).is_err()
    {
        return Err(lacking(browser.as_deref()));
    }
    Ok(RenderSettings { mode, browser, ..RenderSettings::default() })
}

fn lacking(named: Option<&Path>) -> Stop {
    match named {
        Some(named) => Stop::new(
            Ending::Usage,
            format!("--browser {}：那里没有可运行的浏览器，请给出 Chromium、Chrome 或 Edge 的路径", named.display()),
            format!("--browser {}: no program is there; give the path of a Chromium, Chrome or Edge", named.display()),
        ),
        None => Stop::new(
            Ending::Usage,
            "--render always：本机没有找到 Chromium、Chrome 或 Edge；请安装一个，或用 --browser 指明位置",
            "--render always: no Chromium, Chrome or Edge was found; install one, or name it with --browser",
        ),
    }
}

/// One line about pages that a browser would have shown, if there are any.
pub(super) fn note(facts: &Facts) -> Option<Text> {
    let of = |outcome| {
        let drawings = facts.pages.iter().filter_map(|p| p.page.as_ref()?.rendered.as_deref());
        drawings.filter(move |r| r.outcome == outcome)
    };
    let lacking = of(RenderOutcome::NoBrowser).count();
    if lacking > 0 {
        let why = of(RenderOutcome::NoBrowser).next().map_or("", |r| r.detail.as_str());
        return Some(Text::new(
            format!(
                "有 {lacking} 个页面的内容由脚本绘制，本机没有可用的浏览器（{why}），相关项目列为待核实；\
                 装上 Chromium 再检查一次就能看到"
            ),
            format!(
                "{lacking} pages are drawn by scripts and no browser could be used ({why}): what hangs on them is left to a \
                 person; install Chromium and audit again to have it seen"
            ),
        ));
    }
    let given_up = of(RenderOutcome::Skipped).count();
    (given_up > 0).then(|| {
        let why = of(RenderOutcome::Skipped).next().map_or("", |r| r.detail.as_str());
        Text::new(
            format!("有 {given_up} 个页面没有用浏览器绘制（{why}），相关项目列为待核实"),
            format!("{given_up} pages were not drawn in a browser ({why}): what hangs on them is left to a person"),
        )
    })
}
