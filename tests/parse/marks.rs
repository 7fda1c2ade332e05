//! The marks of a site, as text, link, picture, form, and where they must not be seen (R1-50 to R1-55, R6-20).

use super::{answer, read, read_body, values};
use duwang::model::{Mark, MarkVia, Page};

fn fixture(name: &str) -> Page {
    let at = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages").join(name);
    let body = std::fs::read(at).unwrap();
    duwang::parse::page(&answer("http://www.yunling.gov.cn/index.html", "text/html", body))
}

/// A page with text enough above a foot of this markup.
fn with_foot(foot: &str) -> Page {
    let story =
        "<p>云岭县茶叶产业现场推进会召开，各乡镇交流了经验做法，明确了下一步的重点任务和工作要求。</p>".repeat(3);
    read_body(&format!("{story}<div class=\"bottom\">{foot}</div>"))
}

#[test]
fn a_home_page_built_of_tables_has_all_of_them() {
    let page = fixture("county-home.html");
    assert_eq!(page.title, "云岭县 人民政府", "moved to the body by the parser");
    assert_eq!(
        values(&page, Mark::SiteCode),
        ["5115990001", "5115990001"],
        "split over tags; the meta tag with a stray 号"
    );
    assert_eq!(page.marks.of(Mark::SiteCode)[1].via, MarkVia::Meta);
    assert_eq!(values(&page, Mark::IcpRecord), ["蜀ICP备10099999号-1"], "full-width letters");
    assert_eq!(values(&page, Mark::PoliceRecord), ["51159902000001"], "only in the link's address");
    assert_eq!(values(&page, Mark::Organizer), ["云岭县人民政府办公室"]);
    assert!(values(&page, Mark::Contact).contains(&"0831-5432100"), "{:?}", values(&page, Mark::Contact));
    assert!(values(&page, Mark::Contact).contains(&"http://www.yunling.gov.cn/lxwm.html"));
    assert!(values(&page, Mark::Sitemap).contains(&"http://www.yunling.gov.cn/wzdt.html"));
    assert!(values(&page, Mark::ErrorReport).contains(&"5115990001"), "the script's sitecode");
    assert!(!page.marks.of(Mark::Search).is_empty() && !page.marks.of(Mark::ElderMode).is_empty());
    let seals = page.marks.of(Mark::PartyGovMark);
    assert!(seals.iter().any(|f| f.via == MarkVia::Script && f.value.contains("dcs.conac.cn")), "{seals:#?}");
}

#[test]
fn what_an_article_says_of_others_is_no_mark_of_the_site() {
    let page = fixture("article.html");
    assert_eq!(values(&page, Mark::Organizer), ["云岭县人民政府办公室"], "not the event's");
    assert_eq!(values(&page, Mark::IcpRecord), ["蜀ICP备10099999号"], "not the event's");
    assert!(page.marks.of(Mark::Contact).is_empty(), "{:?}", page.marks.of(Mark::Contact));
    assert!(page.marks.of(Mark::ElderMode).is_empty());
    assert_eq!(values(&page, Mark::SiteCode), ["5115990001"]);
}

#[test]
fn site_codes_in_all_their_spellings() {
    for (foot, code) in [
        ("网站标识码：5115250001", "5115250001"),
        ("政府网站标识码: 5115250001", "5115250001"),
        ("标识码 5115250001号", "5115250001"),
        ("网站标识码５１１５２５０００１", "5115250001"),
        ("网站标识码bm36000002&nbsp;&nbsp;联系方式：010-68783311", "bm36000002"),
        ("<td>网站标识码</td><td>5115250001</td>", "5115250001"),
        ("网站标识码：<a href='#'>51152</a><b>50001</b>", "5115250001"),
        ("政府网站标识码（5115250001）", "5115250001"),
    ] {
        assert_eq!(values(&with_foot(foot), Mark::SiteCode), [code], "{foot}");
    }
    assert!(with_foot("网站标识码：").marks.of(Mark::SiteCode).is_empty());
    let twice = read("<meta name=SiteIDCode content=''><meta name=siteidcode content='5115250001'><p>x</p>");
    assert_eq!(values(&twice, Mark::SiteCode), ["5115250001"], "empty, then right");
}

