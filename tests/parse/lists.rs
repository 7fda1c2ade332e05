use duwang::model::{DateSource, Item, ItemSource};
use duwang::parse::{article_of, interface_of, lists_of};
use proptest::prelude::*;
use std::path::Path;

const URL: &str = "http://www.yunxi.gov.cn/tzgg/index.html";

fn fixture(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages/lists").join(name)).unwrap()
}

/// The folder of saved real pages, `None` with a notice where it is absent.
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
pub(super) fn samples() -> Option<std::path::PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    let folder = std::env::var_os("DUWANG_SAMPLES").map_or(beside, Into::into).join("govcn");
    if !folder.is_dir() {
        println!("skipped: no saved pages at {}", folder.display());
        return None;
    }
    Some(folder)
}

fn items(source: &str) -> Vec<Item> {
    lists_of(source, URL).0
}

fn day(item: &Item) -> String {
    item.date.as_ref().map(|d| d.date.to_string()).unwrap_or_default()
}

fn find<'a>(items: &'a [Item], part: &str) -> &'a Item {
    items.iter().find(|i| i.title.contains(part)).unwrap_or_else(|| panic!("{part} in {items:#?}"))
}

/// A list with the given rows inside `<ul>`, beside enough text to be a page.
fn listed(rows: &str) -> Vec<Item> {
    items(&format!("<body><div class=main><ul class=list>{rows}</ul></div></body>"))
}

#[test]
fn a_portal_gives_its_columns_and_nothing_of_its_frame() {
    let found = items(&fixture("portal.html"));
    let council = find(&found, "第三十一次常务会议");
    assert_eq!(council.title, "县政府召开第三十一次常务会议研究部署冬春农田水利工作");
    assert_eq!(day(council), "2026-11-18");
    assert_eq!(council.date.as_ref().unwrap().source, DateSource::List);
    assert_eq!(council.heading.as_deref(), Some("本地要闻"));
    assert_eq!(council.heading_target.as_deref(), Some("http://www.yunxi.gov.cn/xwzx/bdyw/"));
    let water = find(&found, "河道巡查");
    assert_eq!((day(water).as_str(), water.heading.as_deref()), ("2026-11-16", Some("部门动态")));
    let parking = find(&found, "停车设施");
    assert_eq!((day(parking).as_str(), parking.heading.as_deref()), ("2026-11-12", Some("通知公告")));
    let rules = find(&found, "印发工作规则");
    assert_eq!((day(rules).as_str(), rules.heading.as_deref()), ("2026-10-08", Some("政策文件")));
    assert_eq!(rules.heading_target.as_deref(), Some("http://www.yunxi.gov.cn/zcwj/"));
    assert_eq!(found.len(), 8, "{found:#?}");
    assert!(!found.iter().any(|i| day(i) == "2026-11-20"), "the clock and the weather are no dates of entries");
    let numbers: std::collections::BTreeSet<u16> = found.iter().map(|i| i.list).collect();
    assert_eq!(numbers.len(), 4);
}

#[test]
fn tables_for_layout_and_bare_runs_are_lists() {
    let (found, script_lists, pages, _) = lists_of(&fixture("old-layout.html"), "http://www.yunxi.gov.cn/tzgg.htm");
    let school = find(&found, "中小学");
    assert_eq!(school.title, "关于２０２３年秋季中小学放假安排的通知");
    assert_eq!(day(school), "2023-06-07");
    assert_eq!(day(find(&found, "限行")), "2023-06-01");
    let water = find(&found, "停水公告");
    assert_eq!((day(water).as_str(), water.date.as_ref().unwrap().time.as_deref()), ("2023-05-09", Some("08:30")));
    assert_eq!(day(find(&found, "图书馆")), "2023-04-02");
    assert_eq!(day(find(&found, "农机补贴")), "2023-03-21");
    assert_eq!(day(find(&found, "听证会")), "2023-03-18");
    assert_eq!(found.len(), 6, "{found:#?}");
    assert!(script_lists.is_empty());
    assert_eq!(pages.len(), 12, "pages 12 to 1 behind the first");
}

