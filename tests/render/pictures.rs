//! Pictures of what findings are about: of the right element, or none; and what an audit does with them.

use super::runs::{audit, run, scorecard, signal};
use super::site::Site;
use super::{browser, document, renderer, settings, shut, wanted};
use duwang::model::{ImageKind, Outlined, Shot, Sight};
use duwang::render::Renderer;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const BLANK: &str = "<html><body style='margin:0;height:9000px'></body></html>";

async fn shoot(renderer: &Renderer, html: &str, sight: Sight) -> Option<Shot> {
    let mut page = wanted(html);
    page.shoot = Some(sight);
    let drawn = renderer.draw(&page, &shut(), None).await.unwrap();
    let document = document(&drawn);
    assert!(!document.contains("#d00"), "the frame is not the page's");
    drawn.shot
}

fn path(path: &str, snippet: &str) -> Sight {
    Sight { path: Some(path.to_owned()), snippet: Some(snippet.to_owned()), ..Sight::default() }
}

fn address(address: &str) -> Sight {
    Sight { address: Some(address.to_owned()), ..Sight::default() }
}

fn text(text: &str, context: &str) -> Sight {
    Sight { text: Some(text.to_owned()), context: Some(context.to_owned()), ..Sight::default() }
}

/// Width and height as the file itself has them.
fn size(shot: &Shot) -> (u32, u32) {
    let two = |at: usize| u32::from(shot.bytes[at]) << 8 | u32::from(shot.bytes[at + 1]);
    match shot.kind {
        ImageKind::Png => {
            assert_eq!(shot.bytes[1..4], *b"PNG");
            (two(18), two(22))
        }
        ImageKind::Jpeg => {
            assert_eq!(shot.bytes[..2], [0xff, 0xd8]);
            let mut at = 2;
            while !matches!(shot.bytes[at + 1], 0xc0..=0xc2) {
                at += 2 + two(at + 2) as usize;
            }
            (two(at + 7), two(at + 5))
        }
    }
}

#[tokio::test]
async fn a_picture_shows_what_is_meant() {
    let Some(browser) = browser() else { return };
    let renderer = renderer(settings(browser));
    let html = "<html><body style='margin:0;height:9000px;overflow-x:hidden'>\
                <p style='position:absolute;top:6000px'>这里写着<b>错</b>\n字，那里也有错 字。</p>\
                <a style='position:absolute;top:3000px' href='/dead.html'>死链</a>\
                <a style='position:absolute;top:3500px' href='D:\\a.doc'>文件</a>\
                <div style='position:absolute;top:7000px;opacity:0;font-size:20px'><a href='http://x.example/'>看不见</a></div>\
                <img id=pic alt='' style='position:absolute;top:8000px;width:40px;height:30px' src='/a.png'></body></html>";
    let blank = shoot(&renderer, BLANK, Sight::default()).await.unwrap();
    assert_eq!(blank.outlined, Outlined::Nothing);
    assert_eq!(size(&blank), (blank.width, blank.height));
    assert_eq!(blank.width, 1000);
    for (sight, is_there) in [
        (address("http://www.linshui.gov.cn/dead.html"), true),
        (address("http://www.linshui.gov.cn/dead.html#top"), true),
        (address("D:\\a.doc"), true),
        (address("http://x.example/"), true),
        (address("http://www.linshui.gov.cn/other.html"), false),
        (text("错字", "这里写着【错字】，那里"), true),
        (text("错字", "那里也有【错字】。"), true),
        (text("错字", "别处的【错字】"), false),
        (text("那里", ""), true),
        (text("没有", ""), false),
        (path("#pic", "<img id=\"pic\" alt=\"\" src=\"/a.png\">"), true),
        (path("#pic", "<img id=\"pic\" src=\"/a.p…"), true),
        (path("#pic", "<img id=\"pic\" src=\"/b.png\">"), false),
        (path("#pic", "<a href=\"/a.png\">"), false),
        (path("no >> selector", ""), false),
    ] {
        let shot = shoot(&renderer, html, sight.clone()).await;
        assert_eq!(shot.is_some(), is_there, "{sight:?}");
        let Some(shot) = shot else { continue };
        assert_eq!(shot.outlined, Outlined::Meant, "{sight:?}");
        assert_eq!(size(&shot), (shot.width, shot.height), "{sight:?}");
        assert!((600..=1000).contains(&shot.width) && (200..=640).contains(&shot.height), "{sight:?}: {shot:?}");
        assert!(shot.bytes.len() < 60_000, "{}", shot.bytes.len());
    }
    renderer.close().await;
}

