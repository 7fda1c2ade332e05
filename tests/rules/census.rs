//! What is told of a pack in figures.

use super::load;
use duwang::model::Lang;
use duwang::rules::Census;

const PACK: &str = r#"
[pack]
id = "counted"
title = "点数"
source = "测试"
version = "1"

[[indicator]]
id = "1"
title = "甲"
points = 60
class = "A"
ledger = ["X-1", "X-2"]

[[rule]]
id = "1-a"
indicator = "1"
title = "有搜索"
check = "missing-search"
deduct = { once = 60 }

[[indicator]]
id = "2"
title = "乙"

[[indicator]]
id = "2.1"
parent = "2"
title = "乙一"
points = 30
class = "B"
ledger = ["X-3"]

[[rule]]
id = "2.1-a"
indicator = "2.1"
title = "由人看"
check = "missing-search"
manual = { points = 30 }

[[indicator]]
id = "2.2"
parent = "2"
title = "乙二"
points = 10
ledger = ["X-4"]

[[rule]]
id = "2.2-a"
indicator = "2.2"
title = "还没有的检查"
check = "a-planned-one"
deduct = { once = 10 }
"#;

#[test]
fn rows_leaves_and_judges_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("counted.toml");
    std::fs::write(&path, PACK).unwrap();
    let registry = super::stand_in::stand_ins();
    let set = duwang::rules::load_with(path.to_str().unwrap(), &registry, &["a-planned-one"]).unwrap();
    let census = set.census();
    let expected = Census {
        a: 2,
        b: 1,
        c: 0,
        unclassed: 1,
        leaves: 3,
        covered: 2,
        rules: 3,
        by_check: 1,
        planned: 1,
        by_person: 1,
    };
    assert_eq!(census, expected);
    assert_eq!(census.rows_text(Lang::Zh).unwrap(), "台账行 4 条：A 类 2，B 类 1，C 类 0，未分类 1");
    assert_eq!(census.rows_text(Lang::En).unwrap(), "4 ledger rows: 2 of class A, 1 of B, 0 of C, unclassed 1");
    assert_eq!(
        census.judges_text(Lang::Zh),
        "末级指标 3 条，规则 3 条：由检查判定 1 条，所需检查本版尚未提供 1 条，由人评定 1 条"
    );
}

#[test]
fn a_pack_without_ledger_rows_says_nothing_of_them() {
    let census = load("cn-site-2019").unwrap().census();
    assert_eq!((census.rows(), census.rows_text(Lang::Zh)), (0, None));
}
