//! The parameters of the checks that are told what to look for: a name and the words of the title.

use crate::facts::Words;
use serde::{Deserialize, Serialize};

/// A named thing and the words of its title.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TitleParams {
    /// What people call it.
    pub(super) name: String,
    /// At least one of these stands in the title.
    #[serde(default)]
    any: Vec<String>,
    /// Every one of these stands in the title.
    #[serde(default)]
    all: Vec<String>,
    /// How many there must be.
    #[serde(default = "one")]
    pub(super) min: u64,
    /// How old they may be; none: any age.
    #[serde(default)]
    pub(super) window_days: Option<u32>,
}

fn one() -> u64 {
    1
}

impl TitleParams {
    /// Reads the parameters of a rule.
    pub(super) fn read(params: serde_json::Value) -> Result<Self, String> {
        let params: Self = serde_json::from_value(params).map_err(|e| e.to_string())?;
        if params.min == 0 {
            return Err("`min` is 0: nothing would ever be missing".to_owned());
        }
        if params.words().is_none() {
            return Err("no word to look for: `name`, `any` and `all` are empty".to_owned());
        }
        Ok(params)
    }

    /// The words of the title. A title with the whole name has it too, unless the rule asks for more.
    pub(super) fn words(&self) -> Option<Words> {
        let mut any = self.any.clone();
        if self.all.is_empty() && !any.contains(&self.name) {
            any.push(self.name.clone());
        }
        Words::new(&any, &self.all)
    }
}
