//! How the marks look: patterns over text with full-width signs made narrow.

use regex::Regex;
use std::sync::LazyLock;

/// Short names of the provinces, as record numbers begin.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼蜀滇黔陇秦";

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $pattern:expr;)*) => {
        $($(#[$doc])* pub(super) static $name: LazyLock<Regex> =
            LazyLock::new(|| Regex::new($pattern).expect("a constant pattern"));)*
    };
}

patterns! {
    /// R1-52; the number may be split over tags and so hold blanks.
    SITE_CODE = r"标\s*识\s*[码號](?:编码)?[^0-9A-Za-z\n]{0,12}\n?\s*((?:[bB][mM]\s?)?\d(?:\s?\d){5,13})";
    /// R1-54.
    ICP = &format!(r"(?i)([{PROVINCES}])\s*ICP\s*[备證证備]\s*案?\s*(?:序号|编号|号)?[:\s]*(\d{{5,10}})\s*号?(?:\s*[-–—]\s*(\d{{1,4}}))?");
    /// R1-53.
    POLICE = &format!(r"([{PROVINCES}])?\s*公\s*(?:网\s*安\s*备\s*案?号?|安(?:机关)?(?:联网)?备案(?:号|编号|序号)?)[:\s]*(\d(?:[\s-]?\d){{9,17}})");
    /// The two hosts of the police register, proxies included.
    POLICE_LINK = r"(?i)(?:beian|registerSystemInfo).*(?:recordcode|code)=(\d[\d-]{9,20})";
    /// Words that stand only in a foot.
    RIGHTS = r"(?i)版权所有|copyright|©|ICP备|公网安备|标识码";
    /// The body that runs the site; a colon may be missing where 单位 stands.
    ORGANIZER = r"主\s?办\s?(?:单\s?位\s*:?|机\s?构\s*:?|方\s*:|:)\s*\n?\s*([\p{Han}][^\n]{2,80})";
    /// “高县人民政府办公室主办”.
    ORGANIZED_BY = r"(?:^|[\s:|,;。])(?:本站由|由)?([\p{Han}]{4,30}?)\s?主\s?办(?:\s|$|[,;|。])";
    /// What may follow the organizer's name on its line.
    AFTER_NAME = &format!(r"(?i)承\s?办|协\s?办|技术支持|技术维护|维护单位|运维|运行维护|运行管理|版权所有|版权|网站标识|政府网站|标识码|备案|[{PROVINCES}]\s?ICP|[{PROVINCES}]?公网安备|ICP|地\s?址|联系|电\s?话|传真|邮编|邮箱|建议使用|copyright|©|网站地图|网站支持|本网站|\||;|。|邮政编码|您是|\s[\p{{Han}}]{{1,8}}:");
    /// The name of a public body.
    BODY_NAME = r"^[\p{Han}()、]{3,}(?:政府|委员会|县委|区委|市委|党委|办公室|局|厅|中心|政府办|委|办)(?:\([\p{Han}、]+\))?$";
    /// A labelled telephone number or mailbox.
    CONTACT = r"(?i)(?:联系电话|联系方式|咨询电话|值班电话|办公电话|服务热线|热线电话|值班热线|热\s?线|监督电话|维护电话|纠错电话|网站电话|办公室电话|电\s?话|联系我们|联系人(?:\s*:\s*[\p{Han}]{2,5})?|电子邮箱|电子邮件|邮\s?箱|e-?mail|tel)(?:\s*\([^)\n]{0,8}\)|[/及](?:传真|电话))?\s*[:(]?\s*\n?\s*(?:[\p{Han}:]{1,10}\s*)?([(]?\d[-0-9()—–\s转/、]{4,40}\d|12\d{3}|[A-Za-z0-9._\-]+@[A-Za-z0-9.\-]+)";
    /// A link to contact details.
    CONTACT_LINK = r"^[\s【\[]*(?:联系我们|联系方式|网站联系|联系本站|与我联系|联系网站|联系电话)[\s】\]]*$";
    /// The seal of party and government bodies or of public institutions.
    CONAC = r"(?i)conac|(?:bszs|dcs)[.\-]con";
    /// Ids and pictures of that seal.
    CONAC_NAME = r"(?i)conac";
    /// The find-error entry.
    JIUCUO = r"(?i)jiucuo";
    /// Anything of those vendors, or of a barrier-free tool.
    VENDOR = r"(?i)conac|jiucuo|govwza|cniil|barrier[._-]?free|wza|aria(?:\.min)?\.js|ariascripts|oldfixed|skipautofix|accessib(?:le|ility)[\w./-]*\.js|accessiblereading|aiwza|aria\.(?:start|old)|kqnav|zhangzhe|zhangbei|elder|slhban|shilao|guanhuai|wuzhangai|oldmode|agedmode|(?:to|in|open)slb\b";
    /// Scripts and entries of barrier-free and elder tools (R6-20).
    ELDER_SCRIPT = r"(?i)govwza|cniil|barrier[._-]?free|wza|aria(?:\.min)?\.js|ariascripts|oldfixed|skipautofix|accessib(?:le|ility)[\w./-]*\.js|accessiblereading|aiwza|aria\.(?:start|old)|kqnav|zhangzhe|zhangbei|elder|slhban|shilao|guanhuai|wuzhangai|oldmode|agedmode|(?:to|in|open)slb\b";
    /// Pages of such a mode, and pictures of its entry, by a part of their address.
    ELDER_ADDRESS = r"(?i)[/._-](?:ai)?(?:wza|wuzhangai|zzms|zhangzhe|zhangbei|slhban|shilao|shilaohua|guanhuai|old_?mode|elder\w{0,6}|barrier[._-]?free)\d{0,2}(?:[/._?#-]|$)";
    /// R6-20 as words of their own.
    ELDER_WORD = r"(?:^|[^\p{Han}]|网站|网页|本站|一键|进入|退出|开启|启用|切换|切换到|切换至|打开|关闭|返回|使用)((?:无障碍|無障礙)(?:辅助|輔助)?(?:(?:浏览|瀏覽|阅读|閱讀)(?:模式|工具|辅助|服务)?|辅助|模式|版|服务|通道|工具|工具条|网站|網站|访问|版本|浏览器|导航)?|(?:长者|長者|长辈|老年人?|老人|关怀|敬老|尊老|爱老|关爱|亲情|适老化?|助老|大字|大字号)(?:关怀|浏览|阅读|服务)?(?:模式|版|版本|助手|专版|浏览|通道)|(?:长者|长辈|适老化?)(?:服务|专区)|适老化?(?:与|及|和)?无障碍(?:版|模式|浏览|专区|通道|工具)?|无障碍(?:与|及|和)?适老化?(?:版|模式|浏览|专区|通道|工具)?|适老化|长者|适老)(?:$|[^\p{Han}]|开启|关闭|入口|登录|按钮|切换)";
    /// 网站地图.
    SITEMAP_WORD = r"((?:网站|站点|本站|站内)(?:导航)?地图|(?i:\bsite\s?map\b))";
    /// Addresses of it.
    SITEMAP_ADDRESS = r"(?i)/(?:site_?map|wzdt|zddt|wangzhanditu)(?:[/.]|$)";
    /// 我为政府网站找错.
    ERROR_WORD = r"((?:政府)?网站(?:找|纠)错|我(?:来|要|为)[^\s]{0,6}(?:找|纠)错|^(?:找|纠)错$|页面纠错)";
    /// 党政机关 as a word of its own.
    PARTY_WORD = r"^\s*((?:党政机关|事业单位)(?:网站)?(?:标识|标志)?)\s*$";
    /// A link that leads to a search.
    SEARCH_LINK = r"^[\s【\[]*(?:站内|全站|智能|高级|全文|综合|本站|网站|一键|政务|信息|内容|智慧)?(?:搜索|检索|搜一搜|查询检索)(?:服务|引擎|中心)?[\s】\]]*$";
    /// Addresses of it, behind a magnifying glass without words.
    SEARCH_ADDRESS = r"(?i)/(?:i?search|jsearch\w*|sousuo|znss|zhss|znsearch|isearch)(?:[/.?]|$)";
    /// Forms' addresses and names.
    SEARCH_NAME = r"(?i)search|sousuo|jiansuo|chaxun|isearch|/s\?|/so/|query|zhannei|ssjg|ssym|souso";
    /// What a search field says.
    SEARCH_HINT = r"(?i)搜索|搜一搜|检索|关键字|关键词|search|热搜|您想|搜你";
    /// Names of search fields.
    SEARCH_FIELD = r"(?i)search|sousuo|keyword|searchword|(?:^|\s)(?:q|key|keys|wd|kw|qt|query|words?|ss|ssk|st|so|searchkey|showkeycode|lucenenewssearchkey|selecttags)(?:\s|$)|keycode";
}
