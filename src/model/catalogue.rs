use serde::{Deserialize, Serialize};

/// What must be disclosed: fields (领域) with their items (事项). Packs name one by id or path; `rules` resolves it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Its id.
    pub id: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// The document it comes from.
    #[serde(default)]
    pub source: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// Columns under which its fields usually stand.
    #[serde(default)]
    pub under: Vec<String>,
    /// Its fields.
    #[serde(rename = "field")]
    pub fields: Vec<CatalogueField>,
}

/// A field of a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueField {
    /// Its name.
    pub name: String,
    /// Other names of columns that hold it.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Units responsible for it.
    #[serde(default)]
    pub units: Vec<String>,
    /// Who publishes it; none means whoever is asked.
    #[serde(default)]
    pub level: Option<Level>,
    /// Its items.
    #[serde(default)]
    pub items: Vec<CatalogueItem>,
}

/// An item of a field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueItem {
    /// Its name.
    pub name: String,
    /// Other names, and words of titles that tell it.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Units responsible for it, where they differ from the field's.
    #[serde(default)]
    pub units: Vec<String>,
    /// Who publishes it, where that differs from the field.
    #[serde(default)]
    pub level: Option<Level>,
}

/// Whose it is to publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The county's portal.
    County,
    /// Towns and sub-districts.
    Town,
    /// A department on its own site.
    Department,
}

/// Whether a title speaks of a catalogue of items to be disclosed (基层政务公开标准目录, 公开事项清单, 主动公开基本目录). The
/// list of published documents that many portals call 政府信息公开目录 is none, nor are lists of powers or purchases.
#[must_use]
pub fn names_catalogue(title: &str) -> bool {
    let has = |word: &str| title.contains(word);
    let list = has("目录") || has("清单") || has("一览表");
    let other = ["权责", "权力", "责任清单", "采购", "收费", "负面清单", "目录编制", "解读", "一图读懂"];
    if !list || other.iter().any(|w| has(w)) {
        return false;
    }
    let open = has("公开");
    (open && (has("标准目录") || has("标准化目录") || has("基本目录") || has("公开事项") || has("事项目录")))
        || (open && has("基层政务") && has("目录"))
        || (open && has("事项清单"))
        || has("主动公开目录")
        || has("主动公开清单")
        || has("政务公开目录")
        || has("政务公开清单")
}
