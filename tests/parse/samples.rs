//! Saved pages of real portals, read as a person would; skipped where the folder is absent.

use super::{answer, link, values};
use duwang::model::{Hidden, LinkKind, Mark, Page, Region};
use std::path::{Path, PathBuf};

/// A saved page; the folder is `DUWANG_SAMPLES`, else `../shared/samples` beside the project.
#[expect(clippy::print_stdout, reason = "a test that looks at nothing says so")]
fn sample(name: &str) -> Option<Page> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    let folder = std::env::var_os("DUWANG_SAMPLES").map_or_else(beside, PathBuf::from);
    let Ok(body) = std::fs::read(folder.join("govcn").join(name)) else {
        println!("skipped: no folder of saved pages at {}", folder.display());
        return None;
    };
    Some(duwang::parse::page(&answer(&format!("http://www.example.gov.cn/a/b/c/d/{name}"), "text/html", body)))
}

fn steps(page: &Page) -> Vec<&str> {
    page.breadcrumbs.iter().map(|c| c.text.as_str()).collect()
}

#[test]
fn a_county_openness_page_shows_every_mark_it_has() {
    let Some(page) = sample("pingtan_zwgk_index.html") else { return };
    assert_eq!(page.title, "政务公开_平潭综合实验区党工委管委会");
    assert_eq!(values(&page, Mark::SiteCode), ["3590000001", "3590000001"]);
    assert_eq!(values(&page, Mark::IcpRecord), ["闽ICP备09032658号"]);
    assert_eq!(values(&page, Mark::Organizer), ["福建省平潭综合实验区管理委员会办公室"]);
    for mark in
        [Mark::PartyGovMark, Mark::ErrorReport, Mark::Contact, Mark::Search, Mark::ElderMode, Mark::PoliceRecord]
    {
        assert!(!page.marks.of(mark).is_empty(), "{mark:?}");
    }
    assert!(values(&page, Mark::PartyGovMark)[0].contains("bszs-conac-cnx"), "the proxy's address is the seal's");
    assert_eq!(link(&page, "解读回应").region, Region::Nav);
    assert_eq!(link(&page, "国务院").region, Region::Header);
    assert_eq!(link(&page, "福州市政府网站").region, Region::Footer);
    assert!(page.marks.of(Mark::Sitemap).is_empty(), "there is none on the page");
}

#[test]
fn steps_and_find_error_of_a_provincial_article() {
    let Some(page) = sample("tests_gzggw_1.html") else { return };
    assert_eq!(steps(&page), ["首页", "发展改革工作", "投资管理和项目推进", "投资运行"]);
    assert_eq!(values(&page, Mark::SiteCode), ["3300000020"]);
    assert_eq!(values(&page, Mark::PoliceRecord), ["浙公网安备33010602009328号"]);
    assert!(values(&page, Mark::ErrorReport)[0].contains("jiucuo.html"));
    assert!(page.main_excerpt.starts_with("1-10月德清县固定资产投资结构趋稳趋优"));
    assert_eq!(link(&page, "联系我们").region, Region::Footer);
}

#[test]
fn meta_code_with_a_stray_sign_and_fields_of_a_document_table() {
    let Some(page) = sample("nea-detail.html") else { return };
    assert_eq!(values(&page, Mark::SiteCode), ["bm62000002"]);
    assert_eq!(steps(&page), ["首页", "正文"]);
    assert!(page.marks.of(Mark::Organizer).is_empty(), "the table names the document's author, not the site's");
}

#[test]
fn ministries_lists_and_articles() {
    if let Some(page) = sample("ndrc_golden_detail_1.html") {
        assert_eq!(steps(&page), ["首页", "政务公开", "政策", "发展改革委令"]);
        assert_eq!(page.signals.lang.as_deref(), Some("en"));
        let hidden = link(&page, "《电力重大事故隐患判定标准及治理监督管理规定》解读");
        assert!(hidden.hidden.is_some(), "the related box is not shown without its script");
        assert!(!page.signals.script_shell && page.signals.redirect.is_none());
    }
    if let Some(page) = sample("most_golden_list_page.html") {
        assert_eq!(steps(&page)[1..], ["政府公开目录", "主题分类", "法定主动公开内容", "法规政策"]);
        assert_eq!(link(&page, "行政事业收费").region, Region::Nav);
        assert_eq!(page.signals.family.as_deref(), Some("trs-wcm"));
    }
    if let (Some(one), Some(two)) = (sample("csrc_golden_detail_1.html"), sample("csrc_golden_detail_2.html")) {
        assert_eq!(one.signals.template, two.signals.template, "two articles of one template");
        assert!(one.likeness(&two.sketch) < 0.3);
    }
}

