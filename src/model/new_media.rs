use serde::{Deserialize, Serialize};

/// What a page shows of official accounts on other platforms (微信, 微博, 抖音 …).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NewMedia {
    /// What the page calls itself, where it calls itself a list of such accounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub named: Option<String>,
    /// Platforms that entries of the page name (a link, a caption, a picture's alternative text), as written; buttons for
    /// sharing the page are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<String>,
    /// The accounts that it lists with the body behind each, at most 2,000.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Account>,
    /// Pictures that are called a two-dimensional code, or stand in the list, without words.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub pictures: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// One account of one body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Account {
    /// The body that runs it, as written.
    pub body: String,
    /// Where it is.
    pub platform: Platform,
    /// What it is called.
    pub name: String,
}

/// A platform on which a body may have one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    /// 微信公众号, of which kind is not said.
    Wechat,
    /// 微信订阅号.
    WechatSubscription,
    /// 微信服务号.
    WechatService,
    /// 微信视频号.
    WechatChannels,
    /// 微博.
    Weibo,
    /// 抖音.
    Douyin,
    /// 快手.
    Kuaishou,
    /// 今日头条.
    Toutiao,
    /// 百家号.
    Baijiahao,
    /// 人民号.
    Renminhao,
    /// 澎湃号.
    Pengpai,
    /// 学习强国.
    Xuexi,
    /// 哔哩哔哩.
    Bilibili,
    /// 小红书.
    Xiaohongshu,
    /// 网易号.
    Netease,
    /// 搜狐号.
    Sohu,
    /// 企鹅号.
    Penguin,
    /// 知乎.
    Zhihu,
    /// An application or a mini-program: no account of a platform.
    App,
}

/// Words by which platforms are known; the first that stands in a text decides, so the longer come first.
const WORDS: &[(&str, Platform)] = &[
    ("小程序", Platform::App),
    ("视频号", Platform::WechatChannels),
    ("订阅号", Platform::WechatSubscription),
    ("服务号", Platform::WechatService),
    ("微信", Platform::Wechat),
    ("公众号", Platform::Wechat),
    ("微博", Platform::Weibo),
    ("抖音", Platform::Douyin),
    ("快手", Platform::Kuaishou),
    ("今日头条", Platform::Toutiao),
    ("头条号", Platform::Toutiao),
    ("百家号", Platform::Baijiahao),
    ("人民号", Platform::Renminhao),
    ("澎湃", Platform::Pengpai),
    ("强国号", Platform::Xuexi),
    ("学习强国", Platform::Xuexi),
    ("哔哩哔哩", Platform::Bilibili),
    ("小红书", Platform::Xiaohongshu),
    ("网易号", Platform::Netease),
    ("搜狐号", Platform::Sohu),
    ("企鹅号", Platform::Penguin),
    ("知乎", Platform::Zhihu),
    ("客户端", Platform::App),
    ("APP", Platform::App),
    ("App", Platform::App),
];

impl Platform {
    /// The platform that a text names.
    #[must_use]
    pub fn in_text(text: &str) -> Option<Self> {
        WORDS.iter().find(|(word, _)| text.contains(word)).map(|(_, platform)| *platform)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Wechat => "微信公众号",
            Self::WechatSubscription => "微信订阅号",
            Self::WechatService => "微信服务号",
            Self::WechatChannels => "微信视频号",
            Self::Weibo => "微博",
            Self::Douyin => "抖音",
            Self::Kuaishou => "快手",
            Self::Toutiao => "今日头条",
            Self::Baijiahao => "百家号",
            Self::Renminhao => "人民号",
            Self::Pengpai => "澎湃号",
            Self::Xuexi => "学习强国号",
            Self::Bilibili => "哔哩哔哩",
            Self::Xiaohongshu => "小红书",
            Self::Netease => "网易号",
            Self::Sohu => "搜狐号",
            Self::Penguin => "企鹅号",
            Self::Zhihu => "知乎",
            Self::App => "客户端",
        }
    }
}
