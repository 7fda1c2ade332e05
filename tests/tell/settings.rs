//! The `[notify]` section of a list, and all that can be wrong with it.

use super::SECRET;
use duwang::config::sites::{SiteList, read};
use duwang::config::{MailTls, SecretSource, TellOn};
use duwang::model::Lang;

const SITE: &str = "[[site]]\nurl = \"https://www.a.test/\"\n";

fn list(notify: &str) -> (SiteList, String, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sites.toml");
    std::fs::write(&file, format!("{SITE}{notify}")).unwrap();
    let list = read(&file).unwrap();
    let faults: Vec<String> = list.faults.iter().map(|f| f.line("sites.toml".as_ref(), Lang::En)).collect();
    let faults = faults.join("\n");
    (list, faults, folder)
}

#[test]
fn nobody_is_told_unless_the_list_says_so() {
    let (list, faults, _folder) = list("");
    assert!(list.notify.webhook.is_none() && list.notify.mail.is_none() && faults.is_empty());
}

#[test]
fn a_whole_section_is_read() {
    let (list, faults, folder) = list(
        "[notify.webhook]\nurl = \"http://10.2.3.4:8080/hook\"\nsecret_env = \"HOOK_KEY\"\non = \"trouble\"\n\
         [notify.mail]\nhost = \"mail.county.gov.cn\"\nuser = \"audit\"\npassword_file = \"mail.secret\"\n\
         from = \"读网 <audit@county.gov.cn>\"\nto = [\"office@county.gov.cn\", \"值班 <duty@county.gov.cn>\"]\n",
    );
    assert_eq!(faults, "");
    let webhook = list.notify.webhook.unwrap();
    assert_eq!(webhook.secret, SecretSource::Env("HOOK_KEY".to_owned()));
    assert_eq!((webhook.on, webhook.shown().as_str()), (TellOn::Trouble, "http://10.2.3.4:8080"));
    let mail = list.notify.mail.unwrap();
    assert_eq!((mail.tls, mail.port, mail.on, mail.to.len()), (MailTls::StartTls, 587, TellOn::Always, 2));
    let file = SecretSource::File(folder.path().join("mail.secret"));
    assert_eq!(mail.login, Some(("audit".to_owned(), file)), "beside the list");
}

#[test]
fn ports_go_with_the_kind_of_tls() {
    for (tls, port) in [("starttls", 587), ("tls", 465), ("none", 25)] {
        let mail =
            format!("[notify.mail]\nhost = \"m.test\"\ntls = \"{tls}\"\nfrom = \"a@b.test\"\nto = \"c@d.test\"\n");
        let (list, faults, _folder) = list(&mail);
        assert_eq!(faults, "");
        assert_eq!(list.notify.mail.unwrap().port, port);
    }
}

#[test]
fn secrets_in_the_list_are_refused_and_not_repeated() {
    for (section, key) in [
        ("webhook", "secret"),
        ("webhook", "token"),
        ("webhook", "secret_key"),
        ("mail", "password"),
        ("mail", "passwd"),
        ("mail", "密码"),
    ] {
        let key = if key.is_ascii() { key.to_owned() } else { format!("\"{key}\"") };
        let (list, faults, _folder) = list(&format!("[notify.{section}]\n{key} = \"{SECRET}\"\n"));
        assert!(
            faults.contains("sites.toml:4: `") && faults.contains("a secret does not belong into the list"),
            "{faults}"
        );
        assert!(!faults.contains(SECRET) && !format!("{list:?}").contains(SECRET), "{faults}");
    }
    let (list, faults, _folder) = list(&format!(
        "[notify.webhook]\nurl = \"https://user:{SECRET}@h.test/\"\nsecret_env = \"{SECRET}\"\n[notify]\npassword = \"{SECRET}\"\n"
    ));
    assert!(faults.contains("sites.toml:4: url must hold no user or password"), "{faults}");
    assert!(faults.contains("sites.toml:5: secret_env must be the name of an environment variable"), "{faults}");
    assert!(!faults.contains(SECRET) && !format!("{list:?}").contains(SECRET), "{faults}");
}

#[test]
fn every_mistake_is_told_with_its_line() {
    for (notify, told) in [
        ("[notify.pager]\nurl = 1\n", "3: there is no [notify.pager]"),
        ("[notify]\nurl = \"x\"\n", "4: [notify] holds the sections [notify.webhook] and [notify.mail] alone"),
        ("[notify.webhook]\nurl = \"https://h.test/\"\n", "3: [notify.webhook] lacks the key to sign with"),
        ("[notify.webhook]\nsecret_env = \"A\"\n", "3: [notify.webhook] lacks `url`"),
        ("[notify.webhook]\nurl = \"h.test\"\nsecret_env = \"A\"\n", "4: url must be a whole address"),
        ("[notify.webhook]\nsecret_env = \"A\"\nsecret_file = \"b\"\n", "5: write one of secret_env and secret_file"),
        (
            "[notify.webhook]\nurl = \"http://h.test/\"\nsecret_env = \"A\"\non = \"never\"\n",
            "6: on must be always or trouble",
        ),
        ("[notify.mail]\nform = \"a@b.test\"\n", "4: [notify.mail] has no key `form`; did you mean `from`?"),
        ("[notify.mail]\nfrom = \"a@b.test\"\nto = [\"c@d.test\"]\n", "3: [notify.mail] lacks `host`"),
        ("[notify.mail]\nhost = \"smtp://m.test\"\n", "4: host must be the name or address of a mail server"),
        ("[notify.mail]\nport = 70000\n", "4: port must be a number from 1 to 65535"),
        ("[notify.mail]\ntls = \"ssl\"\n", "4: tls must be starttls, tls or none"),
        ("[notify.mail]\nfrom = \"nobody\"\n", "4: from must be a mail address"),
        ("[notify.mail]\nto = [\"a@b.test\", \"c@d.test\\r\\nBcc: e@f.test\"]\n", "4: to must be a mail address"),
        ("[notify.mail]\nto = []\n", "4: to names no receiver"),
        ("[notify.mail]\nuser = \"a\"\n", "4: user and password_env (or password_file) go together"),
        ("[notify.mail]\npassword_env = \"A\"\n", "4: user and password_env (or password_file) go together"),
        (
            "[notify.mail]\nhost = \"m.test\"\ntls = \"none\"\nuser = \"a\"\npassword_env = \"A\"\n",
            "5: tls = \"none\" would send the password in the open",
        ),
    ] {
        let (list, faults, _folder) = list(notify);
        assert!(faults.contains(&format!("sites.toml:{told}")), "{told} for {notify}:\n{faults}");
        assert!(list.notify.webhook.is_none() && list.notify.mail.is_none(), "{notify}");
    }
}