#[tokio::test]
async fn where_what_is_meant_cannot_be_seen_its_place_is_shown() {
    let Some(browser) = browser() else { return };
    let renderer = renderer(settings(browser));
    for (hidden, outlined) in [
        ("<p>正文</p><div style='display:none'><a href='http://x.example/'>暗</a></div>", Some(Outlined::Place)),
        (
            "<div>正文<p style='position:absolute;left:-9999px'><a href='http://x.example/'>暗</a></p></div>",
            Some(Outlined::Place),
        ),
        (
            "<p>正文</p><iframe width=0 height=0 style='border:0' src='http://x.example/'></iframe>",
            Some(Outlined::Place),
        ),
        ("<div style='display:none'><a href='http://x.example/'>暗</a></div>", None),
    ] {
        let html = format!("<html><body>{hidden}</body></html>");
        let shot = shoot(&renderer, &html, address("http://x.example/")).await;
        assert_eq!(shot.map(|s| s.outlined), outlined, "{hidden}");
    }
    renderer.close().await;
}

/// A portal with a link elsewhere that is hidden and one that is dead, a test page, and a page with personal data and a dead link.
async fn faulty() -> Site {
    Site::start(|came| {
        let html = "text/html; charset=utf-8";
        let page = |title: &str, body: &str| {
            format!(
                "<html lang=zh><head><title>{title}</title></head><body><h1>{title}</h1><ul>\
                 <li><a href='/'>首页</a></li><li><a href='/a.html'>公告一</a></li><li><a href='/b.html'>公示二</a></li>\
                 <li><a href='/c.html'>通知三</a></li></ul>{body}</body></html>"
            )
        };
        let persons = "<p>低保对象名单</p><table><tr><th>姓名</th><th>身份证号</th></tr>\
             <tr><td>张三丰</td><td>110101199003078523</td></tr><tr><td>李四海</td><td>11010119900307897X</td></tr></table>";
        Some(match came.path.as_str() {
            "/robots.txt" => ("text/plain", String::new()),
            "/" => (html, page("临水县人民政府", "<p>欢迎</p><p><a href='/gone.html'>领导信箱</a></p>")),
            "/a.html" => (html, page("公告一", "<p>全文见<a href='/lost.html'>附件</a>。</p>")),
            "/b.html" => (html, page("公示二", &format!("{persons}<p><a href='/away.html'>更多</a></p>"))),
            "/c.html" => (html, page("通知三", "<p>测试测试测试</p>")),
            _ => return None,
        })
    })
    .await
}

/// Files of pictures, by name.
fn pictures(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder.join("out/screenshots")) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths
}

fn page(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("out/scorecard.html")).unwrap()
}

