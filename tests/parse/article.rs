use super::lists::samples;
use duwang::model::{Article, DateSource};
use duwang::parse::article_of;

const URL: &str = "http://www.yunxi.gov.cn/zwgk/info/1021/3301.htm";

fn text(n: usize) -> String {
    "各乡镇人民政府，县级各部门：为做好今年的防汛减灾工作，现将有关事项通知如下。".repeat(n)
}

fn article(source: &str) -> Article {
    article_of(source, URL).expect("an article")
}

#[test]
fn a_notice_gives_its_facts() {
    let source = format!(
        "<html><head><title>关于做好防汛工作的通知_云溪县人民政府</title><meta name=SiteName content=云溪县人民政府></head><body>\
         <div class=nav><a href=/>首页</a></div><div class=path>当前位置：首页 &gt; 公告</div>\
         <h1>关于做好防汛工作的通知</h1><div class=info><span>发布时间：2023-06-07 09:30</span> <span>信息来源：县应急管理局</span> <span>浏览次数：12</span></div>\
         <div id=vsb_content><p>云府办发【2023】12号</p><p>{}</p><p>根据《防汛条例》（国办发〔2019〕1号）执行，自2023年7月1日起施行。</p>\
         <p>附件：<a href='/files/a.docx'>1.名单</a> <a href='/system/download.jsp?id=3'>2.表格.xlsx</a></p>\
         <p style='text-align:right'>云溪县人民政府办公室</p><p>2023年6月5日</p></div>\
         <div class=foot>版权所有 © 2026</div></body></html>",
        text(4)
    );
    let found = article(&source);
    assert_eq!(found.title, "关于做好防汛工作的通知");
    let published = found.published.clone().unwrap();
    assert_eq!(
        (published.date.to_string().as_str(), published.time.as_deref(), published.source),
        ("2023-06-07", Some("09:30"), DateSource::Header)
    );
    let signed = found.dates.iter().find(|d| d.source == DateSource::Signature).unwrap();
    assert_eq!(signed.date.to_string(), "2023-06-05");
    assert!(!found.dates.iter().any(|d| d.date.to_string() == "2023-07-01"), "in force from is no publication");
    assert_eq!(found.source.as_deref(), Some("县应急管理局"));
    assert_eq!(found.number.as_deref(), Some("云府办发〔2023〕12号"));
    assert_eq!(
        found.attachments,
        ["http://www.yunxi.gov.cn/files/a.docx", "http://www.yunxi.gov.cn/system/download.jsp?id=3"]
    );
    assert!(found.body_chars > 140 && found.excerpt.starts_with("云府办发"), "{found:#?}");
}

#[test]
fn meta_tags_come_first_and_the_address_before_the_signature() {
    let source = format!(
        "<head><meta name=ArticleTitle content='关于停水的公告'><meta name=PubDate content='2023-06-07 10:00'><meta name=ContentSource content='县水务局'></head>\
         <body><h2>关于停水的公告</h2><p>日期：2023-06-08</p><div class=TRS_Editor>{}</div></body>",
        text(2)
    );
    let found = article_of(&source, "http://www.yunxi.gov.cn/gg/202306/t20230609_12.html").unwrap();
    let dates: Vec<(String, DateSource)> = found.dates.iter().map(|d| (d.date.to_string(), d.source)).collect();
    assert_eq!(dates[0], ("2023-06-07".to_owned(), DateSource::Meta));
    assert_eq!(dates[1], ("2023-06-08".to_owned(), DateSource::Header));
    assert_eq!(dates[2], ("2023-06-09".to_owned(), DateSource::Url));
    assert_eq!(found.source.as_deref(), Some("县水务局"));
}

#[test]
fn a_table_of_facts_gives_the_number_and_a_citation_does_not() {
    let table = format!(
        "<body><table><tr><td>索 引 号</td><td>000/2023-1</td><td>文 号</td><td>云府发(2023)7号</td></tr><tr><td>成文日期</td><td>2023-05-01</td><td>发布日期</td><td>2023-05-09</td></tr></table>\
         <h1>关于印发抗旱预案的通知</h1><div class=zw_content><p>{}</p></div></body>",
        text(3)
    );
    let found = article(&table);
    assert_eq!(found.number.as_deref(), Some("云府发〔2023〕7号"));
    assert_eq!(found.published.unwrap().date.to_string(), "2023-05-09");
    let citing = format!(
        "<body><h1>《抗旱预案》解读</h1><p>发布日期：2023-05-09</p><div class=zw_content><p>近日，县政府印发《抗旱预案》（云府发〔2023〕7号），现解读如下。{}</p></div></body>",
        text(3)
    );
    assert_eq!(article(&citing).number, None);
}

