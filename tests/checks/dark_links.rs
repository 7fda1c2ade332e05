//! Snippets as they are found on government pages that were broken into, and on those that were not, each labelled before
//! anything was tuned: how many of the former are found, how many of the latter are accused.

use super::mini_site::{Case, record_of};
use duwang::checks;
use duwang::facts::{Builder, Facts};
use duwang::model::{Exchange, PageKey, PageRecord, PageRole, Run, RunStatus, Site, Verdict};
use duwang::parse;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use url::Url;

/// One snippet: what it is, the markup of the page, and for some the address of a link with the title it opens.
struct Snippet(&'static str, &'static str, Option<(&'static str, &'static str)>);

const fn page(what: &'static str, markup: &'static str) -> Snippet {
    Snippet(what, markup, None)
}

const fn opens(what: &'static str, markup: &'static str, url: &'static str, title: &'static str) -> Snippet {
    Snippet(what, markup, Some((url, title)))
}

const DARK: &[Snippet] = &[
    page("display:none inline", "<div style='display:none'><a href='http://www.bocai88.com/'>博彩网站大全</a></div>"),
    page(
        "display:none by a class",
        "<style>.fx1{display:none}</style><div class=fx1><a href='http://www.abc123.com'>真人百家乐</a></div>",
    ),
    page("visibility", "<p style='visibility:hidden'><a href='http://ab.example.com'>澳门新葡京官网</a></p>"),
    page(
        "far to the left",
        "<div style='position:absolute;left:-9999px'><a href='http://x.example.net/'>时时彩平台</a></div>",
    ),
    page(
        "far above, fixed",
        "<div style='position:fixed;top:-999px'><a href='http://x.example.net/'>亚博体育</a></div>",
    ),
    page(
        "above by em",
        "<style>#zz{position:absolute;top:-99em}</style><div id=zz><a href='http://x.example.net/'>六合彩开奖</a></div>",
    ),
    page("opacity", "<div style='opacity:0'><a href='http://x.example.net/'>老虎机游戏</a></div>"),
    page("no height", "<div style='height:0;overflow:hidden'><a href='http://x.example.net/'>棋牌游戏下载</a></div>"),
    page(
        "one pixel",
        "<div style='width:1px;height:1px;overflow:hidden'><a href='http://x.example.net/'>传奇私服发布网</a></div>",
    ),
    page("no font size", "<span style='font-size:0px'><a href='http://x.example.net/'>代开发票</a></span>"),
    page("white on white", "<a href='http://x.example.net/' style='color:#fff'>色情电影</a>"),
    page(
        "the colour of a grey ground",
        "<style>body{background:#f0f0f0}.k a{color:#f0f0f0}</style><div class=k><a href='http://x.example.net/'>成人视频在线</a></div>",
    ),
    page("transparent", "<a href='http://x.example.net/' style='color:transparent'>外围投注</a>"),
    page(
        "font tag in the ground's colour",
        "<body bgcolor='#003366'><a href='http://x.example.net/'><font color='#003366'>时时彩计划</font></a>",
    ),
    page("text-indent", "<div style='text-indent:-9999px'><a href='http://x.example.net/'>皇冠体育</a></div>"),
    page(
        "clip",
        "<div style='position:absolute;clip:rect(0,0,0,0)'><a href='http://x.example.net/'>乐鱼体育</a></div>",
    ),
    page("clip-path", "<div style='clip-path:inset(100%)'><a href='http://x.example.net/'>开云体育</a></div>"),
    page("scaled to nothing", "<div style='transform:scale(0)'><a href='http://x.example.net/'>PG电子</a></div>"),
    page(
        "moved far away",
        "<div style='transform:translateX(-9999px)'><a href='http://x.example.net/'>ＰＧ电子</a></div>",
    ),
    page("negative margin", "<div style='margin-left:-9999px'><a href='http://x.example.net/'>必威体育</a></div>"),
    page(
        "marquee of one pixel",
        "<marquee height=1 width=5 scrollamount=3000 scrolldelay=20000><a href='http://x.example.net/'>私服发布网</a></marquee>",
    ),
    page("marquee too fast to see", "<marquee scrollamount=99999><a href='http://x.example.net/'>百家乐</a></marquee>"),
    page("frame without size", "<iframe src='http://www.bet365vip.com/' width=0 height=0></iframe>"),
    page("frame hidden by style", "<iframe src='http://www.casino-x.com/' style='display:none'></iframe>"),
    page(
        "frameset with no room",
        "<html><frameset rows='444,0' cols='*'><frame src='main.html'><frame src='http://www.qipai888.com/'></frameset></html>",
    ),
    page(
        "written by a script",
        "<script>document.write('<div style=\"display:none\"><a href=\"http://x.example.net/\">澳门赌场</a></div>')</script>",
    ),
    page(
        "wrapper written by a script",
        "<script>document.write('<div style=\"position:absolute;left:-9999px\">')</script><a href='http://x.example.net/'>时时彩</a><script>document.write('</div>')</script>",
    ),
    page(
        "hidden by a script after it",
        "<div id='jdfwk'><a href='http://x.example.net/'>赌球网站</a></div><script>document.getElementById('jdfwk').style.display='none';</script>",
    ),
    page(
        "written in escapes",
        "<script>document.write(unescape('%3Cdiv%20style%3D%22display%3Anone%22%3E%3Ca%20href%3D%22http%3A//x.example.net/%22%3E%u535A%u5F69%u7F51%3C/a%3E%3C/div%3E'))</script>",
    ),
    page(
        "character codes",
        "<script>document.write(String.fromCharCode(60,97,32,115,116,121,108,101,61,39,100,105,115,112,108,97,121,58,110,111,110,101,39,32,104,114,101,102,61,39,104,116,116,112,58,47,47,120,46,101,120,97,109,112,108,101,46,110,101,116,47,39,62,30334,23478,20048,60,47,97,62))</script>",
    ),
    page(
        "style written by a script",
        "<script>document.write('<style>.qx9{display:none}</style>')</script><div class=qx9><a href='http://x.example.net/'>北京赛车</a></div>",
    ),
    page("noscript", "<noscript><a href='http://x.example.net/'>六合彩特码</a></noscript>"),
    page(
        "entities for letters",
        "<div style='display:none'><a href='http://x.example.net/'>&#30334;&#23478;&#20048;</a></div>",
    ),
    page(
        "blanks and signs in the words",
        "<div style='display:none'><a href='http://x.example.net/'>百 家·乐</a></div>",
    ),
    page(
        "named like a menu",
        "<div class='nav-menu' style='display:none'><a href='http://x.example.net/'>澳门威尼斯人</a></div>",
    ),
    page(
        "for readers of screens, they say",
        "<span class='sr-only' style='position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)'><a href='http://x.example.net/'>办理毕业证</a></span>",
    ),
    page("only the address tells", "<div style='display:none'><a href='http://www.baijiale-wang.com/'>点击</a></div>"),
    page(
        "a number for a name",
        "<div style='position:absolute;left:-9999px'><a href='http://www.365886.com/'>首页</a></div>",
    ),
    page("in plain sight", "<div class='links'><a href='http://www.kyty.example.com/'>开云体育官网</a></div>"),
    opens(
        "a friend link whose domain was taken over by films for adults",
        "<div class=yqlj><a href='http://www.zpxyfw.example.net/ziliao/'>惠民服务资料</a></div>",
        "http://www.zpxyfw.example.net/ziliao/",
        "成人影片在线观看_激情视频免费看",
    ),
    opens(
        "a friend link taken over",
        "<div class='links'><a href='http://www.county-news.com/'>县域新闻网</a></div>",
        "http://www.county-news.com/",
        "开云体育(中国)官方网站-登录入口",
    ),
    opens(
        "another, with porn",
        "<a href='http://www.tour-old.com/'>旅游网</a>",
        "http://www.tour-old.com/",
        "国产精品久久久久_日韩无码视频",
    ),
    opens(
        "hidden and taken over",
        "<div style='display:none'><a href='http://www.old-firm.com/'>合作单位</a></div>",
        "http://www.old-firm.com/",
        "澳门新葡京_首页",
    ),
    page(
        "the title of the page",
        "<html><head><title>真人百家乐_时时彩_博彩网站</title></head><body>欢迎访问县人民政府网站</body></html>",
    ),
    page(
        "key words of the page",
        "<html><head><title>高县人民政府</title><meta name=keywords content='百家乐,博彩,六合彩,时时彩'></head><body>欢迎</body></html>",
    ),
];

