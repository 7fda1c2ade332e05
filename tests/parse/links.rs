//! Links of every sort, as written and as resolved.

use super::{answer, link, read, read_body};
use duwang::model::{Hidden, Link, LinkKind, Page};

fn only(body: &str) -> Link {
    let page = read_body(body);
    assert_eq!(page.links.len(), 1, "{:#?}", page.links);
    page.links.into_iter().next().unwrap()
}

fn targets(page: &Page, kind: LinkKind) -> Vec<&str> {
    page.links.iter().filter(|l| l.kind == kind).map(|l| l.target.as_str()).collect()
}

#[test]
fn addresses_are_resolved_as_browsers_do() {
    let host = "http://www.gaoxian.gov.cn";
    for (href, target, raw) in [
        ("a.html", "/zwgk/a.html", None),
        ("../b/./c.html", "/b/c.html", None),
        ("/d.html#x", "/d.html#x", None),
        ("?page=2", "/zwgk/index.html?page=2", None),
        ("  e.html ", "/zwgk/e.html", None),
        ("/f\n  .html", "/f%20%20.html", Some("/f\n  .html")),
        ("\n/g.html\n\n", "/g.html", None),
        (r"\h\i.html", "/h/i.html", Some(r"\h\i.html")),
        ("/《文件》.pdf", "/%E3%80%8A%E6%96%87%E4%BB%B6%E3%80%8B.pdf", Some("/《文件》.pdf")),
    ] {
        let link = only(&format!("<a href=\"{href}\">x</a>"));
        assert_eq!((link.target.as_str(), link.raw.as_deref()), (format!("{host}{target}").as_str(), raw), "{href:?}");
    }
    let link = only("<a href='http://121.43.68.40:8080/x'>x</a>");
    assert_eq!((link.target.as_str(), link.raw), ("http://121.43.68.40:8080/x", None));
    let link = only("<a href='http:/zwgk/x.html'>x</a>");
    assert_eq!(link.raw.as_deref(), Some("http:/zwgk/x.html"), "malformed: the attribute is kept");
}

#[test]
fn what_cannot_be_asked_keeps_its_attribute() {
    for (href, target) in [
        ("mailto:a@b.gov.cn", "mailto:a@b.gov.cn"),
        ("tel:0831-5412345", "tel:0831-5412345"),
        ("javascript:void(0)", "javascript:void(0)"),
        ("file:///D:/web/a.doc", "file:///D:/web/a.doc"),
        ("http://", ""),
        ("data:text/html,x", ""),
    ] {
        let link = only(&format!("<a href='{href}'>x</a>"));
        assert_eq!((link.target.as_str(), link.raw.as_deref()), (target, Some(href)));
    }
    let empty = only("<a href=''>更多</a>");
    assert_eq!((empty.target.as_str(), empty.raw.as_deref()), ("", Some("")));
    assert!(only("<a href='javascript:;'>x</a>").scripted && only("<a href='#' onclick='f()'>x</a>").scripted);
    assert!(read_body("<a hhref='/x.html'>x</a><!-- <a href='/y.html'>y</a> --><a name=top></a>").links.is_empty());
}

#[test]
fn names_of_links() {
    for (anchor, text) in [
        ("<a href=x> 政务 \n 公开 </a>", "政务 公开"),
        ("<a href=x title='关于做好防汛工作的通知'>关于做好防汛…</a>", "关于做好防汛工作的通知"),
        ("<a href=x title='关于做好防汛工作的通知'>关于做好防汛...</a>", "关于做好防汛工作的通知"),
        ("<a href=x title='点击查看'>关于做好防汛工作的通知</a>", "关于做好防汛工作的通知"),
        ("<a href=x title='领导信箱'></a>", "领导信箱"),
        ("<a href=x aria-label='返回'>&gt;</a>", "返回"),
    ] {
        assert_eq!(only(anchor).text, text, "{anchor}");
    }
    let page = read_body("<a href=x><img src=a.png alt='政民互动'></a>");
    assert_eq!(page.links[0].text, "政民互动");
}