#[test]
fn without_named_elements_the_densest_block_is_the_body() {
    let source = format!(
        "<head><title>村级道路完工 - 云溪县人民政府</title><meta name=SiteName content=云溪县人民政府></head><body><table><tr><td><a href=/a>栏目一</a></td><td><p>{}</p><p>{}</p></td></tr></table></body>",
        text(3),
        text(2)
    );
    let found = article(&source);
    assert_eq!(found.title, "村级道路完工");
    assert!(found.body_chars > 150 && !found.excerpt.contains("栏目一"));
}

#[test]
fn a_picture_with_title_and_date_is_an_article_without_text() {
    let source = "<body><h1>一图读懂防汛预案</h1><p>发布时间：2023-06-07</p><div class=TRS_Editor><img src='/p/1.jpg'></div></body>";
    let found = article(source);
    assert_eq!((found.body_chars, found.title.as_str()), (0, "一图读懂防汛预案"));
}

#[test]
fn an_article_beside_a_list_of_others_is_an_article() {
    let others: Vec<String> = (1..7)
        .map(|n| format!("<li><a href='/a/a{n}.html'>云溪县2025年第{n}期统计月报</a><span>2025-0{n}-20</span></li>"))
        .collect();
    let source = format!(
        "<head><title>一季度经济运行情况</title></head><body><div class=content><div class=left><h1>云溪县一季度经济运行情况</h1>\
         <div class=xx>2026-04-20 10:11　来源：县统计局　【字体：<a>大</a> <a>中</a>】</div><div class=text><p>{}</p><p>{}</p></div></div>\
         <div class=right><h3>相关文章</h3><ul>{}</ul></div></div></body>",
        text(1),
        text(2),
        others.concat()
    );
    let found = article_of(&source, "http://www.yunxi.gov.cn/tj/index.html").unwrap();
    assert_eq!(found.published.unwrap().date.to_string(), "2026-04-20");
    assert_eq!(found.source.as_deref(), Some("县统计局"));
    assert!(!found.excerpt.contains("统计月报"), "{}", found.excerpt);
}

#[test]
fn an_article_in_tables_gives_its_facts() {
    let source =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pages/lists/old-article.html")).unwrap();
    let found = article(&source);
    assert_eq!(found.title, "云溪县财政局关于2026年预算公开的说明");
    let published = found.published.unwrap();
    assert_eq!((published.date.to_string().as_str(), published.time.as_deref()), ("2026-02-10", Some("09:05:01")));
    assert_eq!((found.number, found.attachments.len(), found.dates.len()), (None, 2, 1));
}

#[test]
fn portals_columns_and_error_pages_are_no_articles() {
    let portal =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pages/lists/portal.html")).unwrap();
    assert!(article_of(&portal, "http://www.yunxi.gov.cn/").is_none());
    let rows: Vec<String> = (1..9)
        .map(|n| format!("<li><a href='/a/art_{n}.html'>关于第{n}批项目的公告</a><span>2023-01-0{n}</span></li>"))
        .collect();
    let column = format!(
        "<head><title>通知公告</title><meta name=ColumnName content=通知公告><meta name=ArticleTitle content=通知公告></head><body><h1>通知公告</h1><ul>{}</ul></body>",
        rows.concat()
    );
    assert!(article_of(&column, "http://www.yunxi.gov.cn/tzgg/").is_none());
    assert!(
        article_of(
            "<head><title>404 页面不存在</title></head><body><h1>您访问的页面不存在</h1><p>请返回首页</p></body>",
            URL
        )
        .is_none()
    );
    assert!(article_of("", URL).is_none());
}

#[test]
fn real_articles_give_what_a_person_sees() {
    let Some(folder) = samples() else { return };
    let read =
        |name: &str, url: &str| article_of(&String::from_utf8_lossy(&std::fs::read(folder.join(name)).unwrap()), url);
    let notice = read("nea-detail.html", "http://www.nea.gov.cn/20260928/ccc0/c.html").unwrap();
    assert_eq!(notice.title, "关于披露中国能源传媒集团有限公司负责人2025年度薪酬情况的通知");
    assert_eq!((notice.number, notice.attachments.len()), (None, 1), "87号 is cited");
    assert_eq!(notice.published.unwrap().source, DateSource::Meta);
    assert_eq!(notice.dates.last().unwrap().source, DateSource::Signature);
    let decree =
        read("ndrc_golden_detail_1.html", "https://www.ndrc.gov.cn/xxgk/zcfb/fzggwl/202604/t20260409_1404577.html")
            .unwrap();
    assert_eq!(decree.attachments.len(), 2);
    assert_eq!(decree.published.unwrap().date.to_string(), "2026-04-09");
    let report = read("tests_gzggw_1.html", "http://fgw.zj.gov.cn/art/2016/11/22/art_1621004_30332664.html").unwrap();
    assert!(report.excerpt.starts_with("1-10月，全县固定资产投资"));
    for list in
        ["pingtan_zwgk_index.html", "ndrc_golden_index.html", "csrc_golden_list_1.html", "most_golden_list_page.html"]
    {
        assert!(read(list, "http://www.example.gov.cn/zwgk/list/").is_none(), "{list}");
    }
}
