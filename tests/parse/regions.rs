//! Where links and text stand, in pages with and without names for their parts.

use super::{answer, link, read_body};
use duwang::model::{Page, Region};

fn fixture(name: &str) -> Page {
    let at = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages").join(name);
    duwang::parse::page(&answer("http://www.yunling.gov.cn/index.html", "text/html", std::fs::read(at).unwrap()))
}

#[test]
fn a_menu_and_a_foot_without_names_are_found() {
    let page = fixture("county-home.html");
    for name in ["首页", "走进云岭", "政务公开", "数据发布"] {
        assert_eq!(link(&page, name).region, Region::Nav, "{name}");
    }
    assert_eq!(link(&page, "网站地图").region, Region::Footer);
    assert_eq!(link(&page, "云岭县茶叶产业现场推进会召开").region, Region::List);
    assert_eq!(
        link(&page, "云岭县召开2026年第三季度安全生产工作会议并部署汛期防范工作").target,
        "http://www.yunling.gov.cn/info/1021/20001.htm"
    );
    assert!(page.main_excerpt.contains("云岭要闻") && !page.main_excerpt.contains("主办单位"), "{}", page.main_excerpt);
    assert!(!page.links.iter().any(|l| l.text.contains("撤下") || l.text.contains("没有地址")));
}

#[test]
fn the_parts_of_an_article_page() {
    let page = fixture("article.html");
    assert_eq!(link(&page, "办事服务").region, Region::Nav);
    assert_eq!(link(&page, "通知公告").region, Region::Breadcrumb);
    assert_eq!(link(&page, "活动方案.doc").region, Region::Article);
    assert_eq!(page.links[0].region, Region::Header);
    assert!(page.main_chars > 200 && page.main_chars < page.text_chars);
    assert!(!page.main_excerpt.contains("位置") && !page.main_excerpt.contains("承办"), "{}", page.main_excerpt);
}

#[test]
fn wrappers_with_names_of_parts_are_not_those_parts() {
    let story = "<p>县人民政府召开常务会议，研究部署安全生产、防汛减灾和政务公开等工作，审议有关事项。</p>".repeat(6);
    let page = read_body(&format!(
        "<div class='page'><div class='main-content'><div class='top'><a href='/'>首页</a></div>{story}<a href='/x'>某个链接</a><div class='page'><a href='i_1.html'>上一页</a> 1 <a href='i_2.html'>2</a> <a href='i_3.html'>下一页</a></div><div class='foot'>版权所有</div></div></div>"
    ));
    assert_eq!(link(&page, "下一页").region, Region::Pager);
    assert!(matches!(link(&page, "某个链接").region, Region::Other | Region::Article));
    assert!(page.main_chars > 200);
}

#[test]
fn side_menus_are_navigation_and_lists_of_titles_are_not() {
    let page = read_body(concat!(
        "<div class='leftmenu'><ul><li><a href='/a'>机构职能</a></li><li><a href='/b'>领导信息</a></li></ul></div>",
        "<div class='list-menu'><ul><li><a href='/1'>关于印发高县2026年政务公开工作要点的通知</a></li><li><a href='/2'>关于做好当前森林草原防灭火工作的紧急通知</a></li></ul></div>",
    ));
    assert_eq!(link(&page, "机构职能").region, Region::Nav);
    assert_eq!(link(&page, "关于印发高县2026年政务公开工作要点的通知").region, Region::Other);
}

#[test]
fn an_empty_column_has_next_to_no_main_text() {
    let page = read_body(concat!(
        "<div class='nav'><a href='/'>首页</a><a href='/zwgk/'>政务公开</a><a href='/bsfw/'>办事服务</a><a href='/hdjl/'>互动交流</a></div>",
        "<div>当前位置：<a href='/'>首页</a> &gt; 规划计划</div><div class='main'><h2>规划计划</h2></div>",
        "<div>主办单位：高县人民政府办公室 网站标识码：5115250001 蜀ICP备10014763号 川公网安备51152502000001号 地址：高县硕勋大道 联系电话：0831-5412345</div>",
    ));
    assert!(page.main_chars <= 8, "{} {}", page.main_chars, page.main_excerpt);
    assert!(page.text_chars > 60);
}

#[test]
fn columns_beside_a_list_and_usual_words_in_a_head() {
    let page = read_body(concat!(
        "<div class='top'><a href='/'>首页</a> <a href='/zwgk'>政务公开</a> <a href='/login'>登录</a></div>",
        "<div class='left'><ul><li><a href='/a'>县政府文件</a></li><li><a href='/b'>政府办文件</a></li></ul></div>",
        "<div class='left'><ul><li><a href='/1'>关于2026年城乡居民医保缴费的通告</a></li><li><a href='/2'>关于禁止秸秆焚烧的通告</a></li></ul></div>",
    ));
    assert_eq!(link(&page, "政务公开").region, Region::Nav);
    assert_eq!(link(&page, "登录").region, Region::Header);
    assert_eq!(link(&page, "政府办文件").region, Region::Nav);
    assert_eq!(link(&page, "关于禁止秸秆焚烧的通告").region, Region::Other);
}

#[test]
fn pages_of_three_portals() {
    let portal = fixture("county-portal.html");
    assert_eq!(link(&portal, "政府信息公开").region, Region::Nav);
    assert_eq!(link(&portal, "登录").region, Region::Header);
    assert_eq!(link(&portal, "关于我们").region, Region::Footer);
    assert_eq!(link(&portal, "博彩").hidden, Some(duwang::model::Hidden::OffScreen));
    assert!(portal.main_excerpt.starts_with("政务要闻"), "{}", portal.main_excerpt);

    let article = fixture("article-of-tables.html");
    assert_eq!(link(&article, "政民互动").region, Region::Nav);
    assert!(article.main_excerpt.starts_with("关于印发《白石县防汛预案》的通知 白府办发"), "{}", article.main_excerpt);
    assert!(!article.main_excerpt.contains("标识码"));

    let platform = fixture("openness-platform.html");
    assert_eq!(link(&platform, "规划计划").region, Region::Nav);
    assert_eq!(platform.main_chars, 0, "the list is drawn by a script");
    assert_eq!(platform.breadcrumbs.len(), 2);
    assert!(!platform.signals.script_shell);
}
