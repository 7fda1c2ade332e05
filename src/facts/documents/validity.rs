use crate::model::Article;
use serde::Serialize;

/// Whether a document is in force, as its page says (R5-15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Validity {
    /// It says so.
    InForce,
    /// Abolished or run out.
    Ended,
    /// The page does not say.
    Untold,
}

/// What labels and title say.
pub(super) fn of(article: &Article) -> Validity {
    const LABELS: &[&str] = &["有效性", "时效性", "时效", "是否有效", "文件状态", "效力状态"];
    const TITLE: &[&str] = &[
        "（已废止）",
        "(已废止)",
        "（废止）",
        "(废止)",
        "【已废止】",
        "【废止】",
        "（失效）",
        "（已失效）",
        "【失效】",
        "[已废止]",
    ];
    let told = article.label(LABELS).unwrap_or_default();
    let ended =
        ["废止", "失效", "否", "无效"].iter().any(|w| told.starts_with(w) || told.starts_with(&format!("已{w}")));
    if ended || TITLE.iter().any(|w| article.title.contains(w)) {
        Validity::Ended
    } else if told.contains("有效") || told.starts_with('是') {
        Validity::InForce
    } else {
        Validity::Untold
    }
}
