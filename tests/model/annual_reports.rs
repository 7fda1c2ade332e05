//! Titles of annual reports on government information.

use duwang::model::{report_title, report_title_in_column, report_year};

#[test]
fn titles_of_reports_tell_year_and_body() {
    for (title, year, body) in [
        ("2025年政府信息公开工作年度报告", Some(2025), ""),
        ("高县人民政府2025年度政府信息公开工作报告", Some(2025), "高县人民政府"),
        ("高县人民政府信息公开工作年度报告（2025年）", Some(2025), "高县人民政府"),
        ("高县教育局2025年政府信息公开年报", Some(2025), "高县教育局"),
        ("高县审计局２０２５年政府信息公开工作年度报告", Some(2025), "高县审计局"),
        ("高县二〇二五年政府信息公开工作年度报告", Some(2025), "高县"),
        ("高县文江镇人民政府二O二五年度政府信息公开年度报告", Some(2025), "高县文江镇人民政府"),
        ("中共高县县委机构编制委员会办公室2024年政府信息公开年报", Some(2024), "中共高县县委机构编制委员会办公室"),
        ("2025年高县卫生健康局政府信息公开工作年度报告", Some(2025), "高县卫生健康局"),
        ("政府信息公开工作年度报告（高县司法局2025年）", Some(2025), "高县司法局"),
        ("附件1：高县水利局2025年政府信息公开工作年度报告.docx", Some(2025), "高县水利局"),
        ("关于高县人民政府办公室2023年政府信息公开工作情况的报告", Some(2023), "高县人民政府办公室"),
        ("高县人民政府关于公布2025年政府信息公开工作年度报告的公告", Some(2025), "高县人民政府"),
        ("政府信息公开工作年度报告", None, ""),
        ("2025 年度政务公开工作年度报告", Some(2025), ""),
        ("贵州省人民政府2025年政府信息公开工作年度报告", Some(2025), "贵州省人民政府"),
    ] {
        let read = report_title(title).unwrap_or_else(|| panic!("{title}"));
        assert_eq!((read.year, read.body.as_str()), (year, body), "{title}");
    }
}

#[test]
fn titles_of_other_things_are_none() {
    for title in [
        "关于做好2025年政府信息公开工作年度报告编制发布工作的通知",
        "国务院办公厅关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知",
        "一图读懂高县2025年政府信息公开工作年度报告",
        "高县2025年政府信息公开工作年度报告解读",
        "我县召开2025年政府信息公开年报编制培训会",
        "高县2025年法治政府建设年度报告",
        "高县政府信息公开指南",
        "高县2025年政府网站工作年度报表",
        "高县2025年政务公开工作要点",
        "高县2025年第一季度政府信息公开工作报告",
        "高县2025年政府信息公开年报汇总表",
        "2025年政府工作报告",
        "政府信息公开年报目录",
        "",
    ] {
        assert_eq!(report_title(title), None, "{title}");
    }
}

#[test]
fn years_are_told_from_other_numbers() {
    assert_eq!(report_year("二零二四年度").map(|y| y.0), Some(2024));
    assert_eq!(report_year("国办公开办函〔2021〕30号"), None);
    assert_eq!(report_year("文号12025年"), None);
    assert_eq!(report_year("1999年"), None);
}

#[test]
fn a_column_of_reports_says_what_its_entries_are() {
    for (title, body) in
        [("2025年", ""), ("2025年度", ""), ("2025年年报", ""), ("高县教育局2025年度报告", "高县教育局")]
    {
        let read = report_title_in_column(title).unwrap_or_else(|| panic!("{title}"));
        assert_eq!((read.year, read.body.as_str()), (Some(2025), body), "{title}");
        assert_eq!(report_title(title), None, "{title}");
    }
    for title in ["关于报送2025年年报的通知", "2025年工作要点", "通知公告"] {
        assert_eq!(report_title_in_column(title), None, "{title}");
    }
}
