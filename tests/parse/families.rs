//! How pages of each CMS family are recognised, however they are written, and what is asked after an answer.

use duwang::model::{Ask, Exchange, FetchRecord, Link, Page};
use duwang::parse::{answer, lists_of};
use std::path::Path;

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages/lists/families");
    std::fs::read_to_string(folder.join(format!("{name}.html"))).unwrap()
}

/// The family of a page and what is to be asked.
fn read(source: &str, url: &str) -> (String, Vec<Link>, Vec<String>) {
    let (_, unread, links, family) = lists_of(source, url);
    (family.unwrap_or_default(), links, unread.into_iter().map(|l| l.sign).collect())
}

fn exchange(url: &str, media: &str, body: &[u8]) -> Exchange {
    let record = FetchRecord {
        url: url.to_owned(),
        final_url: url.to_owned(),
        hops: Vec::new(),
        status: Some(200),
        failure: None,
        attempts: 1,
        headers: [("content-type".to_owned(), media.to_owned())].into(),
        bytes: body.len() as u64,
        whole: true,
        sha256: None,
        first_byte_ms: 1,
        total_ms: 1,
        at_ms: 0,
        peer: None,
        unchanged: false,
    };
    Exchange { record, body: body.to_vec() }
}

fn answered(url: &str, on: &str, body: &str) -> Page {
    answer(&exchange(url, "text/html;charset=utf-8", body.as_bytes()), on, None)
}

fn targets(links: &[Link]) -> Vec<&str> {
    links.iter().map(|l| l.target.as_str()).collect()
}

#[test]
fn each_fixture_is_of_its_family() {
    for (name, url, family, wants) in [
        ("hanweb-jpage", "http://www.x.gov.cn/xxgk/col/col1701/index.html", "hanweb-jpage", 1),
        ("hanweb-xxgk", "http://www.x.gov.cn/col/col1229498/index.html", "hanweb-xxgk", 1),
        ("hanweb-xxgk-area", "http://www.x.gov.cn/col/col1701/index.html", "hanweb-xxgk", 1),
        ("hanweb-jpaas", "http://www.x.gov.cn/ldhd/index.html", "hanweb-jpaas", 1),
        ("gkmlpt", "http://www.x.gov.cn/bm/gkmlpt/index", "gkmlpt", 1),
        ("epoint", "http://www.x.gov.cn/zwgk/govInfoPub.html?categorynum=003", "epoint", 1),
        ("truecms", "http://www.x.gov.cn/gkml/list.html", "truecms", 1),
        ("guangyuan-cluster", "http://www.x.gov.cn/new/list/20230601123456789.html", "guangyuan-cluster", 0),
        ("generic-ajax", "http://www.x.gov.cn/zcwj/", "", 1),
        ("generic-table", "http://www.x.gov.cn/zcwj/", "", 1),
    ] {
        let (found, links, unread) = read(&fixture(name), url);
        assert_eq!((found.as_str(), links.len()), (family, wants), "{name}: {links:#?}");
        assert_eq!(unread.len(), 1, "{name}: its list is not in what was read");
    }
}