#[test]
fn a_table_page_of_2018_and_one_swallowed_by_an_unclosed_script() {
    if let Some(page) = sample("tjsj_tjbz_tjyqhdmhcxhfdm_2018_33.html") {
        assert_eq!(page.title, "2018年统计用区划代码");
        assert_eq!(values(&page, Mark::IcpRecord), ["京ICP备05034670号"]);
        assert_eq!(link(&page, "京ICP备05034670号").region, Region::Footer);
    }
    if let Some(page) = sample("tjsj_tjbz_tjyqhdmhcxhfdm_default.htm") {
        assert_eq!(steps(&page), ["首页", "统计数据", "统计标准", "统计用区划和城乡划分代码"]);
        assert_eq!(values(&page, Mark::SiteCode), ["bm36000002"]);
        assert!(!page.marks.of(Mark::Sitemap).is_empty());
    }
}

fn day(page: &Page) -> Option<String> {
    page.article.as_ref()?.published.as_ref().map(|d| d.date.to_string())
}

/// Heading, its address, number of entries, newest and oldest day of each list.
fn lists(page: &Page) -> Vec<(String, usize, String, String)> {
    let mut lists: Vec<(u16, String, Vec<String>)> = Vec::new();
    for item in &page.items {
        if lists.last().is_none_or(|l| l.0 != item.list) {
            lists.push((item.list, item.heading.clone().unwrap_or_default(), Vec::new()));
        }
        let date = item.date.as_ref().map_or_else(String::new, |d| d.date.to_string());
        lists.last_mut().unwrap().2.push(date);
    }
    let ends =
        |d: &[String]| (d.iter().max().cloned().unwrap_or_default(), d.iter().min().cloned().unwrap_or_default());
    lists.into_iter().map(|(_, heading, days)| (heading, days.len(), ends(&days).0, ends(&days).1)).collect()
}

/// No page of these is any of the things that excuse or accuse a site.
#[test]
fn nothing_is_raised_that_is_not_so() {
    for name in [
        "csrc_golden_detail_1.html",
        "csrc_golden_detail_2.html",
        "csrc_golden_list_1.html",
        "most_golden_detail_bmgz_202508_194336.html",
        "most_golden_detail_bmgz_202602_195895.html",
        "most_golden_list_page.html",
        "ndrc_golden_detail_1.html",
        "ndrc_golden_index.html",
        "nea-detail.html",
        "nea-interpretation.html",
        "pingtan_zwgk_index.html",
        "tests_gzggw_1.html",
        "tjsj_tjbz_tjyqhdmhcxhfdm_2018_33.html",
        "tjsj_tjbz_tjyqhdmhcxhfdm_2018_index.html",
        "tjsj_tjbz_tjyqhdmhcxhfdm_2019_index.html",
        "tjsj_tjbz_tjyqhdmhcxhfdm_default.htm",
    ] {
        let Some(page) = sample(name) else { return };
        let signals = &page.signals;
        assert_eq!(page.charset, "UTF-8", "{name}");
        assert!(signals.absent_words.is_none() && signals.under_construction.is_none(), "{name}: {signals:?}");
        assert!(signals.challenge.is_none() && signals.redirect.is_none(), "{name}: {signals:?}");
        assert!(!signals.login && !signals.script_shell, "{name}: {signals:?}");
        assert!(page.script_lists.is_empty(), "{name}: {:?}", page.script_lists);
        assert!(page.main_chars >= 100, "{name}: {}", page.main_chars);
        assert!(!page.title.is_empty(), "{name}");
    }
}

