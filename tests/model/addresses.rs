//! When two addresses are one page, one host, one shape.

use duwang::model::{PageKey, absent_scope, address_shape, registrable_domain, same_host};
use proptest::prelude::*;
use url::Url;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn key(text: &str) -> String {
    PageKey::of(&url(text)).0
}

#[test]
fn what_is_not_content_does_not_make_a_page() {
    let page = "http://www.a.gov.cn/zwgk/";
    for same in [
        "http://www.a.gov.cn/zwgk/",
        "http://www.a.gov.cn:80/zwgk/",
        "http://WWW.A.gov.cn/zwgk/",
        "http://www.a.gov.cn/zwgk/#list",
        "http://www.a.gov.cn/zwgk/index.html",
        "http://www.a.gov.cn/zwgk/index.htm",
        "http://www.a.gov.cn/zwgk/index.shtml",
        "http://www.a.gov.cn/zwgk/index.jsp#top",
        "http://www.a.gov.cn/zwgk/;jsessionid=0123456789ABCDEF",
        "http://www.a.gov.cn/zwgk/index.jsp;JSESSIONID=AB?",
        "http://www.a.gov.cn/zwgk/?_t=1700000000",
        "http://www.a.gov.cn/zwgk/?PHPSESSID=ab12&utm_source=wx",
        "http://www.a.gov.cn/zwgk/?&",
    ] {
        assert_eq!(key(same), page, "{same}");
    }
}

#[test]
fn what_is_content_makes_a_page() {
    let others = [
        "http://www.a.gov.cn/zwgk/index_1.html",
        "http://www.a.gov.cn/zwgk",
        "http://www.a.gov.cn/zwgk/?page=2",
        "http://www.a.gov.cn/zwgk/index.html?id=3",
        "http://www.a.gov.cn/zwgk/myindex.html",
        "https://www.a.gov.cn/zwgk/",
        "http://a.gov.cn/zwgk/",
        "http://www.a.gov.cn:8080/zwgk/",
        "http://www.a.gov.cn/ZWGK/",
    ];
    for other in others {
        assert_ne!(key(other), "http://www.a.gov.cn/zwgk/", "{other}");
    }
    assert_eq!(key("http://a.gov.cn/l?id=3&_t=9&page=2"), "http://a.gov.cn/l?id=3&page=2");
    assert_eq!(key("http://a.gov.cn/a.jsp;jsessionid=1/b.html"), "http://a.gov.cn/a.jsp/b.html");
}

#[test]
fn hosts_are_the_same_with_and_without_www_and_tls() {
    let same = |a: &str, b: &str| same_host(&url(a), &url(b));
    assert!(same("http://www.a.gov.cn/", "https://a.gov.cn/x"));
    assert!(same("http://a.gov.cn:80/", "https://a.gov.cn:443/"));
    assert!(same("http://a.gov.cn:8080/", "http://www.a.gov.cn:8080/y"));
    assert!(!same("http://a.gov.cn:8080/", "http://a.gov.cn/"));
    assert!(!same("http://a.gov.cn/", "http://b.a.gov.cn/"));
    assert!(!same("mailto:x@a.gov.cn", "mailto:x@a.gov.cn"));
}

#[test]
fn registrable_domains_follow_the_public_suffix_list() {
    let domain = |a: &str| registrable_domain(&url(a));
    assert_eq!(domain("http://zfxxgk.linshui.gov.cn/").as_deref(), Some("linshui.gov.cn"));
    assert_eq!(domain("http://WWW.Other.COM.cn/").as_deref(), Some("other.com.cn"));
    assert_eq!(domain("http://127.0.0.1/"), None);
    assert_eq!(domain("http://[::1]/"), None);
}

#[test]
fn pages_of_one_template_have_one_shape() {
    let shape = |a: &str| address_shape(&url(a));
    assert_eq!(shape("http://h/art/2023/6/7/art_12_10001.html"), shape("http://h/art/2024/11/17/art_9_2.html"));
    assert_eq!(shape("http://h/x/t20230607_1.html"), "h/x/t#_#.html");
    assert_eq!(
        shape("http://h/c1/2023/0123456789abcdef0123456789abcdef.shtml"),
        shape("http://h/c2/2024/fedcba9876543210fedcba9876543210.shtml")
    );
    assert_eq!(shape("http://h/l?b=2&a=1"), shape("http://h/l?a=9&b=7&a=3"));
    assert_ne!(shape("http://h/l?a=1"), shape("http://h/l?b=1"));
    assert_ne!(shape("http://h:81/l"), shape("http://h/l"));
}

#[test]
fn an_absent_answer_stands_for_a_folder_and_an_extension() {
    let scope = |a: &str| absent_scope(&url(a));
    assert_eq!(scope("http://h/art/2023/6/7/art_12_10001.html"), scope("http://h/art/2024/1/2/duwang-absent-1.html"));
    assert_ne!(scope("http://h/art/1.html"), scope("http://h/art/1.shtml"));
    assert_ne!(scope("http://h/art/1.html"), scope("http://h/news/1.html"));
    assert_eq!(scope("http://h/s.jsp?id=1"), scope("http://h/s.jsp?id=22"));
    assert_ne!(scope("http://h/s.jsp?id=1"), scope("http://h/s.jsp"));
}

proptest! {
    #[test]
    fn a_key_is_its_own_key(
        path in "(/[a-z0-9_.;=%-]{0,12}){0,5}",
        query in proptest::option::of("[a-zA-Z_]{0,10}=?[a-z0-9%]{0,6}(&[a-zA-Z_]{0,10}=?[a-z0-9%]{0,6}){0,4}"),
        fragment in proptest::option::of("[a-z]{0,5}"),
    ) {
        let mut text = format!("http://www.a.gov.cn{path}");
        if let Some(query) = query {
            text = format!("{text}?{query}");
        }
        if let Some(fragment) = fragment {
            text = format!("{text}#{fragment}");
        }
        let once = PageKey::of(&Url::parse(&text).unwrap());
        let twice = PageKey::of(&Url::parse(&once.0).unwrap());
        prop_assert_eq!(&once, &twice, "{}", text);
        prop_assert!(!once.0.contains('#'));
    }

    #[test]
    fn session_ids_never_make_a_page(path in "(/[a-z0-9]{1,8}){1,4}", session in "[A-F0-9]{4,32}") {
        let plain = PageKey::of(&Url::parse(&format!("http://a.gov.cn{path}.jsp")).unwrap());
        let marked = PageKey::of(&Url::parse(&format!("http://a.gov.cn{path}.jsp;jsessionid={session}")).unwrap());
        prop_assert_eq!(plain, marked);
    }

    #[test]
    fn shapes_and_scopes_never_panic(text in "https?://[a-z0-9.:]{1,20}/\\PC{0,60}") {
        if let Ok(url) = Url::parse(&text) {
            let _ = (address_shape(&url), absent_scope(&url), PageKey::of(&url), registrable_domain(&url));
        }
    }
}
