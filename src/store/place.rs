//! What `--db` names: a file, or a database on a server. Nothing here repeats a password.

use super::Error;
use crate::model::Text;
use std::path::{Path, PathBuf};
use url::Url;

/// Where a database is.
#[derive(Debug)]
pub(super) enum Place {
    /// In a SQLite file.
    File(PathBuf),
    /// On a PostgreSQL server.
    Server {
        /// How to get there, with the password if it holds one.
        address: String,
        /// The same for people to read.
        shown: String,
    },
}

/// Parameters that an address may have. The driver would log others with their values.
const PARAMETERS: &[&str] = &[
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "statement-cache-capacity",
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "application_name",
    "options",
];
/// Those that may be shown.
const SHOWN: &[&str] = &["sslmode", "host", "hostaddr", "port", "dbname", "user"];

impl Place {
    pub(super) fn of(place: &str) -> Result<Self, Error> {
        let plain = place.strip_prefix("sqlite://").or_else(|| place.strip_prefix("sqlite:")).unwrap_or(place);
        let scheme = plain.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase()).unwrap_or_default();
        if scheme == "postgres" || scheme == "postgresql" {
            return server(plain);
        }
        if plain.contains("://") {
            return Err(Error::Unsupported { url: format!("{scheme}://…") });
        }
        Ok(Self::File(Path::new(plain).to_path_buf()))
    }

    /// For people to read.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Server { shown, .. } => shown.clone(),
        }
    }
}

fn server(text: &str) -> Result<Place, Error> {
    let wrong = |zh: &str, en: &str| Error::Address { why: Text::new(zh, en) };
    let escape = wrong(
        "用户名或密码里的 @ / ? # 等符号要写成 %40 %2F %3F %23",
        "signs such as @ / ? # in the user or the password are written %40 %2F %3F %23",
    );
    let url = Url::parse(text).map_err(|e| {
        use url::ParseError;
        match e {
            // What follows a sign of a password that was not encoded is taken for a port or a host.
            ParseError::InvalidPort => {
                let zh = "端口不是数字；用户名或密码里的 @ / ? # 等符号要写成 %40 %2F %3F %23";
                wrong(zh, "the port is no number; signs such as @ / ? # in the password are written %40 %2F %3F %23")
            }
            _ => wrong("不是完整的地址", "it is no whole address"),
        }
    })?;
    if !text.contains("://") || url.cannot_be_a_base() {
        return Err(wrong("不是完整的地址", "it is no whole address"));
    }
    if url.fragment().is_some() || url.path().contains('@') || url.path().trim_start_matches('/').contains('/') {
        return Err(escape);
    }
    let mut shown = format!("{}://", url.scheme());
    if !url.username().is_empty() {
        shown.push_str(url.username());
        shown.push('@');
    }
    shown.push_str(url.host_str().unwrap_or_default());
    if let Some(port) = url.port() {
        shown.push_str(&format!(":{port}"));
    }
    shown.push_str(url.path());
    let mut named = Vec::new();
    for (key, value) in url.query_pairs() {
        if SHOWN.contains(&&*key) {
            named.push(format!("{key}={value}"));
        } else if !PARAMETERS.contains(&&*key) && !key.starts_with("options[") {
            return Err(wrong(
                &format!("“?”后面有不认识的参数；可用 {}", PARAMETERS.join("、")),
                &format!("it has a parameter after \"?\" that is not known; use {}", PARAMETERS.join(", ")),
            ));
        }
    }
    if !named.is_empty() {
        shown.push('?');
        shown.push_str(&named.join("&"));
    }
    let mut address = url;
    if !address.query_pairs().any(|(key, _)| key == "application_name") {
        address.query_pairs_mut().append_pair("application_name", "duwang");
    }
    Ok(Place::Server { address: address.into(), shown })
}

/// How the driver is told of a file.
pub(super) fn address_of(path: &Path) -> String {
    let text = path.to_string_lossy();
    let encoded = percent_encoding::utf8_percent_encode(&text, percent_encoding::NON_ALPHANUMERIC).to_string();
    format!("sqlite://{}?mode=rwc", encoded.replace("%2F", "/"))
}
