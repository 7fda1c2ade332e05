use duwang::model::DateSource;
use duwang::parse::dates::{DateContext, context, find, find_short, in_address, in_value};
use proptest::prelude::*;

fn days(text: &str) -> Vec<String> {
    find(text).into_iter().map(|(fact, _)| fact.date.to_string()).collect()
}

#[test]
fn every_form_names_the_day() {
    for text in [
        "2023-06-07",
        "2023-6-7",
        "2023/06/07",
        "2023.06.07",
        "2023年6月7日",
        "2023 年 6 月 7 日",
        "２０２３年６月７日",
        "２０２３－０６－０７",
        "[2023-06-07]",
        "（2023-06-07）",
        "二〇二三年六月七日",
        "二○二三年六月七日",
        "发布时间：2023-06-07 09:30",
        "发布日期:20230607",
        "2023-06-07T09:30:15+08:00",
        "2023年6月7日 星期三 09:30",
    ] {
        assert_eq!(days(text), ["2023-06-07"], "{text}");
    }
    assert_eq!(days("二〇二三年十二月三十一日"), ["2023-12-31"]);
    assert_eq!(days("二〇二三年十月二十日 二零二三年十一月十一日"), ["2023-10-20", "2023-11-11"]);
}

#[test]
fn what_only_looks_like_a_date_is_none() {
    for text in [
        "2023-02-30",
        "2023年13月1日",
        "2023年06月",
        "10.2023.06.07",
        "028-2023-0607",
        "2023-06-071",
        "电话 0832-2023060",
        "v2023.6.7.1",
        "20230607",
        "12023-06-07",
        "2023-06/07",
    ] {
        assert!(days(text).is_empty(), "{text}: {:?}", days(text));
    }
}

#[test]
fn times_come_along_and_ranges_point_into_the_text() {
    let text = "发布时间：２０２３-06-07　09：30：15 来源";
    let (fact, range) = find(text).remove(0);
    assert_eq!(fact.time.as_deref(), Some("09:30:15"));
    assert_eq!(&text[range], "２０２３-06-07　09：30：15");
    let (utc, _) = find("2023-06-07T20:00:00Z").remove(0);
    assert_eq!((utc.date.to_string().as_str(), utc.time.as_deref()), ("2023-06-08", Some("04:00:00")));
}

#[test]
fn a_day_without_a_year_needs_one() {
    for text in ["06-07", "(06-07)", "6月7日", "06/07", "[6.07]", "０６-０７"] {
        assert!(find(text).is_empty());
        assert_eq!(find_short(text, 2023).map(|(f, _)| f.date.to_string()).as_deref(), Some("2023-06-07"), "{text}");
    }
    assert!(find_short("02-30", 2023).is_none());
    assert!(find_short("1-2-3", 2023).is_none());
}

#[test]
fn addresses_tell_the_day() {
    for path in [
        "/art/2023/6/7/art_1701_9.html",
        "/202306/t20230607_123.html",
        "/2023-06/07/content_5.htm",
        "/20230607/abc.html",
        "/20230607093012345.html",
        "/col/20230607093012.shtml",
        "/c100/2023/06/07/0a1b.shtml",
        "/n1/2023/0607/c1-1.html",
    ] {
        let fact = in_address(&format!("http://www.yunxi.gov.cn{path}")).unwrap_or_else(|| panic!("{path}"));
        assert_eq!((fact.date.to_string().as_str(), fact.source), ("2023-06-07", DateSource::Url), "{path}");
    }
    for path in [
        "/art_20239999.html",
        "/info/1021/3301.htm",
        "/2023/06/a.html",
        "/13800138000.html",
        "/19200101/1.html",
        "/c20230231/x.html",
        "/18230607/1.html",
    ] {
        assert!(in_address(&format!("http://www.yunxi.gov.cn{path}")).is_none(), "{path}");
    }
    assert!(in_address("http://20230607.example.cn").is_none());
}

#[test]
fn words_around_tell_what_a_date_is() {
    for (text, expected) in [
        ("发布时间：2023-06-07", DateContext::Publication),
        ("今天是2026年11月20日 星期五", DateContext::Clock),
        ("云溪天气 2026-11-20 多云", DateContext::Clock),
        ("Copyright © 2026-01-01", DateContext::Clock),
        ("自2023年6月7日起施行", DateContext::Effective),
        ("有效期至2028年6月7日", DateContext::Effective),
        ("报名截止时间：2023-06-07", DateContext::Event),
        ("将于2023年6月7日举行", DateContext::Event),
        ("2023-06-07", DateContext::Unlabelled),
    ] {
        let (_, range) = find(text).remove(0);
        assert_eq!(context(text, range), expected, "{text}");
    }
}

#[test]
fn values_of_data_are_moments_too() {
    for value in ["2023-06-07 10:00:00", "1686103200000", "1686103200", "20230607", "2023-06-07T10:00:00.000+08:00"] {
        assert_eq!(in_value(value).map(|f| f.date.to_string()).as_deref(), Some("2023-06-07"), "{value}");
    }
    assert!(in_value("").is_none() && in_value("123").is_none() && in_value("9999999999999").is_none());
}

proptest! {
    #[test]
    fn a_date_in_any_form_is_found_again(year in 1995_i16..2099, month in 1_i8..=12, day in 1_i8..=28) {
        let expected = format!("{year:04}-{month:02}-{day:02}");
        for text in [
            format!("{year}-{month:02}-{day:02}"), format!("{year}-{month}-{day}"), format!("{year}/{month}/{day}"),
            format!("{year}.{month:02}.{day:02}"), format!("（{year}年{month}月{day}日）"), format!("时间：{year}{month:02}{day:02}"),
        ] {
            prop_assert_eq!(days(&text), vec![expected.clone()]);
        }
        for path in [format!("/{year}/{month}/{day}/a.html"), format!("/t{year}{month:02}{day:02}_1.html"), format!("/{year}-{month:02}/{day:02}/c.htm")] {
            prop_assert_eq!(in_address(&format!("http://h.cn{path}")).map(|f| f.date.to_string()), Some(expected.clone()));
        }
    }

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,200}", near in "[0-9年月日〇一二十/.:： ０-９\\-TZ]{0,60}") {
        for text in [text, near] {
            for (_, range) in find(&text) {
                let _ = context(&text, range);
            }
            let _ = (find_short(&text, 2023), in_address(&text), in_value(&text));
        }
    }
}
