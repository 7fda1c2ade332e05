//! Words and addresses of the bad kind, and what only looks like them.

use duwang::facts::{IllicitKind, illicit_host, illicit_words};
use url::Url;

#[test]
fn advertisements_are_known() {
    for (text, kind) in [
        ("澳门新葡京官网", IllicitKind::Gambling),
        ("ＢＥＴ３６５", IllicitKind::Gambling),
        ("百 家·乐", IllicitKind::Gambling),
        ("乐鱼体育(中国)官方网站", IllicitKind::Gambling),
        ("PG 电子试玩", IllicitKind::Gambling),
        ("日韩无码在线", IllicitKind::Porn),
        ("成人影片在线观看_激情视频免费看", IllicitKind::Porn),
        ("午夜福利院线", IllicitKind::Porn),
        ("AV视频 番茄毛片", IllicitKind::Porn),
        ("亚洲色图 自拍偷拍", IllicitKind::Porn),
        ("办理毕业证", IllicitKind::Forgery),
        ("代开发票加微信", IllicitKind::Forgery),
        ("新开传奇私服", IllicitKind::Server),
        ("CF透视外挂下载", IllicitKind::Cheat),
        ("迷药货到付款", IllicitKind::Drugs),
        ("黑户贷款秒批", IllicitKind::Loan),
        ("蜘蛛池出租", IllicitKind::Farm),
    ] {
        let found = illicit_words(text).unwrap_or_else(|| panic!("{text}"));
        assert!(found.is_sign() && found.kind == kind, "{text}: {found:?}");
    }
}

/// Texts that speak of such matters, ordinary uses, names of places, firms and people.
#[test]
fn ordinary_texts_are_no_sign() {
    for text in [
        "严厉打击网络赌博违法犯罪的通告",
        "警方捣毁特大跨境赌博团伙",
        "谨防“百家乐”骗局",
        "反诈宣传：远离裸聊敲诈",
        "打击代开发票典型案例",
        "四川体育彩票",
        "中国福利彩票发行管理中心",
        "公益彩票",
        "中国棋牌运动协会",
        "全县棋牌比赛开赛",
        "办证大厅",
        "出入境办证预约",
        "企业开办刻章",
        "帮办代办服务点",
        "自然人代开发票办理指南",
        "暴雨黄色预警",
        "一代传奇邓小平",
        "金沙县人民政府",
        "南宫市文旅局",
        "永利镇",
        "东亚博物馆联盟",
        "西亚博览会",
        "争做爱国青年",
        "争做爱岗敬业标兵",
        "成人在线教育平台",
        "大黄片炮制规范",
        "姜黄片免费发放",
        "未成年人影片推荐",
        "成人片剂说明书",
        "成人综合高中",
        "成人图书馆",
        "激情五月 唱响劳动",
        "激情电影周",
        "红歌传唱激情视频",
        "会议室AV视频系统采购",
        "单独自慰问",
        "公益性爱心捐助",
        "群众性爱国卫生运动",
        "二级片区、三级片区划分",
        "羽毛片加工",
        "国产精品农机展销",
        "午夜剧场停映",
        "打击制作传播成人影片犯罪",
        "未成年人保护",
        "金年会计师事务所",
        "利来国际广场",
        "尊龙社区",
        "杏彩公园",
        "第一A片区控制性详细规划",
        "维生素A片",
        "高血压特码管理",
        "太阳城小区",
        "皇冠假日酒店",
        "凯云科技 kaiyun",
        "学习强国app下载",
        "四川政务服务网登录入口",
        "Sussex",
        "",
        "   ",
    ] {
        assert!(illicit_words(text).is_none_or(|i| !i.is_sign()), "{text}: {:?}", illicit_words(text));
    }
}

#[test]
fn hosts_tell_casinos_from_counties() {
    let host = |address: &str| illicit_host(&Url::parse(address).unwrap()).map(|(_, _, sure)| sure);
    for bad in
        ["http://www.bet365vip.com/", "https://baijiale-wang.com", "http://m.qipai888.com/", "http://xx.pornsite.net/"]
    {
        assert_eq!(host(bad), Some(true), "{bad}");
    }
    assert_eq!(host("http://www.365886.com/"), Some(false), "a number alone says little");
    for good in [
        "http://www.duchang.gov.cn/",
        "http://www.duchang123.com/",
        "http://www.12306.cn/",
        "http://www.12377.cn/",
        "http://www.95598.cn/",
        "http://www.028chengdu.com/",
        "http://028365.com/",
        "http://4001234567.com/",
        "http://www.163.com/",
        "http://www.shentai.com/",
        "http://www.bocai.com.cn/",
        "http://www.kaiyun.com.cn/",
        "http://judicial.example.com/",
        "http://webwindows.com/",
        "http://www.sf-express.com/",
        "http://caipiao.163.com/",
        "http://121.43.68.40/exposure/jiucuo.html",
    ] {
        assert_eq!(host(good), None, "{good}");
    }
}

#[test]
fn the_list_is_sound() {
    let entries: Vec<_> = duwang::facts::illicit_lexicon().collect();
    assert!(entries.len() > 50, "{}", entries.len());
    for (kind, weight, word) in &entries {
        assert!(word.chars().count() >= 2 && (1..=2).contains(weight), "{kind:?} {weight} {word}");
    }
    let words: std::collections::BTreeSet<&str> = entries.iter().map(|e| e.2).collect();
    assert_eq!(words.len(), entries.len(), "a word stands twice");
}
