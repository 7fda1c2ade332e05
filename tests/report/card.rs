//! A made-up scorecard that covers every feature of a report.

use duwang::model::{
    Coverage, Finding, Grade, IndicatorScore, Lang, OpenQuestion, Outcome, PackRef, Points, PointsRange, Reason,
    RuleScore, RunSummary, ScoreSummary, Scorecard, Severity, SiteRef, StopReason, Text, UndeterminedCounts, Unvisited,
};
use serde_json::{Value, json};

fn p(hundredths: i64) -> Points {
    Points(hundredths)
}

fn r(low: i64, high: i64) -> PointsRange {
    PointsRange { low: p(low), high: p(high) }
}

/// Picks a wording.
struct Say(Lang);

impl Say {
    fn of(&self, zh: &str, en: &str) -> String {
        Text::new(zh, en).pick(self.0).to_owned()
    }
}

fn rule(id: &str, title: String, check: &str, outcome: Outcome) -> RuleScore {
    RuleScore {
        id: id.into(),
        title,
        check: check.into(),
        effect: "deduct".into(),
        arithmetic: String::new(),
        outcome,
        judge: "check".into(),
        tested: 0,
        violations: 0,
        undetermined: 0,
        open_ended: false,
        deducted: PointsRange::default(),
        lost: PointsRange::default(),
        gained: PointsRange::default(),
        findings: Vec::new(),
    }
}

fn indicator(id: &str, title: String, level: u32, full: i64, got: PointsRange) -> IndicatorScore {
    IndicatorScore {
        id: id.into(),
        title,
        level,
        full_marks: p(full),
        pack_marks: p(full),
        got,
        outcome: Outcome::Passed,
        arithmetic: String::new(),
        lead_unit: None,
        responsible_units: Vec::new(),
        deadline: None,
        source: String::new(),
        ledger: Vec::new(),
        covered: true,
        rules: Vec::new(),
        children: Vec::new(),
    }
}

fn finding(at: u64, check: &str, rules: &[&str], severity: Severity, message: String) -> Finding {
    Finding {
        fingerprint: format!("{at:016x}"),
        check: check.into(),
        rules: rules.iter().map(|&r| r.into()).collect(),
        severity,
        url: "https://www.gaoxian.example/".into(),
        target: None,
        message,
        evidence: Value::Null,
        status: "open".into(),
        first_seen: "2026-11-20T21:04:11+08:00".into(),
        occurrences: 1,
    }
}

fn columns(say: &Say) -> IndicatorScore {
    let mut missing =
        rule("1.1-a", say.of("应设栏目齐全", "Required columns are there"), "missing-column", Outcome::Failed);
    missing.arithmetic =
        say.of("每缺一个扣2分，最多扣6分：2个 × 2 = 4；待定1个", "2 points each, at most 6: 2 x 2 = 4; 1 not told");
    (missing.tested, missing.violations, missing.undetermined, missing.lost) = (30, 2, 1, r(400, 600));
    missing.deducted = missing.lost;
    let mut stale =
        rule("1.1-b", say.of("栏目按时更新", "Columns are kept up to date"), "stale-column", Outcome::CannotTell);
    stale.arithmetic = say.of("每个扣1分，最多扣5分：0个；待定2个", "1 point each, at most 5: none; 2 not told");
    (stale.tested, stale.undetermined, stale.lost) = (28, 2, r(0, 200));
    let mut leaf = indicator("1.1.1", say.of("栏目设置与更新", "Columns and their updates"), 3, 1500, r(700, 1100));
    leaf.outcome = Outcome::Failed;
    leaf.lead_unit = Some(say.of("县政府办公室", "County Government Office"));
    leaf.responsible_units =
        vec![say.of("县行政审批局", "County Approvals Bureau"), say.of("县融媒体中心", "County Media Centre")];
    leaf.deadline = Some("2023-12-31".into());
    leaf.source = say.of("高府办发〔2023〕12号 第三条第（一）项", "Gaoxian Office 2023 no. 12, clause 3(1)");
    leaf.ledger = vec!["17".into(), "18".into()];
    leaf.rules = vec![missing, stale];
    let mut second = indicator("1.1", say.of("栏目建设", "Columns"), 2, 1500, r(700, 1100));
    second.outcome = Outcome::Failed;
    second.children = vec![leaf];
    let mut manual =
        rule("1.2-a", say.of("内容质量由人工评分", "Quality of content, marked by a person"), "", Outcome::Manual);
    manual.effect = "manual".into();
    manual.arithmetic = say.of("人工评 0–15 分", "0-15 points by a person");
    manual.lost = r(0, 1500);
    let mut by_hand = indicator("1.2", say.of("内容质量", "Quality of content"), 2, 1500, r(0, 1500));
    by_hand.outcome = Outcome::Manual;
    by_hand.deadline = Some("2027-06-30".into());
    by_hand.rules = vec![manual];
    let mut first = indicator("1", say.of("信息发布", "Publication"), 1, 3000, r(700, 2600));
    first.outcome = Outcome::Failed;
    first.children = vec![second, by_hand];
    first
}

