//! Mistakes in workbooks: each told with its cell, all of them at once, nothing taken.

use super::book::{Put, written};
use super::workbook::{page, prepared, read, runs};
use super::{pack, site};
use duwang::model::{AskKey, Lang};

/// What is said when the prepared workbook is changed like this.
fn said(change: impl FnOnce(&mut super::book::Page)) -> Vec<String> {
    let set = pack("");
    let mut page = page(&set);
    change(&mut page);
    read(&set, &[written(&[page])]).expect_err("a mistake")
}

#[track_caller]
fn one(faults: &[String], words: &[&str]) {
    assert_eq!(faults.len(), 1, "{faults:#?}");
    for word in words {
        assert!(faults[0].contains(word), "{word} in {}", faults[0]);
    }
}

#[test]
fn marks_that_cannot_be() {
    let text = |t: &str| Put::Text(t.to_owned());
    one(&said(|p| p.mark("1-b", 5.5, "好")), &["得分", "5.5", "高于", "0 到 5", "第 5 行"]);
    one(&said(|p| p.mark("1-b", -1.0, "差")), &["负数", "0 到 5"]);
    one(&said(|p| p.mark("1-a", 9.0, "好")), &["9", "4 到 6"]);
    one(&said(|p| p.mark("1-b", 3.333, "中")), &["3.333", "两位小数"]);
    one(&said(|p| p.put("1-b", "得分", text("较好"))), &["较好", "不是分数", "8.5"]);
    one(&said(|p| p.put("1-b", "得分", Put::Truth(true))), &["TRUE", "不是分数"]);
    one(&said(|p| p.put("1-b", "得分", text("1e3"))), &["1e3", "不是分数"]);
    one(&said(|p| p.put("1-b", "结论", text("还行"))), &["结论", "还行", "认可、部分认可、不认可、不适用"]);
}

#[test]
fn less_than_everything_needs_a_reason() {
    one(&said(|p| p.mark("1-b", 4.99, "")), &["理由", "没有给满"]);
    one(&said(|p| p.mark("1-b", 4.99, "  ")), &["理由"]);
    for verdict in ["不认可", "不适用"] {
        one(&said(|p| p.put("2-a", "结论", Put::Text(verdict.into()))), &["理由"]);
    }
    let set = pack("");
    let mut full = page(&set);
    full.mark("1-b", 5.0, "");
    full.put("2-a", "结论", Put::Text("认可".into()));
    assert!(read(&set, &[written(&[full])]).is_ok(), "everything given needs none");
}

#[test]
fn verdicts_that_contradict_their_marks() {
    let both = |verdict: &'static str, points: f64| {
        said(move |p| {
            p.mark("1-b", points, "说明");
            p.put("1-b", "结论", Put::Text(verdict.into()));
        })
    };
    one(&both("认可", 3.0), &["认可", "5", "3"]);
    one(&both("不认可", 3.0), &["不认可", "0", "3"]);
    one(&both("不适用", 3.0), &["不适用", "清空"]);
    one(
        &said(|p| {
            p.put("1-b", "结论", Put::Text("部分认可".into()));
            p.put("1-b", "理由", Put::Text("说明".into()));
        }),
        &["部分认可", "得分", "0 到 5"],
    );
    // A veto takes no marks; problems that were established do apply.
    one(&said(|p| p.mark("V-a", 1.0, "说明")), &["否决", "清空"]);
    one(
        &said(|p| {
            p.put("1-a", "结论", Put::Text("不适用".into()));
            p.put("1-a", "理由", Put::Text("说明".into()));
        }),
        &["查实", "不适用"],
    );
}

#[test]
fn rows_that_nobody_knows() {
    let key = |site: &str, rule: &str| {
        let set = pack("");
        let pack = &set.pack.reference;
        AskKey {
            site: site.into(),
            rule: rule.into(),
            pack: pack.id.clone(),
            sha256: pack.sha256.clone(),
            year: 2026,
            run: "r-2026-09-01".into(),
        }
        .text()
    };
    let change = |written: String| {
        said(move |p| {
            p.mark("2-a", 30.0, "");
            p.put("2-a", "行键", Put::Text(written));
        })
    };
    one(&change(key("nowhere", "2-a")), &["nowhere", "没有检查"]);
    one(&change(key("gao", "9-z")), &["9-z", "--prepare"]);
    one(&change("乱写".into()), &["乱写", "行键"]);
    one(
        &said(|p| {
            p.mark("2-a", 30.0, "");
            p.put("2-a", "行键", Put::Nothing);
        }),
        &["没有行键"],
    );
}

