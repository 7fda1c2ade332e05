//! `doctor`: tells what is and changes nothing.

use super::web::Web;
use super::{Ended, command, duwang, ended, write};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

fn doctor(folder: &Path, more: &[&str]) -> Ended {
    let mut args = vec!["doctor", "--lang", "en"];
    args.extend(more);
    duwang(folder, &args)
}

#[track_caller]
fn checks(ended: &Ended) -> Vec<Value> {
    let whole: Value = serde_json::from_str(&ended.out).unwrap_or_else(|e| panic!("{e}: {} {}", ended.out, ended.err));
    assert_eq!(whole["schema"], "duwang.doctor/1");
    let checks = whole["checks"].as_array().unwrap().clone();
    assert_eq!(whole["fit"], checks.iter().all(|c| c["mark"] != "wrong"));
    assert_eq!(ended.code, if whole["fit"] == true { 0 } else { 4 });
    checks
}

#[track_caller]
fn of<'a>(checks: &'a [Value], id: &str) -> &'a Value {
    checks.iter().find(|c| c["id"] == id).unwrap_or_else(|| panic!("no {id} in {checks:?}"))
}

#[test]
fn an_empty_folder_is_looked_at_and_left_empty() {
    let folder = tempfile::tempdir().unwrap();
    let ended = doctor(folder.path(), &["--format", "json"]);
    let checks = checks(&ended);
    assert_eq!(of(&checks, "list")["mark"], "doubtful");
    assert!(of(&checks, "database")["found"].as_str().unwrap().contains("is not there yet"));
    assert_eq!(of(&checks, "rules")["mark"], "well");
    assert_eq!(of(&checks, "clock")["mark"], "well");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing was made");
    let named = doctor(folder.path(), &["--config", "none.toml"]);
    assert_eq!(named.code, 4, "{}", named.out);
    assert!(named.out.contains("✗ there is no list of sites none.toml\n  → "), "{}", named.out);
}

#[test]
fn after_a_scan_all_is_told_of_the_database() {
    let web = Web::portal(2, Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "[defaults]\nrules = [\"cn-accessibility\"]\nrate = 0\nformat = [\"json\"]\nrender = \"never\"\n[[site]]\nid = \"a\"\nurl = \"{}\"\n",
        web.url()
    );
    write(&folder.path().join("sites.toml"), &text);
    assert_eq!(duwang(folder.path(), &["scan", "--as-of", "2026-11-20"]).code, 0);
    let asked = web.all().len();
    let ended = doctor(folder.path(), &["--format", "json"]);
    let checks = checks(&ended);
    let database = of(&checks, "database");
    assert_eq!(database["mark"], "well");
    assert!(database["found"].as_str().unwrap().contains(", 1 runs, "), "{database}");
    for id in ["list", "leases", "scan", "clock", "rules", "browser"] {
        assert_eq!(of(&checks, id)["mark"], "well", "{id}: {checks:?}");
    }
    assert_eq!(web.all().len(), asked, "nothing was asked of the site");
    let zh = duwang(folder.path(), &["doctor"]);
    assert!(zh.out.contains("✓ 网站清单 sites.toml 无误，1 个网站"), "{}", zh.out);
}

#[test]
fn what_is_no_database_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("x.db"), &"this is a letter, not a database\n".repeat(200));
    let ended = doctor(folder.path(), &["--db", "x.db"]);
    assert_eq!(ended.code, 4, "{}", ended.out);
    assert!(ended.out.contains("✗ x.db is not a sound duwang database"), "{}", ended.out);
    let hidden = doctor(folder.path(), &["--db", "mysql://me:tell-no-one@h/x", "--format", "json"]);
    assert!(!hidden.out.contains("tell-no-one"), "{}", hidden.out);
    assert_eq!(of(&checks(&hidden), "database")["mark"], "wrong");
}

#[cfg(unix)]
#[test]
fn secrets_that_others_may_read_or_that_are_lacking_are_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("hook.secret");
    write(&secret, "tell-no-one");
    let text = "[[site]]\nurl = \"https://www.a.test/\"\nrules = [\"no-such\"]\n[notify.webhook]\nurl = \"https://h.test/\"\n\
                secret_file = \"hook.secret\"\n[notify.mail]\nhost = \"m.test\"\nfrom = \"a@b.test\"\nto = \"c@d.test\"\n\
                user = \"a\"\npassword_env = \"DUWANG_TEST_PW\"\n";
    write(&folder.path().join("sites.toml"), text);
    let look = |mode: u32, password: Option<&str>| {
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(mode)).unwrap();
        let mut command = command(folder.path(), &["doctor", "--lang", "en", "--format", "json"]);
        command.env_remove("DUWANG_TEST_PW");
        if let Some(password) = password {
            command.env("DUWANG_TEST_PW", password);
        }
        let ended = ended(command);
        assert!(!ended.out.contains("tell-no-one"), "{}", ended.out);
        let checks = checks(&ended);
        assert_eq!(of(&checks, "rules")["mark"], "wrong");
        let secrets: Vec<_> = checks.iter().filter(|c| c["id"] == "secret").map(|c| c["mark"].clone()).collect();
        assert_eq!(secrets.len(), 2);
        secrets
    };
    assert_eq!(look(0o644, None), ["doubtful", "wrong"]);
    assert_eq!(look(0o600, Some("tell-no-one")), ["well", "well"]);
}
