//! The rules about accessibility, each with what violates it, what does not, and what markup alone can't decide.

use super::{read, read_body};
use duwang::model::{Markup, MarkupFault};

fn markup(page: &duwang::model::Page) -> &Markup {
    page.markup.as_deref().expect("the rules ran")
}

fn faults(body: &str, rule: &str) -> Vec<MarkupFault> {
    markup(&read_body(body)).faults.iter().filter(|f| f.rule == rule).cloned().collect()
}

/// The words of the faults of a rule: open ones with a question mark.
fn words(body: &str, rule: &str) -> Vec<String> {
    faults(body, rule).iter().map(|f| if f.open { format!("{}?", f.fault) } else { f.fault.clone() }).collect()
}

#[track_caller]
fn says(rule: &str, body: &str, expected: &[&str]) {
    assert_eq!(words(body, rule), expected, "{rule} on {body}");
}

#[test]
fn images_need_an_alternative() {
    for (body, expected) in [
        ("<img src=a.png>", &["no-alt"][..]),
        ("<img src=a.png alt=' '>", &["blank-alt"]),
        ("<img src=a.png alt=''>", &[]),
        ("<img src=a.png alt=县政府大楼>", &[]),
        ("<img src=a.png title=县政府大楼>", &[]),
        ("<img src=a.png aria-labelledby=n><p id=n>大楼</p>", &[]),
        ("<img src=a.png role=none tabindex=0>", &["focusable-decoration"]),
        ("<img src=a.png role=presentation>", &[]),
        ("<div style='display:none'><img src=a.png></div>", &[]),
        ("<div style='DISPLAY: none'><img src=a.png></div>", &[]),
        ("<div style='visibility:hidden'><img src=a.png></div>", &[]),
        ("<div aria-hidden=true><img src=a.png></div>", &[]),
        ("<style>.away{display:none}</style><div class=away><img src=a.png></div>", &[]),
        (
            "<style>.away{display:none} #up .away{display:block}</style><p id=up><b class=away><img src=a></b>",
            &["no-alt"],
        ),
        ("<style>@media print{img{display:none}}</style><img src=a.png>", &["no-alt"]),
        ("<link rel=stylesheet href=a.css><p class=hide><img src=a.png></p>", &["no-alt?"]),
        ("<link rel=stylesheet href=a.css><p class=pic><img src=a.png></p>", &["no-alt"]),
        ("<img data-src=a.png width=1 height=1>", &["no-alt"]),
    ] {
        says("image-alt", body, expected);
    }
    says("input-image-alt", "<input type=image src=a>", &["no-alt"]);
    says("input-image-alt", "<input type=image src=a alt=''>", &["empty-alt"]);
    says("input-image-alt", "<input type=image src=a alt=搜索>", &[]);
    says("area-alt", "<map name=m><area href=a></map><img usemap=#m alt=x>", &["no-alt"]);
    says("area-alt", "<map name=m><area href=a alt=县城><area></map>", &[]);
    says("object-alt", "<object data=film.swf></object>", &["no-name"]);
    says("object-alt", "<object data=a.html></object>", &["no-name?"]);
    says("object-alt", "<object data=a.html><img src=a alt=图></object>", &[]);
    says("svg-img-alt", "<svg role=img><circle /></svg>", &["no-name"]);
    says("svg-img-alt", "<svg role=img><title> </title></svg>", &["empty-title"]);
    says("svg-img-alt", "<svg role=img><title>一</title></svg><svg></svg>", &[]);
    says("role-img-alt", "<div role=img></div>", &["no-name"]);
    says("role-img-alt", "<div role=img aria-label=图></div>", &[]);
}

