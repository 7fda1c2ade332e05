//! What the words around a number say of it: whose it is, or that it is another kind of number.

use regex::Regex;
use std::sync::LazyLock;

/// Whose what stands in a table or list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Persons of whom nobody needs the number.
    Person,
    /// Bodies, or persons in their office.
    Body,
    /// Words of both.
    Both,
    /// No words of either.
    Unsaid,
}

/// Whether any of the words, parted by bars, stands in a text.
fn any(text: &str, words: &str) -> bool {
    words.split('|').any(|w| text.contains(w))
}

/// Whether any of the words stands in a text.
pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.contains(w))
}

/// Numbers of things.
const THINGS: &str = "\
编号|编码|合同号|合同书|合同备案|订单|单号|招标|标段|采购项目|项目代码|统一代码|许可证|许可编|执照|\
批准文|文号|备案号|备案编|备案证|登记号|登记证|注册号|注册证|信用代码|机构代码|组织机构|税号|纳税人|\
识别号|发票|流水|交易号|宗地|地块|不动产|产权证|权证|车牌|车架|发动机|批号|条码|条形码|ISBN|标识码|\
索引|案号|受理号|查询码|工单|快递|运单|档案号|准考证|考号|工号|货号|序列号|设备号|IMEI|坐标|经度|\
纬度|QQ|qq|群号|微信群|邮编|证书号|资格证号|图斑|面积|时间戳|版本|型号|规格|票号|凭证|业务号|监管码|\
追溯码|报建|竣工|合格证|检测号|报告号|文书号|决定书|公告号|代码|栋号|户号|表号|缴费号|房源|批次|\
期号|商品|ID|id=|Id|金额|总价|价格|数量";

/// Names of what is looked for.
const ID_WORDS: &str = "\
身份证|公民身份|身份号|证件号|证件|身 份 证|居民证|残疾证|残疾人证|学籍|公民号码|身份证件|sfz|SFZ|\
idcard|IDCard|idCard|证 件|ID Card|ID card|ID No|ID NO|ID CARD|ID Num|ID num|身分证|Identity|identity card";

const PHONE_WORDS: &str = "\
手机|电话|联系方式|联系号码|号码|电 话|手 机|联系|Tel|TEL|tel|致电|拨打|微信";

const CARD_WORDS: &str = "\
账号|帐号|卡号|账户|帐户|开户|银行卡|一卡通|存折|社保卡|银行账|收款|打卡";

/// Holders of accounts that are no natural persons, and what their accounts are called.
const ACCOUNT_BODIES: &str = "\
公司|对公|专户|保证金|财政|学校|医院|基本户|基本存款|单位|机关|委员会|合作社|协会|基金会|慈善|\
红十字|捐赠|捐款|局|中心|政府|税务|国库|非税|代理机构|采购人|招标|投标|工会|党费|大学|中学|小学|\
幼儿园|事务所|集团|企业|厂|法院|诉讼费|执行款|交易所|村委|居委|缴款";

/// Words right before a number by which it is answered by an office.
const HOTLINES: &str = "\
热线|咨询|值班|监督|投诉电话|举报|服务|受理|客服|报警|办公|预约|报名|传真|救援|求助电话|反映电话";

/// Words by which a mobile number is given to be called.
const CONTACT: &str = "\
联系人|联系电话|联系方式|咨询|监督|投诉电话|投诉举报|举报|值班|热线|服务电话|受理|报名|客服|预约|\
传真|反映|征求意见|意见反馈|反馈意见|订购|看样|失物|招领|热心|电子邮箱|邮箱|电子邮件|地址|联系单位|\
报送|对接|详询|垂询|洽谈|有意者|欢迎|致电|来电|拨打|扫码|加微信|微信同号|招聘|应聘|简历|出租|出售|\
收购|回收|技术支持|网站|纠错|维护|版权|主办";

