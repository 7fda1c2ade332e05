//! Whether a word can be a person's name, by its surname and length.

use std::ops::Range;

/// Surnames of one sign, the usual ones.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘\
杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季\
俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄\
单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻\
揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺水云昌凤酆皮危平元卢湛\
禹狄贝臧伯幸郗咸扈阙涂蒲邰从鄂索咎籍乜";

/// Surnames of two signs.
const DOUBLE: &str = "\
欧阳|司马|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒|长孙|宇文|东方";

/// Words that begin like a name and are none.
const WORDS: &str = "\
高度|方法|方式|金额|单位|合计|安全|时间|地址|电话|成员|成绩|项目|平方|方案|文件|文号|文化|关于|关系|\
任务|任职|管理|管护|应急|应当|保障|保险|保证|和平|明细|计划|计算|连续|严重|严格|常住|常用|全部|全县|\
全市|全国|全年|平均|向社会|向上|解释|解决|解读|强化|强制|简历|简介|符合|都要|来源|来自|来信|来电|\
应聘|应届|原因|原件|原始|白天|池塘|水利|水库|水费|水田|石头|田间|路段|路线|车辆|车牌|房屋|房产|房间|\
农户|易地|易制|成立|成果|成功|时候|时期|和谐|花名|高中|高考|高等|高级|文山|江苏|江西|云南|宁夏|安徽|\
广东|万元|武汉|长江|黄河|温馨|温度|金融|金属|银行|卫生|卫健|查看|查询|司法|司机|党员|党委|党政|连接|\
官方|官网|商务|商业|商品|商铺|谈话|官员|古城|明确|于是|于今|经办|何时|何地|曾用|曾经|游客|单价|位置|\
位于|包括|包含|边界|关注|申请|申报|施工|施行|台账|台式|封面|封闭|巩固|应付|应收|练习|伏笔|元旦|从业|\
索引|籍贯|程序|程度|段落|管网|康复|毕业|庄稼|辛苦|时段|项下|阳光|阳历|成人|单元|单独|单据|华夏|全村|\
全镇|全乡|全区";

/// Whether all of a text is like a person's name: two to four signs, a surname first; a dot may part a long one.
pub(super) fn is_name(text: &str) -> bool {
    let solid: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{3000}').collect();
    let count = solid.chars().count();
    if solid.contains(['·', '•']) {
        return (4..=14).contains(&count) && solid.chars().all(|c| is_han(c) || matches!(c, '·' | '•'));
    }
    (2..=4).contains(&count)
        && solid.chars().all(is_han)
        && (count < 4 || DOUBLE.split('|').any(|d| solid.starts_with(d)))
        && (solid.chars().next().is_some_and(|c| SURNAMES.contains(c))
            || DOUBLE.split('|').any(|d| solid.starts_with(d)))
        && !WORDS.split('|').any(|w| solid.starts_with(w))
        && !solid.ends_with([
            '村', '镇', '乡', '县', '市', '局', '组', '社', '厂', '店', '路', '区', '费', '类', '年', '月', '号', '办',
            '级',
        ])
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c) || c == '〇' || ('\u{3400}'..='\u{4DBF}').contains(&c)
}

/// The words of a text that are like names, as ranges in bytes.
pub(super) fn names_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_han(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                if is_name(&text[from..at]) {
                    found.push(from..at);
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// A text with the given names of what is like names starred.
pub(super) fn without_names(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = 0;
    for name in names_in(text) {
        let first = text[name.start..].chars().next().map_or(0, char::len_utf8);
        out.push_str(&text[last..name.start + first]);
        out.extend(text[name.start + first..name.end].chars().map(|_| '*'));
        last = name.end;
    }
    out.push_str(&text[last..]);
    out
}