#[test]
fn every_kind() {
    let page = read(concat!(
        "<html><head><link rel=stylesheet href=/a.css><link rel=icon href=/i.ico><script src=/a.js></script></head>",
        "<body background='/bg.jpg'><img src='data:image/gif;base64,AA' data-src='/lazy.jpg'><img srcset='/s1.jpg 1x, /s2.jpg 2x'>",
        "<map><area href='/area.html' alt='地图'></map><iframe src='/frame.html'></iframe><video src='/v.mp4'></video><object data='/o.swf'></object>",
        "<form action='/do'><input type=image src='/in.png'></form><select><option value='http://www.sc.gov.cn/'>省政府</option><option value='1'>一</option></select>",
        "<div onclick=\"window.open('/open.html','_blank')\">x</div><li onclick=\"location.href='/go.html'\">y</li><a href=\"javascript:window.open('/pop.html')\">z</a>",
        "<div data-include='/top.html'></div><script>$('#f').load('/foot.html');</script></body>",
    ));
    let at = |path: &str| format!("http://www.gaoxian.gov.cn{path}");
    assert_eq!(targets(&page, LinkKind::Style), [at("/a.css")]);
    assert_eq!(targets(&page, LinkKind::Script), [at("/a.js")]);
    assert_eq!(targets(&page, LinkKind::Image), [at("/bg.jpg"), at("/lazy.jpg"), at("/s1.jpg"), at("/in.png")]);
    assert_eq!(targets(&page, LinkKind::Frame), [at("/frame.html")]);
    assert_eq!(targets(&page, LinkKind::Media), [at("/v.mp4"), at("/o.swf")]);
    assert_eq!(targets(&page, LinkKind::Form), [at("/do")]);
    assert_eq!(
        targets(&page, LinkKind::Scripted),
        ["http://www.sc.gov.cn/".to_owned(), at("/open.html"), at("/go.html"), at("/pop.html")]
    );
    assert_eq!(targets(&page, LinkKind::Fragment), [at("/top.html"), at("/foot.html")]);
    assert_eq!(link(&page, "地图").target, at("/area.html"));
}

#[test]
fn a_base_moves_relative_addresses() {
    let exchange = answer("http://a.gov.cn/x/y.html", "text/html", "<base href='/root/'><a href='z.html'>z</a>");
    assert_eq!(duwang::parse::page(&exchange).links[0].target, "http://a.gov.cn/root/z.html");
}

#[test]
fn why_a_link_is_not_seen() {
    for (body, hidden) in [
        ("<a href=x style='display:none'>x</a>", Some(Hidden::Style)),
        ("<div style='DISPLAY : None !important'><p><a href=x>x</a></p></div>", Some(Hidden::Style)),
        ("<a href=x style='visibility:hidden'>x</a>", Some(Hidden::Style)),
        ("<a href=x style='opacity:0'>x</a>", Some(Hidden::Style)),
        ("<a href=x style='opacity:0.6'>x</a>", None),
        ("<div hidden><a href=x>x</a></div>", Some(Hidden::Attribute)),
        ("<div style='position:absolute;left:-9999px'><a href=x>x</a></div>", Some(Hidden::OffScreen)),
        ("<div style='position:relative;top:-20px'><a href=x>x</a></div>", None),
        ("<div style='width:0;height:0;overflow:hidden'><a href=x>x</a></div>", Some(Hidden::Size)),
        ("<div style='height:1px;overflow:hidden'><a href=x>x</a></div>", Some(Hidden::Size)),
        ("<marquee width=1 height=1><a href=x>x</a></marquee>", Some(Hidden::Size)),
        ("<ul style='font-size:0'><li><a href=x>x</a></li></ul>", None),
        ("<a href=x style='font-size:0px'>x</a>", Some(Hidden::Size)),
        ("<noscript><a href=x>x</a></noscript>", Some(Hidden::Noscript)),
    ] {
        assert_eq!(only(body).hidden, hidden, "{body}");
    }
}

#[test]
fn what_scripts_open_is_named_by_what_is_clicked() {
    let page = read_body(
        "<select><option value='http://www.sc.gov.cn/'>四川省人民政府</option></select><div onclick=\"window.open('/x.html')\">网上信访</div>",
    );
    assert_eq!(link(&page, "四川省人民政府").kind, LinkKind::Scripted);
    assert_eq!(link(&page, "网上信访").target, "http://www.gaoxian.gov.cn/x.html");
    let template = read_body("<template><a href='/t.html'>模板</a></template>");
    assert_eq!(link(&template, "模板").hidden, Some(Hidden::Noscript));
}

#[test]
fn links_wrapped_by_what_scripts_write() {
    let page = read_body(concat!(
        "<div><a href=/a>前</a><script>document.write('<div style=\"position:absolute;left:-9999px\">');</script><p><a href=/b>中</a></p>",
        "<script>document.write('</div>');</script><a href=/c>后</a></div><div><script>document.write(\"<div style='display:none'>\")</script><a href=/d>丁</a></div><a href=/e>戊</a>",
    ));
    let hidden: Vec<Option<Hidden>> = ["前", "中", "后", "丁", "戊"].iter().map(|t| link(&page, t).hidden).collect();
    assert_eq!(hidden, [None, Some(Hidden::OffScreen), None, Some(Hidden::Style), None]);
}

#[test]
fn a_page_shown_by_an_object_is_a_frame_and_a_film_is_not() {
    let page = read_body(
        r#"<object type="text/html" data="/common/foot.html"></object>
           <object data="/common/top.shtml?v=2"></object>
           <object type="application/x-shockwave-flash" data="/f/a.swf"></object>"#,
    );
    let kinds: Vec<(&str, LinkKind)> = page.links.iter().map(|l| (l.target.as_str(), l.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("http://www.gaoxian.gov.cn/common/foot.html", LinkKind::Frame),
            ("http://www.gaoxian.gov.cn/common/top.shtml?v=2", LinkKind::Frame),
            ("http://www.gaoxian.gov.cn/f/a.swf", LinkKind::Media),
        ]
    );
}