#[test]
fn fingerprints_do_not_hang_on_how_a_page_is_written() {
    let column = "http://www.x.gov.cn/a/col/col9/index.html";
    for source in [
        "<script>$('#1').jpage({proxyUrl:'/module/web/jpage/dataproxy.jsp',ajaxParam:{columnid:9,unitid:'1',webid:3}})</script>",
        "<script>$(\"#1\").jpage({ajaxParam:{webid:\"3\",unitid:\"1\",columnid:\"9\"},proxyUrl:\"../../module/web/jpage/dataproxy.jsp\"})</script>",
        "<SCRIPT>var u='http://www.x.gov.cn/module/web/jpage/dataproxy.jsp?columnid=9&amp;unitid=1&amp;webid=3';</SCRIPT>",
        "<script>proxyUrl = '/sub/module/web/jpage/morecolumndataproxy.jsp' ; columnid = '9' ; unitid = 1 ; webid=3</script>",
    ] {
        let (family, links, _) = read(&format!("<body><div id=1></div>{source}</body>"), column);
        assert_eq!(family, "hanweb-jpage", "{source}");
        let target = &links[0].target;
        assert!(["columnid=9", "unitid=1", "webid=3", "page=1"].iter().all(|p| target.contains(p)), "{target}");
        let posted = &links[0].ask.as_ref().unwrap().others[0];
        assert!(posted.0.ends_with("dataproxy.jsp") && posted.1.contains("columnid=9"), "{posted:?}");
    }
    for unit in [
        "<script url='/api-gateway/jpaas-publish-server/front/page/build/unit' src='/x/unitbuild.js' queryData=\"{'webId':'w','pageId':'p','tagId':'t_list'}\"></script>",
        "<script queryData=\"{&quot;pageId&quot;:&quot;p&quot;,&quot;tagId&quot;:&quot;t_list&quot;,&quot;webId&quot;:&quot;w&quot;}\" src=/x/AuthorizedRead/unitbuild.js></script>",
        "<script>var queryData={pageId:'p',webId:'w',tagId:'t_list'};</script><script src=/x/unitbuild.js></script>",
    ] {
        let (family, links, _) = read(&format!("<body>{unit}</body>"), column);
        assert_eq!((family.as_str(), links.len()), ("hanweb-jpaas", 1), "{unit}");
        assert!(["webId=w", "pageId=p", "tagId=t_list", "pageNo"].iter().all(|p| links[0].target.contains(p)));
    }
    for call in [
        "createPageHTML(3,0,'list','shtml')",
        "createPageHTML( \"3\" , \"0\" , \"list\" , \".shtml\" , 50 )",
        "createPageHTMLByJs(3, 0, 'list', 'shtml', 'x')",
    ] {
        let (_, links, _) = read(&format!("<body><script>{call}</script></body>"), "http://www.x.gov.cn/b/");
        assert_eq!(targets(&links)[..1], ["http://www.x.gov.cn/b/list_1.shtml"], "{call}");
    }
}

#[test]
fn a_directory_of_the_whole_body_is_narrowed_to_the_column() {
    let url = "http://www.x.gov.cn/col/col1701/index.html";
    let (_, links, _) = read(&fixture("hanweb-xxgk-area"), url);
    let ask = links[0].ask.as_deref().unwrap();
    assert!(ask.body.contains("area=11330000A") && ask.only.as_deref() == Some("art_1701_"), "{ask:?}");
    let row = |column: u32, n: u32| {
        format!(
            "<tr><td><a href='/art/2026/6/1/art_{column}_{n}.html'>关于第{n}批安排的通知</a></td><td>2026-06-01</td></tr>"
        )
    };
    let body = format!("<table>{}{}{}</table><p>共 4 页</p>", row(1701, 1), row(1702, 2), row(1701, 3));
    let page = answer(&exchange(&links[0].target, "text/html", body.as_bytes()), url, Some(ask));
    assert_eq!(page.items.len(), 2, "{:#?}", page.items);
    assert_eq!(page.listing.as_ref().unwrap().rows, 3);
    assert!(page.links[0].ask.as_ref().unwrap().body.contains("currpage=2"));
}

#[test]
fn addresses_in_data_stand_against_the_page_of_the_list() {
    let on = "http://www.x.gov.cn/zwgk/tzgg/index.html";
    let body = "{\"code\":0,\"total\":1,\"data\":[{\"title\":\"关于招标结果的公示\",\"url\":\"./202606/t1.html\",\"pubDate\":\"2026-06-01\"}]}";
    let page = answered("http://www.x.gov.cn/api/list?page=1&size=20", on, body);
    assert_eq!(page.items[0].target, "http://www.x.gov.cn/zwgk/tzgg/202606/t1.html");
    // A whole page is its own.
    let whole = "<html><body><ul><li><a href='t1.html'>关于招标结果的公示</a>2026-06-01</li><li><a href='t2.html'>关于招标文件的公示</a>2026-06-02</li></ul></body></html>";
    let page = answered("http://www.x.gov.cn/zwgk/other/index_1.html", on, whole);
    assert_eq!(page.items[0].target, "http://www.x.gov.cn/zwgk/other/t1.html");
}