#[test]
fn lists_stand_under_their_headings_with_their_dates() {
    let list = |heading: &str, n: usize, newest: &str, oldest: &str| {
        (heading.to_owned(), n, newest.to_owned(), oldest.to_owned())
    };
    let Some(page) = sample("pingtan_zwgk_index.html") else { return };
    assert_eq!(
        lists(&page),
        [
            list("最新文件", 7, "2026-06-05", "2026-02-02"),
            list("公示公告", 6, "2026-09-10", "2026-09-09"),
            list("人事任免", 6, "2025-08-05", "2025-05-07"),
            list("中长期发展规划", 6, "2026-01-30", "2022-04-08"),
            list("统计信息", 6, "2026-08-25", "2026-04-29"),
        ]
    );
    let Some(page) = sample("most_golden_list_page.html") else { return };
    assert_eq!(
        lists(&page),
        [
            list("法律法规", 3, "2024-12-25", "2021-12-24"),
            list("部门规章", 3, "2026-02-11", "2025-06-30"),
            list("规范性文件", 8, "2026-03-02", "2023-12-12"),
            list("政策解读", 3, "2024-03-13", "2017-11-13"),
        ]
    );
    let Some(page) = sample("ndrc_golden_index.html") else { return };
    assert_eq!(
        lists(&page),
        [list("", 25, "2026-04-09", "2024-04-09")],
        "interpretations beside a policy are no entries"
    );
    assert_eq!(page.links.iter().filter(|l| l.kind == LinkKind::ListInterface).count(), 8, "pages 2 to 9");
    let Some(page) = sample("csrc_golden_list_1.html") else { return };
    assert_eq!(lists(&page), [list("", 20, "", "")], "dates within a regulation's title are not its publication");
    assert_eq!(page.items[5].title, "证券交易所管理办法");
    let next: Vec<&str> =
        page.links.iter().filter(|l| l.kind == LinkKind::ListInterface).map(|l| l.target.as_str()).collect();
    assert_eq!(next.len(), 4);
    assert!(next[0].ends_with("/fg_2.shtml") && next[3].ends_with("/fg_5.shtml"));
    let Some(page) = sample("tjsj_tjbz_tjyqhdmhcxhfdm_default.htm") else { return };
    assert_eq!(lists(&page), [list("统计用区划和城乡划分代码", 11, "2020-02-25", "2013-11-06")]);
    assert_eq!(link(&page, "日本").hidden, Some(Hidden::Style), "tabs of friend links are not shown at first");
}

#[test]
fn articles_have_their_title_day_source_number_and_attachments() {
    for (name, title, published, source, number, attachments) in [
        (
            "csrc_golden_detail_1.html",
            "中国证监会派出机构监管职责规定",
            Some("2025-10-25"),
            Some("中国证监会"),
            None,
            2,
        ),
        (
            "csrc_golden_detail_2.html",
            "证券基金经营机构董事、监事、高级管理人员及从业人员监督管理办法",
            Some("2025-10-25"),
            Some("中国证监会"),
            None,
            2,
        ),
        (
            "most_golden_detail_bmgz_202508_194336.html",
            "科学技术部令第23号 科技部关于废止部分规章的决定",
            Some("2025-08-05"),
            Some("科学技术部"),
            Some("科学技术部令第23号"),
            0,
        ),
        (
            "most_golden_detail_bmgz_202602_195895.html",
            "科学技术部令第24号 科学技术活动违规行为调查处理规定",
            Some("2026-02-11"),
            None,
            Some("科学技术部令第24号"),
            0,
        ),
        (
            "ndrc_golden_detail_1.html",
            "《电力重大事故隐患判定标准及治理监督管理规定》 2026年第41号令",
            Some("2026-04-09"),
            Some("国家能源局"),
            None,
            2,
        ),
        (
            "nea-detail.html",
            "关于披露中国能源传媒集团有限公司负责人2025年度薪酬情况的通知",
            Some("2026-09-16"),
            Some("国家能源局"),
            None,
            1,
        ),
        (
            "nea-interpretation.html",
            "《油气管网设施公平开放信息公开与报送办法》政策解读",
            Some("2026-09-09"),
            Some("国家能源局"),
            None,
            0,
        ),
        ("tests_gzggw_1.html", "1-10月德清县固定资产投资结构趋稳趋优", Some("2016-11-22"), Some("省发改委"), None, 0),
        ("tjsj_tjbz_tjyqhdmhcxhfdm_2018_index.html", "2018年统计用区划代码和城乡划分代码", None, None, None, 0),
        (
            "tjsj_tjbz_tjyqhdmhcxhfdm_2019_index.html",
            "关于更新全国统计用区划代码和城乡划分代码的公告",
            None,
            None,
            None,
            0,
        ),
    ] {
        let Some(page) = sample(name) else { return };
        let article = page.article.as_ref().unwrap_or_else(|| panic!("{name} is an article"));
        assert_eq!(article.title, title, "{name}");
        assert_eq!(day(&page).as_deref(), published, "{name}");
        assert_eq!(article.source.as_deref(), source, "{name}");
        assert_eq!(article.number.as_deref(), number, "{name}");
        assert_eq!(article.attachments.len(), attachments, "{name}");
        assert!(page.items.is_empty(), "{name}: {:?}", page.items);
    }
}

