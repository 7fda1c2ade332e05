//! How a page offers a search, how a question is put, what an answer shows.

use duwang::model::{Exchange, FetchRecord, Fill, Page, SearchForm, SearchVia};
use duwang::parse::{self, SoughtTitle, search_answer, search_request};
use std::collections::BTreeMap;

const HOME: &str = "http://www.linshui.gov.cn/";

fn exchange(url: &str, kind: &str, body: Vec<u8>) -> Exchange {
    let record = FetchRecord {
        url: url.to_owned(),
        final_url: url.to_owned(),
        hops: Vec::new(),
        status: Some(200),
        failure: None,
        attempts: 1,
        headers: BTreeMap::from([("content-type".to_owned(), kind.to_owned())]),
        bytes: body.len() as u64,
        whole: true,
        sha256: None,
        first_byte_ms: 1,
        total_ms: 1,
        at_ms: 0,
        peer: None,
        unchanged: false,
    };
    Exchange { record, body }
}

fn page(body: &str) -> Page {
    let html =
        format!("<html><head><meta charset=utf-8><title>邻水县人民政府</title></head><body>{body}</body></html>");
    parse::page(&exchange("http://www.linshui.gov.cn/index.html", "text/html", html.into_bytes()))
}

fn only(body: &str) -> SearchForm {
    let forms = page(body).search_forms;
    assert_eq!(forms.len(), 1, "{body}: {forms:#?}");
    forms.into_iter().next().unwrap()
}

/// The address asked and what is posted.
fn asked(body: &str, words: &str) -> (String, Option<String>) {
    let request = search_request(&only(body), words).unwrap();
    (request.url.into(), request.form)
}

#[test]
fn a_form_is_sent_as_a_browser_sends_it() {
    let form = r#"<form action="/was5/web/search?gone=1"><input type="hidden" name="channelid" value="288041">
        <select name="scope"><option value="1">标题<option value="2" selected>全文</select>
        <input type="radio" name="od" value="1"><input type="radio" name="od" value="2" checked>
        <input name="searchword" placeholder="请输入关键字"><input type="submit" name="go" value="搜索"></form>"#;
    let (url, posted) = asked(form, "养老 A&B");
    assert_eq!(
        url,
        "http://www.linshui.gov.cn/was5/web/search?channelid=288041&scope=2&od=2&searchword=%E5%85%BB%E8%80%81+A%26B&go=%E6%90%9C%E7%B4%A2"
    );
    assert_eq!(posted, None);
    assert_eq!(only(form).via, SearchVia::Form);
}

#[test]
fn a_posted_form_keeps_its_address_and_posts_the_rest() {
    let form = r#"<form method="POST" action="/search.do?site=3"><input name="title"><button>检索</button></form>"#;
    let (url, posted) = asked(form, "养老");
    assert_eq!(url, "http://www.linshui.gov.cn/search.do?site=3");
    assert_eq!(posted.as_deref(), Some("title=%E5%85%BB%E8%80%81"));
}

#[test]
fn a_gbk_page_asks_in_gbk_and_a_form_may_say_otherwise() {
    let ask = |attributes: &str| {
        let html = format!(
            "<html><head><title>邻水县人民政府门户网站首页</title></head><body><p>欢迎访问邻水县人民政府网站</p>\
             <form action=/s.jsp {attributes}><input name=keyword><input type=submit value=搜索></form></body></html>"
        );
        let body = encoding_rs::GBK.encode(&html).0.into_owned();
        let page = parse::page(&exchange(HOME, "text/html", body));
        search_request(&page.search_forms[0], "养老").unwrap().url.to_string()
    };
    assert_eq!(ask(""), "http://www.linshui.gov.cn/s.jsp?keyword=%D1%F8%C0%CF");
    assert_eq!(ask("accept-charset=utf-8"), "http://www.linshui.gov.cn/s.jsp?keyword=%E5%85%BB%E8%80%81");
}

