//! Links out of sight that scripts and old markup make: written, packed, wrapped, framed.

use super::{answer, read_body};
use duwang::model::{Hidden, LinkKind, Veil, VeilSource};

/// The one hidden link of a body.
fn one(body: &str) -> Veil {
    let page = read_body(body);
    let [veil] = page.veils.as_slice() else { panic!("{body}: {:#?}", page.veils) };
    veil.clone()
}

const PACKED: &str = r#"eval(function(p,a,c,k,e,d){e=function(c){return c.toString(36)};while(c--){if(k[c]){p=p.replace(new RegExp('\\b'+e(c)+'\\b','g'),k[c])}}return p}('0.1("<2 3=\'4:5\'><6 7=\'8://9.a/\'>b</6></2>")',12,12,'document|write|div|style|display|none|a|href|http|other|com|hello'.split('|'),0,{}))"#;

#[test]
fn what_scripts_write_out_of_sight_is_read() {
    for (way, body) in [
        (
            "plain",
            r#"<script>document.write('<div style="display:none"><a href="http://other.com/">甲</a></div>')</script>"#,
        ),
        (
            "in parts",
            r#"<script>document.write('<div style="dis'+'play:none"><a href="http://'+'other.com/">甲</a></div>')</script>"#,
        ),
        (
            "escapes",
            r#"<script>document.write("\x3cdiv style='display:none'\x3e\x3ca href='http://other.com/'\x3e甲\x3c/a\x3e\x3c/div\x3e")</script>"#,
        ),
        (
            "unescape",
            "<script>document.write(unescape('%3Cdiv%20style%3Ddisplay%3Anone%3E%3Ca%20href%3Dhttp%3A//other.com/%3E%u7532%3C/a%3E%3C/div%3E'))</script>",
        ),
        (
            "codes of characters",
            "<script>document.write(String.fromCharCode(60,100,105,118,32,104,105,100,100,101,110,62,60,97,32,104,114,101,102,61,104,116,116,112,58,47,47,111,116,104,101,114,46,99,111,109,47,62,30002,60,47,97,62,60,47,100,105,118,62))</script>",
        ),
        (
            "base64",
            "<script>document.write(atob('PGRpdiBoaWRkZW4+PGEgaHJlZj0iaHR0cDovL290aGVyLmNvbS8iPmE8L2E+PC9kaXY+'))</script>",
        ),
        ("eval", r#"<script>eval("document.write('<div hidden><a href=http://other.com/>甲</a></div>')")</script>"#),
        (
            "eval of escapes",
            r#"<script>eval("\x64ocument.write('<div hidden><a href=http://other.com/>甲</a></div>')")</script>"#,
        ),
        ("packer", &format!("<script>{PACKED}</script>")),
        (
            "inner markup",
            r#"<div id=q></div><script>document.getElementById('q').innerHTML='<p style="display:none"><a href="http://other.com/">甲</a></p>'</script>"#,
        ),
    ] {
        let veil = one(body);
        assert_eq!(veil.target, "http://other.com/", "{way}");
        assert!(veil.injected, "{way}: {veil:?}");
    }
}

#[test]
fn wrappers_written_by_scripts_hide_what_stands_between() {
    let veil = one(
        "<script>document.write('<div style=\"position:absolute;left:-9999px\">')</script><a href='http://other.com/'>甲</a><script>document.write('</div>')</script><a href='http://third.com/'>乙</a>",
    );
    assert_eq!((veil.by, veil.source, veil.injected), (Hidden::OffScreen, VeilSource::Script, true));
    let veil = one(
        "<div id=jq><a href='http://other.com/'>甲</a></div><script>document.getElementById(\"jq\").style.display = 'none'</script>",
    );
    assert_eq!((veil.by, veil.source), (Hidden::Style, VeilSource::Script));
    let page = read_body(
        "<div id=jq><a href='http://other.com/'>甲</a></div><script>function shut(){document.getElementById('jq').style.display='none'}</script>",
    );
    assert!(page.veils.is_empty(), "a function that somebody may call hides nothing by itself");
}

#[test]
fn frames_and_marquees_without_room_are_known() {
    let veil = one("<iframe src='http://other.com/' width=0 height=0></iframe>");
    assert_eq!((veil.by, veil.kind), (Hidden::Size, LinkKind::Frame));
    let veil = one("<iframe src='http://other.com/' style='visibility:hidden'></iframe>");
    assert_eq!((veil.by, veil.kind), (Hidden::Style, LinkKind::Frame));
    let veil = one("<marquee scrollamount=9999 width=5 height=5><a href='http://other.com/'>甲</a></marquee>");
    assert_eq!(veil.by, Hidden::Size);
    assert!(veil.excerpt.starts_with("<marquee"), "{veil:?}");
    let markup = "<html><frameset rows='444,0'><frame src='a.html'><frame src='http://other.com/'></frameset></html>";
    let page = duwang::parse::page(&answer("http://www.gaoxian.gov.cn/", "text/html", markup));
    assert_eq!(page.veils.len(), 1);
    assert_eq!(page.veils[0].how, "frameset rows=\"444,0\"");
    for body in [
        "<iframe src='http://other.com/' width=600 height=400></iframe>",
        "<marquee scrollamount=3 width=300 height=20><a href='http://other.com/'>甲</a></marquee>",
        "<marquee width='100%' height=24 scrolldelay=100><a href='http://other.com/'>甲</a></marquee>",
    ] {
        assert!(read_body(body).veils.is_empty(), "{body}");
    }
}

/// The text may be hidden although the link around it is not, and the other way round.
#[test]
fn what_counts_is_the_text_that_a_person_would_see() {
    assert_eq!(one("<a href='http://other.com/'><span style='font-size:0'>甲</span></a>").by, Hidden::Size);
    assert_eq!(
        one("<body bgcolor=black><a href='http://other.com/'><font color=black>甲</font></a>").by,
        Hidden::Colour
    );
    for body in [
        "<a href='http://other.com/'><span style='display:none'>甲</span>乙</a>",
        "<a href='http://other.com/' style='color:#fff'><img src=a.png alt=甲></a>",
    ] {
        assert!(read_body(body).veils.is_empty(), "{body}");
    }
}

/// Who hides hundreds of links in one place hides them all alike.
#[test]
fn thousands_of_hidden_links_are_kept_in_part() {
    let many: String = (0..3000).map(|n| format!("<a href='http://s{n}.com/'>第{n}</a>")).collect();
    let page = read_body(&format!("<div style='display:none'>{many}</div>"));
    assert_eq!(page.veils.len(), 60);
    assert_eq!(page.links.len(), 3000);
}