#[test]
fn dates_beside_a_title_are_read_in_every_usual_form() {
    for (form, expected) in [
        ("<span>2023-06-07</span>", "2023-06-07"),
        ("<em>[2023-06-07]</em>", "2023-06-07"),
        ("<i>2023/6/7</i>", "2023-06-07"),
        ("<span>2023.06.07</span>", "2023-06-07"),
        ("（2023年6月7日）", "2023-06-07"),
        ("<span>发布时间：2023-06-07 09:30</span>", "2023-06-07"),
        ("<span>2023-06-07 来源：县政府办公室</span>", "2023-06-07"),
        ("<div><b>07</b><span>2023-06</span></div>", "2023-06-07"),
        ("<div><span>07</span>/2023.06</div>", "2023-06-07"),
        ("<div><span>2023</span><b>06-07</b></div>", "2023-06-07"),
        ("<div><b>07</b><span>2023年06月</span></div>", "2023-06-07"),
        ("<span>二〇二三年六月七日</span>", "2023-06-07"),
        ("<span>截止日期：2023-06-07</span>", ""),
        ("<span>2023-02-30</span>", ""),
    ] {
        let row = |n: u32| {
            format!(
                "<li><a href='/x/art_{n}.html'>关于第{n}批示范项目的公告</a>{form}</li><li>{form}<a href='/y/art_{n}.html'>关于第{n}批示范单位的通告</a></li>"
            )
        };
        let found = listed(&(row(1) + &row(2)));
        assert_eq!(found.len(), 4, "{form} {found:#?}");
        assert!(found.iter().all(|i| day(i) == expected), "{form}: {found:#?}");
    }
}

#[test]
fn a_day_without_a_year_takes_it_from_the_address_or_the_entry_above() {
    let found = listed(
        "<li><a href='/a/art_1.html'>关于元旦值班安排的通知</a><span>2024-01-02</span></li>\
         <li><a href='/a/art_2.html'>关于年终考核工作的通知</a><span>12-28</span></li>\
         <li><a href='/a/202306/t20230607_3.html'>关于防汛值守工作的通知</a><span>(06-07)</span></li>",
    );
    assert_eq!(found.iter().map(day).collect::<Vec<_>>(), ["2024-01-02", "2023-12-28", "2023-06-07"]);
    let unknown = listed(
        "<li><a href='/a/b1.html'>关于春节放假安排的通知</a><span>02-01</span></li><li><a href='/a/b2.html'>关于防火巡查的通知</a><span>01-09</span></li>",
    );
    assert!(unknown.iter().all(|i| i.date.is_none()) && unknown.len() == 2, "no year, no date: {unknown:#?}");
    let group = |year: u32| {
        format!(
            "<h3>{year}年</h3><ul><li><a href='/g/{year}b1.html'>关于春节放假安排的通知</a><span>02-01</span></li>\
             <li><a href='/g/{year}b2.html'>关于防火巡查的通知</a><span>01-09</span></li></ul>"
        )
    };
    let grouped = items(&format!("<body><div class=main>{}{}</div></body>", group(2023), group(2022)));
    let days: Vec<String> = grouped.iter().map(day).collect();
    assert_eq!(
        days,
        ["2023-02-01", "2023-01-09", "2022-02-01", "2022-01-09"],
        "the heading of the group tells the year"
    );
}

#[test]
fn the_shown_date_stands_before_the_one_in_the_address() {
    let found = listed(
        "<li><a href='./202606/t20260622_1.htm'>关于公租房管理办法的通知</a><span>2026-06-05</span></li>\
         <li><a href='./202606/t20260620_2.htm'>关于企业所得税的通知</a></li>",
    );
    assert_eq!((day(&found[0]).as_str(), found[0].date.as_ref().unwrap().source), ("2026-06-05", DateSource::List));
    assert_eq!((day(&found[1]).as_str(), found[1].date.as_ref().unwrap().source), ("2026-06-20", DateSource::Url));
}

