use super::album::Album;
use super::{Error, clean, html_view};
use crate::model::{Picture, Scorecard};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};

/// The page and its parts, in the binary.
const TEMPLATES: &[(&str, &str)] = &[
    ("scorecard.html", include_str!("templates/scorecard.html")),
    ("style.css", include_str!("templates/style.css")),
    ("macros.html", include_str!("templates/macros.html")),
    ("score.html", include_str!("templates/score.html")),
    ("indicators.html", include_str!("templates/indicators.html")),
    ("findings.html", include_str!("templates/findings.html")),
    ("rest.html", include_str!("templates/rest.html")),
];

/// `scorecard.html`: one file that opens without a network, reads without a script and prints on A4.
///
/// At most 300 findings of one check are listed; the rest is counted and stands in `findings.csv`, so that the page stays
/// readable whatever a site holds.
pub fn html(card: &Scorecard) -> Result<String, Error> {
    html_pictured(card, &[])
}

/// As [`html()`], with pictures of findings: the first within the page, up to 1.5 MB in all, the rest as links to the files
/// that [`write_pictured`](super::write_pictured) puts beside it.
pub fn html_pictured(card: &Scorecard, pictures: &[Picture]) -> Result<String, Error> {
    let album = Album::of(card, pictures);
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|name| if name == "style.css" { AutoEscape::None } else { AutoEscape::Html });
    // The address as a link may carry it, or nothing: `javascript:`, `data:` and the like stay text.
    env.add_filter("web", |address: String| clean::web_address(&address).map(String::from).unwrap_or_default());
    for (name, source) in TEMPLATES {
        env.add_template(name, source)?;
    }
    let page = env.get_template("scorecard.html")?.render(minijinja::value::Serde(html_view::of(card, &album)))?;
    Ok(clean::document(&page))
}
