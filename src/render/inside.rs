//! What is done in a tab beside answering its requests: making it ready, asking its document, measuring it.

use super::axe::{self, Open};
use super::browser::{Fault, answer};
use super::dom::{SILENCER, WATCHER, WORLD, outline};
use super::draw::{Mark, Wanted};
use super::flags::{HEIGHT, WIDTH};
use crate::model::LayoutFound;
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

/// Outlines what is meant, brings it into view, and takes a picture of the window; `None` where the browser gives none.
pub(super) async fn shoot(page: &Page, world: ExecutionContextId, mark: &Mark) -> Option<Vec<u8>> {
    let found = evaluate(page, world, &outline(mark)).await.ok()?;
    let at = |name: &str| found[name].as_f64().unwrap_or_default();
    let mut params = CaptureScreenshotParams {
        format: Some(CaptureScreenshotFormat::Jpeg),
        quality: Some(QUALITY),
        ..CaptureScreenshotParams::default()
    };
    params.clip =
        Some(Viewport { x: at("x"), y: at("y"), width: f64::from(WIDTH), height: f64::from(HEIGHT), scale: 1.0 });
    let taken = timeout(MEASURE, page.execute(params)).await.ok()?.ok()?;
    let text: &str = taken.result.data.as_ref();
    STANDARD.decode(text).ok()
}