#[test]
fn the_families_are_asked_in_their_own_way() {
    // 博达: Base64 in a hidden field.
    let form = r#"<form action="/ssjg.jsp?wbtreeid=1001" method="post" onsubmit="return _nl_ys_check()">
        <input type="hidden" id="lucenenewssearchkey17" name="lucenenewssearchkey" value="">
        <input type="hidden" name="_lucenesearchtype" value="1"><input name="showkeycode" id="showkeycode17"
        placeholder="请输入关键词"><input type="image" src="/s.png"></form>"#;
    let (url, posted) = asked(form, "养老");
    assert_eq!(url, "http://www.linshui.gov.cn/ssjg.jsp?wbtreeid=1001");
    assert_eq!(
        posted.as_deref(),
        Some("lucenenewssearchkey=5YW76ICB&_lucenesearchtype=1&showkeycode=%E5%85%BB%E8%80%81")
    );
    assert_eq!(only(form).via, SearchVia::ScriptedForm);
    // 广元: escape, by script.
    let script = r##"<input id="kw" placeholder="请输入关键词"><script>function go(){var k=$("#kw").val();
        window.open("/isearch.html?q="+escape(k)+"&s=1");}</script>"##;
    let (url, _) = asked(script, "养老a b");
    assert_eq!(url, "http://www.linshui.gov.cn/isearch.html?q=%u517B%u8001a%20b&s=1");
    // 大汉 JPAAS: an interface that the page calls.
    let call = r#"<input id="kw"><script>$.ajax({url:"/api-gateway/jpaas-jsearch-web-server/interface/search/info",
        type:"get",data:{q:word,serviceId:"5a1b",p:page},success:draw});</script>"#;
    let (url, _) = asked(call, "养老");
    assert_eq!(
        url,
        "http://www.linshui.gov.cn/api-gateway/jpaas-jsearch-web-server/interface/search/info?q=%E5%85%BB%E8%80%81&serviceId=5a1b&p=1"
    );
    // A link that holds a question.
    let link = r#"<div class="top"><a href="/was5/web/search?channelid=9&searchword=">高级检索</a></div>"#;
    assert_eq!(
        asked(link, "养老").0,
        "http://www.linshui.gov.cn/was5/web/search?channelid=9&searchword=%E5%85%BB%E8%80%81"
    );
    assert_eq!(only(link).via, SearchVia::Address);
    // Encoded twice.
    let twice = r#"<script>location.href="/jsearch/search.do?q="+encodeURI(encodeURI(key));</script>"#;
    assert_eq!(asked(twice, "养").0, "http://www.linshui.gov.cn/jsearch/search.do?q=%25E5%2585%25BB");
    assert_eq!(only(twice).fields[0].fill, Some(Fill::Twice));
}

#[test]
fn fields_outside_of_a_form_between_rows_belong_to_it() {
    let form = r#"<table><form name="searchform" action="/search.asp"><tr><td><input name="keyword"></td>
        <td><input type="submit" value="搜索"></td></tr></form></table><input name="other">"#;
    assert_eq!(asked(form, "a").0, "http://www.linshui.gov.cn/search.asp?keyword=a");
}

#[test]
fn what_is_no_search_or_can_not_be_sent_is_left_out() {
    for body in [
        // Mail, log-in, letters.
        r#"<form action="/login"><input name="user"><input type="password" name="p"><button>登录</button></form>"#,
        r#"<form action="/query.jsp"><input name="code" placeholder="请输入查询码"><button>查询</button></form>"#,
        r#"<form action="/search"><textarea name="q"></textarea><button>搜索</button></form>"#,
        // Only a script knows where it goes.
        r##"<form action="#"><input name="q"><button type="button" onclick="go()">搜索</button></form>"##,
        r#"<form onsubmit="return false;" action="/search"><input name="q"><button>搜索</button></form>"#,
        r#"<form ms-attr-action="searchAction"><input name="key"><button>搜索</button></form>"#,
        r#"<form action="javascript:void(0)"><input name="q"><button>搜索</button></form>"#,
        r#"<form><input name="q"><input type="button" value="搜索" onclick="changSearch()"></form>"#,
        // Without a name nothing is sent.
        r#"<form action="/search"><input id="kw"><button>搜索</button></form>"#,
        // A person is to prove to be one.
        r#"<form action="/search"><input name="q"><input name="validateCode"><button>搜索</button></form>"#,
        r#"<a href="/search/index.html">搜索</a><p>请到搜索页检索。</p>"#,
    ] {
        assert_eq!(page(body).search_forms, [], "{body}");
    }
}

