use super::card;
use duwang::model::{Coverage, Lang, Points, PointsRange, Scorecard};
use duwang::report;
use scraper::{Html, Selector};

fn select(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

fn page(card: &Scorecard) -> (String, Html) {
    let text = report::html(card).unwrap();
    let html = Html::parse_document(&text);
    (text, html)
}

fn body(html: &Html) -> String {
    let text: Vec<&str> = html.select(&select("body")).next().unwrap().text().collect();
    text.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

#[test]
fn the_page_tells_everything_in_chinese() {
    let (text, html) = page(&card::rich(Lang::Zh));
    assert!(text.starts_with("<!doctype html>\n<html lang=\"zh-CN\">"));
    let body = body(&html);
    for told in [
        "政府网站检查评分报告",
        "高县人民政府",
        "高县政务公开考核指标（gaoxian-2023）",
        "高府办发〔2023〕12号，2023年4月6日",
        "20261120-210000-gaoxian",
        "2026-11-20",
        "不合格",
        "53–94 / 100 分",
        "合格线 60",
        "加分线 80",
        "49.9%",
        "首页按时更新（2.1-w）触发单项否决",
        "触发否决的规则",
        "未能判定的否决规则",
        "1.1.1 栏目设置与更新",
        "7–11 / 15",
        "县政府办公室、县行政审批局、县融媒体中心",
        "历史期限：2023-12-31",
        "完成时限：2027-06-30",
        "任务台账：17、18",
        "先改这几项",
        "解除否决",
        "计分过程： 每缺一个扣2分，最多扣6分：2个 × 2 = 4；待定1个",
        "指标原分值 25",
        "问题清单（27 项）",
        "最新日期 2026-10-01",
        "同时计入规则：4-b",
        "未计入规则",
        "由脚本生成，未运行脚本",
        "此处未列出的待核实数：12",
        "请求的网站地址数 1320",
        "达到页面数上限",
        "HTTP 404",
        "尚未覆盖的指标",
        "2.2 政策解读",
        "方法说明",
        "持续存在",
    ] {
        assert!(body.contains(told), "the page does not say {told}\n{body}");
    }
}

#[test]
fn the_english_page_holds_no_chinese_beyond_the_grade() {
    let (text, html) = page(&card::rich(Lang::En));
    assert!(text.contains("<html lang=\"en\">"));
    let rest = text.replace("不合格", "");
    let left: String = rest.chars().filter(|&c| is_chinese(c)).collect();
    assert_eq!(left, "", "Chinese in the English page");
    let body = body(&html);
    for told in ["Fail (不合格)", "Why this grade", "Historic deadline", "Not yet covered", "How to read this"] {
        assert!(body.contains(told), "the page does not say {told}\n{body}");
    }
}

#[test]
fn untrusted_text_is_never_markup_and_links_are_only_web_addresses() {
    for lang in [Lang::Zh, Lang::En] {
        let (text, html) = page(&card::hostile(lang));
        assert!(!text.to_lowercase().contains("<script"), "a script came through");
        assert_eq!(html.select(&select("script, iframe, object, img, link, base, form")).count(), 0);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}')));
        for link in html.select(&select("[href]")) {
            let href = link.attr("href").unwrap();
            assert!(href.starts_with('#') || href.starts_with("https://") || href.starts_with("http://"), "{href}");
        }
        for element in html.select(&select("*")) {
            for (name, value) in element.value().attrs() {
                assert!(!name.starts_with("on"), "{name}={value}");
            }
        }
        assert!(body(&html).contains("<script>alert(1)</script>"), "the text itself is shown");
    }
}

#[test]
fn the_page_is_self_contained() {
    let (text, html) = page(&card::rich(Lang::Zh));
    assert_eq!(html.select(&select("[src], link, script")).count(), 0);
    assert!(!text.contains("@import") && !text.contains("url(http"));
    assert!(text.contains("default-src 'none'"));
    assert_eq!(html.select(&select("meta[name=viewport]")).count(), 1);
    assert!(text.contains("size: A4"));
}

#[test]
fn every_table_has_a_head_and_every_id_stands_once() {
    let (_, html) = page(&card::rich(Lang::Zh));
    for table in html.select(&select("table")) {
        assert_eq!(table.select(&select("thead th[scope=col]")).count(), table.select(&select("thead th")).count());
    }
    let mut ids: Vec<&str> = html.select(&select("[id]")).filter_map(|e| e.attr("id")).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
    for link in html.select(&select("a[href^='#']")) {
        assert!(ids.contains(&&link.attr("href").unwrap()[1..]));
    }
}

#[test]
fn a_page_with_fifty_thousand_findings_stays_readable() {
    let mut card = card::rich(Lang::Zh);
    let one = card.findings[5].clone();
    card.findings.extend(std::iter::repeat_n(one, 50_000));
    let (text, html) = page(&card);
    assert!(text.len() < 2_000_000, "{} bytes", text.len());
    assert_eq!(html.select(&select("table.findings tbody tr")).count(), 3 + 300);
    let body = body(&html);
    assert!(body.contains("此处未列出的问题数：49724；完整清单见 findings.csv"), "the rest is counted");
    assert!(body.contains("50024 项"));
}

#[test]
fn a_card_with_nothing_in_it_is_a_page_too() {
    let mut card = card::rich(Lang::Zh);
    card.findings.clear();
    card.open_questions.clear();
    card.indicators.clear();
    card.score.vetoes.clear();
    card.score.undecided_vetoes.clear();
    card.coverage = Coverage::default();
    card.site.name.clear();
    (card.score.pass_mark, card.score.bonus_mark) = (Points::ZERO, Points::ZERO);
    let (_, html) = page(&card);
    let body = body(&html);
    for told in ["没有发现问题。", "没有待核实的问题。", "未触发单项否决。", "全部指标均有规则对应。"]
    {
        assert!(body.contains(told), "the page does not say {told}");
    }
    assert!(!body.contains("加分线"), "a mark that the pack lacks is not drawn");
}

/// What stands in the table of things to mend first: rule, places, what it brings.
fn mends(card: &Scorecard) -> Vec<Vec<String>> {
    let (_, html) = page(card);
    let cells = |row: scraper::ElementRef<'_>| {
        row.select(&select("td")).map(|cell| cell.text().collect::<String>().trim().to_owned()).collect()
    };
    html.select(&select("table.mends tbody tr")).map(cells).collect()
}

