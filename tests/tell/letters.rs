//! What is told, and how it is signed.

use super::receiver::Receiver;
use super::smtp::{MailServer, Mood};
use super::{SECRET, by_http, by_mail, kept, quiet, site, summary, troubled};
use duwang::config::{Secret, TellOn};
use duwang::model::Lang;
use duwang::scan::SiteEnding;
use duwang::tell::{Teller, Told, letter, signature};

#[test]
fn a_signature_is_what_anybody_reckons() {
    // Reckoned with Python's hmac module.
    let known = "v1=bfc3377a09b8f89001a61e3c1648c0a6f4766a1b0267f7148cc4126136c4c188";
    let body = b"{\"schema\":\"duwang.told/1\"}";
    assert_eq!(signature(&Secret::new("保密的 key"), 1_795_708_800, body), known);
    assert_ne!(signature(&Secret::new("保密的 key"), 1_795_708_801, body), known);
}

#[tokio::test]
async fn a_message_is_small_signed_and_says_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(&[204]);
    let teller = Teller::of(&by_http(&receiver.url(), kept(folder.path()), TellOn::Always));
    assert!(teller.tell(&troubled(), Lang::En).await.is_empty());
    let got = receiver.got();
    assert_eq!(got.len(), 1);
    assert!(got[0].is_signed_with(SECRET));
    assert!(!got[0].is_signed_with("another"));
    assert!(got[0].header("content-type").starts_with("application/json"));
    let told = got[0].json();
    assert_eq!(told["schema"], "duwang.told/1");
    assert_eq!(told["delivery"], got[0].header("Duwang-Delivery"));
    assert_eq!((&told["all"], &told["failed"], &told["done"]), (&3.into(), &1.into(), &2.into()));
    assert_eq!((&told["trouble"], &told["with_new_vetoes"]), (&true.into(), &1.into()));
    let sites: Vec<_> = told["sites"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap()).collect();
    assert_eq!(sites, ["b", "a"], "what is well is in the counts alone");
    assert_eq!(told["sites"][0]["new_vetoes"], serde_json::json!(["V-4"]));
    assert_eq!(told["sites"][1]["reason"], "the home page does not open");
    assert!(told["sites"][1]["grade"].is_null(), "what could not be judged has no grade");
}

#[tokio::test]
async fn who_asks_for_trouble_alone_is_not_told_of_a_good_night() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(&[200]);
    let teller = Teller::of(&by_http(&receiver.url(), kept(folder.path()), TellOn::Trouble));
    assert!(teller.tell(&quiet(), Lang::Zh).await.is_empty());
    assert!(receiver.got().is_empty());
    assert!(teller.tell(&troubled(), Lang::Zh).await.is_empty());
    assert_eq!(receiver.got().len(), 1);
}

#[test]
fn a_long_list_still_makes_a_small_message() {
    let mut sites: Vec<_> = (0..5000).map(|n| site(&format!("s{n}"), SiteEnding::Failed)).collect();
    sites[4999].new_vetoes = vec!["V-1".to_owned()];
    sites[4999].name = "x\u{202e}<b>\n".repeat(500);
    let told = Told::of(&summary(sites), Lang::Zh);
    assert_eq!((told.sites.len(), told.more), (200, 4800));
    assert_eq!(told.sites[0].id, "s4999", "new vetoes come first");
    assert!(!told.sites[0].name.contains(['\u{202e}', '\n']) && told.sites[0].name.chars().count() <= 200);
    assert!(serde_json::to_vec(&told).unwrap().len() < 200_000);
    let letter = letter(&told);
    assert!(letter.html.contains("&lt;b&gt;") && !letter.html.contains("<b>"), "names are text");
    assert!(letter.text.contains("另有 4800 个"));
}

#[tokio::test]
async fn a_letter_has_its_counts_in_the_subject_and_the_new_vetoes_in_both_parts() {
    let folder = tempfile::tempdir().unwrap();
    let server = MailServer::start(Mood::default());
    let teller = Teller::of(&by_mail(server.addr.port(), Some(kept(folder.path()))));
    assert_eq!(teller.tell(&troubled(), Lang::Zh).await, []);
    let mailed = server.mailed();
    assert_eq!(mailed.len(), 1, "one letter for all");
    let letter = &mailed[0];
    assert_eq!(letter.to.len(), 2);
    assert!(letter.from.contains("audit@county.test") && letter.login.is_some());
    assert_eq!(letter.header("Subject"), "读网 2026-11-27：3 个网站，1 个新出现单项否决，1 个未能评");
    assert_eq!(letter.header("Auto-Submitted"), "auto-generated");
    let (text, html) = (letter.part("text/plain"), letter.part("text/html"));
    for told in ["b县人民政府 (b)", "V-4", "a县人民政府 (a)：首页打不开", "看全 2 · 看了部分 0 · 未能评 1"]
    {
        assert!(text.contains(told), "{told} in\n{text}");
        assert!(html.contains(told), "{told} in\n{html}");
    }
    assert!(!text.contains("c县"), "what is well is in the counts alone");
    assert!(!letter.data.contains(SECRET));

    assert_eq!(teller.tell(&quiet(), Lang::En).await, []);
    let mailed = server.mailed();
    assert_eq!(mailed[1].header("Subject"), "duwang 2026-11-27: 1 site, no new vetoes");
    assert!(mailed[1].part("text/plain").contains("seen whole 1 · in part 0 · not judged 0"));
}