#[test]
fn what_unfolds_in_an_entry_is_not_an_entry() {
    let row = |n: u32| {
        format!(
            "<li><a href='t20260{n}01_{n}.html'>第{n}号令关于电力设施的规定</a><div class=popbox><h3>相关解读</h3><ul>\
         <li><a href='jd/t20260{n}05_9{n}.html'>专家解读之一：为什么要修订规定</a></li><li><a href='jd/t20260{n}06_8{n}.html'>专家解读之二：修订了什么内容</a></li>\
         </ul></div><span>2026/0{n}/02</span></li>"
        )
    };
    let found = listed(&(row(3) + &row(4)));
    assert_eq!(found.iter().map(day).collect::<Vec<_>>(), ["2026-03-02", "2026-04-02"], "{found:#?}");
}

#[test]
fn a_table_of_documents_is_dated_by_its_column_of_publication() {
    let found = items(
        "<body><table><tr><th>名称</th><th>文号</th><th>成文日期</th><th>发布日期</th></tr>\
         <tr><td><a href='/a/art_1.html'>关于印发防汛预案的通知</a></td><td>云府发〔2023〕1号</td><td>2023-05-01</td><td>2023-05-09</td></tr>\
         <tr><td><a href='/a/art_2.html'>关于印发抗旱预案的通知</a></td><td>云府发〔2023〕2号</td><td>2023-05-02</td><td>2023-05-10</td></tr></table></body>",
    );
    assert_eq!(found.iter().map(day).collect::<Vec<_>>(), ["2023-05-09", "2023-05-10"], "{found:#?}");
}

#[test]
fn definition_lists_cards_and_undated_lists_are_seen() {
    let found = items(
        "<body><dl><dt><a href='/a/art_1.html'>关于村道维修的公示</a></dt><dd>2023-05-01</dd><dt><a href='/a/art_2.html'>关于水渠改造的公示</a></dt><dd>2023-05-02</dd></dl></body>",
    );
    assert_eq!(found.iter().map(day).collect::<Vec<_>>(), ["2023-05-01", "2023-05-02"], "{found:#?}");
    let found = items(
        "<body><div class=cards><div class=card><a href='/a/art_1.html'><h4>县城新公园建成开放</h4><p>公园位于城东，占地两百亩，设有步道、球场和儿童游乐区，全天向市民免费开放，配套停车位三百个。</p></a><div class=info>2023-05-01</div></div>\
         <div class=card><a href='/a/art_2.html'><h4>乡村医生培训班开班</h4><p>培训班为期五天，来自各乡镇的六十名乡村医生参加，内容包括常见病诊疗和公共卫生服务规范。</p></a><div class=info>2023-05-02</div></div></div></body>",
    );
    assert_eq!(
        found.iter().map(|i| (i.title.as_str(), day(i))).collect::<Vec<_>>(),
        [("县城新公园建成开放", "2023-05-01".to_owned()), ("乡村医生培训班开班", "2023-05-02".to_owned())]
    );
    let found = listed(
        "<li><a href='/a/art_1.html'>二〇二三年度财政预算公开</a></li><li><a href='/a/art_2.html'>二〇二二年度财政决算公开</a></li><li><a href='/a/art_3.html'>二〇二一年度财政决算公开</a></li>",
    );
    assert_eq!(found.len(), 3);
    assert!(found.iter().all(|i| i.date.is_none()));
}

#[test]
fn as_many_names_as_blocks_are_no_tabs_unless_they_switch() {
    let block = |n: u32| {
        format!(
            "<div class=x><ul><li><a href='/n/{n}/art_1.html'>第{n}批稳岗返还公示</a><b>2026-01-01</b></li>\
             <li><a href='/n/{n}/art_2.html'>第{n}批就业补助公示</a><b>2026-01-02</b></li></ul></div>"
        )
    };
    let blocks = block(1) + &block(2);
    let names =
        |class: &str| format!("<div><ul class='{class}'><li>发展和改革局</li><li>教育和体育局</li></ul></div>{blocks}");
    assert!(items(&format!("<body>{}</body>", names("depts"))).iter().all(|i| i.heading.is_none()));
    let tabs = items(&format!("<body>{}</body>", names("tab-hd")));
    assert_eq!(find(&tabs, "第1批稳岗").heading.as_deref(), Some("发展和改革局"));
    assert_eq!(find(&tabs, "第2批稳岗").heading.as_deref(), Some("教育和体育局"));
}

