//! What scripts write and name, read without running them.

use super::{answer, read_body, values};
use duwang::model::{LinkKind, Mark, MarkVia, Page};

fn file(code: &str) -> Page {
    duwang::parse::script(&answer("http://www.gaoxian.gov.cn/js/foot.js", "application/javascript", code))
}

#[test]
fn a_foot_written_by_a_script_file() {
    let page = file(concat!(
        "// 主办单位：注释里的不算\n",
        "var code = /[\"']/g; /* 网站标识码：9999999999 */\n",
        "document.write('<div class=\"foot\">主办单位：高县' + '人民政府办公室<br>');\n",
        "document.write(\"\\u7f51\\u7ad9\\u6807\\u8bc6\\u7801\\uff1a5115250001 <a href='/wzdt.html'>\\u7f51\\u7ad9\\u5730\\u56fe</a>\");\n",
        "document.write(unescape('%u8700ICP%u590710014763%u53F7-1'));\n",
        "document.write('<a href=\"http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=51152502000001\">x</a></div>');\n",
        "$('#foot2').load('/public/foot2.html #inner'); $('#b').html('<a href=\"' + root + '/x.html\">变量</a>');\n",
        "document.write(\"<a href='rel/lxwm.html'>联系我们</a>\");",
    ));
    assert_eq!(values(&page, Mark::Organizer), ["高县人民政府办公室"]);
    assert_eq!(values(&page, Mark::SiteCode), ["5115250001"]);
    assert_eq!(values(&page, Mark::IcpRecord), ["蜀ICP备10014763号-1"]);
    assert_eq!(values(&page, Mark::PoliceRecord), ["51152502000001"]);
    assert!(page.marks.0.values().flatten().all(|f| f.via == MarkVia::LinkedScript));
    let targets: Vec<(&str, LinkKind)> = page.links.iter().map(|l| (l.target.as_str(), l.kind)).collect();
    assert!(targets.contains(&("http://www.gaoxian.gov.cn/wzdt.html", LinkKind::Anchor)));
    assert!(targets.contains(&("http://www.gaoxian.gov.cn/public/foot2.html", LinkKind::Fragment)));
    assert!(!targets.iter().any(|(t, _)| t.contains("/x.html")), "a variable's place is no address");
    assert!(!targets.iter().any(|(t, _)| t.contains("rel/")), "relative to a page that we don't know");
}

#[test]
fn a_fragment_of_markup_counts_as_linked() {
    let exchange = answer(
        "http://www.gaoxian.gov.cn/foot.html",
        "text/html",
        "<div>主办：高县人民政府办公室 网站标识码：5115250001</div><a href='/wzdt/'>网站地图</a>",
    );
    let page = duwang::parse::script(&exchange);
    assert_eq!(values(&page, Mark::Organizer), ["高县人民政府办公室"]);
    assert_eq!(page.marks.of(Mark::SiteCode)[0].via, MarkVia::LinkedScript);
    assert!(page.links.iter().any(|l| l.target == "http://www.gaoxian.gov.cn/wzdt/"));
}

#[test]
fn find_error_loaded_by_an_assignment() {
    let page = file(
        "var s=document.createElement('script');s.src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js';s.setAttribute('sitecode','5115250001');document.body.appendChild(s);",
    );
    assert!(values(&page, Mark::ErrorReport)[0].contains("jiucuo.js"));
    assert!(page.links.iter().any(|l| l.kind == LinkKind::Script && l.target.ends_with("/exposure/jiucuo.js")));
}

#[test]
fn messages_of_a_script_are_no_marks() {
    let page = file(
        "function go(){ if(!q.value){ alert('请输入搜索关键词'); return; } var t = '主办单位不能为空'; log(\"网站地图\"); }",
    );
    assert!(page.marks.0.is_empty(), "{:?}", page.marks);
}

#[test]
fn a_menu_that_an_inline_script_writes_is_walked() {
    let page = read_body(
        "<script>var h='';h+='<ul><li><a href=\"/zwgk/\">政务公开</a></li>';h+='</ul>';document.getElementById('n').innerHTML=h;</script>",
    );
    assert!(page.links.iter().any(|l| l.target == "http://www.gaoxian.gov.cn/zwgk/" && l.text == "政务公开"));
}

#[test]
fn addresses_with_variables_at_either_end_are_none() {
    let page = read_body(concat!(
        "<a href='#' onclick=\"window.open('/detail/'+id)\">a</a><a href='#' onclick=\"window.open(root+'/x.html')\">b</a>",
        "<a href='#' onclick=\"window.open('/whole'+'/y.html')\">c</a><a href='{{item.url}}'>d</a><script>$('#f').load(base+'/foot.html')</script>",
    ));
    let asked: Vec<&str> =
        page.links.iter().filter(|l| l.kind != LinkKind::Anchor).map(|l| l.target.as_str()).collect();
    assert_eq!(asked, ["http://www.gaoxian.gov.cn/whole/y.html"]);
    let template = super::link(&page, "d");
    assert_eq!(
        (template.target.as_str(), template.raw.as_deref(), template.scripted),
        ("", Some("{{item.url}}"), true)
    );
}

#[test]
fn a_script_sent_as_a_page_is_read_as_a_script() {
    let code = "document.write(\"<p>主办单位：高县人民政府</p><p>\" + \"版权所有</p>\");";
    let page = duwang::parse::script(&answer("http://www.gaoxian.gov.cn/js/foot.js", "text/html", code));
    assert_eq!(values(&page, Mark::Organizer), ["高县人民政府"]);
}