#[test]
fn what_to_mend_first_is_ranked_by_what_comes_back() {
    let mut card = card::rich(Lang::Zh);
    let rows = mends(&card);
    let gains: Vec<&str> = rows.iter().map(|row| row[3].as_str()).collect();
    assert_eq!(gains, ["✗ 解除否决", "+4", "+2.4"]);
    assert!(rows[1][1].contains("应设栏目齐全"), "{rows:?}");
    assert_eq!((rows[1][2].as_str(), rows[2][2].as_str()), ("2", "26"));
    // Marks beyond the indicator's own were never taken: of 26 in 25 come back, and 1 less than that for the other rule.
    let availability = &mut card.indicators[1].children[0];
    availability.rules[0].deducted = PointsRange { low: Points(2600), high: Points(2600) };
    let mut twin = availability.rules[0].clone();
    (twin.id, twin.deducted) = ("2.1-x".into(), PointsRange { low: Points(50), high: Points(50) });
    availability.rules.push(twin);
    let gains: Vec<String> = mends(&card).into_iter().map(|row| row[3].clone()).collect();
    // 24.5 of the pack's 25 marks are 29.4 of this card's 30; the twin brings nothing while the other stands.
    assert_eq!(gains, ["✗ 解除否决", "+29.4", "+4"]);
    card.indicators.clear();
    assert!(mends(&card).is_empty());
    let (_, html) = page(&card);
    assert!(body(&html).contains("没有已经确定的失分。"));
}
