//! An audit of a portal that leaks: what it stores, writes and says holds no number of a person.

use super::web::Web;
use super::{duwang, json};
use crate::parse::attachment::made as files;
use crate::parse::personal::made::{bank_card, filled, mobile, resident_id};
use duwang::store::Store;
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

fn workbook() -> Vec<u8> {
    let row = |n| format!("张三|{}|{}|{}", resident_id(n), mobile(n), bank_card(n));
    let rows: Vec<String> =
        ["姓名|身份证号|联系电话|银行账号".to_owned()].into_iter().chain((20..30).map(row)).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    files::xlsx("补贴发放表", &files::rows(&rows))
}

fn page(path: &str) -> Option<(&'static str, Vec<u8>)> {
    let body = match path {
        "/" => "<title>高县人民政府</title><a href='/gs/'>公示公告</a> <a href='/xx/1.html'>县长信箱</a> 联系人 {M1}",
        "/gs/" => {
            "<title>公示公告</title><ul><li><a href='/gs/1.html'>关于张三（{R2}）的公告</a><span>2026-05-01</span></li><li><a href='/gs/2.html'>低保公示</a><span>2026-05-02</span></li><li><a href='/gs/3.html'>通告{M3}</a><span>2026-05-03</span></li></ul>"
        }
        "/gs/1.html" => {
            "<title>关于张三（{R2}）的公告</title><h1>关于张三（{R2}）的公告</h1><p>发布时间：2026-05-01</p><div class='TRS_Editor'><p>{R2}</p><p><a href='/gone/{R4}.html'>没有的页面</a></p></div>"
        }
        "/gs/2.html" => {
            "<title>低保公示</title><h1>低保公示</h1><p>发布时间：2026-05-02</p><div class='TRS_Editor'><table><tr><th>户主</th><th>身份证号</th><th>电话</th></tr><tr><td>张三</td><td>{R5}</td><td>{M5}</td></tr><tr><td>李四</td><td>{R6:x}</td><td>{M6:sp}</td></tr><tr><td>王五</td><td>{R7:sp}</td><td>{M7:hy}</td></tr></table><p>附件：<a href='/u/1.xlsx'>低保发放名单.xlsx</a></p></div>"
        }
        "/gs/3.html" => "<title>通告{M3}</title><h1>通告{M3}</h1><p>发布时间：2026-05-03</p><p>{M3}</p>",
        "/xx/1.html" => {
            "<title>来信</title><h1>来信：停水</h1><p>来信时间：2026-05-01</p><p>来信内容：我是张三，我的电话{M8}。</p><p>回复内容：您好，已恢复。</p>"
        }
        "/u/1.xlsx" => {
            return Some(("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook()));
        }
        _ => return None,
    };
    let body = filled(body);
    Some(("text/html; charset=utf-8", format!("<html><body>{body}</body></html>").into_bytes()))
}

/// Nothing of a number but what a mask leaves.
fn assert_clean(text: &str, what: &str) {
    for n in 1..31 {
        for secret in [resident_id(n), mobile(n), bank_card(n)] {
            let most = &secret[..secret.len() - 3];
            assert!(!text.contains(most), "{what} holds {secret}");
        }
    }
}

/// What a report's file says, unpacked.
fn written(file: &Path) -> String {
    let bytes = std::fs::read(file).unwrap();
    if file.extension().is_none_or(|e| e != "xlsx") {
        return String::from_utf8(bytes).unwrap();
    }
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..zip.len() {
        let mut part = Vec::new();
        zip.by_index(at).unwrap().read_to_end(&mut part).unwrap();
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all
}

#[tokio::test]
async fn neither_the_store_nor_a_report_holds_a_number() {
    let web = Web::start(Duration::ZERO, page);
    let folder = tempfile::tempdir().unwrap();
    let url = web.url();
    let args = ["audit", &url, "--out", "out", "--rate", "0", "--as-of", "2026-11-20", "--db", "d.db", "-v"];
    let done = duwang(folder.path(), &args);
    assert_eq!(done.code, 0, "{}", done.err);
    // Progress names the addresses that it asks; those alone may hold an id.
    let said: Vec<&str> = done.out.lines().chain(done.err.lines()).filter(|l| !l.contains("/gone/")).collect();
    assert_clean(&said.join("\n"), "the terminal");

    let out = folder.path().join("out");
    let mut read = 0;
    for entry in std::fs::read_dir(&out).unwrap().flatten().filter(|e| e.path().is_file()) {
        assert_clean(&written(&entry.path()), &entry.path().display().to_string());
        read += 1;
    }
    assert!(read >= 4, "only {read} files");
    let card = json(&out.join("scorecard.json"));
    let leaks: Vec<&serde_json::Value> = ["findings", "open_questions"]
        .iter()
        .filter_map(|list| card[list].as_array())
        .flatten()
        .filter(|f| f["check"] == "leaked-personal-data")
        .collect();
    let count = |path: &str, kind: &str| {
        let found = leaks.iter().find(|f| {
            let place = f["target"].as_str().or(f["url"].as_str()).unwrap_or_default();
            place.ends_with(path) && f["evidence"]["kind"] == kind
        });
        found.map_or(0, |f| f["evidence"]["count"].as_u64().unwrap())
    };
    assert_eq!(count("/gs/2.html", "resident-id"), 3, "{leaks:#?}");
    assert_eq!(count("/gs/2.html", "mobile"), 3, "{leaks:#?}");
    assert_eq!(count("/u/1.xlsx", "resident-id"), 10, "{leaks:#?}");
    assert_eq!(count("/u/1.xlsx", "bank-card"), 10, "{leaks:#?}");
    assert_eq!(count("/xx/1.html", "mobile"), 1, "{leaks:#?}");
    assert!(card.to_string().contains("/gone/51***************"), "the dead link is told, masked");

    let place = folder.path().join("d.db");
    let store = Store::open(place.to_str().unwrap()).await.unwrap();
    let run = store.recent_runs(1).await.unwrap().remove(0);
    let mut pages = 0;
    let address = resident_id(4);
    let clean = |text: String, what: &str| assert_clean(&text.replace(&address, ""), what);
    store
        .each_page(&run.id, |page| {
            pages += 1;
            clean(serde_json::to_string(&page).unwrap(), &page.key.0);
        })
        .await
        .unwrap();
    assert!(pages >= 6, "only {pages} pages");
    for (key, observation) in store.observations(&run.id).await.unwrap() {
        clean(serde_json::to_string(&observation).unwrap(), &key);
    }
    store.close().await;
    for file in std::fs::read_dir(folder.path()).unwrap().flatten().filter(|e| e.path().is_file()) {
        let bytes = std::fs::read(file.path()).unwrap();
        clean(String::from_utf8_lossy(&bytes).into_owned(), &file.path().display().to_string());
    }
}
