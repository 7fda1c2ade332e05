//! Policies and interpretations of every kind between a copy and a text of one's own, made from a bank of sentences.

use std::fmt::Write as _;

const SENTENCES: &str = include_str!("../../../fixtures/copying/sentences.txt");
const TOPICS: &str = include_str!("../../../fixtures/copying/topics.txt");

/// What a light touch changes.
const SYNONYMS: &[(&str, &str)] = &[
    ("应当", "应"),
    ("进一步", "更好地"),
    ("按照", "依照"),
    ("负责", "承担"),
    ("会同", "联合"),
    ("以及", "和"),
    ("建立健全", "建立完善"),
    ("加强", "强化"),
    ("推动", "促进"),
    ("提高", "提升"),
    ("根据", "依据"),
    ("及时", "尽快"),
    ("开展", "组织开展"),
    ("严禁", "不得"),
    ("采取", "用"),
    ("并依法依规", "同时依规"),
    ("符合条件的", "满足条件的"),
    ("向社会", "对社会"),
    ("不少于", "至少"),
    ("同时具备", "均具备"),
    ("各有关部门", "相关部门"),
    ("有关规定", "相关规定"),
    ("鼓励", "倡导"),
    ("切实保障", "维护好"),
    ("组织实施", "具体实施"),
    ("直接发放到", "打入"),
    ("年度", "当年"),
    ("提出", "递交"),
    ("完成", "做完"),
    ("重要依据", "主要依据"),
    ("方可", "才可"),
    ("制定", "拟定"),
    ("落实", "执行"),
    ("确保", "保证"),
    ("任何单位和个人", "任何人"),
    ("定期", "按期"),
    ("相结合", "结合"),
];

/// How an interpretation was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Whole,
    Framed,
    EverySecond,
    EveryThird,
    CutShort,
    /// The first clause of every article, as a list of headings.
    Headings,
    Reordered,
    Renumbered,
    Reworded,
    RewordedAndReordered,
    /// Every sentence with a reporter's phrase in front.
    Reported,
    Paraphrase,
    Explanation,
    Questions,
    QuotedArticles,
    OwnBackground,
    /// Half the policy word for word under a background of one's own: people differ on it.
    Half,
}

use Kind::{
    CutShort, EverySecond, EveryThird, Explanation, Framed, Half, Headings, OwnBackground, Paraphrase, Questions,
    QuotedArticles, Renumbered, Reordered, Reported, Reworded, RewordedAndReordered, Whole,
};

pub(crate) const COPIES: &[Kind] = &[
    Whole,
    Framed,
    EverySecond,
    EveryThird,
    CutShort,
    Headings,
    Reordered,
    Renumbered,
    Reworded,
    RewordedAndReordered,
    Reported,
];
pub(crate) const HONEST: &[Kind] = &[Paraphrase, Explanation, Questions, QuotedArticles, OwnBackground];
pub(crate) const BETWEEN: &[Kind] = &[Half];

/// A small generator of numbers: the same texts in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// A sentence of a policy with its two counterparts.
#[derive(Clone)]
struct Point {
    policy: String,
    paraphrase: String,
    explanation: String,
}

/// A policy and the points it makes.
pub(crate) struct Policy {
    pub(crate) title: String,
    pub(crate) text: String,
    points: Vec<Point>,
}

pub(crate) fn topics() -> usize {
    lines(TOPICS).count()
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
}

fn filled(template: &str, topic: &[&str], dice: &mut Dice) -> String {
    const NUMBERS: &[&str] = &["3", "5", "7", "10", "15", "20", "30", "60", "80"];
    let mut text = template.to_owned();
    for (slot, value) in ["{T}", "{O}", "{B}", "{L}", "{D}"].iter().zip(topic) {
        text = text.replace(slot, value);
    }
    text = text.replace("{N}", NUMBERS[dice.below(NUMBERS.len())]);
    text = text.replace("{K}", &(2 + dice.below(6)).to_string());
    text = text.replace("{M}", &(100 * (3 + dice.below(180))).to_string());
    text.replace("{Y}", &(2023 + dice.below(5)).to_string())
}