const INNOCENT: &[Snippet] = &[
    page(
        "a drop-down of the own site",
        "<style>.nav ul ul{display:none}.nav li:hover ul{display:block}</style><div class=nav><ul><li>公开<ul><li><a href='/zwgk/'>政策</a></ul></ul></div>",
    ),
    page(
        "a drop-down of friend links",
        "<style>.yqlj ul{display:none}</style><div class=yqlj><ul><li><a href='http://www.scol-news.com/'>四川在线</a></ul></div>",
    ),
    page(
        "tab panes",
        "<style>.tab-content>.tab-pane{display:none}.tab-content>.active{display:block}</style><div class=tab-content><div class='tab-pane active'>甲</div><div class=tab-pane><a href='http://www.hospital-x.com/'>县人民医院</a></div></div>",
    ),
    page(
        "tabs by number",
        "<div id=con_1>甲</div><div id=con_2 style='display:none'><a href='http://www.school-x.com/'>县中学</a></div>",
    ),
    page(
        "layui menu",
        "<style>.layui-nav-child{display:none;position:absolute}.layui-nav-itemed>.layui-nav-child{display:block}</style><li><dl class='layui-nav-child'><dd><a href='http://www.example-app.com/'>办事系统</a></dl>",
    ),
    page(
        "a slide of a carousel",
        "<style>.swiper-slide{opacity:0}.swiper-slide-active{opacity:1}</style><div class='swiper-slide'><a href='http://special.example.com/'>专题</a></div>",
    ),
    page(
        "skip link",
        "<style>.skip{position:absolute;left:-9999px}.skip:focus{left:0}</style><a class=skip href='#main'>跳到正文</a>",
    ),
    page(
        "text for readers of screens",
        "<a href='http://www.example-news.com/'><span class='sr-only' style='position:absolute;width:1px;height:1px;overflow:hidden'>打开外部网站</span><img src=a.png alt=新闻></a>",
    ),
    page(
        "image replacement",
        "<style>.logo a{display:block;text-indent:-9999px;background:url(logo.png)}</style><div class=logo><a href='http://www.gaoxian.gov.cn/'>高县人民政府</a></div>",
    ),
    page(
        "counter in noscript",
        "<noscript><a href='http://www.cnzz.com/stat/website.php?web_id=1'><img src='http://c.cnzz.com/1.gif'></a></noscript>",
    ),
    page("statistics frame", "<iframe src='https://hm.baidu.com/x.html' width=0 height=0></iframe>"),
    page(
        "hidden paging",
        "<div class='page' style='display:none'><a href='http://www.case.gov.cn/list_2.html'>下一页</a></div>",
    ),
    page(
        "log-in template",
        "<div id='login_box' style='display:none'><a href='https://sso.example-cloud.com/login'>登录</a></div>",
    ),
    page(
        "dialog",
        "<div class='layui-layer modal' role=dialog hidden><a href='http://www.app-x.com/down'>下载客户端</a></div>",
    ),
    page(
        "share buttons",
        "<div class='bdsharebuttonbox' style='display:none'><a href='https://service.weibo.com/share.php'>微博</a></div>",
    ),
    page(
        "proxy of IPv6",
        "<div style='display:none'><a href='http://bszs-conac-cn-x.ipv6best.cn/sitename?id=1'>党政机关</a></div>",
    ),
    page(
        "print version",
        "<style>@media print{.noprint{display:none}}</style><div class=noprint><a href='http://www.example-news.com/'>新闻</a></div>",
    ),
    page(
        "narrow screens",
        "<style>@media (max-width:767px){.pc{display:none}}</style><div class=pc><a href='http://www.example-news.com/'>新闻</a></div>",
    ),
    page(
        "select menu",
        "<select><option value='http://www.example-bank.com/'>银行</option></select><ul class='select-list' style='display:none'><li><a href='http://www.example-bank.com/'>银行</a></li></ul>",
    ),
    page(
        "rule overruled",
        "<style>.k{display:none}#on.k{display:block}</style><div class=k id=on><a href='http://www.example-news.com/'>新闻网</a></div>",
    ),
    page(
        "white on a dark picture",
        "<style>.foot{background:url(bg.jpg)}.foot a{color:#fff}</style><div class=foot><a href='http://www.example-news.com/'>新闻网</a></div>",
    ),
    page(
        "white on red",
        "<style>.foot{background:#c00}.foot a{color:#fff}</style><div class=foot><a href='http://www.example-news.com/'>新闻网</a></div>",
    ),
    page(
        "gaps between blocks",
        "<style>.row{font-size:0}.row a{font-size:14px}</style><div class=row><a href='http://www.example-news.com/'>新闻网</a></div>",
    ),
    page(
        "news about a case",
        "<ul><li><a href='http://news.example-daily.com/1.html'>警方捣毁一特大网络赌博团伙</a></li></ul>",
    ),
    page("warning against fraud", "<a href='http://www.fz.example.org/'>警惕“百家乐”骗局</a>"),
    page("campaign", "<a href='http://www.jd.example.org/'>打击跨境赌博专题</a>"),
    page(
        "state lotteries",
        "<a href='http://www.sc-lottery.com/'>四川体育彩票</a><a href='http://www.swlc.example.com/'>福利彩票发行中心</a>",
    ),
    page(
        "counter for certificates",
        "<a href='http://bz.example.com/'>办证大厅</a><a href='http://bz.example.com/2'>出入境办证预约</a>",
    ),
    page("chess club", "<a href='http://www.qp.example.org/'>四川棋牌运动管理中心</a>"),
    page("weather warning", "<a href='http://www.tq.example.com/'>暴雨黄色预警</a>"),
    page(
        "place names like brands",
        "<a href='http://www.jinsha.example.com/'>金沙县融媒</a><a href='http://www.ng.example.com/'>南宫市旅游网</a><a href='http://www.yl.example.com/'>永利镇</a>",
    ),
    page(
        "hotline numbers",
        "<a href='http://www.12377.cn/'>网络举报</a><a href='https://www.12306.cn/'>购票</a><a href='http://www.95598.cn/'>电力</a>",
    ),
    page("tax office's guide", "<a href='http://tax.example.com/guide'>自然人代开发票办理指南</a>"),
    opens(
        "a friend link that is what it says",
        "<a href='http://www.county-tv.com/'>县电视台</a>",
        "http://www.county-tv.com/",
        "高县融媒体中心",
    ),
    opens(
        "a news site with a case in its title",
        "<a href='http://www.county-law.com/a'>普法</a>",
        "http://www.county-law.com/a",
        "特大跨境网络赌博案告破 52人落网-法治网",
    ),
    opens(
        "education for adults",
        "<div class=yqlj><a href='http://www.crjy.example.com/'>成人教育</a></div>",
        "http://www.crjy.example.com/",
        "成人教育在线_成人高考视频免费看",
    ),
    opens(
        "a cinema with a midnight show",
        "<div class=yqlj><a href='http://www.yingyuan.example.com/'>县影剧院</a></div>",
        "http://www.yingyuan.example.com/",
        "午夜剧场 县影剧院 激情电影周",
    ),
    opens(
        "gate page of a firewall",
        "<a href='http://www.slow.example.com/'>企业网</a>",
        "http://www.slow.example.com/",
        "安全验证",
    ),
    page(
        "the page is about gambling",
        "<html><head><title>关于严厉打击网络赌博违法犯罪活动的通告</title><meta name=keywords content='赌博,百家乐,六合彩'></head><body><div class=article><p>严厉打击百家乐、六合彩等网络赌博活动</p></div></body></html>",
    ),
    page("invisible mark of the own footer", "<a href='http://www.case.gov.cn/' style='display:none'>本站</a>"),
    page(
        "old browsers' hint",
        "<div class='ie-tip' style='display:none'><a href='http://browser.example-chrome.com/'>升级浏览器</a></div>",
    ),
    page(
        "switched by a script of the page",
        "<div id=more99 style='display:none'><a href='http://www.example-news.com/'>更多媒体</a></div><script>function s(){ $('#more99').show() }</script>",
    ),
];

