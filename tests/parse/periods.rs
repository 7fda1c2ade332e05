//! Periods for opinions as notices name them.

use duwang::model::{Exchange, FetchRecord, Length, Period};
use duwang::parse;
use std::collections::BTreeMap;

fn periods(text: &str) -> Vec<Period> {
    let url = "http://www.yunxi.gov.cn/yjzj/content_7.html";
    let record = FetchRecord {
        url: url.to_owned(),
        final_url: url.to_owned(),
        hops: Vec::new(),
        status: Some(200),
        failure: None,
        attempts: 1,
        headers: BTreeMap::from([("content-type".to_owned(), "text/html; charset=utf-8".to_owned())]),
        bytes: 0,
        whole: true,
        sha256: None,
        first_byte_ms: 1,
        total_ms: 1,
        at_ms: 0,
        peer: None,
        unchanged: false,
    };
    let body = format!(
        "<html><head><title>关于征求意见的公告</title></head><body><h1>关于征求《云溪县停车办法》意见的公告</h1>\
         <div class=info>发布时间：2026-11-20</div><div id=zoom><p>为规范停车秩序，现向社会公开征求意见，欢迎提出宝贵的意见和建议。</p>{text}</div></body></html>"
    );
    let page = parse::page(&Exchange { record, body: body.into_bytes() });
    page.participation.map(|p| p.periods).unwrap_or_default()
}

fn end(text: &str) -> Option<String> {
    periods(text).iter().filter_map(|p| p.end).max().map(|d| d.to_string())
}

fn length(text: &str) -> Option<Length> {
    periods(text).iter().find_map(|p| p.length)
}

#[test]
fn from_one_day_to_another() {
    for text in [
        "<p>征求意见时间：2026年11月20日至2026年12月20日</p>",
        "<p>征求意见时间：2026年11月20日至12月20日。</p>",
        "<p>征集时间：2026-11-20至2026-12-20</p>",
        "<p>公示时间为２０２６年１１月２０日—１２月２０日</p>",
        "<p>起止时间：2026.11.20-2026.12.20</p>",
        "<table><tr><td>征集时间</td><td>2026-11-20 至 2026-12-20</td></tr></table>",
    ] {
        assert_eq!(end(text).as_deref(), Some("2026-12-20"), "{text}");
    }
}

#[test]
fn an_end_alone() {
    for text in [
        "<p>请于2026年12月20日前将意见反馈至县住建局。</p>",
        "<p>意见反馈截止时间：2026年12月20日</p>",
        "<p>征求意见截至2026年12月20日。</p>",
        "<p>有关意见请于12月20日前书面反馈。</p>",
        "<p>截止日期</p><p>2026-12-20</p>",
    ] {
        assert_eq!(end(text).as_deref(), Some("2026-12-20"), "{text}");
    }
    assert_eq!(end("<p>有关意见请于1月10日前书面反馈。</p>").as_deref(), Some("2027-01-10"));
}

#[test]
fn a_length() {
    assert_eq!(length("<p>征求意见期限为30天。</p>"), Some(Length::Days(30)));
    assert_eq!(length("<p>公示期为三十日。</p>"), Some(Length::Days(30)));
    assert_eq!(length("<p>请自公告之日起7个工作日内提出意见。</p>"), Some(Length::Workdays(7)));
    assert_eq!(length("<p>征集时间为期一个月。</p>"), Some(Length::Months(1)));
}

#[test]
fn other_days_are_no_period() {
    assert_eq!(periods("<p>本办法自2026年12月1日起施行，有效期5年。</p>"), []);
    assert_eq!(periods("<p>联系电话：0825-5512345。</p>"), []);
    assert_eq!(end("<p>根据2026年3月1日印发的通知起草。</p>"), None);
}
