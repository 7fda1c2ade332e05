//! What titles say of consultations.

use duwang::facts::{CallKind, call_kind, matter_key};

#[test]
fn titles_of_consultations() {
    for (title, kind) in [
        ("关于《云溪县停车管理办法（征求意见稿）》公开征求意见的公告", Some(CallKind::Draft)),
        ("《云溪县停车管理办法》（草案）意见征集", Some(CallKind::Draft)),
        ("关于公开征求优化营商环境若干措施意见的通知", Some(CallKind::Draft)),
        ("关于征求《云溪县停车管理办法》修改意见的函", Some(CallKind::Draft)),
        ("关于公开征集2027年县政府工作意见建议的公告", Some(CallKind::Open)),
        ("关于征集民生实事项目意见建议的公告", Some(CallKind::Solicitation)),
        ("关于征集云溪县城市形象标识的公告", Some(CallKind::Solicitation)),
        ("云溪县政务服务满意度调查问卷调查", Some(CallKind::Questionnaire)),
        ("关于召开自来水价格听证会的公告", Some(CallKind::Hearing)),
        ("关于青石镇征地补偿安置方案征求意见的公告", Some(CallKind::Expropriation)),
        ("司法部关于《行政复议条例（征求意见稿）》公开征求意见的通知", Some(CallKind::Elsewhere)),
        ("关于《云溪县停车管理办法》征求意见采纳情况的公告", None),
        ("云溪县停车管理办法意见征集情况反馈", None),
        ("公众意见采纳情况说明", None),
        ("《云溪县停车管理办法（征求意见稿）》起草说明", None),
        ("《云溪县停车管理办法（征求意见稿）》政策解读", None),
        ("县政府召开停车管理办法征求意见座谈会", None),
        ("关于加强停车管理的实施意见", None),
        ("意见征集", None),
        ("云溪县人民政府关于印发《云溪县停车管理办法》的通知", None),
    ] {
        assert_eq!(call_kind(title), kind, "{title}");
    }
}

#[test]
fn one_matter_by_many_titles() {
    let of = matter_key("关于《云溪县停车管理办法（征求意见稿）》公开征求意见的公告");
    for title in [
        "《云溪县停车管理办法》（草案）意见征集",
        "关于《云溪县停车管理办法》征求意见采纳情况的公告",
        "云溪县人民政府关于印发《云溪县停车管理办法》的通知",
        "《云溪县停车管理办法（征求意见稿）》起草说明",
    ] {
        assert_eq!(matter_key(title), of, "{title}");
    }
    let bare = matter_key("关于公开征求云溪县停车管理办法意见的公告");
    assert_eq!(bare, of);
    assert_ne!(matter_key("关于《云溪县养犬管理办法（征求意见稿）》公开征求意见的公告"), of);
}