fn verdict_of(snippet: &Snippet) -> Verdict {
    let Snippet(_, markup, opened) = snippet;
    let whole = if markup.contains("<html>") {
        (*markup).to_owned()
    } else {
        format!("<html><head><title>高县人民政府</title></head><body>{markup}<p>县人民政府门户网站</p></body></html>")
    };
    let mut text = format!("expect = \"clean\"\nwhy = \"\"\n[[page]]\npath = \"/\"\nhtml = '''{whole}'''\n");
    if let Some((url, title)) = opened {
        let _ = write!(
            text,
            "[[check]]\nurl = \"{url}\"\nhtml = '''<html><head><title>{title}</title></head><body>欢迎光临</body></html>'''\n"
        );
    }
    let case: Case = toml::from_str(&text).unwrap_or_else(|e| panic!("{text}: {e}"));
    let measure = (checks::find("hidden-link").unwrap().bind)(serde_json::json!({})).unwrap();
    measure.measure(&case.facts(&*measure))
}

/// A site of one page.
fn facts_of(url: &str, body: Vec<u8>) -> Facts {
    let run = Run {
        id: "one".to_owned(),
        site: Site { id: "one".to_owned(), name: String::new(), url: url.to_owned() },
        as_of: "2026-11-20".parse().unwrap(),
        started_ms: 0,
        finished_ms: Some(1),
        status: RunStatus::Complete,
        stopped_by: None,
        requests: 1,
        settings: "{}".to_owned(),
    };
    let mut record = record_of(url, None, (Some(200), None), 1);
    record.headers.insert("content-type".to_owned(), "text/html".to_owned());
    let page = parse::page(&Exchange { record: record.clone(), body });
    let mut builder = Builder::new(run);
    builder.page(PageRecord {
        seq: 0,
        key: PageKey::of(&Url::parse(url).unwrap()),
        role: PageRole::Home,
        depth: 0,
        referrer: String::new(),
        record,
        page: Some(page),
        parse_fault: None,
        guess: None,
        basis: None,
    });
    builder.build()
}

