//! Receivers that are down, busy or unwilling; secrets that are not there.

use super::receiver::Receiver;
use super::smtp::{MailServer, Mood};
use super::{SECRET, by_http, by_mail, kept, troubled};
use base64::Engine as _;
use duwang::config::{Mail, MailTls, Notify, SecretSource, TellOn};
use duwang::model::{Lang, Text};
use duwang::tell::Teller;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

const SOON: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(2)];

fn english(faults: &[Text]) -> String {
    faults.iter().map(|fault| fault.en.as_str()).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_receiver_that_is_busy_is_asked_again_with_the_same_delivery() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(&[503, 429, 200]);
    let teller = Teller::of(&by_http(&receiver.url(), kept(folder.path()), TellOn::Always)).with_waits(&SOON);
    assert_eq!(teller.tell(&troubled(), Lang::Zh).await, []);
    let got = receiver.got();
    assert_eq!(got.len(), 3);
    assert!(got.iter().all(|g| g.is_signed_with(SECRET)));
    assert!(got.iter().all(|g| g.header("Duwang-Delivery") == got[0].header("Duwang-Delivery")));
}

#[tokio::test]
async fn what_can_not_get_better_is_not_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    for (status, told) in [(401, "status 401"), (302, "leads elsewhere (status 302)")] {
        let receiver = Receiver::start(&[status]);
        let teller = Teller::of(&by_http(&receiver.url(), kept(folder.path()), TellOn::Always)).with_waits(&SOON);
        let faults = english(&teller.tell(&troubled(), Lang::Zh).await);
        assert_eq!(receiver.got().len(), 1, "a redirect is not followed either");
        assert!(faults.contains(told) && !faults.contains("in-the-address"), "{faults}");
    }
}

#[tokio::test]
async fn three_attempts_are_all() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(&[500]);
    let teller = Teller::of(&by_http(&receiver.url(), kept(folder.path()), TellOn::Always)).with_waits(&SOON);
    let faults = english(&teller.tell(&troubled(), Lang::Zh).await);
    assert_eq!(receiver.got().len(), 3);
    assert!(faults.contains("3 attempts") && faults.contains("status 500"), "{faults}");
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let notify = by_http(&format!("http://{gone}/?key=in-the-address"), kept(folder.path()), TellOn::Always);
    let faults = english(&Teller::of(&notify).with_waits(&SOON).tell(&troubled(), Lang::Zh).await);
    assert!(faults.contains("did not arrive") && faults.contains(&gone.to_string()), "{faults}");
    assert!(!faults.contains("in-the-address"), "{faults}");
}

#[tokio::test]
async fn a_busy_mail_server_is_asked_again_and_an_unwilling_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let busy = MailServer::start(Mood { busy: 2, ..Mood::default() });
    let teller = Teller::of(&by_mail(busy.addr.port(), None)).with_waits(&SOON);
    assert_eq!(teller.tell(&troubled(), Lang::Zh).await, []);
    assert_eq!(busy.mailed().len(), 1);

    let nobody = MailServer::start(Mood { no_receiver: true, ..Mood::default() });
    let teller = Teller::of(&by_mail(nobody.addr.port(), None)).with_waits(&SOON);
    let faults = english(&teller.tell(&troubled(), Lang::Zh).await);
    assert!(faults.contains("(550)") && !faults.contains("attempts"), "{faults}");

    let shut = MailServer::start(Mood { no_login: true, ..Mood::default() });
    let teller = Teller::of(&by_mail(shut.addr.port(), Some(kept(folder.path())))).with_waits(&SOON);
    let faults = english(&teller.tell(&troubled(), Lang::Zh).await);
    assert!(faults.contains("did not accept the login (535)"), "{faults}");
    let sent = base64::engine::general_purpose::STANDARD.encode(format!("\0audit\0{SECRET}"));
    assert!(shut.heard().iter().any(|line| line.contains(&sent)), "it was there to be repeated");
    assert!(!faults.contains(SECRET) && !faults.contains(&sent), "{faults}");
}

#[tokio::test]
async fn a_password_is_not_sent_to_a_server_that_offers_no_tls() {
    let folder = tempfile::tempdir().unwrap();
    for tls in [MailTls::StartTls, MailTls::Tls] {
        let server = MailServer::start(Mood::default());
        let notify = by_mail(server.addr.port(), Some(kept(folder.path())));
        let mail = Mail { tls, ..notify.mail.unwrap() };
        let teller = Teller::of(&Notify { webhook: None, mail: Some(mail) }).with_waits(&[]);
        let faults = teller.tell(&troubled(), Lang::Zh).await;
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(server.mailed().is_empty());
        assert!(!server.heard().iter().any(|line| line.starts_with("AUTH")), "{:?}", server.heard());
    }
}

#[tokio::test]
async fn a_secret_that_is_not_there_is_told_before_the_night_and_after() {
    let notify = by_http("http://127.0.0.1:9/", SecretSource::Env("DUWANG_TEST_NO_SUCH".to_owned()), TellOn::Always);
    let teller = Teller::of(&notify);
    assert!(teller.unfit()[0].en.contains("DUWANG_TEST_NO_SUCH is not set"), "{:?}", teller.unfit());
    assert_eq!(teller.tell(&troubled(), Lang::Zh).await, teller.unfit());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("empty");
    std::fs::write(&file, " \n").unwrap();
    let why = SecretSource::File(file).read().unwrap_err();
    assert!(why.en.ends_with("is empty"), "{why:?}");
    let why = SecretSource::File(folder.path().join("none")).read().unwrap_err();
    assert!(why.en.contains("can't be read"), "{why:?}");
}

/// A log kept in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_secret_is_in_no_log_and_no_debug_output() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let folder = tempfile::tempdir().unwrap();
    let (receiver, server) = (Receiver::start(&[500]), MailServer::start(Mood { no_login: true, ..Mood::default() }));
    let notify = Notify {
        webhook: by_http(&receiver.url(), kept(folder.path()), TellOn::Always).webhook,
        mail: by_mail(server.addr.port(), Some(kept(folder.path()))).mail,
    };
    let teller = Teller::of(&notify).with_waits(&SOON);
    let faults = teller.tell(&troubled(), Lang::Zh).await;
    assert_eq!(faults.len(), 2, "{faults:?}");
    let shown = format!("{teller:?} {notify:?} {faults:?} {:?}", notify.webhook.as_ref().unwrap().secret.read());
    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("not told"), "{logged}");
    for hidden in [SECRET, "in-the-address"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    assert!(!logged.contains(SECRET));
    let ours: Vec<&str> = logged.lines().filter(|line| line.contains(" duwang::")).collect();
    assert!(!ours.is_empty() && !ours.iter().any(|line| line.contains("in-the-address")), "{ours:?}");
}
