use super::assess_sheets::{is_vetoed, policy, site_name};
use super::screen::{Screen, Style};
use super::{clean, html_view, labels};
use crate::model::{Assessment, Grade, PointsRange, SiteYear};

/// Sites shown one by one in each group; the files hold all.
const SHOWN: usize = 200;

/// The ranking for a terminal of `width` columns, with ANSI colours or without.
#[must_use]
pub fn ranking(year: &Assessment, width: usize, colour: bool) -> String {
    let mut screen = Screen::new(width, colour);
    let lang = year.lang;
    let colon = labels::word(lang, "colon");
    let plain = (Style::Plain, "");
    screen.text(plain, Style::Bold, &format!("{} {}", year.year, labels::word(lang, "assess.title")));
    screen.text(plain, Style::Dim, &format!("{} · {}", clean::line(&year.pack.title), clean::line(&year.pack.source)));
    let period = format!("{} {} {}", year.from, labels::word(lang, "to"), year.to);
    screen.text(plain, Style::Dim, &format!("{}{colon}{period}", labels::word(lang, "assess.period")));
    screen.text(plain, Style::Dim, &format!("{}{colon}{}", labels::word(lang, "assess.policy"), policy(year)));
    let groups = [
        (Grade::Pass, "assess.passed", Style::Green),
        (Grade::Pending, "assess.pending", Style::Yellow),
        (Grade::Fail, "assess.failed", Style::Red),
    ];
    for (grade, heading, style) in groups {
        let sites: Vec<&SiteYear> = year.sites.iter().filter(|s| s.grade == grade).collect();
        if sites.is_empty() {
            continue;
        }
        screen.heading(&format!("{} · {}", labels::word(lang, heading), sites.len()));
        for site in sites.iter().take(SHOWN) {
            one(year, site, style, &mut screen);
        }
        let rest = sites.len().saturating_sub(SHOWN);
        if rest > 0 {
            screen.text(plain, Style::Dim, &format!("… +{rest}"));
        }
    }
    left_out(year, &mut screen);
    screen.finish()
}

fn one(year: &Assessment, site: &SiteYear, style: Style, screen: &mut Screen) {
    let lang = year.lang;
    let rank = site.rank.map_or_else(|| "–".to_owned(), |r| r.to_string());
    let lead = format!("{rank:>4}  ");
    let score = match site.score {
        None => labels::word(lang, "assess.no_run").to_owned(),
        Some(_) if is_vetoed(site) => labels::word(lang, "assess.vetoed").to_owned(),
        Some(s) => format!("{} / {}", html_view::range(PointsRange { low: s.low, high: s.high }), s.full_marks),
    };
    screen.pair((Style::Dim, &lead), (Style::Bold, &clean::line(site_name(site))), (style, &score));
    let indent = (Style::Plain, "      ");
    if site.grade != Grade::Pass || site.score.is_none() {
        screen.text(indent, Style::Dim, &site.because);
    }
    let mut notes = Vec::new();
    if let Some(places) = site.places.filter(|p| p.best != p.worst) {
        notes.push(format!("{} {}–{}", labels::word(lang, "assess.places"), places.best, places.worst));
    }
    if site.open > 0 {
        notes.push(labels::word(lang, "assess.open_more").replace("{n}", &site.open.to_string()));
    }
    if let Some(then) = site.change.as_ref().and_then(|c| c.score) {
        notes.push(format!("{} {}", labels::word(lang, "assess.then_score"), html_view::range(then)));
    }
    if !notes.is_empty() {
        screen.text(indent, Style::Dim, &notes.join(" · "));
    }
}

/// How many runs were left out, by reason.
fn left_out(year: &Assessment, screen: &mut Screen) {
    let lang = year.lang;
    let runs: Vec<_> = year.sites.iter().flat_map(|s| s.left_out.iter().map(move |r| (s, r))).collect();
    if runs.is_empty() {
        return;
    }
    screen.heading(&format!("{} · {}", labels::word(lang, "assess.left_out"), runs.len()));
    for (_, run) in runs.iter().take(20) {
        screen.text((Style::Plain, "  "), Style::Dim, &format!("{} {} {}", run.as_of, run.run, run.message));
    }
    if runs.len() > 20 {
        screen.text((Style::Plain, "  "), Style::Dim, &format!("… +{}", runs.len() - 20));
    }
}
