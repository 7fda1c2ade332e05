//! What somebody who tries a system leaves behind, clause by clause: 测试数据，上线后删除。 Every clause must be of that
//! kind; one that says anything else makes the text a real one.

use super::placeholder_text::{Filler, is_mashed};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Most clauses and characters of such a text.
const CLAUSES: usize = 12;
const CHARS: usize = 240;

/// Parts of a content system and what it is tried for.
const PART: &str = "栏目|附件|图片|照片|视频|音频|文章|信息|新闻|资讯|通知|公告|动态|网站|网页|页面|系统|后台|平台|功能|编辑器|编辑|内容|数据|标题|正文|文字|文本|图文|链接|接口|模板|模版|样式|排版|格式|字体|效果|显示|发布|发文|发稿|发|上传|传|下载|推送|同步|审核|流程|权限|账号|账户|用户|保存|提交|打开|预览|稿件|稿|消息|文档|专用|手机端|移动端|pc端";
/// Parts that nobody tries but who edits a site.
const EDITED: &str = "栏目|附件|图片|照片|视频|文章|信息|新闻|资讯|编辑器|内容|标题|正文|文字|图文|链接|排版|发布|发文|发稿|上传|推送|稿件|模板|模版";
/// What is asked of them.
const ASKED: &str = "是否|能不能|能否|可不可以|可以|行不行|会不会|有没有|没有?|看看|看|正常|成功|能|不能|问题|一下|再|的|了|吗|呢|用|新|是|[0-9]{1,8}|[a-z]{1,3}|[一二三四五]";
const IGNORE: &str = "(?:请|敬请|可以?|大家|各位|都)*(?:忽略|无视|勿理会?|勿点击?|勿看|不用看|不用理会|不必理会)(?:本|此|该)?(?:条|文|信息|内容|测试|消息|即可)*";
const DELETE: &str = "(?:正式|上线|测试|测完|验收|用|看|发布|结束|完成|完|稍|随|之|以|过|马上|一会儿?)*(?:后|完|前)?(?:请|即|可|将|会|要|再|待|记得|务必|予以|就)*(?:删除|删掉|删了|删去|清除|撤稿|撤下|删)(?:本|此|该)?(?:条|文|信息|内容|页面?|文章|数据|即可|吧|了)*";
/// What a template asks for.
const NOUN: &str =
    "内容|正文|文字|文本|标题|简介|介绍|职能|职责|概况|信息|说明|摘要|描述|资料|名称|数据|文章|新闻|图片|段落";
const OF: &str = "单位|部门|机构|栏目|公司|企业|项目|活动|产品|景点|人物|领导|页面|模块|具体|详细|主要|相关|您的|你的|任意|副|主|第[一二三]|一?[篇条个段]|的";
const PUT: &str = "输入|填写|录入|填入|编辑|添加|插入|粘贴|替换为?|补充|完善|填|写";
const PAGE: &str = "(?:本|该|此)?(?:栏目|页面?|网站|网页|内容|板块|版块|频道|专题|专栏|模块|子站|站点)+";
const DOING: &str = "(?:正在|正|尚在|还在|仍在|处于)?(?:努力|紧张|抓紧|加紧|积极)?(?:建设|整理|完善|更新|筹建|制作|编辑|编写|补充|录入|开发|改版|施工|准备|收集)(?:之)?中|正在(?:建设|整理|完善|更新|筹建|制作|编辑|补充|录入|开发|改版)";

/// What one clause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    /// Nobody writes it but to try the system.
    Trial,
    /// A text of the template that asks for the text.
    Prompt,
    /// The page says that it is being made.
    Building,
    /// Something is being made; what, the title may say.
    Made,
    /// Each of these alone may be meant; two of them are not.
    Check,
    Delete,
    Ignore,
    Mashed,
    Nobody,
    /// Says nothing either way.
    Nothing,
}