#[test]
fn record_numbers_in_all_their_spellings() {
    for (foot, number) in [
        ("蜀ICP备10014763号-1", "蜀ICP备10014763号-1"),
        ("蜀 ICP 备 10014763 号 - 1", "蜀ICP备10014763号-1"),
        ("蜀icp备10014763号", "蜀ICP备10014763号"),
        ("备案序号：蜀ICP备10014763号", "蜀ICP备10014763号"),
        ("ICP备案编号：蜀ICP备10014763号", "蜀ICP备10014763号"),
        ("<a href='https://beian.miit.gov.cn/'>蜀ICP备案10014763号</a>", "蜀ICP备10014763号"),
    ] {
        assert_eq!(values(&with_foot(foot), Mark::IcpRecord), [number], "{foot}");
    }
    for (foot, number) in [
        ("川公网安备 51152502000001号", "川公网安备51152502000001号"),
        ("川公网安备５１１５２５０２００００１２号", "川公网安备51152502000012号"),
        (
            "<a href='https://beian.mps.gov.cn/#/query/webSearch?code=51152502000001'><img src=a.png></a>",
            "51152502000001",
        ),
        (
            "<a href='http://www-beian-gov-cnx1.ipv6best.cn/portal/registerSystemInfo?recordcode=51152502000001'></a>",
            "51152502000001",
        ),
    ] {
        assert_eq!(values(&with_foot(foot), Mark::PoliceRecord), [number], "{foot}");
    }
}

#[test]
fn organizers_without_what_follows_their_name() {
    for (foot, name) in [
        ("主办单位：高县人民政府办公室 承办单位：高县大数据中心", "高县人民政府办公室"),
        ("主办:高县人民政府&nbsp;&nbsp;蜀ICP备1001476号", "高县人民政府"),
        ("主 办 单 位：高县人民政府办公室|技术支持：某公司", "高县人民政府办公室"),
        ("主办单位 高县人民政府办公室（高县外事办）地址：硕勋大道", "高县人民政府办公室（高县外事办）"),
        ("高县人民政府办公室主办 高县大数据中心承办", "高县人民政府办公室"),
        ("<span>主办单位：</span><span>高县人民政府</span>", "高县人民政府"),
        ("主办单位：中共高县县委 高县人民政府 承办单位：高县融媒体中心", "中共高县县委 高县人民政府"),
        ("主办单位：高县人民政府 邮政编码：645154", "高县人民政府"),
        ("主办单位：高县人民政府 您是第12345位访客", "高县人民政府"),
    ] {
        let page = with_foot(foot);
        let found = values(&page, Mark::Organizer);
        let found: Vec<String> = found.iter().map(|v| v.replace('(', "（").replace(')', "）")).collect();
        assert_eq!(found, [name], "{foot}");
    }
    assert!(with_foot("承办单位：高县大数据中心").marks.of(Mark::Organizer).is_empty());
    let near = read_body("<p>主办单位：高县人民政府</p><p>版权所有 高县人民政府</p>");
    assert_eq!(values(&near, Mark::Organizer), ["高县人民政府"], "a foot that nothing marks as one");
}

#[test]
fn the_seal_as_link_as_picture_and_through_a_proxy() {
    for foot in [
        "<a href='http://bszs.conac.cn/sitename?method=show&id=53C3A1D2AE3C0F6CE053012819AC11A1'><img src=j.png></a>",
        "<a href='https://bszs-conac-cnx1039.ipv6best.cn/sitename?method=show&id=21E2'><img src='/images/red.png'></a>",
        "<img id='imgConac' src='//dcs.conac.cn/image/red.png'>",
        "<img src='/images/dz.png' alt='党政机关'>",
        "<span id='_ideConac'></span>",
        "<script src='https://dcs.conac.cn/js/22/333/0000/6049/CA1.js'></script>",
    ] {
        assert!(!with_foot(foot).marks.of(Mark::PartyGovMark).is_empty(), "{foot}");
    }
    assert!(with_foot("<p>县级党政机关办公用房管理办法</p>").marks.of(Mark::PartyGovMark).is_empty());
}