/// A policy on one of the matters, with a choice of the articles and a form of its own.
pub(crate) fn policy(topic: usize, seed: u64) -> Policy {
    let mut dice = Dice::new(seed * 131 + topic as u64);
    let topic: Vec<&str> = lines(TOPICS).nth(topic).unwrap().split('|').collect();
    let sentences: Vec<&str> = lines(SENTENCES).collect();
    let mut points = Vec::new();
    for triple in sentences.chunks(3) {
        let [policy, paraphrase, explanation] = triple else { panic!("three sentences each: {triple:?}") };
        // The numbers of a point are the same in all three.
        let roll = dice.below(1 << 20) as u64;
        let fill = |line: &str, sign: char| {
            filled(
                line.strip_prefix(sign).unwrap_or_else(|| panic!("{sign}: {line}")).trim(),
                &topic,
                &mut Dice::new(roll),
            )
        };
        let point =
            Point { policy: fill(policy, '='), paraphrase: fill(paraphrase, '~'), explanation: fill(explanation, '+') };
        if dice.below(10) < 7 {
            points.push(point);
        }
    }
    let title = format!("高平县{}", topic[4]);
    let mut text = format!("{title}\n高府办发〔2026〕{}号\n各乡镇人民政府，县级各部门：\n", 1 + dice.below(90));
    let articles = dice.below(2) == 0;
    for (at, point) in points.iter().enumerate() {
        let number = if articles { format!("第{}条　", chinese(at + 1)) } else { format!("{}、", chinese(at + 1)) };
        let _ = writeln!(text, "{number}{}", point.policy);
    }
    text.push_str("高平县人民政府办公室\n2026年3月5日\n");
    Policy { title, text, points }
}

fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let tens = match number / 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        n => format!("{}十", DIGITS[n]),
    };
    format!("{tens}{}", DIGITS[number % 10])
}

/// An interpretation of the policy, made in this way.
pub(crate) fn interpretation(policy: &Policy, kind: Kind, seed: u64) -> String {
    let mut dice = Dice::new(seed * 977 + kind as u64 + 7);
    let head = format!("《{}》政策解读\n", policy.title);
    let points = &policy.points;
    let all = |_: usize| true;
    head + &match kind {
        Whole => kept(points, all),
        Framed => {
            let own: Vec<&Point> = some(points, 3, &mut dice);
            format!("一、出台背景\n{}二、主要内容\n{}", told(&own, explanation), kept(points, all))
        }
        EverySecond => kept(points, |at| at % 2 == 0),
        EveryThird => kept(points, |at| at % 3 == 1),
        CutShort => points.iter().fold(String::new(), |text, p| text + &cut_short(&p.policy) + "\n"),
        Headings => points.iter().enumerate().fold(String::new(), |mut text, (at, p)| {
            let _ =
                writeln!(text, "（{}）{}", chinese(at + 1), p.policy.split(['，', '。']).next().unwrap_or_default());
            text
        }),
        Reordered => {
            let mut order = points.clone();
            dice.shuffle(&mut order);
            kept(&order, all)
        }
        Renumbered => points.iter().enumerate().fold(String::new(), |mut text, (at, p)| {
            let _ = writeln!(text, "（{}） {}", at + 1, widened(&p.policy));
            text
        }),
        Reworded => points.iter().fold(String::new(), |text, p| text + &reworded(&p.policy, &mut dice) + "\n"),
        RewordedAndReordered => {
            let mut order = points.clone();
            dice.shuffle(&mut order);
            order.iter().fold(String::new(), |text, p| text + &reworded(&p.policy, &mut dice) + "\n")
        }
        Reported => points.iter().fold(String::new(), |text, p| {
            const PHRASES: &[&str] = &["据介绍，", "文件明确，", "值得一提的是，", "同时，我县提出，", "记者了解到，"];
            text + PHRASES[dice.below(PHRASES.len())] + &p.policy + "\n"
        }),
        Paraphrase => points.iter().fold(String::new(), |text, p| text + &p.paraphrase + "\n"),
        Explanation => {
            let own = some(points, points.len() / 2, &mut dice);
            let mut text =
                format!("近日，我县印发《{0}》，下面就有关情况作一说明。\n", policy.title) + &told(&own, explanation);
            for quoted in some(points, 3, &mut dice) {
                let _ = writeln!(text, "文件写明“{}”。{}", quoted.policy.trim_end_matches('。'), quoted.explanation);
            }
            for defined in points.iter().filter(|p| p.policy.contains("是指")) {
                let _ = writeln!(text, "{}{}", defined.policy, defined.explanation);
            }
            text
        }
        Questions => some(points, 5, &mut dice).iter().enumerate().fold(String::new(), |mut text, (at, p)| {
            let _ = writeln!(
                text,
                "问：第{}个问题，这项工作跟我有什么关系？\n答：{}{}",
                at + 1,
                p.paraphrase,
                p.explanation
            );
            text
        }),
        QuotedArticles => some(points, 8, &mut dice).iter().enumerate().fold(String::new(), |mut text, (at, p)| {
            let _ = writeln!(
                text,
                "【条文】第{}条 {}\n【解读】{}{}",
                chinese(at + 3),
                p.policy,
                p.explanation,
                p.paraphrase
            );
            text
        }),
        OwnBackground => {
            let own = some(points, points.len() * 2 / 3, &mut dice);
            let quoted = some(points, points.len() / 4, &mut dice);
            format!("一、为什么出台\n{}二、怎么办\n{}", told(&own, explanation), told(&quoted, |p| &p.policy))
        }
        Half => {
            let own = some(points, points.len() / 2, &mut dice);
            let quoted = some(points, points.len() / 2, &mut dice);
            format!("一、出台背景\n{}二、主要内容\n{}", told(&own, explanation), told(&quoted, |p| &p.policy))
        }
    }
}

