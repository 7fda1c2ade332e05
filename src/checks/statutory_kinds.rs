//! The fifteen kinds of article 20 of the Regulations (R3-10), with what article 21 adds for counties (R3-11), by the names
//! that counties give their places.

/// One kind.
#[derive(Debug)]
pub(super) struct Kind {
    /// Its short name: (Chinese, English).
    pub(super) name: (&'static str, &'static str),
    /// A folded name holding one of these is a place for it; several words joined by `+` must all stand in it.
    pub(super) words: &'static [&'static str],
    /// A name holding one of these is about something else.
    pub(super) not: &'static [&'static str],
}

impl Kind {
    /// Whether a folded name is a place for this kind.
    pub(super) fn is(&self, folded: &str) -> bool {
        !self.not.iter().any(|w| folded.contains(w))
            && self.words.iter().any(|words| words.split('+').all(|w| folded.contains(w)))
    }
}

/// The kinds, in the order of the article.
pub(super) static KINDS: [Kind; 15] = [
    Kind {
        // A county makes no laws and no 规章: a place for its normative documents is the place for this kind.
        name: ("行政法规、规章和规范性文件", "regulations, rules and normative documents"),
        words: &[
            "规范性文件", "政策文件", "法规", "规章", "政府文件", "县政府文件", "府发", "政府办文件", "行政公文", "公文公开",
            "文件库", "政策库", "管委会文件", "本机关文件", "部门文件", "最新文件", "履职依据", "重要政策", "政策公开", "法律",
        ],
        not: &["解读", "规章制度", "公开的其他", "其他政府信息", "其他法定"],
    },
    Kind {
        name: ("机关职能、机构设置、负责人等", "functions, bodies, addresses and heads"),
        words: &[
            "机构职能", "机关职能", "机构设置", "机关简介", "机构简介", "机构概况", "机构信息", "组织机构", "内设机构",
            "机构领导", "政府机构", "工作机构", "部门职能", "部门职责", "工作职能", "主要职责", "机关概况", "单位职能",
            "单位简介", "单位概况", "领导信息", "领导之窗", "领导简介", "领导分工", "政府领导", "负责人", "机构+职责",
            "职能+机构", "职责+机构", "部门概况", "部门简介", "机构介绍", "职能配置",
        ],
        not: &[],
    },
    Kind {
        name: ("发展规划、专项规划、区域规划", "plans"),
        words: &["规划", "计划总结", "发展计划", "五年计划"],
        not: &["规划局", "规划和自然"],
    },
    Kind {
        name: ("统计信息", "statistics"),
        words: &["统计", "数据发布", "经济数据", "经济运行"],
        not: &["统计局", "访问统计", "办事统计", "网站统计", "依申请"],
    },
    Kind {
        name: ("行政许可和其他对外管理服务事项", "licences and service matters"),
        words: &[
            "行政许可", "许可+服务", "管理服务事项", "行政权力", "权责清单", "权力清单", "责任清单", "行政审批", "政务服务事项",
            "服务事项", "办事指南", "办事服务", "审批服务", "行政职权", "权责事项", "对外管理", "政务服务",
        ],
        not: &["处罚"],
    },
    Kind {
        name: ("行政处罚、行政强制", "penalties and enforcement"),
        words: &["行政处罚", "行政强制", "处罚+强制", "处罚/强制", "行政执法", "执法公示", "处罚强制", "双公示", "处罚决定", "执法信息"],
        not: &[],
    },
    Kind {
        name: ("财政预算、决算", "budgets and accounts"),
        words: &["预算", "决算", "财政", "三公经费", "资金信息"],
        not: &["财政局", "财政补贴", "财政扶持"],
    },
    Kind {
        name: ("行政事业性收费", "fees"),
        words: &["收费"],
        not: &["停车收费", "收费站"],
    },
    Kind {
        name: ("政府集中采购", "government procurement"),
        words: &["采购"],
        not: &[],
    },
    Kind {
        name: ("重大建设项目", "major construction projects"),
        words: &[
            "重大建设项目", "重大项目", "重点项目", "重点建设项目", "重点工程", "重大工程", "建设项目", "项目建设", "投资项目",
            "重大+项目", "重点+项目", "项目批准",
        ],
        not: &["专项债", "科研项目"],
    },
    Kind {
        name: ("扶贫、教育、医疗、社会保障、促进就业", "poverty relief, schools, health, social security, jobs"),
        words: &[
            "扶贫", "脱贫", "乡村振兴", "教育", "医疗", "卫生", "社会保障", "社会保险", "社保", "就业", "民生", "医保", "创业",
        ],
        not: &["教育局", "卫生健康局", "学习教育", "主题教育", "党史", "人社局", "卫生监督", "公共卫生", "教育整顿", "纪律教育"],
    },
    Kind {
        name: ("突发公共事件应急", "emergencies"),
        words: &["应急", "突发", "预警", "防灾", "救灾", "灾害"],
        not: &["应急管理局"],
    },
    Kind {
        name: ("环保、公共卫生、安全生产、食药、产品质量监督检查", "environment, health, safety, food, quality"),
        words: &[
            "环境保护", "环保", "生态环境", "环境信息", "公共卫生", "安全生产", "食品药品", "食品安全", "药品安全", "产品质量",
            "监督检查", "市场监管", "食药", "双随机", "监管信息", "环境质量", "疾病", "卫生监督",
        ],
        not: &["生态环境局", "市场监管局", "市场监督管理局"],
    },
    Kind {
        name: ("公务员招考", "recruitment of civil servants"),
        words: &["公务员", "招考", "招录", "录用", "考录", "招聘", "人事", "公开招考", "公开选调", "人才招"],
        not: &[],
    },
    Kind {
        name: ("其他法定信息", "other matters that the law names"),
        words: &[
            "其他法定", "其他应", "其他政府信息", "其它法定", "其他信息", "其它信息", "其他主动公开", "其他需要", "法律法规规章规定", "建议提案",
            "议案提案", "提案", "工作报告", "政府会议", "重大会议", "常务会议", "土地征收", "征地", "征收", "拆迁", "市政",
            "公共服务", "公益", "治安", "社会救助", "救助", "公用事业", "公共企事业", "城乡建设", "养老", "社会福利", "重大决策",
            "决策预公开", "政府公报", "公共资源", "保障性住房", "住房保障", "涉农补贴", "价格", "审计",
        ],
        not: &["政务公开其他"],
    },
];