#[test]
fn find_error_search_and_elder_mode() {
    for foot in [
        "<span id='_span_jiucuo' title='政府网站找错'></span>",
        "<a href='http://121.43.68.40/exposure/jiucuo.html?site_code=5115250001'><img src=x.png></a>",
        "<a href='https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=5115250001'>我为政府网站找错</a>",
        "<img src=z.png alt='政府网站找错'>",
    ] {
        assert!(!with_foot(foot).marks.of(Mark::ErrorReport).is_empty(), "{foot}");
    }
    for body in [
        "<form action='/search.jspx'><input name=q></form>",
        "<input type=text placeholder='请输入搜索内容'>",
        "<input name=a><button>搜索</button>",
        "<a href='/jsearch/'>智能搜索</a>",
        "<form action='/s'><input type=text name=searchWord><input type=image src=so.gif></form>",
    ] {
        assert!(!read_body(body).marks.of(Mark::Search).is_empty(), "{body}");
    }
    let login = "<form action='/login'><input name=user placeholder='用户名'><input type=password name=p><button>登录</button></form>";
    assert!(read_body(login).marks.of(Mark::Search).is_empty());
    for body in [
        "<a href='javascript:void(0)'>长者模式</a>",
        "<a href='#'><img src=w.png alt='无障碍浏览'></a>",
        "<span>繁体 | 无障碍 | 关怀版</span>",
        "<script src='https://gov.govwza.cn/dist/aria.js?appid=00'></script>",
        "<a onclick='aria.start()' title='无障碍阅读'></a>",
        "<a href='/wza'>进入老年模式</a>",
        "<a href='#' onclick='x()'>退出老年人模式</a>",
        "<a href='#'>适老版</a>",
        "<a href='#'>长者助手</a>",
        "<span>适老化与无障碍</span>",
        "<span>切换到关怀版</span>",
        "<a href='#'>無障礙瀏覽</a>",
        "<a href='#'>无障碍辅助浏览</a>",
        "<a href='javascript:kqNav()'><img src='/i/t.png'></a>",
        "<a href='/AiWza/index.html#http://www.x.gov.cn/'><img src='/i/t.png'></a>",
        "<div onclick='aria.oldFixedStart()'></div>",
        "<span class='skipAutoFix oldFixedStart'></span>",
        "<div id='cniil_wza'></div>",
        "<script src='http://www.miit.gov.cn/accessiblereading/load.js'></script>",
        "<a href='javascript:void(0)'><img src='/images/top_wza.png'></a>",
        "<a href='javascript:void(0)'><img src='/images/zzms.gif'></a>",
        "<input type='button' value='关怀版' onclick='x()'>",
        "<div aria-label='无障碍浏览' tabindex='0'></div>",
    ] {
        assert!(!read_body(body).marks.of(Mark::ElderMode).is_empty(), "{body}");
    }
    for body in [
        "<a href='/a.htm'>无障碍环境建设法</a>",
        "<li><a href='/b.htm'>我县推进老年人助餐服务</a></li>",
        "<p>长者餐厅开业</p>",
        "<a href='/c.htm'>网站无障碍环境建设</a>",
        "<img src='/images/holder.png'><a href='/folder/'>目录</a>",
        "<input type='text' value='无障碍浏览'>",
    ] {
        assert!(read_body(body).marks.of(Mark::ElderMode).is_empty(), "{body}");
    }
    assert!(with_foot("<a href='/x'>网站导航</a>").marks.of(Mark::Sitemap).is_empty());
    assert!(!with_foot("<a href='/x'>站点地图</a>").marks.of(Mark::Sitemap).is_empty());
}

#[test]
fn a_portal_with_a_foot_of_many_lines() {
    let page = fixture("county-portal.html");
    assert_eq!(values(&page, Mark::SiteCode), ["5115990001"]);
    assert_eq!(values(&page, Mark::IcpRecord), ["蜀ICP备06000001号-1"]);
    assert_eq!(values(&page, Mark::PoliceRecord), ["川公网安备51159902000001号"]);
    assert_eq!(values(&page, Mark::Organizer), ["白石县人民政府办公室"]);
    assert_eq!(values(&page, Mark::Contact), ["http://www.yunling.gov.cn/lxwm"], "not the vendor's telephone");
    for mark in [Mark::PartyGovMark, Mark::ErrorReport, Mark::Sitemap, Mark::Search, Mark::ElderMode] {
        assert!(!page.marks.of(mark).is_empty(), "{mark:?}");
    }
    let tables = fixture("article-of-tables.html");
    assert_eq!(values(&tables, Mark::Organizer), ["白石县人民政府办公室"]);
}

#[test]
fn ways_to_be_reached_as_feet_write_them() {
    for (foot, value) in [
        ("咨询热线：0838-5221234（工作日）", "0838-5221234"),
        ("政务服务便民热线：12345", "12345"),
        ("联系人：王先生 0838-5221234", "0838-5221234"),
        ("值班电话∶0838—5221234", "0838—5221234"),
    ] {
        let page = read_body(&format!("<div class=\"footer\"><p>主办单位∶高县人民政府</p><p>{foot}</p></div>"));
        assert_eq!(values(&page, Mark::Contact), [value], "{foot}");
        assert_eq!(values(&page, Mark::Organizer), ["高县人民政府"], "{foot}");
    }
}

#[test]
fn a_magnifying_glass_without_words_is_a_search() {
    let page = read_body(r#"<div class="top"><a class="so" href="/search/index.html"><i class="icon"></i></a></div>"#);
    assert_eq!(values(&page, Mark::Search), ["http://www.gaoxian.gov.cn/search/index.html"]);
    let page = read_body(r#"<div class="top"><a href="/research/index.html"><i class="icon"></i></a></div>"#);
    assert!(page.marks.of(Mark::Search).is_empty());
}