#[test]
fn a_workbook_of_another_pack_version_or_year_is_told_once() {
    let set = pack("");
    let other = crate::score::make::set(&super::BODY.replace("机制", "机制二"));
    let faults = read(&set, &[prepared(&other, &runs(), Lang::Zh)]).unwrap_err();
    one(&faults, &["另一版", &other.pack.reference.sha256[..12], "共 5 行"]);
    let alien = crate::score::make::set(&format!(
        "[pack]\nid = \"u\"\ntitle = \"t\"\nsource = \"s\"\nversion = \"1\"\n{}",
        super::BODY
    ));
    one(&read(&set, &[prepared(&alien, &runs(), Lang::Zh)]).unwrap_err(), &["规则包 u", "--rules"]);
    let mut page = page(&set);
    for row in &mut page.rows {
        let Put::Text(key) = &mut row[0] else { panic!("the key comes first") };
        *key = key.replace("2026,", "2025,");
    }
    one(&read(&set, &[written(&[page])]).unwrap_err(), &["2025", "--year"]);
}

#[test]
fn missing_columns_and_files_that_are_no_workbooks() {
    one(&said(|p| p.drop_column("理由")), &["缺少列", "理由", "工作表"]);
    one(
        &said(|p| {
            p.drop_column("结论");
            p.drop_column("行键");
        }),
        &["行键", "结论"],
    );
    let set = pack("");
    one(&read(&set, &[b"name,mark\n".to_vec()]).unwrap_err(), &["不是能读的 xlsx", "表1.xlsx", "--prepare"]);
    one(&read(&set, &[written(&[])]).unwrap_err(), &["没有一张工作表"]);
    let whole = written(&[page(&set)]);
    one(&read(&set, &[whole[..whole.len() / 2].to_vec()]).unwrap_err(), &["不是能读的 xlsx"]);
}

#[test]
fn rows_that_stand_twice() {
    let twice = |second: f64| {
        said(move |p| {
            p.mark("2-a", 20.0, "一");
            let mut copy = p.rows[p.row("2-a")].clone();
            let at = p.head.iter().position(|h| h == "得分").unwrap();
            copy[at] = Put::Number(second);
            p.rows.push(copy);
        })
    };
    one(&twice(21.0), &["gao 2-a", "20", "21", "不一致"]);
    // Two people who contradict each other.
    let set = pack("");
    let (mut a, mut b) = (page(&set), page(&set));
    a.mark("2-a", 20.0, "一");
    b.mark("2-a", 10.0, "二");
    one(&read(&set, &[written(&[a]), written(&[b])]).unwrap_err(), &["表1.xlsx", "表2.xlsx", "不一致"]);
}

#[test]
fn every_mistake_is_told_at_once_in_either_language() {
    let set = pack("");
    let mut page = page(&set);
    page.mark("1-a", 99.0, "");
    page.put("1-b", "得分", Put::Text("优".into()));
    page.put("2-a", "结论", Put::Text("同意".into()));
    page.mark("3", 1.0, "");
    let faults = read(&set, &[written(&[page.clone()]), b"PK".to_vec()]).unwrap_err();
    assert_eq!(faults.len(), 5, "{faults:#?}");
    let offered = duwang::assess::Offered {
        set: &set,
        year: 2026,
        sites: [("gao".to_owned(), super::open(&set, &site(runs().counted)))].into(),
        some_only: false,
    };
    let faults = duwang::assess::read_marks(&[("m.xlsx".to_owned(), written(&[page.clone()]))], &offered).unwrap_err();
    let row = page.number(page.row("1-b"));
    assert!(faults.iter().any(|f| f.text(Lang::En).contains(&format!("row {row}")) && f.row as usize == row));
}
