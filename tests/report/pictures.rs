//! Pictures of findings in the report and beside it.

use super::card;
use duwang::model::{ImageKind, Lang, Outlined, Picture, Scorecard, Shot};
use duwang::report::{self, Format};
use scraper::{Html, Selector};
use std::fs;
use std::path::Path;

/// A card whose findings have fingerprints as they are in life.
fn numbered(lang: Lang) -> Scorecard {
    let mut card = card::rich(lang);
    for (n, finding) in card.findings.iter_mut().enumerate() {
        finding.fingerprint = format!("{n:016x}");
    }
    card
}

fn picture(n: usize, bytes: usize, outlined: Outlined) -> Picture {
    let kind = if n.is_multiple_of(2) { ImageKind::Png } else { ImageKind::Jpeg };
    let shot = Shot { kind, bytes: vec![7; bytes], width: 900, height: 400, outlined };
    Picture { fingerprint: format!("{n:016x}"), shot }
}

fn names(dir: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(dir.join("screenshots")) else { return Vec::new() };
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn pictures_stand_with_their_findings_and_say_what_they_show() {
    for (lang, words) in [
        (Lang::Zh, ["红框内是", "看不见", "打开页面时"]),
        (Lang::En, ["red frame is around", "can't be seen", "as it opens"]),
    ] {
        let card = numbered(lang);
        let shots = [Outlined::Meant, Outlined::Place, Outlined::Nothing];
        let pictures: Vec<Picture> = shots.into_iter().enumerate().map(|(n, o)| picture(n, 300, o)).collect();
        let text = report::html_pictured(&card, &pictures).unwrap();
        assert!(text.contains("style-src 'unsafe-inline'; img-src data:\""));
        let html = Html::parse_document(&text);
        let rows = Selector::parse("table.findings tbody tr").unwrap();
        let mut shown = 0;
        for row in html.select(&rows) {
            let number: usize = row
                .select(&Selector::parse("td.number").unwrap())
                .next()
                .unwrap()
                .text()
                .collect::<String>()
                .parse()
                .unwrap();
            let Some(image) = row.select(&Selector::parse("img").unwrap()).next() else { continue };
            let at = number - 1;
            let alt = image.attr("alt").unwrap();
            assert!(alt.contains(words[at]) && alt.contains(card.findings[at].message.trim()), "{alt}");
            let kind = ["data:image/png;base64,Bwc", "data:image/jpeg;base64,Bwc"][at % 2];
            assert!(image.attr("src").unwrap().starts_with(kind));
            assert_eq!((image.attr("width"), image.attr("height")), (Some("900"), Some("400")));
            shown += 1;
        }
        assert_eq!(shown, 3);
    }
    let plain = report::html(&numbered(Lang::Zh)).unwrap();
    assert!(!plain.contains("img-src") && !plain.contains("<img"));
}

#[test]
fn pictures_beyond_the_bound_are_linked() {
    let card = numbered(Lang::Zh);
    let pictures: Vec<Picture> = (0..5).map(|n| picture(n, 400_000, Outlined::Meant)).collect();
    let text = report::html_pictured(&card, &pictures).unwrap();
    assert_eq!(text.matches("<img ").count(), 2, "a third would be beyond 1.5 MB");
    assert!(text.len() < 1_700_000, "{}", text.len());
    let html = Html::parse_document(&text);
    for n in 2..5 {
        let file = format!("screenshots/{n:016x}.{}", if n % 2 == 0 { "png" } else { "jpg" });
        let link = html.select(&Selector::parse("a").unwrap()).find(|a| a.attr("href") == Some(file.as_str()));
        assert_eq!(link.map(|a| a.text().collect::<String>()), Some(file.clone()));
    }
}

#[test]
fn files_are_those_of_the_cards_findings_and_old_ones_go() {
    let dir = tempfile::tempdir().unwrap();
    let card = numbered(Lang::Zh);
    let mut pictures = vec![picture(0, 10, Outlined::Meant), picture(1, 10, Outlined::Meant)];
    pictures.push(Picture { fingerprint: "ffffffffffffffff".to_owned(), ..pictures[0].clone() });
    pictures.push(Picture { fingerprint: "../../evil".to_owned(), ..pictures[0].clone() });
    report::write_pictured(&card, &pictures, dir.path(), &[Format::Html, Format::Json]).unwrap();
    assert_eq!(names(dir.path()), ["0000000000000000.png", "0000000000000001.jpg"]);
    assert_eq!(fs::read(dir.path().join("scorecard.json")).unwrap(), report::json(&card), "nothing of pictures");
    assert_eq!(fs::read(dir.path().join("screenshots/0000000000000001.jpg")).unwrap(), [7; 10]);

    // The next run: another picture of the first, none of the second, and something that is not ours.
    fs::write(dir.path().join("screenshots/own.png"), "mine").unwrap();
    let mut other = picture(0, 20, Outlined::Meant);
    other.shot.kind = ImageKind::Jpeg;
    report::write_pictured(&card, &[other], dir.path(), &[Format::Html]).unwrap();
    assert_eq!(names(dir.path()), ["0000000000000000.jpg", "own.png"]);

    // A report written again without the site touches no picture; an audit without any takes the old ones away.
    report::write(&card, dir.path(), &[Format::Html]).unwrap();
    assert_eq!(names(dir.path()).len(), 2);
    fs::remove_file(dir.path().join("screenshots/own.png")).unwrap();
    report::write_pictured(&card, &[], dir.path(), &[Format::Html]).unwrap();
    assert!(!dir.path().join("screenshots").exists());
}