/// Words of bodies and offices.
const OFFICES: &str = "\
采购|招标|代理|供应商|中标|投标|项目负责|网格|河长|林长|田长|路长|湖长|驻村|书记|主任|镇长|乡长|\
村长|局长|科长|股长|所长|站长|校长|院长|队长|组长|部长|县长|律师|公证|事务所|公司|中心|银行|医院|\
学校|幼儿园|酒店|宾馆|超市|合作社|客栈|农家乐|经销|门店|药房|诊所|卫生院|卫生室|工作人员|负责人|\
经办人|承办人|办事员|专员|联络员|调解员|管理员|技术员|指导员|民警|警务|协管|救援|应急|抢险|防汛|\
报警|政务|窗口|服务点|服务站|驿站|维修|安装|销售|旅游|民宿|景区|基地|农场|养殖场|协会|商会|\
法定代表人|建设单位|施工单位|设计单位|监理|环评|协调|牵头|责任人|带班|领队|驾驶员|救护|服务商|拍卖|\
挂牌|竞买|办公|客服|热线|值班|大使|管家|顾问|记者|编辑|作者|审核|统计|填表人|填报人";

/// Words by which a number is a person's own.
const OWN: &str = "\
户主|受益人|监护人|家长|患者|来信人|投诉人|举报人|信访人|考生|被救助|享受人|申领人|本人|写信人|\
留言人|诉求人|反映人|来电人|当事人|家属|死者|患儿|救助对象|低保对象|补贴对象|受助|学生|姓名|\
受理对象|持卡人|被征收人|承租人|租户|购房人|中签|农户|村民|居民|住户|个人电话|本人电话|我的";

/// Words by which whoever is named with a number is somebody whom the state gives something, or who came to it.
const WHOM: &str = "\
户主|受益人|监护人|患者|来信人|投诉人|举报人|信访人|考生|被救助|享受人|申领人|写信人|救助对象|\
低保对象|补贴对象|受助|死者|家属|承租人|租户|购房人|持卡人|被征收人|残疾人|五保|特困人员";

/// Words in a row by which it is that of a body or of somebody in office.
const ROWS_OF_OFFICES: &str = "\
公司|合作社|事务所|律师|主任|书记|镇长|局长|所长|站长|校长|院长|科长|股长|队长|村长|委员|干事|\
干部|医生|老师|经理|超市|门诊|卫生院|派出所|经营部";

/// Heads of columns that only lists of persons have.
const PERSON_HEADS: &str = "\
身份证|证件号|户主|性别|年龄|出生|民族|住址|补贴|补助|发放|救助|低保|户籍|人口|贫困|残疾|学历|毕业|\
准考证|考号|成绩|总分|班级|家长|监护|病情|诊断|体检|卡号|与户主|受益|养老|申请人|考生|学生|农户|\
承租|租金|轮候|籍贯|政治面貌|报考|户别|银行账号|银行帐号|个人账|一卡通|家庭住址|家庭人口|家庭成员|\
家庭地址|家庭情况|家庭年|保障人|保障对象|保障类";

/// Heads of columns, and words in titles, by which the persons stand there in their office.
const OFFICE_HEADS: &str = "\
职务|职位|职责|职称|单位名称|企业|公司|机构|责任人|责任单位|责任区|河长|林长|田长|路长|网格|包保|\
包联|包村|驻村|挂联|挂包|联系领导|值班|带班|科室|部门|律师|执业|店名|经营|法人|法定代表|供应商|采购|\
投标|中标|代理|学校名称|网点|服务点|站点|门店|办公|窗口|受理|联系人|负责人|派出所|民警|辖区|岗位|\
合作社|基地|项目|景区|酒店|民宿|诊所|卫生室|药店|传真|技术员|联络员|指导员|专家|书记|主任|村长|镇长|\
领导|干部|队长|组长|医生|教师|经理";

/// Words in titles of lists in which persons stand in their office.
const OFFICE_TITLES: &str = "\
通讯录|联系方式|联系电话|联系表|值班|责任人|河长|林长|田长|路长|网格|律师|调解员|驻村|包保|包联|\
包村|带班|办公电话|咨询电话|服务电话|监督电话|一览表|联络|技术指导|专家|经销商|维修点|定点|招聘|\
岗位|采购|招标|中标|办事指南|企业名单|机构名单|单位名单|网点|负责人|应急|防汛|救援|志愿服务队|\
服务站|民警";

