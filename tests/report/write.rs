use super::card;
use duwang::model::Lang;
use duwang::report::{self, Error, Format};
use std::fs;

#[test]
fn formats_are_read_from_text() {
    assert_eq!("html".parse::<Format>().unwrap(), Format::Html);
    assert_eq!(" XLSX ".parse::<Format>().unwrap(), Format::Xlsx);
    assert_eq!("json".parse::<Format>().unwrap(), Format::Json);
    assert_eq!("Csv".parse::<Format>().unwrap(), Format::Csv);
    let error = "pdf".parse::<Format>().unwrap_err().to_string();
    assert_eq!(error, "unknown report format `pdf`; known are html, xlsx, json and csv");
}

#[test]
fn every_format_is_written_whole_and_nothing_else_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("deep/er");
    let card = card::rich(Lang::Zh);
    let twice: Vec<Format> = Format::ALL.into_iter().chain([Format::Json]).collect();
    let paths = report::write(&card, &out, &twice).unwrap();
    let names: Vec<_> = paths.iter().map(|p| p.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["scorecard.html", "scorecard.xlsx", "scorecard.json", "findings.csv"]);
    assert_eq!(fs::read(&paths[2]).unwrap(), report::json(&card));
    assert_eq!(fs::read(&paths[1]).unwrap(), report::xlsx(&card).unwrap());
    assert_eq!(fs::read_dir(&out).unwrap().count(), 4, "no temporary file is left");
    // Again, over the old ones.
    report::write(&card::rich(Lang::En), &out, &[Format::Json]).unwrap();
    assert_eq!(fs::read(&paths[2]).unwrap(), report::json(&card::rich(Lang::En)));
}

#[test]
fn a_file_in_the_folders_place_is_told_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    fs::write(&out, "mine").unwrap();
    let error = report::write(&card::rich(Lang::Zh), &out, &[Format::Json]).unwrap_err();
    assert!(matches!(error, Error::Folder { .. }));
    let told = error.to_string();
    assert!(told.contains(out.to_str().unwrap()) && told.contains("--out"), "{told}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
}

#[test]
fn what_cannot_be_replaced_is_told_and_no_part_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let in_the_way = dir.path().join("scorecard.json");
    fs::create_dir(&in_the_way).unwrap();
    fs::write(in_the_way.join("old"), "old").unwrap();
    let error = report::write(&card::rich(Lang::Zh), dir.path(), &[Format::Json]).unwrap_err();
    assert!(matches!(error, Error::File { .. }));
    let told = error.to_string();
    assert!(told.contains(in_the_way.to_str().unwrap()) && told.contains("--out"), "{told}");
    assert_eq!(fs::read_to_string(in_the_way.join("old")).unwrap(), "old");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
}

/// A read-only folder stops nobody who is root, so the test looks at what the system allows first.
#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_told_and_the_old_file_kept() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let old = dir.path().join("findings.csv");
    fs::write(&old, "old").unwrap();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let allowed = fs::write(dir.path().join("probe"), "").is_ok();
    let result = report::write(&card::rich(Lang::Zh), dir.path(), &[Format::Csv]);
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    if allowed {
        assert_eq!(fs::read(&old).unwrap(), report::csv(&card::rich(Lang::Zh)));
    } else {
        assert!(matches!(result, Err(Error::File { .. })));
        assert_eq!(fs::read_to_string(&old).unwrap(), "old");
    }
}