fn explanation(point: &Point) -> &String {
    &point.explanation
}

fn told(points: &[&Point], words: impl Fn(&Point) -> &String) -> String {
    points.iter().fold(String::new(), |text, p| text + words(p) + "\n")
}

/// As many points as wanted, in their order.
fn some<'a>(points: &'a [Point], count: usize, dice: &mut Dice) -> Vec<&'a Point> {
    let mut places: Vec<usize> = (0..points.len()).collect();
    dice.shuffle(&mut places);
    places.truncate(count);
    places.sort_unstable();
    places.iter().map(|&at| &points[at]).collect()
}

fn kept(points: &[Point], keep: impl Fn(usize) -> bool) -> String {
    let kept = points.iter().enumerate().filter(|(at, _)| keep(*at));
    kept.fold(String::new(), |text, (_, p)| text + &p.policy + "\n")
}

/// The first clauses, more than half of the sentence.
fn cut_short(sentence: &str) -> String {
    let clauses: Vec<&str> = sentence.trim_end_matches('。').split('，').collect();
    clauses[..clauses.len().div_ceil(2)].join("，") + "。"
}

/// In full-width digits, with other marks between the clauses.
fn widened(sentence: &str) -> String {
    let wide = |c: char| match c {
        '0'..='9' => char::from_u32(u32::from(c) - 0x30 + 0xff10).unwrap(),
        '，' => ',',
        '、' => ' ',
        '；' => '。',
        c => c,
    };
    sentence.chars().map(wide).collect()
}

/// Synonyms for most words that have one; of three clauses or more, one left out now and then.
fn reworded(sentence: &str, dice: &mut Dice) -> String {
    let mut text = sentence.to_owned();
    for (word, other) in SYNONYMS {
        if dice.below(10) < 8 {
            text = text.replace(word, other);
        }
    }
    let mut clauses: Vec<&str> = text.split('，').collect();
    if clauses.len() > 2 && dice.below(2) == 0 {
        clauses.remove(1 + dice.below(clauses.len() - 2));
    }
    clauses.join("，")
}