fn links(say: &Say) -> IndicatorScore {
    let mut dead = rule("2.1-a", say.of("链接可用", "Links work"), "dead-link", Outcome::Failed);
    dead.arithmetic =
        say.of("每处扣0.1分，最多扣2分：26处 × 0.1 = 2（封顶）", "0.1 point each, at most 2: 26 x 0.1 = 2 (cap)");
    (dead.tested, dead.violations, dead.lost) = (1840, 26, r(200, 200));
    dead.deducted = dead.lost;
    let mut probe =
        rule("2.1-v", say.of("网站可访问", "The site can be reached"), "unreachable-site", Outcome::CannotTell);
    probe.effect = "veto".into();
    probe.arithmetic = say.of("单项否决：一次检查不足以判定", "Veto: one visit does not decide");
    (probe.tested, probe.undetermined) = (1, 1);
    let mut own =
        rule("2.1-w", say.of("首页按时更新", "The home page is kept up to date"), "stale-homepage", Outcome::Failed);
    own.effect = "veto".into();
    own.arithmetic = say.of("单项否决：1处", "Veto: 1");
    (own.tested, own.violations) = (1, 1);
    let mut second = indicator("2.1", say.of("可用性", "Availability"), 2, 3000, r(2600, 2800));
    second.outcome = Outcome::Failed;
    second.pack_marks = p(2500);
    second.source = say.of("国办发〔2017〕47号 第四条", "State Council Office 2017 no. 47, clause 4");
    second.rules = vec![dead, probe, own];
    let mut planned = indicator("2.2", say.of("政策解读", "Interpretations"), 2, 2000, r(0, 2000));
    planned.outcome = Outcome::CannotTell;
    planned.covered = false;
    planned.source = say.of("高府办发〔2023〕12号 第五条", "Gaoxian Office 2023 no. 12, clause 5");
    let mut first = indicator("2", say.of("网站运行", "Operation"), 1, 5000, r(2600, 4800));
    first.outcome = Outcome::Failed;
    first.children = vec![second, planned];
    first
}

fn rest(say: &Say) -> Vec<IndicatorScore> {
    let mut none = indicator("3", say.of("办事服务", "Services"), 1, 0, r(0, 0));
    none.outcome = Outcome::Inapplicable;
    none.pack_marks = p(1000);
    let mut extra = rule("4-a", say.of("支持 IPv6", "IPv6 works"), "no-ipv6", Outcome::Passed);
    extra.effect = "bonus".into();
    extra.arithmetic = say.of("满足加1分", "1 point if so");
    (extra.tested, extra.gained) = (1, r(100, 100));
    let mut good = indicator("4", say.of("安全与协议", "Security and protocols"), 1, 2000, r(2000, 2000));
    good.rules =
        vec![extra, rule("4-b", say.of("未知检查", "A check nobody knows"), "brand-new-check", Outcome::Passed)];
    vec![none, good]
}