#[test]
fn what_can_be_used_needs_a_name() {
    for (rule, body, expected) in [
        ("link-name", "<a href=a></a>", &["empty-link"][..]),
        ("link-name", "<a href=a><img src=a></a>", &["no-alt"]),
        ("link-name", "<a href=a><img src=a alt=首页></a>", &[]),
        ("link-name", "<a href=a><i title=首页></i></a>", &[]),
        ("link-name", "<a href=a aria-label=首页></a><a name=x></a>", &[]),
        ("link-name", "<a href=a><span style='display:none'>首页</span></a>", &["empty-link"]),
        ("link-name", "<a href=a>\u{a0}</a>", &["empty-link"]),
        ("button-name", "<button></button>", &["empty-button"]),
        ("button-name", "<button role=none></button>", &["empty-button"]),
        ("button-name", "<button>查询</button><button title=查询></button>", &[]),
        ("input-button-name", "<input type=button><input type=submit value=''>", &["no-value", "no-value"]),
        ("input-button-name", "<input type=submit><input type=button value=查询>", &[]),
        ("summary-name", "<details><summary></summary>x</details>", &["empty-summary"]),
        ("summary-name", "<details><summary>时间</summary><summary></summary></details><summary></summary>", &[]),
        ("frame-title", "<iframe src=a></iframe>", &["no-title"]),
        ("frame-title", "<iframe src=a title=' '></iframe>", &["empty-title"]),
        ("frame-title", "<iframe src=a title=地图></iframe><iframe src=a tabindex=-1></iframe>", &[]),
        ("aria-command-name", "<div role=button></div>", &["no-name"]),
        ("aria-command-name", "<div role=button>确定</div>", &[]),
        ("label", "<input type=text>", &["no-label"]),
        ("label", "<textarea></textarea>", &["no-label"]),
        ("label", "<label for=a>姓名</label><input id=a><label>电话<input></label>", &[]),
        ("label", "<input placeholder=请输入关键词><input type=hidden><input type=submit>", &[]),
        ("label", "<label for=a style='display:none'>姓名</label><input id=a>", &["hidden-label"]),
        ("select-name", "<select><option>一</select>", &["no-label"]),
        ("select-name", "<label>镇<select><option>一</select></label>", &[]),
        ("aria-input-field-name", "<div role=textbox>值</div>", &["no-name"]),
        ("aria-input-field-name", "<div role=textbox aria-label=姓名></div>", &[]),
        ("aria-toggle-field-name", "<div role=checkbox aria-checked=true></div>", &["no-name"]),
        ("aria-toggle-field-name", "<div role=checkbox aria-checked=true>同意</div>", &[]),
    ] {
        says(rule, body, expected);
    }
}

#[test]
fn what_a_script_framework_fills_in_is_undetermined() {
    says(
        "link-name",
        "<a href=a v-text=title></a><a href=a><b ms-text=el.title></b></a>",
        &["empty-link?", "empty-link?"],
    );
    says("image-alt", "<img :src=a :alt=b><img :src=a>", &["no-alt?", "no-alt"]);
    says("empty-heading", "<h2 ng-bind=title></h2><h2 class=v-text></h2>", &["empty-heading?", "empty-heading"]);
}

#[test]
fn the_name_must_hold_the_words_people_see() {
    let rule = "label-content-name-mismatch";
    says(rule, "<a href=a aria-label=返回>更多</a>", &["words-missing"]);
    says(rule, "<a href=a aria-label='政务公开 更多'>更多</a>", &[]);
    says(rule, "<a href=a aria-label=政务公开更多>更多</a>", &[]);
    says(rule, "<button aria-label='the full'>The full label</button>", &["words-missing"]);
    says(rule, "<button aria-label=关闭>X</button>", &["words-missing?"]);
    says(rule, "<button aria-label=关闭>\u{e601}</button>", &["words-missing?"]);
    says(rule, "<nav aria-label=导航>首页</nav><a href=a>更多</a>", &[]);
}

fn of_page(source: &str, rule: &str) -> Vec<String> {
    let page = read(source);
    markup(&page)
        .faults
        .iter()
        .filter(|f| f.rule == rule)
        .map(|f| if f.open { format!("{}?", f.fault) } else { f.fault.clone() })
        .collect()
}