/// Words in titles of lists of persons whom the state gives or judges something.
const PERSON_TITLES: &str = "\
补贴|补助|救助|低保|特困|公租房|廉租|保障房|体检|录取|录用|花名册|发放|资助|奖学金|贫困|脱贫户|\
帮扶对象|残疾|高龄|慰问|摇号|中签|轮候|危房|改造户|征收|安置|考生|成绩|学员|参训|退役|优抚|孤儿|\
名单公示|人员名单|享受|培训人员|报名人员|申请人|养老|医疗救助|助学|减免|奖励扶助|失业|就业困难|\
公益性岗位|退耕|耕地地力|农机购置|受灾|临时救助";

/// Lists that the law may want in full.
const EXEMPT: &str = "\
失信被执行人|失信惩戒|联合惩戒|惩戒名单|黑名单|限制消费|限制高消费|欠税公告|通缉|悬赏|强制披露|\
曝光台|老赖|欠薪|失信名单|惩戒公示|欠税人";

/// What says that a number only shows how one is written.
const EXAMPLES: &str = "\
示例|样例|样表|范例|填写说明|填表说明|例如|（例|(例|如：|填写范|虚构|举例|示范文本";

/// What is told in front of a number on its line, from the last break on.
pub(super) fn clause(before: &str) -> &str {
    let at = before
        .rfind(['；', ';', '。', '！', '!', '？', '?', '\n', '\t', '|', '｜'])
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    &before[at..]
}

/// The last words of a text, at most so many characters.
pub(super) fn tail(text: &str, most: usize) -> &str {
    // From its end: the text may be long, and is asked for every number in it.
    let Some(back) = most.checked_sub(1) else { return "" };
    text.char_indices().rev().nth(back).map_or(text, |(at, _)| &text[at..])
}

/// The first words of a text, at most so many characters.
pub(super) fn head(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(at, _)| &text[..at])
}

/// The label that stands right before a number: the last stretch between commas, without what another number said.
fn nearest(label: &str) -> &str {
    let trimmed = label.trim_end_matches([' ', ':', '：', '(', '（', '为', '是', '\u{3000}', '\u{A0}']);
    let from = trimmed
        .rfind(['，', ',', '、', '）', ')', '/', ' '])
        .map_or(0, |at| at + trimmed[at..].chars().next().map_or(0, char::len_utf8));
    tail(&trimmed[from..], 16)
}

/// Whether the label before a number says that it is the number of a thing.
pub(super) fn is_thing(label: &str) -> bool {
    let near = nearest(label);
    any(near, THINGS) && !any(near, ID_WORDS) && !has(near, &["手机", "电话"])
}

/// Whether the label before a number speaks of an id.
pub(super) fn is_id(label: &str) -> bool {
    any(tail(label, 24), ID_WORDS)
}

/// Whether the label before a number is `ID` and nothing more of a thing's name: an eighteen-digit number that is valid as a
/// resident id is one then.
pub(super) fn is_bare_id(label: &str) -> bool {
    static BARE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:^|[\s,，;；、(（|｜/:：.])(?:(?:citizen|national|resident|personal|chinese|prc)['’s]*\s+)?(?:id|i\.d\.|identity|identification)(?:\s*(?:card|no|num|number|code|号码|号|证))*[\s.:：#=＝()（）]*$")
            .expect("a fixed pattern")
    });
    BARE.is_match(tail(label, 48))
}

/// Whether the label before a number speaks of a credit code or a registration.
pub(super) fn is_credit_label(label: &str) -> bool {
    has(tail(label, 24), &["信用代码", "机构代码", "注册号", "登记号", "税号", "纳税人识别"])
}

/// Whether a body's name stands right before a number.
pub(super) fn names_body(label: &str) -> bool {
    const ENDS: &str = "\
公司|局|院|社|厂|店|中心|学校|协会|委员会|政府|部|所|站|大学|中学|小学|幼儿园|集团|行|会|办公室";
    let trimmed = label.trim_end_matches(|c: char| !c.is_alphabetic());
    ENDS.split('|').any(|e| trimmed.ends_with(e))
}

/// Whether a text speaks of building and permits, whose numbers hold a place and a day.
pub(super) fn is_works(text: &str) -> bool {
    has(text, &["工程", "项目", "施工", "许可", "标段", "地块", "宗地", "建设", "土地", "合同", "招标", "采购"])
}

