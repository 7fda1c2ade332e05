use crate::model::Text;
use std::fmt;
use std::path::PathBuf;

/// A file larger than this holds no password.
const LARGEST: u64 = 16 * 1024;

/// A password or a key. Shows itself to nobody who prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// From its text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for whoever signs or logs in with it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Where a secret is kept; never in the list itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// An environment variable of this name.
    Env(String),
    /// A file, whose text is the secret; blanks and line ends around it do not count.
    File(PathBuf),
}

impl SecretSource {
    /// The secret as it is now. `Err`: why there is none.
    pub fn read(&self) -> Result<Secret, Text> {
        match self {
            Self::Env(name) => match std::env::var(name) {
                Ok(text) if !text.trim().is_empty() => Ok(Secret(text.trim().to_owned())),
                Ok(_) => Err(Text::new(
                    format!("环境变量 {name} 是空的"),
                    format!("the environment variable {name} is empty"),
                )),
                Err(std::env::VarError::NotPresent) => Err(Text::new(
                    format!("没有设置环境变量 {name}"),
                    format!("the environment variable {name} is not set"),
                )),
                Err(std::env::VarError::NotUnicode(_)) => Err(Text::new(
                    format!("环境变量 {name} 不是 UTF-8 文字"),
                    format!("the environment variable {name} is not UTF-8 text"),
                )),
            },
            Self::File(path) => {
                let shown = path.display();
                let told = |zh: &str, en: &str| Text::new(format!("{shown} {zh}"), format!("{shown} {en}"));
                let unreadable = |e: std::io::Error| told(&format!("读不出来：{e}"), &format!("can't be read: {e}"));
                let size = std::fs::metadata(path).map_err(unreadable)?.len();
                if size > LARGEST {
                    return Err(told("太大，不会是密码", "is too large to hold a password"));
                }
                let bytes = std::fs::read(path).map_err(unreadable)?;
                // The bytes themselves are told to nobody, not even what is wrong with them.
                let text = String::from_utf8(bytes).map_err(|_| told("不是 UTF-8 文字", "is not UTF-8 text"))?;
                match text.trim_start_matches('\u{feff}').trim() {
                    "" => Err(told("是空的", "is empty")),
                    text => Ok(Secret(text.to_owned())),
                }
            }
        }
    }
}
