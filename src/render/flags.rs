use std::path::Path;

/// Width of the window, in CSS pixels.
pub(super) const WIDTH: u32 = 1366;
/// Its height.
pub(super) const HEIGHT: u32 = 900;

/// Parts of the browser that are switched off: what would ask somebody on its own, and what would put a frame's requests
/// out of our reach (frames in processes of their own).
const FEATURES_OFF: &[&str] = &[
    "AutofillServerCommunication",
    "BackForwardCache",
    "CertificateTransparencyComponentUpdater",
    "DialMediaRouteProvider",
    "GlobalMediaControls",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "InterestFeedContentSuggestions",
    "IsolateOrigins",
    "LocalNetworkAccessChecks",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "Prerender2",
    "Translate",
    "site-per-process",
];

/// The browser's arguments. Nothing it might send by itself gets anywhere: no name resolves, and the only proxy is an
/// address at which nobody listens, for loopback too.
pub(super) fn arguments(profile: &Path, user_agent: &str, root: bool) -> Vec<String> {
    let mut flags: Vec<String> = [
        "--headless=new",
        "--remote-debugging-port=0",
        "--remote-debugging-address=127.0.0.1",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--proxy-server=http://127.0.0.1:9",
        "--proxy-bypass-list=<-loopback>",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--disable-quic",
        "--dns-prefetch-disable",
        "--no-first-run",
        "--no-default-browser-check",
        "--no-pings",
        "--disable-background-networking",
        "--disable-background-timer-throttling",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--disable-breakpad",
        "--disable-client-side-phishing-detection",
        "--disable-component-extensions-with-background-pages",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-dev-shm-usage",
        "--disable-domain-reliability",
        "--disable-extensions",
        "--disable-field-trial-config",
        "--disable-gpu",
        "--disable-hang-monitor",
        "--disable-ipc-flooding-protection",
        "--disable-notifications",
        "--disable-prompt-on-repost",
        "--disable-search-engine-choice-screen",
        "--disable-site-isolation-trials",
        "--disable-speech-api",
        "--disable-sync",
        "--metrics-recording-only",
        "--mute-audio",
        "--password-store=basic",
        "--use-mock-keychain",
        "--disk-cache-size=1",
        "--js-flags=--max-old-space-size=1024",
        "--lang=zh-CN",
        "--accept-lang=zh-CN",
    ]
    .iter()
    .map(|flag| (*flag).to_owned())
    .collect();
    flags.push(format!("--disable-features={}", FEATURES_OFF.join(",")));
    flags.push(format!("--window-size={WIDTH},{HEIGHT}"));
    flags.push(format!("--user-agent={user_agent}"));
    flags.push(format!("--user-data-dir={}", profile.display()));
    if root {
        // Chromium refuses to start its sandbox for root.
        flags.push("--no-sandbox".to_owned());
    }
    flags.push("about:blank".to_owned());
    flags
}