pub(super) fn is_phone(label: &str) -> bool {
    any(tail(label, 24), PHONE_WORDS)
}

pub(super) fn is_card(label: &str) -> bool {
    any(label, CARD_WORDS)
}

/// Whether the label right before a number is that of an office's telephone.
pub(super) fn is_hotline(label: &str) -> bool {
    any(nearest(label), HOTLINES)
}

/// Whether a text names bodies or people in office.
pub(super) fn is_office(text: &str) -> bool {
    any(text, OFFICES)
}

/// Whether a text gives a number to be called.
pub(super) fn is_contact(text: &str) -> bool {
    any(text, CONTACT)
}

/// Whether the label right before a number says that it is somebody's own.
pub(super) fn is_own(label: &str) -> bool {
    any(nearest(label), OWN)
}

/// Whether a stretch before a number tells of whom it is, not whom to call.
pub(super) fn is_of_whom(clause: &str) -> bool {
    any(tail(clause, 30), WHOM) && !has(clause, &["可", "请", "拨打", "咨询", "如有", "欢迎", "受理"])
}

/// Whether a row is that of a body or of somebody in office.
pub(super) fn is_row_of_office(row: &str) -> bool {
    any(row, ROWS_OF_OFFICES)
}

/// Whether a text has the labels of a record about a person.
pub(super) fn is_record(text: &str) -> bool {
    has(text, &["姓名", "户主"]) && has(text, &["性别", "身份证", "住址", "年龄", "出生", "民族"])
}

/// Whether an account is that of a body; the bank's own name aside.
pub(super) fn is_account_of_body(text: &str) -> bool {
    let mut holder = text.to_owned();
    for bank in [
        "银行股份有限公司",
        "银行有限责任公司",
        "银行有限公司",
        "信用合作联社",
        "信用合作社",
        "信用社",
        "开户单位银行",
        "发放单位",
    ] {
        holder = holder.replace(bank, "");
    }
    any(&holder, ACCOUNT_BODIES)
}

/// Whether a text names the holder of an account.
pub(super) fn names_holder(text: &str) -> bool {
    const HOLDERS: &[&str] =
        &["户名", "户　名", "户 名", "账户名", "帐户名", "开户名", "名称", "收款单位", "收款人", "收款方"];
    has(text, HOLDERS)
}

pub(super) fn is_exempt(text: &str) -> bool {
    any(text, EXEMPT)
}

pub(super) fn is_example(text: &str) -> bool {
    any(text, EXAMPLES)
}

/// Whose the numbers below these headings are, the title of the table or page told.
pub(super) fn whose(heads: &str, title: &str) -> Whose {
    // 姓名|单位|电话.
    let units = heads.split('|').any(|h| matches!(h, "单位" | "所在单位"));
    let (person, body) = (any(heads, PERSON_HEADS), any(heads, OFFICE_HEADS) || units);
    match (person, body) {
        (true, false) => Whose::Person,
        (false, true) => Whose::Body,
        (true, true) => {
            let sure = has(heads, &["身份证", "证件号", "户主", "低保", "监护", "家长", "残疾", "性别"]);
            let office = has(
                heads,
                &["职务", "河长", "网格", "企业", "公司", "法人", "法定代表", "律师", "责任人", "驻村", "值班"],
            );
            if sure && !office { Whose::Person } else { Whose::Both }
        }
        (false, false) => match (any(title, PERSON_TITLES), any(title, OFFICE_TITLES)) {
            (true, false) => Whose::Person,
            (false, true) => Whose::Body,
            (true, true) => Whose::Both,
            (false, false) => Whose::Unsaid,
        },
    }
}

/// Which heads of columns of a list of persons a line names; two of them make it the list's header.
pub(super) fn heads_named(line: &str) -> usize {
    const HEADS: [&str; 6] =
        ["姓名|户主|人员|申请人|名称", PHONE_WORDS, ID_WORDS, CARD_WORDS, "序号|编号", "地址|住址|金额|性别|村"];
    HEADS.iter().filter(|words| any(line, words)).count()
}
