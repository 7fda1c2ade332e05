//! Tests of `tell`: receivers on loopback that note what they get, and some that won't have it.

mod letters;
pub(crate) mod receiver;
mod settings;
pub(crate) mod smtp;
mod steadiness;

use duwang::config::{Mail, MailTls, Notify, SecretSource, TellOn, Webhook};
use duwang::model::{Grade, Points, Scan, Text};
use duwang::scan::{SiteEnding, SiteOutcome, Summary};
use std::path::Path;
use url::Url;

/// What must appear nowhere.
pub(crate) const SECRET: &str = "tell-no-one-4711";

pub(crate) fn site(id: &str, outcome: SiteEnding) -> SiteOutcome {
    let judged = outcome != SiteEnding::Failed;
    SiteOutcome {
        id: id.to_owned(),
        url: format!("https://{id}.test/"),
        name: format!("{id}县人民政府"),
        region: String::new(),
        unit: String::new(),
        run: judged.then(|| format!("run-{id}")),
        pack: Some("cn-site-2019".to_owned()),
        grade: Some(if judged { Grade::Pass } else { Grade::Pending }),
        low: Some(Points(6100)),
        high: Some(Points(8250)),
        vetoes: Vec::new(),
        new_vetoes: Vec::new(),
        findings: 3,
        pages: 40,
        requests: 90,
        changes: None,
        outcome,
        reason: (!judged).then(|| Text::new("首页打不开", "the home page does not open")),
        began_ms: 1_795_708_800_000,
        ended_ms: 1_795_708_860_000,
        written: None,
    }
}

pub(crate) fn summary(sites: Vec<SiteOutcome>) -> Summary {
    let scan = Scan {
        id: "20261127-010000-000-scan".to_owned(),
        list: "/srv/sites.toml".to_owned(),
        as_of: "2026-11-27".parse().unwrap(),
        started_ms: 1_795_708_800_000,
        finished_ms: Some(1_795_712_400_000),
        options: "{}".to_owned(),
    };
    let all = sites.len();
    Summary { scan, sites, all }
}

/// A night with a new veto, a site that is down, and one that is well.
fn troubled() -> Summary {
    let mut vetoed = site("b", SiteEnding::Done);
    vetoed.grade = Some(Grade::Fail);
    vetoed.vetoes = vec!["V-1".to_owned(), "V-4".to_owned()];
    vetoed.new_vetoes = vec!["V-4".to_owned()];
    summary(vec![site("a", SiteEnding::Failed), vetoed, site("c", SiteEnding::Done)])
}

fn quiet() -> Summary {
    summary(vec![site("c", SiteEnding::Done)])
}

/// The secret in a file.
fn kept(folder: &Path) -> SecretSource {
    let file = folder.join("secret");
    std::fs::write(&file, format!("{SECRET}\n")).unwrap();
    SecretSource::File(file)
}

fn by_http(url: &str, secret: SecretSource, on: TellOn) -> Notify {
    Notify { webhook: Some(Webhook { url: Url::parse(url).unwrap(), secret, on }), mail: None }
}

fn by_mail(port: u16, login: Option<SecretSource>) -> Notify {
    let mail = Mail {
        host: "127.0.0.1".to_owned(),
        port,
        tls: MailTls::None,
        login: login.map(|source| ("audit".to_owned(), source)),
        from: "读网 <audit@county.test>".to_owned(),
        to: vec!["one@county.test".to_owned(), "二号 <two@county.test>".to_owned()],
        on: TellOn::Always,
    };
    Notify { webhook: None, mail: Some(mail) }
}