static SIGNS: LazyLock<Vec<(Regex, Sign)>> = LazyLock::new(|| {
    let lead = "(?:我|来|再|先|只是|仅为?|仅供|这是|这里是|此处是|此为|本文[为是]|此[文条][为是]|该文[为是]|本条[为是]|一?[篇条个则段份张次])*";
    let tail = format!("(?:{IGNORE})?(?:{DELETE})?");
    [
        (format!("{lead}(?:测试|测一下|试一下|试一试|试试|试发|试传|test(?:ing)?)(?:{PART}|{ASKED}|测试|试)*{tail}"), Sign::Trial),
        (format!("(?:{EDITED})+(?:测试|测一下|试一下|test)(?:{PART}|{ASKED})*{tail}"), Sign::Trial),
        (format!("(?:{PART})*(?:测试一下|测一下|试一下)(?:{PART}|{ASKED})*{tail}"), Sign::Trial),
        ("(?:hello|helloworld|你好世界|foobar(?:baz)?)+".to_owned(), Sign::Trial),
        (format!("请?(?:在?(?:这里|此处|此|这儿|下方)(?:处)?|[单点双]击(?:此处|这里))(?:以|来|可)?(?:{PUT}|放)(?:{OF}|{NOUN})*(?:{NOUN})"), Sign::Prompt),
        (format!("请(?:{PUT})(?:{OF}|{NOUN})*(?:{NOUN})"), Sign::Prompt),
        (format!("(?:(?:这里|此处|这)(?:是|为|放|写)(?:{OF}|{NOUN})*(?:正文|内容|标题|摘要|文字|文本|简介))+"), Sign::Prompt),
        (format!("(?:{OF}|{NOUN})*(?:{NOUN})(?:待|有待|后续|稍后|之后|另行)(?:{PUT}|上传|更新|发布)"), Sign::Prompt),
        (format!("{PAGE}(?:{DOING})"), Sign::Building),
        ("(?:此|本)?(?:page|site)?(?:is)?(?:underconstruction|comingsoon)".to_owned(), Sign::Building),
        (DOING.to_owned(), Sign::Made),
        ("(?:暂|暂时|目前|还|尚)(?:无|没有)(?:任何|相关|更多)*(?:内容|数据|正文)".to_owned(), Sign::Made),
        (format!("(?:{PART})*(?:测试|验证|调试|联调|试用|演示)(?:{PART}|{ASKED})*"), Sign::Check),
        (IGNORE.to_owned(), Sign::Ignore),
        (DELETE.to_owned(), Sign::Delete),
        ("(?:张三|李四|王五|赵六|某某)+".to_owned(), Sign::Nobody),
        ("无(?:正文|内容|附件)?|略|完|谢谢|请|敬请(?:期待|关注|谅解)|尽请期待|请(?:稍后|稍候)(?:再来|访问|再试|查看)*|即将(?:上线|推出|开放)|谢谢关注|[0-9]{1,8}|[a-z]{1,2}|world".to_owned(), Sign::Nothing),
    ]
    .into_iter()
    .map(|(pattern, sign)| (Regex::new(&format!("^(?:{pattern})$")).expect("a constant pattern"), sign))
    .collect()
});

/// What a text is whose clauses are all of such kinds.
pub(super) fn read(text: &str) -> Option<Filler> {
    if text.chars().count() > CHARS {
        return None;
    }
    let lower = text.to_lowercase();
    let joined: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    if let Some(sign) = sign(&joined).filter(|s| *s != Sign::Nothing) {
        return told(&BTreeSet::from([sign]));
    }
    let clauses: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|c| !c.is_empty()).collect();
    if clauses.len() > CLAUSES {
        return None;
    }
    told(&clauses.into_iter().map(sign).collect::<Option<BTreeSet<_>>>()?)
}

fn sign(clause: &str) -> Option<Sign> {
    let known = SIGNS.iter().find(|(pattern, _)| pattern.is_match(clause)).map(|(_, sign)| *sign);
    let mashed = known.is_none_or(|s| s == Sign::Nothing) && is_mashed(clause);
    if mashed { Some(Sign::Mashed) } else { known }
}

fn told(signs: &BTreeSet<Sign>) -> Option<Filler> {
    let has = |sign| signs.contains(&sign);
    let weak = [Sign::Check, Sign::Delete, Sign::Ignore, Sign::Mashed, Sign::Nobody];
    match weak.into_iter().filter(|s| has(*s)).count() {
        _ if has(Sign::Trial) || has(Sign::Prompt) => Some(Filler::Test),
        0 if has(Sign::Building) => Some(Filler::Building),
        0 if has(Sign::Made) => Some(Filler::MaybeBuilding),
        0 => None,
        1 => Some(Filler::MaybeTest),
        _ => Some(Filler::Test),
    }
}
