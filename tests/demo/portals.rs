//! The bundled portals hold what they promise, and nothing by accident.

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use duwang::demo::Portal;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use url::Url;

/// The hosts that the portals may link to beside their own.
const ELSEWHERE: &[&str] = &[
    "www.sc-demo.gov.cn",
    "zwfw.sc-demo.gov.cn",
    "data.sc-demo.gov.cn",
    "whly.sc-demo.gov.cn",
    "bszs.conac.cn",
    "beian.miit.gov.cn",
    "beian.mps.gov.cn",
    "zfwzgl.www.gov.cn",
];

fn portal(slug: &str) -> Portal {
    Portal::bundled().into_iter().find(|p| p.slug == slug).unwrap()
}

fn pages(portal: &Portal) -> Vec<(String, String)> {
    portal
        .paths()
        .filter(|p| matches!(p.rsplit('.').next(), Some("html" | "htm")))
        .map(|p| {
            let body = portal.file(p).unwrap();
            let text =
                std::str::from_utf8(body).map_or_else(|_| encoding_rs::GBK.decode(body).0.into_owned(), str::to_owned);
            (p.to_owned(), text)
        })
        .collect()
}

/// The path of the file behind an address of the ground truth.
fn stored(p: &Portal, url: &str) -> String {
    let path = url.strip_prefix(&format!("http://{}", p.host)).unwrap();
    let folder = path.ends_with('/').then(|| ["index.html", "index.htm"].map(|name| format!("{path}{name}")));
    folder.into_iter().flatten().find(|path| p.file(path).is_some()).unwrap_or_else(|| path.to_owned())
}

#[test]
fn three_portals_of_a_hundred_pages_are_bundled() {
    let portals = Portal::bundled();
    let slugs: Vec<_> = portals.iter().map(|p| p.slug.as_str()).collect();
    assert_eq!(slugs, ["yunlan", "qingqi", "chengxi"]);
    for p in &portals {
        let count = pages(p).len();
        assert!((100..=160).contains(&count), "{} has {count} pages", p.slug);
        let bytes: usize = p.paths().map(|f| p.file(f).unwrap().len()).sum();
        assert!(bytes < 1_250_000, "{} holds {bytes} bytes", p.slug);
        assert_eq!(p.as_of.unwrap().to_string(), "2026-11-20");
        assert_eq!(p.home, format!("http://{}/", p.host));
        assert!(p.play("/").status == 200, "{} has no home page", p.slug);
    }
}