#[test]
fn a_span_of_time_is_no_publication_and_its_entry_stays() {
    let found = listed(
        "<li><a href='/hd/dc1.html'>关于停车收费的意见征集</a><span>征集时间：2026-10-01 至 2026-10-31</span></li>\
         <li><a href='/hd/dc2.html'>关于供水价格的意见征集</a><span>2026-09-01至2026-09-30</span></li>",
    );
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|i| i.date.is_none()), "{found:#?}");
}

#[test]
fn links_that_only_look_like_a_list_are_none() {
    for block in [
        "<div class=gzh><ul><li><a href='http://weibo.com/yx1234567'>云溪发布官方微博账号</a></li><li><a href='http://weibo.com/yx22334455'>云溪文旅官方微博账号</a></li><li><a href='http://weibo.com/yx33445566'>云溪应急官方微博账号</a></li></ul></div>",
        "<div class=map><dl><dt><a href='/zwgk/'>政务公开</a></dt><dd><a href='/zwgk/ldzc/'>县政府领导之窗</a> <a href='/zwgk/jgzn/'>县政府机构职能</a> <a href='/zwgk/ghjh/'>规划计划公开栏</a></dd></dl></div>",
        "<ul class=tree><li><a href='?id=1'>机构职能及领导分工</a></li><li><a href='?id=2'>规划计划及统计信息</a></li><li><a href='?id=3'>财政预算决算公开表</a></li></ul>",
        "<div class=header><div>2026年11月20日</div><a href='/login/art_1.html'>登录个人服务中心</a></div>",
    ] {
        let found = items(&format!("<body>{block}</body>"));
        assert!(found.is_empty(), "{found:#?}");
    }
}

#[test]
fn addresses_in_click_handlers_and_titles_with_dates_are_read() {
    let found = listed(
        "<li><a href='javascript:void(0)' onclick=\"window.open('/gk/doc_1.html')\">关于表彰先进集体的决定</a><span>2026-10-02</span></li>\
         <li><a href=\"javascript:openUrl('/gk/doc_2.html')\">2026-10-01 关于机构改革的决定</a></li>",
    );
    assert_eq!(
        found.iter().map(|i| (i.title.as_str(), i.target.as_str(), day(i))).collect::<Vec<_>>(),
        [
            ("关于表彰先进集体的决定", "http://www.yunxi.gov.cn/gk/doc_1.html", "2026-10-02".to_owned()),
            ("关于机构改革的决定", "http://www.yunxi.gov.cn/gk/doc_2.html", "2026-10-01".to_owned()),
        ]
    );
}

#[test]
fn an_articles_neighbours_and_citations_are_no_list() {
    let found = items(
        "<body><h1>关于城区道路施工的公告</h1><p>发布时间：2023-06-07 来源：<a href='/bm/zjj/art_1.html'>县住房和城乡建设局</a></p>\
         <div id=zoom><p>根据2023年5月1日印发的<a href='/a/art_5.html'>《县城道路管理办法》</a>的规定，现将施工安排公告如下，请过往车辆绕行。</p>\
         <p>依照2023年5月3日的<a href='/a/art_6.html'>《施工许可公告》</a>，施工自六月十日开始，到七月十日结束。</p></div>\
         <p>上一篇：<a href='/a/art_7.html'>关于河道清淤的公告通知</a> 2023-06-01</p><p>下一篇：<a href='/a/art_8.html'>关于停电检修的公告通知</a> 2023-06-09</p></body>",
    );
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn hanweb_islands_are_read_and_continued() {
    let (found, script_lists, pages, family) =
        lists_of(&fixture("jpage.html"), "http://www.yunxi.gov.cn/col/col1701/index.html");
    assert_eq!(family.as_deref(), Some("hanweb-jpage"));
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].title, "关于开展农村宅基地登记的通知");
    assert_eq!((day(&found[0]).as_str(), found[0].source), ("2026-11-03", ItemSource::DataBlock));
    assert!(script_lists.is_empty());
    let targets: Vec<&str> = pages.iter().map(|l| l.target.as_str()).collect();
    assert_eq!(targets.len(), 3, "230 records, a hundred a page: {targets:?}");
    for part in ["dataproxy.jsp?page=1&", "columnid=1701", "unitid=50212", "webid=9", "perpage=100"] {
        assert!(targets[0].contains(part), "{part} in {}", targets[0]);
    }
    let answer = "<datastore><recordset><record><![CDATA[<a href='/art/2026/1/5/art_1701_1.html'>关于春耕备种的通知</a><b>2026-01-05</b>]]></record></recordset></datastore>";
    let (items, _) = interface_of(answer, targets[0]).unwrap();
    assert_eq!(
        (items[0].title.as_str(), day(&items[0]).as_str(), items[0].source),
        ("关于春耕备种的通知", "2026-01-05", ItemSource::Interface)
    );
}

