//! What is done in a tab beside answering its requests: making it ready, asking its document, measuring it.

use super::axe::{self, Open};
use super::browser::{Fault, answer};
use super::dom::{SILENCER, WATCHER, WORLD};
use super::draw::Wanted;
use super::outline::outline;
use crate::model::{ImageKind, LayoutFound, Outlined, Shot, Sight};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chromiumoxide::Page;
use chromiumoxide::cdp::browser_protocol::emulation::SetTimezoneOverrideParams;
use chromiumoxide::cdp::browser_protocol::fetch::{EnableParams, RequestPattern};
use chromiumoxide::cdp::browser_protocol::network::{SetBypassServiceWorkerParams, SetCookieParams};
use chromiumoxide::cdp::browser_protocol::page::{
    AddScriptToEvaluateOnNewDocumentParams, CaptureScreenshotFormat, CaptureScreenshotParams, Viewport,
};
use chromiumoxide::cdp::js_protocol::runtime::{EvaluateParams, ExecutionContextId};
use serde_json::Value;
use std::time::Duration;
use tokio::time::timeout;

/// Quality of pictures, of 100.
const QUALITY: i64 = 60;

/// Widest picture, in pixels.
const WIDEST: f64 = 1000.0;

/// Longest time that one picture may take.
const CAPTURE: Duration = Duration::from_secs(20);

/// Longest time that the measuring of one page may take.
const MEASURE: Duration = Duration::from_secs(40);

/// Makes an empty tab ready: its requests wait for us, and our scripts come first.
pub(super) async fn prepare(page: &Page, wanted: &Wanted) -> Result<(), Fault> {
    let pattern = RequestPattern { url_pattern: Some("*".to_owned()), ..RequestPattern::default() };
    answer(page.execute(EnableParams { patterns: Some(vec![pattern]), handle_auth_requests: Some(false) })).await?;
    answer(page.execute(SetBypassServiceWorkerParams::new(true))).await?;
    answer(page.execute(SetTimezoneOverrideParams::new("Asia/Shanghai"))).await?;
    answer(page.execute(AddScriptToEvaluateOnNewDocumentParams::new(SILENCER))).await?;
    let mut watcher = AddScriptToEvaluateOnNewDocumentParams::new(WATCHER);
    watcher.world_name = Some(WORLD.to_owned());
    answer(page.execute(watcher)).await?;
    for pair in wanted.cookies.split("; ") {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let mut cookie = SetCookieParams::new(name, value);
        cookie.url = Some(wanted.url.to_string());
        // A cookie that the browser will not take is none that a script could read.
        let _ = answer(page.execute(cookie)).await;
    }
    Ok(())
}

/// Runs an expression in our own world of the page and gives its value.
pub(super) async fn evaluate(page: &Page, world: ExecutionContextId, expression: &str) -> Result<Value, Fault> {
    let mut params = EvaluateParams::new(expression);
    params.context_id = Some(world);
    params.return_by_value = Some(true);
    let returned = answer(page.execute(params)).await?;
    Ok(returned.result.result.value.unwrap_or(Value::Null))
}

/// Lets axe-core look at the document; `None` where it does not come to an end or what comes back is not its own.
pub(super) async fn measure(page: &Page, world: ExecutionContextId, open: &[Open]) -> Option<LayoutFound> {
    let run = |expression: String, value: bool| {
        let mut params = EvaluateParams::new(expression);
        params.context_id = Some(world);
        params.await_promise = Some(value);
        params.return_by_value = Some(value);
        timeout(MEASURE, page.execute(params))
    };
    run(axe::source().to_owned(), false).await.ok()?.ok()?;
    let returned = run(axe::run(open), true).await.ok()?.ok()?;
    axe::read(returned.result.result.value?)
}

/// Outlines what is meant, brings it into view, and takes a picture of that part of the page; `None` where it is not there or
/// the browser gives no picture.
pub(super) async fn shoot(page: &Page, world: ExecutionContextId, sight: &Sight) -> Option<Shot> {
    let seen = evaluate(page, world, &outline(sight)).await.ok()?;
    let outlined = match (seen["found"].as_bool(), seen["place"].as_bool()) {
        (Some(true), Some(false)) => Outlined::Meant,
        (Some(true), Some(true)) => Outlined::Place,
        _ if sight.is_page() => Outlined::Nothing,
        _ => return None,
    };
    let at = |name: &str| seen[name].as_f64().filter(|n| n.is_finite());
    let (width, height) = (at("width")?, at("height")?);
    let scale = (WIDEST / width).min(1.0);
    let clip = Viewport { x: at("x")?, y: at("y")?, width, height, scale };
    let png = capture(page, &clip, CaptureScreenshotFormat::Png).await?;
    let jpeg = capture(page, &clip, CaptureScreenshotFormat::Jpeg).await?;
    let (kind, bytes) = if png.len() <= jpeg.len() { (ImageKind::Png, png) } else { (ImageKind::Jpeg, jpeg) };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a window's size is small and positive"
    )]
    let pixels = |n: f64| (n * scale).round() as u32;
    Some(Shot { kind, bytes, width: pixels(width), height: pixels(height), outlined })
}

async fn capture(page: &Page, clip: &Viewport, format: CaptureScreenshotFormat) -> Option<Vec<u8>> {
    let quality = (format == CaptureScreenshotFormat::Jpeg).then_some(QUALITY);
    let params = CaptureScreenshotParams {
        format: Some(format),
        quality,
        clip: Some(clip.clone()),
        ..CaptureScreenshotParams::default()
    };
    let taken = timeout(CAPTURE, page.execute(params)).await.ok()?.ok()?;
    let text: &str = taken.result.data.as_ref();
    STANDARD.decode(text).ok()
}