#[test]
fn no_link_leads_nowhere_by_accident() {
    let link = Regex::new(r#"(?i)\b(?:href|src|action)=["']([^"']*)["']"#).unwrap();
    for p in Portal::bundled() {
        // On which page something odd may stand: the ground truth says.
        let mut known: BTreeSet<(String, String)> = BTreeSet::new();
        for f in p.flaws() {
            known.insert((stored(&p, &f.url), f.target.clone().unwrap_or_default()));
        }
        for i in p.innocents() {
            known.insert((stored(&p, &i.url), i.target.clone().unwrap_or_default()));
        }
        let mut checked = 0;
        let mut faults = Vec::new();
        for (path, text) in pages(&p) {
            let page = Url::parse(&p.home).unwrap().join(&path).unwrap();
            for found in link.captures_iter(&text) {
                let raw = found[1].replace("&amp;", "&");
                let odd = |target: &str| {
                    known.contains(&(path.clone(), target.to_owned())) || known.contains(&(path.clone(), raw.clone()))
                };
                checked += 1;
                let Ok(url) = page.join(&raw) else {
                    if !odd(&raw) {
                        faults.push(format!("{page} → {raw} (malformed)"));
                    }
                    continue;
                };
                let fine = match url.host_str() {
                    Some(host) if host == p.host => {
                        let played = p.play(&url[url::Position::BeforePath..url::Position::AfterQuery]);
                        played.status == 200 && !played.absent && (!raw.starts_with('#') || raw == "#")
                    }
                    Some(host) => ELSEWHERE.contains(&host) && !host.starts_with("data.") && !host.starts_with("whly."),
                    None => matches!(url.scheme(), "mailto" | "tel" | "javascript"),
                };
                if !fine && !odd(url.as_str()) {
                    faults.push(format!("{page} → {raw}"));
                }
            }
        }
        assert!(checked > 5000, "{}: only {checked} links were looked at", p.slug);
        assert!(faults.is_empty(), "{}: {} links\n{}", p.slug, faults.len(), faults[..faults.len().min(20)].join("\n"));
    }
}

#[test]
fn every_flaw_stands_where_the_ground_truth_says() {
    for p in Portal::bundled() {
        let texts: BTreeMap<String, String> = pages(&p).into_iter().collect();
        for f in p.flaws() {
            assert!(duwang::checks::find(&f.check).is_some(), "{} is no check", f.check);
            let text = texts.get(&stored(&p, &f.url)).unwrap_or_else(|| panic!("{}: {} is no page", p.slug, f.url));
            if matches!(f.check.as_str(), "dead-link" | "wrong-link") {
                let target = f.target.as_deref().unwrap();
                let tail = target.rsplit('/').find(|s| !s.is_empty()).unwrap();
                assert!(
                    text.contains(target) || text.contains(tail),
                    "{}: {target} does not stand on {}",
                    p.slug,
                    f.url
                );
            }
        }
        for i in p.innocents() {
            assert!(texts.contains_key(&stored(&p, &i.url)), "{}: {} is no page", p.slug, i.url);
            assert!(duwang::checks::find(&i.check).is_some(), "{} is no check", i.check);
            let clash = p.flaws().iter().any(|f| f.check == i.check && f.url == i.url && f.target == i.target);
            assert!(!clash, "{}: {} {} is a flaw and innocent", p.slug, i.check, i.url);
        }
    }
}

#[test]
fn dead_links_of_the_portals_themselves_are_dead() {
    for p in Portal::bundled() {
        for f in p.flaws().iter().filter(|f| f.check == "dead-link") {
            let url = Url::parse(f.target.as_deref().unwrap()).unwrap();
            if url.host_str() == Some(p.host.as_str()) {
                let played = p.play(url.path());
                assert!(played.absent || played.status >= 300, "{} answers {}", url, played.status);
            }
        }
    }
}

#[test]
fn columns_said_to_be_missing_are_named_nowhere() {
    let anchors = Regex::new(r"<a [^>]*>([^<]*)</a>").unwrap();
    for p in Portal::bundled() {
        let names: BTreeSet<String> = pages(&p)
            .iter()
            .flat_map(|(_, text)| anchors.captures_iter(text).map(|c| c[1].to_owned()).collect::<Vec<_>>())
            .collect();
        for f in p.flaws().iter().filter(|f| f.check == "missing-column") {
            assert!(!names.contains(f.target.as_deref().unwrap()), "{}: {:?} is there", p.slug, f.target);
        }
    }
}

#[test]
fn marks_said_to_be_missing_are_missing_and_the_others_stand_there() {
    let marks = [
        ("missing-site-code", "网站标识码"),
        ("missing-icp-record", "ICP备"),
        ("missing-police-record", "公网安备"),
        ("missing-party-gov-mark", "bszs.conac.cn"),
        ("missing-error-report", "zfwzgl.www.gov.cn"),
        ("missing-organizer", "主办单位"),
        ("missing-contact", "联系方式"),
        ("missing-sitemap", "网站地图"),
        ("missing-search", "class=\"search\""),
    ];
    for p in Portal::bundled() {
        let read = |body: &[u8]| {
            std::str::from_utf8(body).map_or_else(|_| encoding_rs::GBK.decode(body).0.into_owned(), str::to_owned)
        };
        let mut text = read(&p.play("/").body);
        if let Some(script) = p.file("/images/foot.js") {
            text.push_str(&read(script));
        }
        for (check, sign) in marks {
            let flawed = p.flaws().iter().any(|f| f.check == check);
            assert_eq!(text.contains(sign), !flawed, "{}: {check}", p.slug);
        }
    }
}

#[test]
fn meta_tags_said_to_be_missing_are_missing_and_no_others() {
    let meta = Regex::new(r#"<meta name="([^"]+)" content="([^"]+)">"#).unwrap();
    let site = ["SiteName", "SiteDomain", "SiteIDCode"];
    let column = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"];
    let article = ["ArticleTitle", "PubDate", "ContentSource"];
    for p in Portal::bundled() {
        // What is missing, by kind of page: the same on every page of the kind.
        let mut missing: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        for (path, text) in
            pages(&p).iter().filter(|(path, text)| text.contains("class=\"nav\"") && path != "/404.html")
        {
            let there: BTreeSet<&str> = meta.captures_iter(text).map(|c| c.get(1).unwrap().as_str()).collect();
            let (kind, wanted) = if path.starts_with("/index.") {
                ("home", site.to_vec())
            } else if text.contains("class=\"info\"") {
                ("article", [&site[..], &column, &article].concat())
            } else {
                ("column", [&site[..], &column].concat())
            };
            let lacks = wanted.iter().filter(|w| !there.contains(*w)).map(|w| (*w).to_owned()).collect();
            assert_eq!(*missing.entry(kind).or_insert_with(|| BTreeSet::clone(&lacks)), lacks, "{}: {path}", p.slug);
            *seen.entry(kind).or_default() += 1;
        }
        assert!(seen["home"] == 1 && seen["column"] > 40 && seen["article"] > 50, "{seen:?}");
        let told: BTreeSet<BTreeSet<String>> = p
            .flaws()
            .iter()
            .filter(|f| f.check == "missing-meta-tags")
            .map(|f| f.target.as_deref().unwrap().split(' ').map(str::to_owned).collect())
            .collect();
        let found: BTreeSet<BTreeSet<String>> = missing.into_values().filter(|m| !m.is_empty()).collect();
        assert_eq!(found, told, "{}", p.slug);
    }
}

#[test]
fn empty_and_stale_columns_are_so_and_the_bad_home_page_is_old() {
    let date = Regex::new(r"20\d\d-\d\d-\d\d").unwrap();
    let listed = Regex::new(r"</a><span>(20\d\d-\d\d-\d\d)</span>").unwrap();
    for p in Portal::bundled() {
        let texts: BTreeMap<String, String> = pages(&p).into_iter().collect();
        for f in p.flaws().iter().filter(|f| matches!(f.check.as_str(), "empty-column" | "stale-column")) {
            let text = &texts[&stored(&p, &f.url)];
            let main = &text[text.find("class=\"main\">").unwrap()..text.find("class=\"foot\"").unwrap()];
            let newest = date.find_iter(main).map(|d| d.as_str()).max();
            if f.check == "empty-column" {
                assert_eq!(newest, None, "{}", f.url);
            } else {
                assert!(newest.is_some_and(|d| d < "2025-11-20"), "{}: {newest:?}", f.url);
            }
        }
        let newest = texts.values().flat_map(|t| listed.captures_iter(t)).map(|c| c[1].to_owned()).max().unwrap();
        let stale = p.flaws().iter().any(|f| f.check == "stale-homepage");
        assert_eq!(newest.as_str() < "2026-11-06", stale, "{}: {newest}", p.slug);
        assert!(newest.as_str() < "2026-11-20", "{}: {newest}", p.slug);
    }
}

#[test]
fn gbk_pages_are_gbk_and_only_they_say_so() {
    let p = portal("qingqi");
    let home = p.play("/");
    assert_eq!(home.headers["content-type"], "text/html");
    assert!(std::str::from_utf8(&home.body).is_err(), "the home page is UTF-8");
    let (text, _, faulty) = encoding_rs::GBK.decode(&home.body);
    assert!(!faulty);
    assert!(text.contains("charset=gb2312") && text.contains("青栖县人民政府"));
    for (path, _) in pages(&p) {
        let body = p.file(&path).unwrap();
        assert!(!encoding_rs::GBK.decode(body).2, "{path} is not sound GBK");
    }
}

#[test]
fn attachments_are_what_their_names_say() {
    let mut kinds = BTreeSet::new();
    for p in Portal::bundled() {
        for path in p.paths() {
            let body = p.file(path).unwrap();
            let kind = path.rsplit('.').next().unwrap();
            match kind {
                "pdf" => assert!(body.starts_with(b"%PDF-1.4") && body.ends_with(b"%%EOF\n"), "{path}"),
                "xlsx" => {
                    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(body)).unwrap();
                    assert!(book.worksheet_range_at(0).unwrap().unwrap().height() >= 3, "{path}");
                }
                "docx" => assert!(body.starts_with(b"PK\x03\x04"), "{path}"),
                "png" => assert!(body.starts_with(b"\x89PNG\r\n"), "{path}"),
                _ => continue,
            }
            kinds.insert(kind.to_owned());
        }
    }
    assert_eq!(kinds.len(), 4, "{kinds:?}");
}

#[test]
fn the_list_interface_gives_every_record_once() {
    let p = portal("yunlan");
    let column = pages(&p).into_iter().find(|(_, t)| t.contains("<totalpage>2</totalpage>")).unwrap().1;
    let proxy = Regex::new(r"proxyUrl:'([^']+)'").unwrap().captures(&column).unwrap()[1].to_owned();
    let record = Regex::new(r"href='([^']+)'").unwrap();
    let mut all = BTreeSet::new();
    let mut count = 0;
    for page in 1..=2 {
        let played = p.play(&format!("{proxy}&page={page}"));
        assert_eq!(played.headers["content-type"], "text/xml; charset=utf-8");
        for found in record.captures_iter(std::str::from_utf8(&played.body).unwrap()) {
            assert_eq!(p.play(&found[1]).status, 200);
            all.insert(found[1].to_owned());
            count += 1;
        }
    }
    assert!(count > 6 && count == all.len());
    let by_number = p.play(&format!("{proxy}&startrecord=1&endrecord=99"));
    assert_eq!(record.find_iter(std::str::from_utf8(&by_number.body).unwrap()).count(), count);
    let beyond = p.play(&format!("{proxy}&page=99"));
    assert_eq!(record.find_iter(std::str::from_utf8(&beyond.body).unwrap()).count(), 0);
}
