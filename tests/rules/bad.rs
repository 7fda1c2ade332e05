use super::load;
use duwang::model::Lang;
use std::fs;
use std::path::{Path, PathBuf};

/// The messages with the path cut to the file's name; on every system the same.
fn told(path: &Path, lang: Lang) -> String {
    let name = path.file_name().unwrap().to_str().unwrap();
    let faults = load(path.to_str().unwrap()).expect_err("a bad pack must not load");
    let folder = path.parent().unwrap().to_str().unwrap();
    assert!(!faults.0.is_empty(), "{name}: an error without a fault");
    faults.text(lang).replace(&format!("{folder}/"), "") + "\n"
}

#[test]
fn every_bad_pack_tells_all_its_faults() {
    let mut seen = 0;
    let mut paths: Vec<PathBuf> = fs::read_dir("fixtures/packs/bad").unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let expected = path.with_extension("txt");
        let text = told(path, Lang::Zh);
        if std::env::var_os("DUWANG_BLESS").is_some() {
            fs::write(&expected, &text).unwrap();
        }
        let wanted = fs::read_to_string(&expected).unwrap_or_default();
        assert_eq!(text, wanted, "{}: set DUWANG_BLESS=1 to accept", path.display());
        // English says as much, in its own words.
        let english = told(path, Lang::En);
        assert_eq!(english.lines().count(), text.lines().count());
        assert_ne!(english, text);
        seen += 1;
    }
    assert!(seen >= 10, "only {seen} bad packs found");
}

#[test]
fn display_prints_one_line_per_fault_with_its_place() {
    let faults = load("fixtures/packs/bad/rules.toml").unwrap_err();
    let text = faults.to_string();
    assert_eq!(text.lines().count(), faults.0.len());
    for line in text.lines() {
        assert!(line.starts_with("fixtures/packs/bad/rules.toml:"), "{line}");
        assert!(line.contains(": [rule 1-"), "{line}");
    }
    // The typo of a parameter is told on its own line of the file, not on the rule's.
    let fault = faults.0.iter().find(|f| f.message.en.contains("`synonym`")).unwrap();
    let source = fs::read_to_string("fixtures/packs/bad/rules.toml").unwrap();
    let line = source.lines().position(|l| l.contains("synonym =")).unwrap() + 1;
    assert_eq!(fault.line, Some(line));
    assert!(fault.message.en.contains("did you mean `synonyms`"), "{}", fault.message.en);
}

#[test]
fn files_that_are_no_packs() {
    let folder = tempfile::tempdir().unwrap();
    let tell = |path: &Path| load(path.to_str().unwrap()).unwrap_err();

    let missing = tell(&folder.path().join("none.toml"));
    assert!(missing.text(Lang::Zh).ends_with("没有这个文件"), "{missing}");
    let directory = tell(folder.path());
    assert!(directory.text(Lang::En).contains("this is a folder"), "{directory}");

    let gbk = folder.path().join("gbk.toml");
    fs::write(&gbk, b"[pack]\nid = \"x\"\ntitle = \"\xd5\xfe\xb8\xae\"\n").unwrap();
    let faults = tell(&gbk);
    assert_eq!(faults.0.len(), 1);
    assert_eq!(faults.0[0].line, Some(3));
    assert!(faults.text(Lang::Zh).contains("UTF-8"), "{faults}");

    let empty = folder.path().join("empty.toml");
    fs::write(&empty, "").unwrap();
    assert!(tell(&empty).text(Lang::Zh).contains("缺少 `pack`"));
}

#[test]
fn an_unknown_id_names_the_nearest_and_the_list() {
    let faults = load("gaoxian-2032").unwrap_err().text(Lang::En);
    assert!(faults.contains("did you mean `gaoxian-2023`?"), "{faults}");
    assert!(faults.contains("cn-site-2019"), "{faults}");
}

#[test]
fn a_byte_order_mark_and_windows_lines_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("marked.toml");
    let text = fs::read_to_string("fixtures/packs/good/base.toml").unwrap().replace('\n', "\r\n");
    fs::write(&path, format!("\u{feff}{text}")).unwrap();
    assert_eq!(load(path.to_str().unwrap()).unwrap().rules.len(), 4);
}