#[test]
fn the_page_says_its_language_and_title() {
    for (rule, source, expected) in [
        ("html-has-lang", "<html><title>a</title>", &["no-lang"][..]),
        ("html-has-lang", "<html lang=' '><title>a</title>", &["empty-lang"]),
        ("html-has-lang", "<html xml:lang=zh><title>a</title>", &["xml-lang-only"]),
        ("html-has-lang", "<html lang=zh-CN><title>a</title>", &[]),
        ("html-has-lang", "<div class=foot>版权所有</div>", &[]),
        ("html-has-lang", "<html><script>document.documentElement.lang='zh'</script>", &["no-lang?"]),
        ("html-lang-valid", "<html lang=cn>", &["unknown-language"]),
        ("html-lang-valid", "<html lang=zh_CN>", &["malformed-language"]),
        ("html-lang-valid", "<html lang=zh-Hans-CN>", &[]),
        ("html-xml-lang-mismatch", "<html lang=zh xml:lang=en>", &["different-languages"]),
        ("html-xml-lang-mismatch", "<html lang=zh-CN xml:lang=zh>", &[]),
        ("valid-lang", "<html lang=zh><p lang=chinese>中文</p>", &["unknown-language"]),
        ("valid-lang", "<html lang=zh><p lang=chinese><b lang=en>text</b></p><p lang=xx></p>", &[]),
        ("document-title", "<html><head></head>", &["no-title"]),
        ("document-title", "<html><head><title> </title></head>", &["empty-title"]),
        ("document-title", "<html><head></head><body><div><title>标题</title></div>", &[]),
        ("document-title", "<html><head><title></title><script>document.title = x</script></head>", &["empty-title?"]),
        ("document-title", "<div>版权所有</div>", &[]),
        ("document-title", "<html><body><svg><title>图</title></svg>", &["no-title"]),
        ("bypass", "<html><body><a href=a>一</a>", &["no-way?"]),
        ("bypass", "<html><body><a href=a>一</a><h2>新闻</h2>", &[]),
        ("bypass", "<html><body><a href=#main>跳到正文</a><a href=b>二</a>", &[]),
        ("bypass", "<html><body>无链接", &[]),
        ("meta-refresh", "<html><meta http-equiv=Refresh content='30'>", &["delayed-refresh"]),
        ("meta-refresh", "<html><meta http-equiv=refresh content='0;url=/a'>", &[]),
        ("meta-refresh", "<html><meta http-equiv=refresh content='72001;url=/a'>", &[]),
        ("meta-refresh-no-exceptions", "<html><meta http-equiv=refresh content='72001;url=/a'>", &["delayed-refresh"]),
        (
            "meta-viewport",
            "<html><meta name=viewport content='width=device-width,user-scalable=no'>",
            &["zoom-disabled"],
        ),
        ("meta-viewport", "<html><meta charset=utf-8 name=viewport content='maximum-scale=1'>", &["zoom-limited"]),
        ("meta-viewport", "<html><meta name=viewport content='maximum-scale=5'>", &[]),
    ] {
        assert_eq!(of_page(source, rule), expected, "{rule} on {source}");
    }
}

#[test]
fn headings_have_text_and_order() {
    says("empty-heading", "<h2></h2>", &["empty-heading"]);
    says("empty-heading", "<h2><img src=a></h2>", &["no-alt"]);
    says("empty-heading", "<h2>新闻</h2><div role=heading aria-level=3>一</div>", &[]);
    says("heading-order", "<h1>一</h1><h3>二</h3><h2>三</h2>", &["skipped-level"]);
    says("heading-order", "<h4>一</h4><h5>二</h5><h1>三</h1>", &[]);
    says("heading-order", "<h1>一</h1><iframe src=a title=b></iframe><h3>二</h3>", &["skipped-level?"]);
}