#[test]
fn dark_links_are_found_and_innocent_ones_are_not_accused() {
    let missed: Vec<&str> = DARK.iter().filter(|s| verdict_of(s).violations.is_empty()).map(|s| s.0).collect();
    let accused: Vec<String> = INNOCENT
        .iter()
        .map(|s| (s.0, verdict_of(s)))
        .filter(|(_, v)| !v.violations.is_empty() || !v.undetermined.is_empty())
        .map(|(what, v)| format!("{what}: {:?} {:?}", v.violations, v.undetermined))
        .collect();
    assert!(DARK.len() >= 30 && INNOCENT.len() >= 30);
    assert!(accused.is_empty(), "accused or left open:\n{}", accused.join("\n"));
    assert!(missed.len() * 100 <= DARK.len() * 3, "of {}: missed {missed:#?}", DARK.len());
}

/// Each finding says how it is hidden, where that stands, and shows the markup.
#[test]
fn findings_show_why() {
    let verdict = verdict_of(&DARK[1]);
    let [found] = verdict.violations.as_slice() else { panic!("{verdict:?}") };
    let evidence = &found.evidence;
    assert_eq!(evidence["reason"], "hidden-link");
    assert_eq!(evidence["how"], "display:none");
    assert_eq!(evidence["source"], "page");
    assert_eq!(evidence["illicit"], "gambling");
    assert!(evidence["excerpt"].as_str().unwrap().starts_with("<div class=\"fx1\">…<a href="), "{evidence}");
    assert_eq!(found.target.as_deref(), Some("http://www.abc123.com/"));
}

/// Saved pages of real sites, none of which was broken into; skipped where the folder is absent.
#[test]
fn no_saved_page_is_accused() {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    let folder = std::env::var_os("DUWANG_SAMPLES").map_or_else(beside, PathBuf::from).join("govcn");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no folder of saved pages at {}", folder.display());
        return;
    };
    let measure = (checks::find("hidden-link").unwrap().bind)(serde_json::json!({})).unwrap();
    let mut names: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).collect();
    names.retain(|n| n.extension().is_some_and(|e| e == "html" || e == "htm"));
    names.sort();
    let mut told = String::new();
    for name in &names {
        let facts = facts_of("http://www.example.gov.cn/", std::fs::read(name).unwrap());
        let verdict = measure.measure(&facts);
        for violation in &verdict.violations {
            let _ = writeln!(told, "{}: {} {}", name.display(), violation.message.zh, violation.evidence);
        }
        for open in &verdict.undetermined {
            let _ = writeln!(told, "{}: open: {} {}", name.display(), open.message.zh, open.evidence);
        }
    }
    assert!(names.len() >= 10, "only {} pages", names.len());
    assert!(told.is_empty(), "{told}");
}
