//! A site of 5,000 documents: what each page is, which interpretation belongs to which policy, which of them copy.

use crate::{process, row};
use duwang::checks;
use duwang::facts::{Builder, Facts};
use duwang::model::{
    Article, Crumb, DateFact, DateSource, FetchRecord, Page, PageKey, PageRecord, PageRole, Relation, RelationBox,
    RelationKind, Run, RunStatus, Site,
};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Instant;

const HOST: &str = "http://www.bench.gov.cn/";
const MATTERS: &[&str] = &[
    "城乡居民临时救助",
    "农村公路养护",
    "城市绿化",
    "户外广告设置",
    "殡葬服务",
    "粮食储备",
    "校车安全",
    "医疗救助",
    "公共租赁住房",
    "古树名木保护",
    "餐饮油烟防治",
    "畜禽养殖",
    "小额工程招标",
    "政府投资项目",
    "电动自行车停放",
    "生活垃圾分类",
    "高龄津贴",
];
const FORMS: &[&str] = &["管理办法", "实施细则", "暂行规定", "工作方案", "若干措施"];
const WORDS: &[&str] = &[
    "应当坚持统筹协调",
    "县级主管部门负责组织实施",
    "乡镇人民政府做好受理审核",
    "自受理之日起十个工作日内办结",
    "所需经费列入年度预算",
    "任何单位和个人有权举报",
    "违反规定的依法给予处理",
    "对符合条件的给予补助",
    "申请人应当如实提供材料",
    "定期向社会公布办理情况",
    "建立部门协同工作机制",
    "严格落实安全生产责任",
    "鼓励社会力量参与",
    "按照职责分工抓好落实",
    "加强监督检查和考核评价",
];

pub(crate) fn run(documents: usize) {
    process::forget_peak();
    let facts = built(documents);
    let before = process::peak_mib().unwrap_or(0);
    println!("\npairs: {documents} documents");
    process::forget_peak();
    let began = Instant::now();
    let kinds = facts.documents().all().len();
    row("what each page is", &format!("{:.2} s ({kinds} documents)", began.elapsed().as_secs_f64()));
    let began = Instant::now();
    let pairs = facts.pairs();
    let told =
        format!("{:.2} s ({} pairs, {} open)", began.elapsed().as_secs_f64(), pairs.pairs.len(), pairs.doubtful.len());
    row("all pairs", &told);
    if let Some(peak) = process::peak_mib() {
        row("  memory above the evidence", &format!("{} MiB", peak.saturating_sub(before)));
    }
    for id in [
        "uninterpreted-policy",
        "unlinked-interpretation",
        "late-interpretation",
        "copied-interpretation",
        "thin-interpretation",
    ] {
        let measure = (checks::find(id).unwrap().bind)(json!({})).unwrap();
        let began = Instant::now();
        let verdict = measure.measure(&facts);
        row(
            id,
            &format!(
                "{:.2} s ({} tested, {} violating)",
                began.elapsed().as_secs_f64(),
                verdict.tested,
                verdict.violations.len()
            ),
        );
    }
}

/// Numbers that look thrown, the same each time.
fn thrown(seed: usize) -> usize {
    let mut x = (seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x51_7CC1;
    x ^= x >> 29;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    usize::try_from(x >> 33).unwrap()
}

fn text(seed: usize, lines: usize) -> String {
    (0..lines)
        .map(|i| format!("第{}条 {}，{}。", i + 1, WORDS[thrown(seed * 97 + i) % WORDS.len()], seed * 31 + i))
        .collect::<Vec<_>>()
        .join("\n")
}

fn built(documents: usize) -> Facts {
    let run = Run {
        id: "bench".to_owned(),
        site: Site { id: "bench".to_owned(), name: "云岚县人民政府".to_owned(), url: HOST.to_owned() },
        as_of: date(2026, 11, 20),
        started_ms: 0,
        finished_ms: Some(1),
        status: RunStatus::Complete,
        stopped_by: None,
        requests: 0,
        settings: "{}".to_owned(),
    };
    let mut builder = Builder::new(run);
    builder.page(record(
        0,
        "",
        PageRole::Home,
        Page { title: "云岚县人民政府".to_owned(), text_chars: 100, ..Page::default() },
    ));
    for i in 0..documents / 2 {
        let name = format!("云岚县{}第{i}号片区{}", MATTERS[i % MATTERS.len()], FORMS[i / MATTERS.len() % FORMS.len()]);
        let day = date(2017, 1, 3).saturating_add(i64::try_from(i).unwrap().days());
        let (policy, reading) = (format!("zcwj/{i}.html"), format!("zcjd/{i}.html"));
        let body = text(i, 40);
        let copied = if i % 10 == 0 { body.clone() } else { text(i + documents, 24) };
        // A third is linked one way, a third not at all.
        let link = |to: &str, kind| if i % 3 == 0 { vec![related(to, kind)] } else { Vec::new() };
        let issued = article(
            &format!("云岚县人民政府关于印发《{name}》的通知"),
            day,
            body,
            link(&reading, RelationKind::Interpretation),
        );
        let issued = Article { number: Some(format!("云府发〔{}〕{}号", day.year(), i % 900 + 1)), ..issued };
        builder.page(record(2 * i + 1, &policy, PageRole::Page, page("政策文件", issued)));
        let read = article(
            &format!("《{name}》政策解读"),
            day.saturating_add(1.days()),
            copied,
            link(&policy, RelationKind::Policy),
        );
        builder.page(record(2 * i + 2, &reading, PageRole::Page, page("政策解读", read)));
    }
    builder.build()
}

fn related(to: &str, kind: RelationKind) -> RelationBox {
    RelationBox {
        heading: "相关".to_owned(),
        kind,
        entries: vec![Relation { title: String::new(), target: format!("{HOST}{to}") }],
        scripted: false,
        text_chars: 0,
        pictures: 0,
        videos: 0,
    }
}

fn article(title: &str, day: Date, body: String, relations: Vec<RelationBox>) -> Article {
    let published = DateFact { date: day, time: None, source: DateSource::Meta, raw: day.to_string() };
    Article {
        title: title.to_owned(),
        published: Some(published.clone()),
        dates: vec![published],
        body_chars: u32::try_from(body.chars().count()).unwrap(),
        body,
        relations,
        ..Article::default()
    }
}

fn page(column: &str, article: Article) -> Page {
    let breadcrumbs = ["首页", column].map(|text| Crumb { text: text.to_owned(), target: None }).to_vec();
    Page { title: article.title.clone(), breadcrumbs, article: Some(article), ..Page::default() }
}

fn record(seq: usize, path: &str, role: PageRole, page: Page) -> PageRecord {
    let url = format!("{HOST}{path}");
    let record = FetchRecord {
        url: url.clone(),
        final_url: url.clone(),
        hops: Vec::new(),
        status: Some(200),
        failure: None,
        attempts: 1,
        headers: BTreeMap::new(),
        bytes: 1,
        whole: true,
        sha256: None,
        first_byte_ms: 1,
        total_ms: 1,
        at_ms: 0,
        peer: None,
        unchanged: false,
    };
    let key = PageKey::of(&url::Url::parse(&url).unwrap());
    let page = Page { url, ..page };
    PageRecord {
        seq: seq as u64,
        key,
        role,
        depth: 1,
        referrer: String::new(),
        record,
        page: Some(page),
        parse_fault: None,
        guess: None,
        basis: None,
    }
}