fn answer(kind: &str, body: &str, words: &str) -> duwang::model::SearchAnswer {
    let body = body.as_bytes().to_vec();
    let exchange = exchange("http://www.linshui.gov.cn/search.jsp?q=x", kind, body);
    let sought = SoughtTitle {
        title: "邻水县2026年城乡居民养老保险实施方案",
        url: "http://www.linshui.gov.cn/zwgk/202608/t20260801_12.html",
        words,
        home: HOME,
    };
    search_answer(&exchange, sought).0
}

#[test]
fn a_title_is_known_among_results_however_it_is_written() {
    let found = |row: &str| {
        let body = format!(
            "<html><body><div class=main><ul>{row}<li><a href=/x/1.html>另外一篇不相干的文章</a></li></ul></div></body></html>"
        );
        answer("text/html", &body, "养老保险").found.is_some()
    };
    assert!(found("<li><a href=/y>邻水县<em>2026年</em>城乡居民<font color=red>养老保险</font>实施方案</a></li>"));
    assert!(found("<li><a href=/y>邻水县２０２６年城乡居民养老保险…</a></li>"));
    assert!(found("<li><a href=/y title='邻水县2026年城乡居民养老保险实施方案'>邻水县2026年...</a></li>"));
    assert!(found("<li><a href=/y>[政策]邻水县2026年城乡居民养老保险实施方案 2026-08-01</a></li>"));
    assert!(found("<li><a href=https://www.linshui.gov.cn/zwgk/202608/t20260801_12.html>详细</a></li>"));
    assert!(found(
        "<li><a href='/link?u=http%3A%2F%2Fwww.linshui.gov.cn%2Fzwgk%2F202608%2Ft20260801_12.html'>详细</a></li>"
    ));
    assert!(found("<li><div>邻水县2026年城乡居民养老保险实施方案</div><div>摘要</div></li>"));
    assert!(!found("<li><a href=/y>邻水县2025年城乡居民养老保险实施方案</a></li>"));
    assert!(!found("<li><a href=/y>邻水县…</a></li>"));
    assert!(!found("<li><a href=/search.jsp?q=1>邻水县2026年城乡居民养老保险实施方案</a></li>"), "a suggestion");
}

#[test]
fn data_are_read_through() {
    let found = |body: &str| answer("application/json", body, "养老保险");
    let html = r#"{"result":["<div class='jcse'><a href='/v?u=1'>邻水县2026年城乡居民<em>养老保险</em>实施方案</a></div>"],"total":"1"}"#;
    assert!(found(html).found.is_some());
    let echo = found(r#"{"q":"邻水县2026年城乡居民养老保险实施方案","total":0,"list":[]}"#);
    assert!(echo.found.is_none() && echo.data && echo.echoed, "{echo:?}");
    assert!(found("").drawn.is_some());
    assert!(found("callback(oops").drawn.is_some());
}

#[test]
fn a_page_of_results_names_its_interface() {
    let body = r#"<html><body><div id="list"></div><p>正在加载，请稍候。如长时间没有结果请刷新页面。</p>
        <script>$.get("/search/api/query?keyword="+encodeURIComponent(kw),draw);</script></body></html>"#;
    let exchange = exchange("http://www.linshui.gov.cn/search.html?q=x", "text/html", body.as_bytes().to_vec());
    let sought = SoughtTitle { title: "某某标题", url: HOME, words: "某某标题", home: HOME };
    let (answer, interface) = search_answer(&exchange, sought);
    assert!(answer.drawn.is_some() && answer.found.is_none());
    let request = search_request(&interface.unwrap(), "养").unwrap();
    assert_eq!(request.url.as_str(), "http://www.linshui.gov.cn/search/api/query?keyword=%E5%85%BB");
}