#[test]
fn a_state_object_gives_its_entries_and_not_its_menu() {
    let found = items(&fixture("state.html"));
    assert_eq!(found.iter().map(day).collect::<Vec<_>>(), ["2026-05-04", "2026-05-03"], "{found:#?}");
    assert_eq!(found[0].target, "http://www.yunxi.gov.cn/gk/2026/art_1.shtml");
}

#[test]
fn layouts_of_all_ages_are_read() {
    let found = items(&fixture("layouts.html"));
    for (part, expected) in [
        ("夏粮收购", "2026-06-01"),
        ("古树名录", "2026-05-01"),
        ("河长名单", "2026-04-01"),
        ("春耕生产会", "2026-02-28"),
        ("安全生产会", "2026-02-27"),
        ("抽查检测", "2026-03-04"),
        ("食品抽检", "2026-03-01"),
    ] {
        assert_eq!(day(find(&found, part)), expected, "{part}");
    }
    assert_eq!(found.len(), 7, "{found:#?}");
    assert_eq!(find(&found, "夏粮收购").heading.as_deref(), Some("工作动态"));
    assert_eq!(find(&found, "抽查检测").source, ItemSource::DataBlock);
}

#[test]
fn a_column_that_says_itself_that_it_is_empty_is_not_unread() {
    let island = "<body><script type=text/xml><datastore><totalrecord>0</totalrecord><recordset></recordset></datastore></script>\
        <script>$('#5').jpage({totalRecord:0,proxyUrl:'/module/web/jpage/dataproxy.jsp',ajaxParam:{columnid:17,unitid:'5'}});</script></body>";
    let (found, script_lists, pages, _) = lists_of(island, URL);
    assert!(found.is_empty() && script_lists.is_empty() && pages.is_empty(), "{script_lists:?} {pages:?}");
    let unread = island.replace("<totalrecord>0</totalrecord>", "").replace("totalRecord:0,", "");
    let (_, script_lists, pages, _) = lists_of(&unread, URL);
    assert_eq!((script_lists.len(), pages.len()), (1, 1));
    assert_eq!(script_lists[0].interface.as_deref(), Some(pages[0].target.as_str()));
    let (_, script_lists, _, _) =
        lists_of("<body><ul class=list></ul><script>createPageHTML(1, 0, 'index', 'html');</script></body>", URL);
    assert!(script_lists.is_empty(), "entries of this family stand in the markup");
}

#[test]
fn data_in_scripts_is_read_without_running_it() {
    let (found, script_lists, _, _) = lists_of(&fixture("scripted.html"), URL);
    assert_eq!(
        found.iter().map(|i| (i.title.as_str(), day(i))).collect::<Vec<_>>(),
        [
            ("关于拟认定示范家庭农场的公示", "2026-11-02".to_owned()),
            ("关于第二批古树名木名录的公告", "2026-10-29".to_owned())
        ]
    );
    assert!(script_lists.is_empty());
    let written = items(
        "<body><script>document.write(\"<li><a href='/a/art_1.html'>关于村级道路的公示</a>2023-01-05</li>\");document.write('<li><a href=\"/a/art_2.html\">关于村级水渠的公示</a>2023-01-06</li>');</script></body>",
    );
    assert_eq!(written.iter().map(day).collect::<Vec<_>>(), ["2023-01-05", "2023-01-06"], "{written:#?}");
}

