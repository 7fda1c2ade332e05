//! Pages that never end or are too big: told, and the next page is drawn all the same.

use super::{browser, document, renderer, settings, shut, wanted};
use duwang::model::RenderOutcome;
use std::time::Duration;

#[tokio::test]
async fn scripts_without_an_end_are_ended() {
    let Some(browser) = browser() else { return };
    let mut brief = settings(browser);
    brief.patience = Duration::from_secs(4);
    brief.settle = Duration::from_secs(2);
    let renderer = renderer(brief);
    for script in [
        "while (true) {}",
        "while (true) alert('again')",
        "onload = () => setTimeout(() => { while (true) {} }, 0)",
        "const loop = () => Promise.resolve().then(loop); loop()",
    ] {
        let html = format!("<html><body>text<script>{script}</script></body></html>");
        let drawn = renderer.draw(&wanted(&html), &shut(), None).await.unwrap();
        assert_eq!(drawn.rendered.outcome, RenderOutcome::Timeout, "{script}: {:?}", drawn.rendered);
        assert_eq!(drawn.html, None, "{script}");
        assert!(!drawn.rendered.detail.is_empty());
    }
    renderer.close().await;
}

#[tokio::test]
async fn after_a_page_without_an_end_the_next_is_drawn() {
    let Some(browser) = browser() else { return };
    let mut brief = settings(browser);
    brief.tabs = 1;
    brief.patience = Duration::from_secs(5);
    let renderer = renderer(brief);
    let drawn = renderer.draw(&wanted("<script>while (true) {}</script>"), &shut(), None).await.unwrap();
    assert_eq!(drawn.rendered.outcome, RenderOutcome::Timeout);
    let drawn = renderer.draw(&wanted("<p>another</p>"), &shut(), None).await.unwrap();
    assert!(document(&drawn).contains("another"));
    renderer.close().await;
}

#[tokio::test]
async fn a_page_that_never_rests_is_taken_as_it_stands() {
    let Some(browser) = browser() else { return };
    let mut brief = settings(browser);
    brief.settle = Duration::from_secs(2);
    let renderer = renderer(brief);
    let html = "<p id=p>0</p><script>setInterval(() => { p.textContent = 'tick ' + Date.now(); }, 20)</script>";
    let drawn = renderer.draw(&wanted(html), &shut(), None).await.unwrap();
    assert!(document(&drawn).contains("tick "));
    renderer.close().await;
}

#[tokio::test]
async fn documents_beyond_the_caps_are_not_read_back() {
    let Some(browser) = browser() else { return };
    let mut small = settings(browser);
    small.max_html = 100_000;
    let renderer = renderer(small);
    for (html, what) in [
        ("<script>for (let i = 0; i < 40; i++) document.body.append('x'.repeat(5000));</script>", "one long text"),
        (
            "<script>document.write('<p>' + '<i title=\"'.padEnd(9000, 'x') + '\">'.repeat(1)); for (let i = 0; i < 30; i++) { const e = document.createElement('i'); e.title = 'y'.repeat(9000); document.body.append(e); }</script>",
            "long attributes",
        ),
    ] {
        let drawn = renderer.draw(&wanted(&format!("<html><body>{html}</body></html>")), &shut(), None).await.unwrap();
        assert_eq!(drawn.rendered.outcome, RenderOutcome::TooLarge, "{what}: {:?}", drawn.rendered);
        assert_eq!(drawn.html, None);
    }
    renderer.close().await;
}