#[test]
fn marks_are_those_a_person_sees_and_no_others() {
    if let Some(page) = sample("tests_gzggw_1.html") {
        assert!(values(&page, Mark::PartyGovMark)[0].contains("conac.cn/sitename"));
        assert_eq!(values(&page, Mark::IcpRecord), ["浙ICP备05018911号"]);
        assert!(!page.marks.of(Mark::Sitemap).is_empty() && !page.marks.of(Mark::Search).is_empty());
        assert!(page.marks.of(Mark::Organizer).is_empty(), "rights are reserved, no organizer is named");
    }
    if let Some(page) = sample("tjsj_tjbz_tjyqhdmhcxhfdm_default.htm") {
        for mark in [Mark::PartyGovMark, Mark::ErrorReport, Mark::Contact, Mark::Search] {
            assert!(!page.marks.of(mark).is_empty(), "{mark:?}");
        }
        for mark in [Mark::PoliceRecord, Mark::Organizer] {
            assert!(page.marks.of(mark).is_empty(), "{mark:?}");
        }
    }
    if let Some(page) = sample("nea-detail.html") {
        let frame = page.links.iter().find(|l| l.kind == LinkKind::Frame).unwrap();
        assert!(frame.target.ends_with("/201708bottom.htm") && frame.hidden.is_none(), "the foot is a frame");
    }
    if let Some(page) = sample("most_golden_list_page.html") {
        let foot = page.links.iter().find(|l| l.kind == LinkKind::Script && l.target.contains("page_footer.js"));
        assert!(foot.is_some(), "the foot is written by a script file");
        assert!(page.marks.of(Mark::IcpRecord).is_empty());
    }
}

/// Boxes of related pages on real articles: shown by a script later, and beside the text under a heading of its own.
#[test]
fn related_pages_of_ministries() {
    use duwang::model::RelationKind;
    for (name, heading, title) in [
        ("ndrc_golden_detail_1.html", "相关政策与解读", "《电力重大事故隐患判定标准及治理监督管理规定》解读"),
        ("most_golden_detail_bmgz_202602_195895.html", "相关文档", "《科学技术活动违规行为调查处理规定》政策解读"),
    ] {
        let Some(page) = sample(name) else { return };
        let article = page.article.as_ref().unwrap_or_else(|| panic!("{name}: no article"));
        let found = article.relations.iter().find(|b| b.heading == heading).unwrap_or_else(|| panic!("{name}: no box"));
        assert_eq!(found.kind, RelationKind::Any);
        assert!(!found.scripted, "{name}: it stands in the markup");
        let titles: Vec<&str> = found.entries.iter().map(|e| e.title.as_str()).collect();
        assert_eq!(titles, [title], "{name}");
        assert!(!article.body.is_empty() && !article.labels.is_empty(), "{name}: a document keeps text and facts");
    }
}
