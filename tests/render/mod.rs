//! Tests of `render`: what a Chromium of this machine draws, and what it may not do. Without one they are skipped, and say
//! so.

mod audits;
mod breaking;
mod drawing;
mod finding;
mod measuring;
mod monstrous;
#[cfg(target_os = "linux")]
mod pictures;
mod processes;
mod reaching;
#[cfg(target_os = "linux")]
mod runs;
mod site;
mod when;

use duwang::config::RenderSettings;
use duwang::model::RenderOutcome;
use duwang::render::{Answer, Ask, Coming, Door, Drawn, Renderer, Reply, Wanted, find};
use std::path::PathBuf;
use std::sync::Mutex;
use url::Url;

const PAGE: &str = "http://www.linshui.gov.cn/col/index.html";

/// The browser of this machine, or a notice that there is none.
#[expect(clippy::print_stdout, reason = "a test that looks at nothing says so")]
fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("DUWANG_BROWSER").filter(|b| !b.is_empty()).map(PathBuf::from);
    match find(named.as_deref()) {
        Ok(browser) => Some(browser),
        Err(why) => {
            println!("skipped: no browser to draw with ({why}); install chromium");
            None
        }
    }
}

fn settings(browser: PathBuf) -> RenderSettings {
    RenderSettings { browser: Some(browser), ..RenderSettings::default() }
}

fn renderer(settings: RenderSettings) -> Renderer {
    Renderer::new(settings, "duwang/test (tests)")
}

fn wanted(html: &str) -> Wanted {
    Wanted {
        url: Url::parse(PAGE).unwrap(),
        body: html.as_bytes().to_vec(),
        charset: "UTF-8".to_owned(),
        cookies: String::new(),
        pictures: false,
        shoot: None,
    }
}

/// Answers from a function and remembers what was asked.
struct Script<F> {
    play: F,
    asked: Mutex<Vec<Ask>>,
}

impl<F: Fn(&Ask) -> Answer + Send + Sync> Script<F> {
    fn new(play: F) -> Self {
        Self { play, asked: Mutex::new(Vec::new()) }
    }

    fn asked(&self) -> Vec<Ask> {
        self.asked.lock().unwrap().clone()
    }

    fn addresses(&self) -> Vec<String> {
        self.asked().iter().map(|a| a.url.to_string()).collect()
    }
}

impl<F: Fn(&Ask) -> Answer + Send + Sync> Door for Script<F> {
    fn ask(&self, ask: Ask) -> Coming<'_> {
        Box::pin(async move {
            self.asked.lock().unwrap().push(ask.clone());
            (self.play)(&ask)
        })
    }
}

/// A door that is shut.
fn shut() -> Script<impl Fn(&Ask) -> Answer + Send + Sync> {
    Script::new(|_: &Ask| Answer::Refused("shut".to_owned()))
}

fn given(kind: &str, body: &str) -> Answer {
    let headers = vec![("content-type".to_owned(), kind.to_owned())];
    Answer::Given(Reply { status: 200, headers, body: body.as_bytes().to_vec() })
}

/// The document, which was drawn.
#[track_caller]
fn document(drawn: &Drawn) -> &str {
    assert_eq!(drawn.rendered.outcome, RenderOutcome::Ok, "{:?}", drawn.rendered);
    drawn.html.as_deref().unwrap()
}