fn findings(say: &Say) -> Vec<Finding> {
    let mut all = Vec::new();
    let mut stale = finding(
        1,
        "stale-homepage",
        &["2.1-w"],
        Severity::Veto,
        say.of(
            "首页最新信息早于评判日14天以上，应及时更新首页信息。",
            "The newest item on the home page is older than 14 days; publish new ones.",
        ),
    );
    stale.evidence = json!({"newest": "2026-10-01", "age_days": 50, "window_days": 14});
    all.push(stale);
    let mut missing = finding(
        2,
        "missing-column",
        &["1.1-a", "4-b"],
        Severity::Major,
        say.of(
            "未找到“规范性文件”栏目，应在导航或信息公开目录中设置。",
            "The column for normative documents was not found; put it into the navigation.",
        ),
    );
    missing.target = Some(say.of("规范性文件", "Normative documents"));
    missing.evidence = json!({
        "nearest_miss": {"title": say.of("文件解读", "Readings"), "similarity": 0.5},
        "synonyms": [say.of("行政规范性文件", "Administrative norms"), say.of("规范文件", "Norms")],
        "looked_in": null, "pages": 1204,
    });
    all.push(missing);
    for n in 0..24_u64 {
        let mut dead = finding(
            10 + n,
            "dead-link",
            &["2.1-a"],
            Severity::Minor,
            say.of(
                "链接指向的页面不存在，应更正或删除该链接。",
                "The link leads to a page that does not exist; correct or remove it.",
            ),
        );
        dead.url = format!("https://www.gaoxian.example/zwgk/2026/{n:02}/t20260{n}_1000{n}.html");
        dead.target = Some(format!(
            "https://www.gaoxian.example/files/{}/a-very-long-name-without-a-break-{n}.pdf?id={n}&x=1",
            "deep/".repeat(8)
        ));
        dead.evidence = json!({"reason": if n % 2 == 0 { "http-404" } else { "dns" }, "status": 404, "attempts": 2, "referrers": 3 + n});
        dead.occurrences = 3 + n;
        all.push(dead);
    }
    let mut hint =
        finding(90, "brand-new-check", &[], Severity::Hint, say.of("某种新问题。", "Some new kind of problem."));
    hint.evidence = json!({"unheard_of": {"deep": [1, true, {"url": "https://x.example/"}]}});
    hint.status = "persisting".into();
    all.push(hint);
    all
}

fn questions(say: &Say) -> Vec<OpenQuestion> {
    let question = |rule: &str, check: &str, reason, zh: &str, en: &str| OpenQuestion {
        rule: rule.into(),
        check: check.into(),
        reason,
        url: String::new(),
        target: None,
        message: say.of(zh, en),
        evidence: Value::Null,
        more: 0,
    };
    let mut script = question(
        "1.1-b",
        "stale-column",
        Some(Reason::Script),
        "列表由脚本生成，未能看到日期；请打开页面核对最新一条的日期。",
        "The list is drawn by a script and its dates were not seen; open the page and read the newest date.",
    );
    script.url = "https://www.gaoxian.example/zwgk/".into();
    script.target = Some(say.of("政务公开", "Openness"));
    script.evidence = json!({"items": 0, "via": "linked-script"});
    script.more = 12;
    let window = question(
        "2.1-v",
        "unreachable-site",
        Some(Reason::Window),
        "本次只访问了一次，需至少20次访问才能判定。",
        "This was one visit; at least 20 are needed.",
    );
    let manual = question("1.2-a", "", None, "请按评分细则人工评分。", "Mark this by hand.");
    vec![script, window, manual]
}

