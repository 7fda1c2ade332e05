//! A browser that breaks, is ended from outside, or never starts: told, replaced a few times, and nothing of it is left.

use super::processes::{below, is_alive};
use super::{Script, browser, document, given, renderer, settings, shut, wanted};
use duwang::model::RenderOutcome;
use duwang::render::{Answer, Ask};
use std::path::PathBuf;

/// The browser's own process: the one whose parent is no browser process.
fn kill_browser() {
    let all = below(std::process::id());
    assert!(!all.is_empty(), "a browser runs");
    for (pid, _) in all {
        let _ = std::process::Command::new("kill").args(["-9", &pid.to_string()]).status();
    }
}

const ASKS: &str = "<html><body><p id=p>?</p><script>fetch('/x').then((r) => r.text()).then((t) => p.textContent = t)</script></body></html>";

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_browser_killed_in_mid_page_is_replaced_and_the_page_drawn() {
    let Some(browser) = browser() else { return };
    let first = std::sync::atomic::AtomicBool::new(true);
    let door = Script::new(move |_: &Ask| {
        if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
            kill_browser();
        }
        given("text/plain", "it came")
    });
    let renderer = renderer(settings(browser));
    let drawn = renderer.draw(&wanted(ASKS), &door, None).await.unwrap();
    assert!(document(&drawn).contains("it came"), "{:?}", drawn.html);
    renderer.close().await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_browser_that_breaks_again_and_again_is_given_up() {
    let Some(browser) = browser() else { return };
    let door = Script::new(|_: &Ask| {
        kill_browser();
        Answer::Refused("gone".to_owned())
    });
    let mut few = settings(browser);
    few.restarts = 1;
    let renderer = renderer(few);
    let drawn = renderer.draw(&wanted(ASKS), &door, None).await.unwrap();
    assert_eq!(drawn.rendered.outcome, RenderOutcome::Crash, "{:?}", drawn.rendered);
    let drawn = renderer.draw(&wanted("<p>harmless</p>"), &shut(), None).await.unwrap();
    assert_eq!(drawn.rendered.outcome, RenderOutcome::Skipped, "{:?}", drawn.rendered);
    assert!(drawn.rendered.detail.contains("broke"), "{:?}", drawn.rendered);
    renderer.close().await;
    assert_eq!(below(std::process::id()), Vec::new());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn nothing_is_left_behind() {
    let Some(browser) = browser() else { return };
    let renderer = renderer(settings(browser));
    let drawn = renderer.draw(&wanted("<p>x</p>"), &shut(), None).await.unwrap();
    assert!(document(&drawn).contains('x'));
    let running = below(std::process::id());
    assert!(!running.is_empty() && running.iter().all(|(_, profile)| profile.is_dir()), "{running:?}");
    renderer.close().await;
    // A busy machine lets them go late; none of them stays.
    let left = || running.iter().filter(|(pid, profile)| is_alive(*pid) || profile.exists()).collect::<Vec<_>>();
    for _ in 0..300 {
        if left().is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{:?}", left());
}

#[tokio::test]
async fn what_is_no_browser_draws_nothing_and_says_so() {
    let nowhere = renderer(settings(PathBuf::from("/nowhere/chromium")));
    let drawn = nowhere.draw(&wanted("<p>x</p>"), &shut(), None).await.unwrap();
    assert_eq!(drawn.rendered.outcome, RenderOutcome::NoBrowser);
    assert!(drawn.rendered.detail.contains("/nowhere/chromium"), "{:?}", drawn.rendered);
    #[cfg(unix)]
    {
        let ends = renderer(settings(PathBuf::from("/bin/false")));
        let drawn = ends.draw(&wanted("<p>x</p>"), &shut(), None).await.unwrap();
        assert_eq!(drawn.rendered.outcome, RenderOutcome::NoBrowser, "{:?}", drawn.rendered);
        assert!(drawn.rendered.detail.contains("ended at once"), "{:?}", drawn.rendered);
        ends.close().await;
    }
}