#[test]
fn answers_of_another_character_set_than_declared_are_read() {
    let text =
        "{\"total\":1,\"rows\":[{\"title\":\"关于征求意见的公告\",\"url\":\"/a/1.html\",\"date\":\"2026-06-01\"}]}";
    let (bytes, _, _) = encoding_rs::GBK.encode(text);
    let page = answer(
        &exchange("http://www.x.gov.cn/l?page=1", "application/json;charset=UTF-8", &bytes),
        "http://www.x.gov.cn/",
        None,
    );
    assert_eq!(page.items[0].title, "关于征求意见的公告");
}

#[test]
fn paging_goes_on_as_the_answer_says() {
    let object = "{\"title\":\"关于征求意见的公告\",\"url\":\"/a/1.html\",\"date\":\"2026-06-01\"}";
    let rows = [object; 10]
        .iter()
        .enumerate()
        .map(|(n, o)| o.replace("/1.html", &format!("/{n}.html")))
        .collect::<Vec<_>>()
        .join(",");
    let next = |url: &str, extra: &str| {
        let page = answered(url, "http://www.x.gov.cn/", &format!("{{{extra}\"rows\":[{rows}]}}"));
        page.links.first().map(|l| l.target.replace("http://www.x.gov.cn", ""))
    };
    let is = |found: Option<String>, expected: &str| assert_eq!(found.unwrap_or_default(), expected);
    is(next("http://www.x.gov.cn/l?pageNum=1&pageSize=10", "\"total\":25,"), "/l?pageNum=2&pageSize=10");
    is(next("http://www.x.gov.cn/l?pageNo=3&size=10", "\"total\":30,"), "");
    is(next("http://www.x.gov.cn/l?page=1", "\"totalPage\":\"2\","), "/l?page=2");
    is(next("http://www.x.gov.cn/l?page=2", "\"pages\":2,"), "");
    is(next("http://www.x.gov.cn/l?start=0&length=10", "\"recordsTotal\":25,"), "/l?start=10&length=10");
    is(next("http://www.x.gov.cn/l?limit=10&offset=20", "\"total\":25,"), "");
    is(next("http://www.x.gov.cn/l?current=1&size=20", ""), "");
    is(next("http://www.x.gov.cn/l?channel=7", "\"total\":25,"), "");
    let ask =
        Ask { body: "{\"params\":{\"pageIndex\":\"0\",\"pageSize\":10}}".to_owned(), json: true, ..Ask::default() };
    let body = format!("{{\"custom\":\"{{\\\"total\\\":30,\\\"data\\\":[{}]}}\"}}", rows.replace('"', "\\\""));
    let page = answer(
        &exchange("http://www.x.gov.cn/r", "application/json", body.as_bytes()),
        "http://www.x.gov.cn/",
        Some(&ask),
    );
    assert_eq!((page.items.len(), page.listing.as_ref().unwrap().total), (10, Some(30)));
    assert_eq!(page.links[0].ask.as_ref().unwrap().body, "{\"params\":{\"pageIndex\":\"1\",\"pageSize\":10}}");
}

#[test]
fn what_an_answer_refuses_is_told_from_nothing() {
    let refused =
        |body: &str| answered("http://www.x.gov.cn/api/list", "http://www.x.gov.cn/", body).listing.unwrap().refused;
    for nothing in [
        "{\"total\":0,\"rows\":[]}",
        "{\"code\":200,\"data\":{\"list\":[],\"totalCount\":0}}",
        "{\"success\":true,\"data\":{\"html\":\"\"}}",
        "<datastore><totalrecord>0</totalrecord><recordset></recordset></datastore>",
        "cb({\"code\":0,\"data\":[]})",
        "<ul><li>暂无相关信息</li></ul>",
    ] {
        assert_eq!(refused(nothing), None, "{nothing}");
    }
    for error in [
        "{\"success\":false,\"data\":[],\"message\":\"未登录\"}",
        "{\"code\":401,\"msg\":\"token失效\",\"rows\":[]}",
        "{\"status\":500,\"error\":\"Internal Server Error\"}",
        "{\"total\":12}",
        "{\"visits\":12}",
        "系统繁忙",
        "{\"code\":0,\"data\":{\"total\":8,\"records\":[{\"id\":1}]}}",
    ] {
        assert!(refused(error).is_some(), "{error}");
    }
}