#[test]
fn families_name_their_interfaces() {
    let jpaas = r#"<body><div id="unit"></div><script src="/script/AuthorizedRead/unitbuild.js" url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'webId':'w1','pageId':'p1','parseType':'bulidstatic','pageType':'column','tagId':'信息列表','tplSetId':'t1'}"></script></body>"#;
    let (found, script_lists, pages, family) = lists_of(jpaas, URL);
    assert!(found.is_empty());
    assert_eq!(family.as_deref(), Some("hanweb-jpaas"));
    assert_eq!(script_lists.len(), 1);
    assert!(
        pages[0].target.contains("parseType=bulidstatic&webId=w1&tplSetId=t1")
            && pages[0].target.contains("paramJson=%7B"),
        "{}",
        pages[0].target
    );
    let answer = r#"{"success":true,"data":{"html":"<ul><li><a href=\"/art/2026/art_0.html\" title=\"关于公开招聘的公告\">关于公开…</a><span>2026-03-01<\/span></li></ul>"}}"#;
    let (entries, next) = interface_of(answer, &pages[0].target).unwrap();
    assert_eq!((entries[0].title.as_str(), day(&entries[0]).as_str()), ("关于公开招聘的公告", "2026-03-01"));
    assert!(next[0].target.contains("%22pageNo%22%3A2"), "{}", next[0].target);
    assert!(interface_of(r#"{"success":true,"data":{"html":""}}"#, &pages[0].target).unwrap().0.is_empty());

    let trs = "<body><script>createPageHTML(3, 0, \"index\", \"html\");</script></body>";
    let targets: Vec<String> = lists_of(trs, URL).2.into_iter().map(|l| l.target).collect();
    assert_eq!(targets, ["http://www.yunxi.gov.cn/tzgg/index_1.html", "http://www.yunxi.gov.cn/tzgg/index_2.html"]);
    let newer = "<body><script>createPageHTML('page_div', 3, 1, 'fg', 'shtml', 50);</script></body>";
    let targets: Vec<String> = lists_of(newer, URL).2.into_iter().map(|l| l.target).collect();
    assert_eq!(targets, ["http://www.yunxi.gov.cn/tzgg/fg_2.shtml", "http://www.yunxi.gov.cn/tzgg/fg_3.shtml"]);

    let (_, lists, pages, family) = lists_of(
        "<body><script>window._CONFIG={SID: \"827001\"}</script></body>",
        "http://www.x.gov.cn/gkmlpt/index#508",
    );
    assert_eq!(family.as_deref(), Some("gkmlpt"));
    assert_eq!(pages[0].target, "http://www.x.gov.cn/gkmlpt/api/all/508?page=1&sid=827001");
    assert_eq!(lists.len(), 1);
}

#[test]
fn an_empty_container_is_told_and_a_filled_page_is_not() {
    let told = |source: &str| lists_of(source, URL).1;
    assert_eq!(told("<body><ul id=newsList></ul><script>$.ajax({url:'/api/list',success:function(r){$('#newsList').html(r)}})</script></body>").len(), 1);
    assert_eq!(told("<body><ul><li v-for='i in list'><a :href='i.url'>{{i.title}}</a></li></ul></body>").len(), 1);
    assert!(
        told("<body><div class=list><p>本县暂无此类信息。</p></div><script>$.ajax({url:'/count'})</script></body>")
            .is_empty()
    );
    assert!(
        told(&format!("{}<ul id=newsList></ul><script>$.ajax('/x');$('#newsList')</script>", fixture("portal.html")))
            .is_empty()
    );
    let frame = told("<body><iframe src='/gk/list.html'></iframe></body>");
    assert_eq!(frame[0].interface.as_deref(), Some("http://www.yunxi.gov.cn/gk/list.html"));
}

#[test]
fn answers_of_interfaces_come_in_many_wrappings() {
    let jsonp = "callback123({\"code\":0,\"data\":{\"rows\":[{\"TITLE\":\"关于招标结果的公示\",\"docPubUrl\":\"./art_1.html\",\"docRelTime\":\"2026-05-06 10:00:00\"}]}});";
    let (items, _) = interface_of(jsonp, URL).unwrap();
    assert_eq!(
        (items[0].target.as_str(), day(&items[0]).as_str()),
        ("http://www.yunxi.gov.cn/tzgg/art_1.html", "2026-05-06")
    );
    assert!(interface_of("<html><body>404</body></html>", URL).is_none());
    assert!(interface_of("", URL).is_none());
}

#[test]
fn a_page_gives_at_most_two_thousand_entries() {
    let rows: Vec<String> =
        (0..3000).map(|n| format!("<li><a href='/a/art_{n}.html'>关于第{n}批项目的公告</a>2023-01-05</li>")).collect();
    assert_eq!(listed(&rows.concat()).len(), 2000);
}

#[test]
fn real_pages_give_what_a_person_sees() {
    let Some(folder) = samples() else { return };
    let read = |name: &str| String::from_utf8_lossy(&std::fs::read(folder.join(name)).unwrap()).into_owned();
    let portal = lists_of(&read("pingtan_zwgk_index.html"), "http://www.pingtan.gov.cn/zwgk/");
    assert_eq!(portal.0.len(), 31);
    assert!(portal.0.iter().all(|i| i.date.as_ref().is_some_and(|d| d.source == DateSource::List)));
    let headings: std::collections::BTreeSet<_> = portal.0.iter().filter_map(|i| i.heading.clone()).collect();
    assert!(headings.contains("公示公告") && headings.contains("人事任免"), "{headings:?}");
    let column = lists_of(&read("ndrc_golden_index.html"), "https://www.ndrc.gov.cn/xxgk/zcfb/fzggwl/index.html");
    assert_eq!((column.0.len(), column.2.len()), (25, 8));
    let undated = lists_of(&read("csrc_golden_list_1.html"), "http://www.csrc.gov.cn/csrc/x/fg.shtml");
    assert_eq!(undated.0.len(), 20);
    assert!(undated.0.iter().all(|i| i.date.is_none()), "the dates in the notes are of promulgation");
    let parts =
        lists_of(&read("most_golden_list_page.html"), "https://www.most.gov.cn/xxgk/xinxifenlei/fdzdgknr/fgzc/");
    assert_eq!(parts.0.iter().map(|i| i.list).max(), Some(3));
    assert!(lists_of(&read("nea-detail.html"), "http://www.nea.gov.cn/20260928/x/c.html").0.is_empty());
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,400}", tags in "(<(a href=|li|ul|td|tr|script|record><!\\[CDATA\\[|/li|/a)>?|[\\[{'\"},:]|20[0-9]{2}-1|二〇|年|１|document.write\\(|dataproxy.jsp|createPage\\(){0,60}") {
        for source in [&text, &tags, &format!("{tags}{text}{tags}")] {
            let _ = lists_of(source, URL);
            let _ = interface_of(source, URL);
            let _ = article_of(source, URL);
            let _ = lists_of(&format!("<script>{source}</script>"), URL);
        }
    }
}

/// Prints what is read of files, to look at: `LOOK=a.html,b.html cargo test look -- --nocapture`.
#[test]
fn look() {
    let Ok(paths) = std::env::var("LOOK") else { return };
    for path in paths.split(',') {
        let source = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        let at = std::time::Instant::now();
        let (items, script_lists, interfaces, family) = lists_of(&source, URL);
        println!("=== {path} {} KB {:?} {family:?} {script_lists:?}", source.len() / 1024, at.elapsed());
        for i in &items {
            println!("{:2} {:?} | {} | {} | {}", i.list, i.heading, i.title, day(i), i.target);
        }
        for l in &interfaces {
            println!("   -> {}", l.target);
        }
        println!("{:#?}", article_of(&source, URL));
    }
}
