//! Whether running text tells an element that has no label: what counts is a value (a law, an address, a number, hours, named
//! papers), not a word that stands in the sentence of another element.

use regex::Regex;
use std::sync::LazyLock;

/// By kind, what a value of it looks like in running text of folded width. No name: titles give it.
const VALUES: [&str; 8] = [
    "",
    // A law that is cited.
    r"(?:根据|依据|按照|依照)[^。\n]{0,30}《|《[^》\n]{2,60}(?:法|条例|办法|规定|细则|决定|意见|通知|规范)(?:\([^)]*\))?》|〔\d{4}〕\s?\d+\s?号|第[一二三四五六七八九十百\d]{1,6}条",
    // Who may have it.
    r"年满|未满|周岁|凡(?:是|具有|持有|符合|属于|在|年)|凡[^。,;\n]{2,30}(?:者|的|均|可)|(?:均可|可以|方可|可)(?:向[^。,;\n]{1,20})?(?:申请|申领|享受|申报|办理)|户(?:籍|口)的?(?:居民|人口|老人|人员|村民|家庭)|适用于|(?:应当?|须|需)(?:具备|符合|满足)|(?:对象|条件)(?:是|为|包括|有|如下)|(?:下列|以下)(?:条件|情形|人员)",
    // Papers by name: brought or handed in, or two in a row.
    r"(?:凭|持(?:本人|[^有证])|携带?|带[上齐好]|提交|提供|出示|填写|填报|备齐|备好|递交|报送|上传|交验)[^。,;→\n]{0,24}(?:身份证|居住证|户口[簿本]|证书|证明|执照|[请记批报核明]表|申请书|承诺书|委托书|复印件|原件|照片|病历|发票|票据|社保卡|社会保障卡|产权证|结婚证|残疾证|许可证)|(?:身份证|户口[簿本]|申请[表书]|复印件|照片|营业执照|证明)[^。;→\n]{0,20}(?:身份证|户口[簿本]|申请[表书]|复印件|照片|营业执照|证明)",
    // An address, or where to go.
    r"[路街道巷]\s?[\d一二三四五六七八九十百]+\s?号|\d\s?号窗口|[\d一二三四五六七八九十]\s?楼|(?:政务|便民|为民|党群|公共)服务(?:中心|大厅|站)|(?:到|至|前往|赴)[^。,;→\n]{0,20}(?:窗口|大厅|中心|政府|办事处|服务[站点]|派出所|委员会|村委会|居委会|社区|[镇乡县市区][^。,;→\n]{0,10}[局所站])|(?:在|向)[^。,;→\n]{0,20}(?:窗口|大厅|服务中心|服务[站点]|政府|办事处|委员会|派出所|村委会|居委会)",
    // Hours, or how long it takes.
    r"工作日|周[一二三四五六日]|星期|上午|下午|\d{1,2}(?::|时|点)(?:\d{2}|[至到—-])|(?:^|[^近前\d一二三四五六七八九十])(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?个?(?:日|天|月|小时)(?:之|以)?内|当场|当天|当日|即时|即办|全年|全天|每[月周年季][^。,;\n]{0,4}\d\s?[日号]|随时",
    // A number to call.
    r"(?:电话|热线|拨打|致电|来电)[^。;\n]{0,12}\d{3}|(?:^|[^\d])(?:0\d{2,3}[-—－ ]?\d{7,8}|1[3-9]\d(?:\d|\*){4}\d{4}|\d{7,8})(?:[^\d]|$)",
    // One step after another.
    r"→|➔|第[一二]步|先[^。\n]{2,40}(?:再|然后)|(?:受理|初审|审核|审查|复核|评审|调查|核查|核实)[^。;\n]{0,20}(?:后|并|再|报|由)[^。;\n]{0,30}(?:审批|审核|审定|办结|发证|发放|公示|公布|批准|登记|复核|决定|领取)|(?:提交|递交|登记|填写|申请)[^。;\n]{0,24}(?:后|,)[^。;\n]{0,24}(?:办结|领取|受理|审核|审批|发放)",
];

/// Whether a text of folded width tells a value of a kind.
pub(super) fn tells(kind: usize, text: &str) -> bool {
    static PATTERNS: LazyLock<Vec<Option<Regex>>> = LazyLock::new(|| {
        let made = VALUES.iter().map(|v| (!v.is_empty()).then(|| Regex::new(v).expect("a fixed pattern")));
        made.collect()
    });
    PATTERNS.get(kind).and_then(Option::as_ref).is_some_and(|pattern| pattern.is_match(text))
}