#[test]
fn lists_hold_items_and_items_stand_in_lists() {
    for (rule, body, expected) in [
        ("list", "<ul><div>一</div></ul>", &["wrong-child"][..]),
        ("list", "<ul>一<li>二</ul>", &["stray-text"]),
        ("list", "<ul><script>x</script><li>一</ul><ul role=menu><p>一</p></ul>", &[]),
        ("listitem", "<div><li>一</li></div>", &["no-list"]),
        ("listitem", "<ol><li>一</ol><div role=list><li>一</li></div>", &[]),
        ("dlitem", "<dt>一</dt>", &["no-list"]),
        ("dlitem", "<dl><div><dt>一</dt><dd>二</dd></div></dl>", &[]),
        ("definition-list", "<dl><p>一</p></dl>", &["wrong-child"]),
        ("definition-list", "<dl><dt>一</dt></dl>", &["unpaired"]),
        ("definition-list", "<dl><dt>一</dt><dd>二</dd></dl>", &[]),
    ] {
        says(rule, body, expected);
    }
}

#[test]
fn moving_and_sounding_things() {
    says("marquee", "<marquee>欢迎</marquee>", &["marquee"]);
    says("marquee", "<marquee style='display:none'>欢迎</marquee>", &[]);
    says("blink", "<blink>欢迎</blink>", &["blink"]);
    says("video-caption", "<video src=a.mp4></video>", &["no-captions?"]);
    says("video-caption", "<video src=a.mp4><track kind=captions src=a></video>", &[]);
    says("no-autoplay-audio", "<audio autoplay src=a.mp3></audio>", &["plays-by-itself?"]);
    says("no-autoplay-audio", "<audio autoplay controls src=a.mp3></audio><video autoplay muted src=a></video>", &[]);
}

#[test]
fn tables_name_their_headers() {
    let headers = |headers: &str| {
        format!(
            "<table><tr><th id=a>年</th><td id=b>数</td></tr><tr><td id=c headers='{headers}'>1</td><td>2</td></tr></table>"
        )
    };
    says("td-headers-attr", &headers("a"), &[]);
    says("td-headers-attr", &headers("x"), &["unknown-header"]);
    says("td-headers-attr", &headers("b"), &["not-a-header"]);
    says("td-headers-attr", &headers("c"), &["own-header"]);
    says("td-headers-attr", &headers(" "), &["empty-headers?"]);
    let rule = "th-has-data-cells";
    says(rule, "<table><tr><th>年</th><th>数</th></tr><tr><td>1</td></tr></table>", &["no-data-cells"]);
    says(rule, "<table><tr><th>年</th><th>数</th></tr><tr><td colspan=2>1</td></tr></table>", &[]);
    says(rule, "<table><tr><th colspan=2>表</th></tr><tr><th>年</th><td>1</td></tr></table>", &[]);
    says(rule, "<table><thead><tr><th>年</th></tr></thead><tbody></tbody></table>", &["no-data-cells?"]);
    says(rule, "<table role=none><tr><th>年</th></tr><tr></tr></table>", &[]);
}

#[test]
fn ids_and_attributes_stand_once() {
    says("duplicate-id", "<p id=a>一</p><p id=a>二</p><p id=b>", &["duplicate-id"]);
    says("duplicate-id-aria", "<p id=a>一</p><p id=a>二</p>", &[]);
    says("duplicate-id-aria", "<label for=a>一</label><input id=a><input id=a>", &["duplicate-id"]);
    says("duplicate-id-aria", "<label for=a>一</label><input id=a><input id=a title=二>", &["duplicate-id?"]);
    says("duplicate-id-aria", "<label for=a>一</label><input id=a><p id=a>二</p>", &["duplicate-id?"]);
    says("duplicate-attribute", "<img alt='' src=a alt=图>", &["duplicate-attribute"]);
    says("duplicate-attribute", "<script>x='<img alt=1 alt=2>'</script><p title='a=\"b\" a=\"b\"'>", &[]);
    let fault = &faults("<p>一<a class=x href=a class='y'>二</a>", "duplicate-attribute")[0];
    assert_eq!((fault.path.as_str(), fault.snippet.as_str()), ("body > p > a", "<a class=x href=a class='y'>"));
}