#[test]
fn shells_that_a_script_fills_are_told() {
    let told = |body: &str| {
        !lists_of(
            &format!("<html><body><div class=nav><a href=/>首页</a><a href=/a/>政务公开</a></div>{body}</body></html>"),
            "http://www.x.gov.cn/a/",
        )
        .1
        .is_empty()
    };
    for shell in [
        "<ul id=\"dataList\"></ul><script src=\"/static/list.js\"></script>",
        "<div id=\"app\"></div><script src=\"/js/app.7f3c.js\"></script>",
        "<div id=\"root\"><div class=\"spin\"></div></div><script src=\"/static/main.js\"></script>",
        "<ul><li>{{item.title}}<span>{{item.date}}</span></li></ul>",
        "<div class=\"list\"><span>{{ row.title }}</span></div>",
        "<div id=\"view\"></div><script type=\"text/html\" id=\"tpl\">{{# layui.each(d.list, function(i, x){ }}<li>{{ x.title }}</li>{{# }); }}</script><script>laytpl(tpl.innerHTML).render(d, function(h){ view.innerHTML = h; }); $('#view')</script>",
        "<table id=\"demo\" lay-filter=\"t\"></table><script>layui.use('table',function(){table.render({elem:'#demo',url:u})})</script>",
        "<div class=\"main\"><p>数据加载中，请稍候...</p></div><script src=\"/js/a.js\"></script>",
        "<el-table :data=\"rows\"></el-table><script src=\"/js/a.js\"></script>",
        "<ul><li v-for=\"x in rows\"><a :href=\"x.url\">标题</a></li></ul>",
        "<ul data-bind=\"foreach: rows\"></ul>",
        "<ul class=\"newslist\"></ul><script>$.getJSON('/x', function(d){ $('.newslist').html(d) })</script>",
    ] {
        assert!(told(shell), "{shell}");
    }
    for whole in [
        "<div class=\"list\"><p>暂无相关信息</p></div>",
        "<div style=\"display:none\">加载中...</div><div class=list><p>本栏目暂无信息。</p></div>",
        "<div id=\"share\"></div><script>bdshare('#share')</script><p>暂无内容</p>",
        "<ul class=list><li><a href='/a/art_1.html'>关于夏粮收购的通知</a>2026-06-01</li><li><a href='/a/art_2.html'>关于秋粮收购的通知</a>2026-06-02</li></ul><div id=app></div>",
    ] {
        assert!(!told(whole), "{whole}");
    }
}

#[test]
fn values_of_a_page_that_could_be_more_than_values_are_not_asked() {
    let page = |category: &str| {
        format!(
            "<body><ul id=govInfoList></ul><script src=/js/webBuilderCommon.js></script><a href='/govInfoPub.html'></a><script>var categorynum='{category}';</script></body>"
        )
    };
    let (_, links, unread) = read(&page("003001"), "http://www.x.gov.cn/dynamic/openlist.html");
    assert_eq!((links.len(), unread.len()), (1, 1));
    let (_, links, unread) =
        read(&page("\\\"},{{"), "http://www.x.gov.cn/dynamic/openlist.html?categorynum=%22%7D%3B%7B");
    assert_eq!((links.len(), unread.len()), (0, 1), "named and not asked: {links:?}");
    let elsewhere = "<body><script>var p={columnId:'1',proxyUrl:'http://evil.example.com/messageController/getMessage.do'}</script></body>";
    assert!(read(elsewhere, "http://www.x.gov.cn/a/").1.is_empty());
}