/// The card in `lang`; everything in it is made up.
pub(crate) fn rich(lang: Lang) -> Scorecard {
    let say = Say(lang);
    let mut indicators = vec![columns(&say), links(&say)];
    indicators.extend(rest(&say));
    let gap = |reason: &str, count, examples: &[&str]| Unvisited {
        reason: reason.into(),
        count,
        examples: examples.iter().map(|&e| e.into()).collect(),
    };
    Scorecard {
        schema: "duwang.scorecard/1".into(),
        lang,
        site: SiteRef {
            id: "gaoxian".into(),
            name: say.of("高县人民政府", "Gaoxian County Government"),
            url: "https://www.gaoxian.example/".into(),
            traits: Vec::new(),
        },
        run: RunSummary {
            id: "20261120-210000-gaoxian".into(),
            started_at: "2026-11-20T21:00:00+08:00".into(),
            finished_at: "2026-11-20T21:04:11+08:00".into(),
            as_of: "2026-11-20".into(),
            pages: 1204,
            requests: 3310,
            links_checked: 1840,
            complete: false,
            stopped_by: Some(StopReason::MaxPages),
            undetermined: UndeterminedCounts { blocked: 4, robots: 2, script: 1, budget: 380, network: 3 },
        },
        pack: PackRef {
            id: "gaoxian-2023".into(),
            title: say.of("高县政务公开考核指标", "Gaoxian openness indicators"),
            source: say.of("高府办发〔2023〕12号，2023年4月6日", "Gaoxian Office 2023 no. 12, 6 April 2023"),
            version: "1.0.0".into(),
            sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            out_of_force: None,
        },
        score: ScoreSummary {
            low: p(5300),
            high: p(9400),
            full_marks: p(10000),
            bonus: p(100),
            coverage: 0.4999,
            vetoes: vec!["2.1-w".into()],
            undecided_vetoes: vec!["2.1-v".into()],
            grade: Grade::Fail,
            because: say.of("首页按时更新（2.1-w）触发单项否决", "veto 2.1-w (home page) failed"),
            pass_mark: p(6000),
            bonus_mark: p(8000),
            bonus_cap: p(3000),
            arithmetic: say.of("合计 0–0 = 0", "together 0"),
        },
        indicators,
        findings: findings(&say),
        open_questions: questions(&say),
        coverage: Coverage {
            asked: 1320,
            read: 1204,
            unvisited: vec![
                gap("pages", 380, &["https://www.gaoxian.example/a/1.html", "https://www.gaoxian.example/a/2.html"]),
                gap("robots", 2, &["https://www.gaoxian.example/admin/"]),
                gap("no-such-reason", 1, &[]),
            ],
            failures: vec![
                gap("http-404", 24, &["https://www.gaoxian.example/gone.html"]),
                gap("timeout", 3, &["https://slow.gaoxian.example/"]),
                gap("blocked", 4, &["javascript:alert(1)"]),
            ],
        },
    }
}

/// Text as an attacker would write it.
pub(crate) const HOSTILE: &str =
    "<script>alert(1)</script>\u{1b}[31m\u{1b}]0;owned\u{7}\u{202e}\"' onload=x &amp;\r\n\u{0}";

/// The card with hostile text wherever a site's words can stand.
pub(crate) fn hostile(lang: Lang) -> Scorecard {
    let mut card = rich(lang);
    card.site.name = HOSTILE.into();
    card.site.url = "javascript:alert(1)".into();
    for finding in &mut card.findings {
        finding.message = HOSTILE.into();
        finding.url = "JaVaScRiPt:alert(2)".into();
        finding.target = Some("data:text/html,<script>alert(3)</script>".into());
        finding.evidence = json!({HOSTILE: HOSTILE, "text": [HOSTILE], "reason": HOSTILE});
        finding.status = HOSTILE.into();
    }
    card.findings[0].check = HOSTILE.into();
    for question in &mut card.open_questions {
        question.message = HOSTILE.into();
        question.url = "vbscript:x".into();
        question.target = Some(HOSTILE.into());
    }
    card.coverage.failures[0].examples = vec![HOSTILE.into()];
    card.indicators[0].title = HOSTILE.into();
    card
}