/// Without what differs from run to run.
fn findings(folder: &Path) -> serde_json::Value {
    let mut card: serde_json::Value = serde_json::from_str(&scorecard(folder)).unwrap();
    card["run"] = serde_json::Value::Null;
    for finding in card["findings"].as_array_mut().unwrap() {
        finding["first_seen"] = serde_json::Value::Null;
    }
    card
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_audit_shows_its_weightiest_findings_and_nothing_of_persons() {
    let Some(browser) = browser() else { return };
    let site = faulty().await;
    let folder = tempfile::tempdir().unwrap();
    let (code, told) = run(audit(folder.path(), &site, &browser, &["--screenshots", "20"])).await;
    assert_eq!((code, told.as_str()), (0, ""));
    let card: serde_json::Value = serde_json::from_str(&scorecard(folder.path())).unwrap();
    let all = card["findings"].as_array().unwrap();
    let of = |check: &str, path: &str| -> String {
        let is = |f: &&serde_json::Value| f["check"] == check && f["url"].as_str().unwrap().ends_with(path);
        let found = all.iter().find(is).unwrap_or_else(|| panic!("{check} on {path}: {all:#?}"));
        found["fingerprint"].as_str().unwrap().to_owned()
    };
    let taken: Vec<String> =
        pictures(folder.path()).iter().map(|p| p.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let html = page(folder.path());
    for fingerprint in [of("dead-link", "/"), of("dead-link", "/a.html")] {
        assert!(taken.contains(&fingerprint), "{taken:?}");
    }
    assert!(!taken.contains(&of("dead-link", "/b.html")), "a page with personal data is not shown");
    assert_eq!(html.matches("<img src=\"data:image/").count(), taken.len());
    assert!(html.contains("img-src data:") && html.contains("alt=\"网页截图"), "{html}");
    assert!(!html.contains("110101199003078523"));

    let shown = findings(folder.path());
    let strange = folder.path().join("out/screenshots/notes.png");
    std::fs::write(&strange, "somebody's own").unwrap();
    let (code, told) = run(audit(folder.path(), &site, &browser, &["--fresh", "--screenshots", "1"])).await;
    assert_eq!((code, told.as_str()), (0, ""));
    assert_eq!(pictures(folder.path()).len(), 2, "one, and what is not ours: {:?}", pictures(folder.path()));
    let (code, told) = run(audit(folder.path(), &site, &browser, &["--fresh"])).await;
    assert_eq!((code, told.as_str()), (0, ""));
    assert_eq!(pictures(folder.path()), [strange], "no pictures of an earlier run");
    assert!(
        !page(folder.path()).contains("<img") && !page(folder.path()).contains("img-src"),
        "no picture and nothing said of any"
    );
    assert_eq!(findings(folder.path()), shown, "the scorecard is the same with pictures and without");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_browser_the_report_has_no_pictures_and_one_line_says_so() {
    let site = faulty().await;
    let folder = tempfile::tempdir().unwrap();
    let none = Path::new("/bin/false");
    let more = ["--render", "never", "--screenshots", "3"];
    let (code, told) = run(audit(folder.path(), &site, none, &more)).await;
    assert_eq!(code, 0, "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert!(told.contains("截图"), "{told}");
    assert!(pictures(folder.path()).is_empty() && !page(folder.path()).contains("<img"));
    let (code, told) =
        run(audit(folder.path(), &site, none, &[&more[..], &["--lang", "en", "--fresh"]].concat())).await;
    assert!(code == 0 && told.contains("pictures") && told.is_ascii(), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn interrupted_while_pictures_are_taken_the_reports_are_written_at_once() {
    let Some(browser) = browser() else { return };
    let site = Site::start(|came| {
        let html = "<html lang=zh><head><title>县政府</title><script>if (document.cookie === 'x') 0</script></head><body>\
                    <p><a href='/gone.html'>死链</a></p><script src='/slow.js'></script></body></html>";
        Some(match came.path.as_str() {
            "/" => ("text/html; charset=utf-8", html.to_owned()),
            "/slow.js" => ("text/javascript", "while (true) {}".to_owned()),
            _ => return None,
        })
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let child = audit(folder.path(), &site, &browser, &["--render", "never", "--screenshots", "3"]).spawn().unwrap();
    let began = Instant::now();
    while site.times("/slow.js") < 2 {
        assert!(began.elapsed() < Duration::from_mins(1), "the page was never drawn");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let stopped = Instant::now();
    signal(&child, "-INT");
    let output = tokio::task::spawn_blocking(move || child.wait_with_output().unwrap()).await.unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(stopped.elapsed() < Duration::from_secs(10), "{:?}", stopped.elapsed());
    assert!(told.contains("报告已写好"), "{told}");
    assert!(page(folder.path()).contains("死链") && pictures(folder.path()).is_empty());
}
