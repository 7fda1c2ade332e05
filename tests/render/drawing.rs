//! Pages that are nothing without their scripts, drawn.

use super::{Script, browser, document, given, renderer, settings, shut, wanted};
use duwang::render::{Answer, Ask, Kind, Reply};

#[tokio::test]
async fn a_shell_filled_from_a_posted_question_is_drawn() {
    let Some(browser) = browser() else { return };
    let door = Script::new(|ask: &Ask| match ask.url.path() {
        "/js/list.js" => given(
            "text/javascript",
            "const x = new XMLHttpRequest(); x.open('POST', '/api/list?c=7');
             x.setRequestHeader('Content-Type', 'application/json');
             x.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
             x.onload = () => setTimeout(() => { list.innerHTML = JSON.parse(x.responseText)
               .map((t) => `<li><a href='/art/${t.id}.html'>${t.title}</a></li>`).join(''); }, 50);
             x.send(JSON.stringify({ page: 1 }));",
        ),
        "/api/list" => given("application/json", r#"[{"id":1,"title":"通知公告一"},{"id":2,"title":"通知公告二"}]"#),
        _ => Answer::Refused("not here".to_owned()),
    });
    let renderer = renderer(settings(browser));
    let page = wanted("<html><body><ul id=list></ul><img src=/big.jpg><script src=/js/list.js></script></body></html>");
    let drawn = renderer.draw(&page, &door, None).await.unwrap();
    let html = document(&drawn);
    assert!(html.contains("通知公告一") && html.contains("/art/2.html"), "{html}");

    let asked = door.asked();
    assert_eq!(asked.iter().map(|a| a.url.path()).collect::<Vec<_>>(), ["/js/list.js", "/api/list"]);
    let posted = &asked[1];
    assert_eq!((posted.method.as_str(), posted.kind), ("POST", Kind::Data));
    assert_eq!(posted.body.as_deref(), Some(&br#"{"page":1}"#[..]));
    let header = |name: &str| posted.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    assert_eq!(header("x-requested-with"), Some("XMLHttpRequest"));
    assert_eq!(header("content-type"), Some("application/json"));
    assert_eq!(header("referer"), Some(super::PAGE));
    assert_eq!(header("user-agent"), None, "the door names itself");
    renderer.close().await;
}

#[tokio::test]
async fn what_scripts_write_read_and_ask_while_everything_waits_is_seen() {
    let Some(browser) = browser() else { return };
    let door = Script::new(|ask: &Ask| match ask.url.path() {
        "/menu.js" => given("text/javascript", "document.write('<nav><a href=/zwgk/>政务公开</a></nav>');"),
        "/old" => Answer::Given(Reply {
            status: 302,
            headers: vec![("location".to_owned(), "/new".to_owned())],
            body: Vec::new(),
        }),
        "/new" => given("text/plain;charset=gbk", "moved"),
        _ => Answer::Refused("not here".to_owned()),
    });
    let renderer = renderer(settings(browser));
    let mut page = wanted(
        "<html><body><script src=/menu.js></script><p id=a></p><p id=b></p><script>
         const x = new XMLHttpRequest(); x.open('GET', '/old', false); x.send(); a.textContent = 'sync ' + x.responseText;
         b.textContent = [navigator.userAgent, navigator.language, innerWidth, document.cookie,
           new Date(0).getHours(), confirm('?'), prompt('?')].join('|'); alert(1);
         </script></body></html>",
    );
    page.cookies = "sid=7; lang=zh".to_owned();
    let drawn = renderer.draw(&page, &door, None).await.unwrap();
    let html = document(&drawn);
    assert!(html.contains("政务公开</a></nav>"), "{html}");
    assert!(html.contains("sync moved"), "a redirect is followed by the browser: {html}");
    assert!(html.contains("duwang/test (tests)|zh-CN|1366|sid=7; lang=zh|8|false|"), "{html}");
    assert!(
        door.addresses().iter().any(|a| a.ends_with("/old")) && door.addresses().iter().any(|a| a.ends_with("/new"))
    );
    renderer.close().await;
}

#[tokio::test]
async fn where_a_page_wants_to_go_is_told_and_not_followed() {
    let Some(browser) = browser() else { return };
    let renderer = renderer(settings(browser));
    for (script, moved) in [
        ("location.href = 'http://elsewhere.gov.cn/x'", Some("http://elsewhere.gov.cn/x")),
        ("document.getElementById('f').submit()", Some("http://www.linshui.gov.cn/send")),
        ("location.reload()", None),
        ("location.hash = 'part'; history.pushState({}, '', '/other')", None),
    ] {
        let door = shut();
        let html = format!(
            "<html><body>这里<form id=f method=post action=/send></form><script>{script}</script></body></html>"
        );
        let drawn = renderer.draw(&wanted(&html), &door, None).await.unwrap();
        assert!(document(&drawn).contains("这里"), "{script}");
        assert_eq!(drawn.moved.as_deref(), moved, "{script}");
        assert_eq!(door.addresses(), Vec::<String>::new(), "{script}: nobody was asked");
    }
    renderer.close().await;
}

#[tokio::test]
async fn pages_know_nothing_of_each_other() {
    let Some(browser) = browser() else { return };
    let renderer = renderer(settings(browser));
    let html = "<html><body><p id=p></p><script>p.textContent = 'had ' + localStorage.length + document.cookie;
                localStorage.setItem('a', 1); document.cookie = 'a=1';</script></body></html>";
    for _ in 0..2 {
        let drawn = renderer.draw(&wanted(html), &shut(), None).await.unwrap();
        assert!(document(&drawn).contains("had 0<"), "{:?}", drawn.html);
    }
    renderer.close().await;
}

#[tokio::test]
async fn a_stopped_run_draws_nothing_more() {
    let Some(browser) = browser() else { return };
    let renderer = renderer(settings(browser));
    renderer.stop();
    assert!(renderer.draw(&wanted("<p>x</p>"), &shut(), None).await.is_none());
    renderer.close().await;
}
