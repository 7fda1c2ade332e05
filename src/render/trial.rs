use super::browser::Browser;
use std::path::Path;

/// Starts a browser, asks what it is and ends it. The error says what went wrong, in English.
pub async fn trial(program: &Path) -> Result<String, String> {
    let browser = Browser::start(program, "duwang").await?;
    let version = browser.version().await;
    browser.end().await;
    version.map_err(|fault| fault.to_string())
}
