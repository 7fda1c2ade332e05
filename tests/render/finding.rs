use duwang::render::find;
use std::path::Path;

#[test]
fn a_browser_that_was_named_and_is_none_is_not_replaced_by_another() {
    let refused = find(Some(Path::new("/nowhere/chromium"))).unwrap_err();
    assert!(refused.contains("/nowhere/chromium"), "{refused}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("chromium");
    std::fs::write(&file, "not to be run").unwrap();
    assert!(find(Some(folder.path())).is_err(), "a folder is no program");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert!(find(Some(&file)).is_err(), "a file that may not be run is no program");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o700)).unwrap();
        assert_eq!(find(Some(&file)).unwrap(), file);
        assert_eq!(find(Some(Path::new("sh"))).unwrap().file_name().unwrap(), "sh", "a bare name is on the path");
    }
}
