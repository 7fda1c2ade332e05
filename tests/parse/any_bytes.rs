//! No bytes make `parse` panic.

use super::answer;
use duwang::parse;
use proptest::prelude::*;

fn all(content_type: &str, body: &[u8]) {
    let exchange = answer("http://www.gaoxian.gov.cn/a/b.html", content_type, body);
    let page = parse::page(&exchange);
    assert!(page.main_chars <= page.text_chars);
    assert!(page.links.iter().all(|l| l.text.chars().count() <= 120));
    let _ =
        (parse::script(&exchange), parse::glance(&exchange), parse::sitemap(&exchange), parse::is_markup(&exchange));
}

const PIECES: &[&str] = &[
    "<div class='nav'>",
    "</div>",
    "<a href='",
    "'>",
    "</a>",
    "当前位置：",
    "首页",
    " &gt; ",
    "<script>",
    "</script>",
    "document.write('",
    "');",
    "unescape(\"%u4E",
    "\\u12",
    "<table><tr><td>",
    "</table>",
    "<select><option value='http://",
    "主办单位：",
    "网站标识码",
    "51152500",
    "<!--",
    "-->",
    "<svg><title>",
    "</svg>",
    "<noscript>",
    "</noscript>",
    "<form action='/search'>",
    "<input name=q>",
    "<base href='//x",
    "\u{FFFC}",
    "<meta http-equiv=refresh content='0;url=",
    "style='display:none;left:-9e9px'",
    "<frameset><frame src=",
    "<template>",
    "`${",
    "<p>",
    "\n",
    "号",
    "·",
    "<ul><li>",
    "蜀ICP备",
    "％",
    "\u{200B}",
    "公网安备 ",
    "<button>",
    "<textarea>",
    "/*",
    "//",
    "'+",
    "+'",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_at_random(body in proptest::collection::vec(any::<u8>(), 0..400), kind in 0..4_usize) {
        all(["text/html", "", "text/html; charset=gbk", "application/xml"][kind], &body);
    }

    #[test]
    fn markup_at_random(picks in proptest::collection::vec(0..PIECES.len(), 0..80)) {
        let body: String = picks.iter().map(|at| PIECES[*at]).collect();
        all("text/html", body.as_bytes());
        all("application/javascript", body.as_bytes());
    }

    #[test]
    fn a_page_with_bytes_changed(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40), cut in any::<prop::sample::Index>()) {
        let mut body = include_bytes!("../../fixtures/pages/county-home.html").to_vec();
        for (at, byte) in changes {
            let at = at.index(body.len());
            body[at] = byte;
        }
        let end = cut.index(body.len());
        all("text/html", &body);
        all("text/html", &body[..end]);
    }
}

#[test]
fn elements_nested_beyond_measure_end_in_time() {
    let body = "<div>".repeat(200_000);
    all("text/html", body.as_bytes());
    let body = "<a href=x><b><font>".repeat(3_000);
    all("text/html", body.as_bytes());
}
