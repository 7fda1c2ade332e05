//! Which wordings are told and which are innocent: short texts with what must come out of each.

use super::{SITE, record, visited};
use duwang::facts::{Builder, Facts, WordHit, WordPlace};
use duwang::model::{Lexicon, LexiconEntry, Run, RunStatus, Site, Weight};
use duwang::rules::{DEFAULT_LEXICON, lexicon};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn facts(lexicon: &Lexicon, pages: &[(&str, String)]) -> Facts {
    let mut builder = Builder::new(Run {
        id: "case".to_owned(),
        site: Site { id: "case".to_owned(), name: String::new(), url: SITE.to_owned() },
        as_of: "2026-11-20".parse().unwrap(),
        started_ms: 0,
        finished_ms: Some(1),
        status: RunStatus::Complete,
        stopped_by: None,
        requests: 0,
        settings: "{}".to_owned(),
    });
    builder.lexicon(lexicon);
    let home = "<html><head><title>四川省云岚县人民政府</title><meta name='SiteName' content='四川省云岚县人民政府'></head><body><a href='/a.html'>甲</a></body></html>";
    builder.page(visited(record("/", Some(200), None), home));
    for (path, html) in pages {
        builder.page(visited(record(path, Some(200), None), html));
    }
    builder.build()
}

/// The hits of each line, when all stand on one page as paragraphs.
fn hits(lexicon: &Lexicon, lines: &[&str]) -> Vec<Vec<WordHit>> {
    let body: String = lines.iter().map(|l| format!("<p>{l}</p>")).collect();
    let html = format!("<html><head><title>工作动态</title></head><body>{body}</body></html>");
    let facts = facts(lexicon, &[("/a.html", html)]);
    let wording = facts.wording(lexicon).expect("asked for");
    let found = |line: &&str| {
        let on = |s: &&duwang::facts::WordSighting| s.place == WordPlace::Page(1);
        let stood = bare(line);
        let all = wording.sightings.iter().filter(on).map(|s| &wording.hits[s.hit]);
        all.filter(|h| bare(&h.line) == stood).cloned().collect()
    };
    lines.iter().map(found).collect()
}

fn bare(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace() && *c != '\u{200B}').collect()
}

/// A text, and the wrong wording that must be told of it.
const WRONG: &[(&str, &str)] = &[
    ("会议就下阶段安全生产工作作出部暑", "部暑"),
    ("严禁露天焚烧秸杆，违者依法处罚", "秸杆"),
    ("中共人民共和国成立七十周年", "中共人民共和国"),
    ("根据《中国人民共和国森林法》制定本办法", "中国人民共和国"),
    ("成立以县长为组长的领导小姐，统筹推进", "领导小姐"),
    ("深入开展扫黑险恶专项斗争", "扫黑险恶"),
    ("县攻府办公室印发通知", "攻府"),
    ("县人名政府关于表扬先进的决定", "人名政府"),
    ("黑龙江省齐齐哈市举办活动", "齐齐哈市"),
    ("学习贯彻习近平新时代中国特社会主义思想", "习近平新时代中国特社会主义思想"),
    ("践行社会主义核心价值关", "社会主义核心价值关"),
    ("坚持科学发展关，统筹城乡", "科学发展关"),
    ("车辆穿流不息", "穿流不息"),
    ("各镇要因地治宜发展产业", "因地治宜"),
    ("坚决打赢脱贫攻艰战", "脱贫攻艰"),
    ("全面推进乡村振新", "乡村振新"),
    ("做好疫情防空工作", "疫情防空"),
    ("县应急官理局", "应急官理"),
    ("加强党风廉正建设", "党风廉正"),
    ("认真贯测落实会议精神", "贯测落实"),
    ("政府工做要抓重点、补短板", "政府工做"),
    ("工程已于上月峻工验收", "峻工验收"),
    ("项目座落于城东新区", "座落于"),
    ("请登陆网站查询", "登陆网站"),
    ("联系电活：略", "联系电活"),
    ("按步就班地推进各项改革", "按步就班"),
    ("做到再接再励、乘势而上", "再接再励"),
    ("甘败下风", "甘败下风"),
    ("谈笑风声", "谈笑风声"),
    ("一愁莫展之际", "一愁莫展"),
    ("幅射防护安全检查", "幅射"),
    ("检修水笼头二十个", "水笼头"),
    ("部 署：会议作出如 下安 排，秸 杆综 合利用", ""),
    ("严格落实管理，禁止焚烧玉米秸\u{200B}杆", "秸杆"),
    ("现面向社会发布招聘启示", "招聘启示"),
    ("未经批准不得擅自折迁", "折迁"),
    ("末经批准擅自施工的，责令停工", "末经批准"),
    ("开展隐惠排查治理", "隐惠排查"),
    ("办理户藉登记", "户藉"),
    ("要再接再厉，砥砺前行，抓好秸秆禁浇", "秸秆禁浇"),
    ("县委书纪到乡镇调研", "委书纪"),
    ("四川省阿坝藏族自治州某县", "阿坝藏族自治州"),
    ("甘孜族自治州政府", "甘孜族自治州"),
    ("内蒙古呼和皓特市", "呼和皓特"),
    ("内蒙古自治区鄂尔多期市", "鄂尔多期"),
    ("会同四川省云兰县人民政府办理", "云兰县人民政府"),
    ("参会人员在开幕式上辞职并合影", "开幕式上辞职"),
    ("人民检查院依法提起公诉", "人民检查院"),
    ("工作作风松驰，纪律松驰", "松驰"),
    ("领会不深，惯彻不力", "惯彻"),
    ("周末渡假的好去处", "渡假"),
    ("上门为老人按装扶手", "按装"),
    ("县人大常委会召开代表工作坐谈会", "坐谈会"),
    ("召开党外人士座谈汇，听取意见", "座谈汇"),
    ("大家相互寒喧，气氛热烈", "寒喧"),
];

/// Texts in which nothing may be told.
const RIGHT: &[&str] = &[
    "各单位按照职责分工做好相关工作",
    "组织员工做好防护",
    "主攻府城片区改造",
    "现予公布署名文章",
    "由县财政局发布署期安排",
    "科学发展关键在人，科学发展关系全局",
    "树立社会主意识形态阵地意识",
    "周末按规定值班，年末按要求报送",
    "自己经营的门店，利己经商",
    "城东一座落成典礼，这座落于半山的古寺",
    "投资科技企业，保健设施齐全",
    "行政执法法制审核",
    "谁审批谁监管、谁主管谁负责",
    "建设项目绿色施工",
    "究竟争取到多少项目，毕竟买方市场",
    "预防犯罪，防止校园欺凌",
    "投影向外延伸五米",
    "新建没有验收的项目",
    "上海拨款支援，攀登计划启动",
    "小姐妹们在领导小姐妹花活动室",
    "总书记纪念馆、证书纪念章",
    "“攻府”应为“政府”，特此说明",
    "常见错别字：部暑、秸杆、穿流不息",
    "把“部署”误写成“部暑”的，一律退回",
    "部暑（正确：部署）",
    "秸杆→秸秆",
    "《秸杆综合利用论文集》一书出版",
    "网友把这两个字写成“部暑”",
    "齐齐哈尔市、呼和浩特市、锡林浩特市、乌鲁木齐市",
    "阿坝藏族羌族自治州、甘孜藏族自治州、凉山彝族自治州、阿坝州",
    "四川省云岚县人民政府、陕西省岚皋县人民政府、山西省岚县人民政府",
    "广安市岳池县人民政府、云南省云县人民政府",
    "县人民政府府办发〔2021〕3号",
    "加强未成年人保护，早已完成",
    "中华人民共和国国务院令、中华人民共和国国家标准",
    "人民代表大会会议、人民法院院长、领导小组组长",
    "由其他部门负责，自由与平等",
    "登陆作战纪念馆，台风登陆后减弱",
    "曾任公司发展部经理",
    "新疆维吾尔自治区、广西壮族自治区、宁夏回族自治区、内蒙古自治区、西藏自治区",
    "公安局、司法局、审计局、统计局、民政局、税务局",
    "不忘初心、牢记使命，“两个维护”“四个意识”",
    "按排放标准收费，按装机容量补贴，按排名奖励",
    "现象、形象、印象、对象；发现像这样的问题",
    "即使、既然、立即、随即；确立既定目标",
    "选拔、划拨、海拔、拨付、拨打",
    "竞争、竞赛、竞聘、毕竟、究竟、竟然",
    "户籍、学籍、书籍；客户藉此机会",
    "辩论、辨别、答辩、分辨",
    "候选人、气候、时候、诸侯",
    "法治、冶金、治安、陶冶；大冶安全生产",
    "身份证、复印件、户口簿",
    "秸秆、麦秆、旗杆、杠杆",
    "尚未、从未、末端、期末",
    "在开幕式上致辞，递交辞职报告",
    "因工作调动在大会上辞职，免去职务",
    "工程竣工验收，严峻工作形势",
    "保护区、相互、确保互通",
    "赤壁怀古：大江东去，浪淘尽，千古风流人物",
    "社会主义核心价值观、社会主义现代化",
    "中国人民政治协商会议第十届委员会第一次会议",
    "乱扔垃圾的习惯彻底改变",
    "岭上青松驰名全省",
    "院坝里大家围坐谈会议精神，座谈汇报工作，座谈汇总意见",
    "按装配式建筑标准施工，按装机容量补贴，按装修合同付款",
    "过渡假设不成立，轮渡假日加密班次",
    "走出严寒喧闹的街市",
];

#[test]
fn wrong_wordings_are_told() {
    let lexicon = lexicon(DEFAULT_LEXICON).unwrap();
    let lines: Vec<&str> = WRONG.iter().map(|(line, _)| *line).collect();
    let found = hits(&lexicon, &lines);
    let mut missed = Vec::new();
    for ((line, wrong), hits) in WRONG.iter().zip(&found) {
        let told: Vec<&str> = hits.iter().map(|h| h.wrong.as_str()).collect();
        let right = if wrong.is_empty() { told.is_empty() } else { told.contains(wrong) };
        if !right {
            missed.push(format!("{line}: {told:?}, not {wrong:?}"));
        }
        for hit in hits {
            assert!(hit.excerpt.contains('【') && hit.excerpt.contains('】'), "{}", hit.excerpt);
            assert_ne!(hit.wrong, hit.right);
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn right_wordings_are_not() {
    let lexicon = lexicon(DEFAULT_LEXICON).unwrap();
    let found = hits(&lexicon, RIGHT);
    let told: Vec<String> = RIGHT
        .iter()
        .zip(found)
        .flat_map(|(line, hits)| hits.into_iter().map(move |h| format!("{line}: {} → {}", h.wrong, h.right)))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn severe_wordings_wait_for_a_person() {
    let lexicon = lexicon(DEFAULT_LEXICON).unwrap();
    let lines = ["中共人民共和国", "县人名政府", "齐齐哈市政府", "云兰县人民政府", "会议作出部暑"];
    let found = hits(&lexicon, &lines);
    for (line, hits) in lines.iter().zip(&found) {
        assert_eq!(hits.len(), 1, "{line}: {hits:?}");
        assert_eq!(hits[0].confirm, hits[0].weight == Weight::Severe, "{line}: {hits:?}");
    }
    assert_eq!(found[4][0].weight, Weight::Ordinary);
}

#[test]
fn what_citizens_write_is_not_the_sites() {
    let lexicon = lexicon(DEFAULT_LEXICON).unwrap();
    let page = "<html><head><title>县长信箱</title></head><body><h1>反映路灯问题</h1>\
        <div><p>来信人：张先生</p><p>来信时间：2026-10-08</p><p>来信内容：请领导尽快部暑，秸杆堆满路边</p>\
        <p>答复单位：县住建局</p><p>答复时间：2026-10-10</p><p>答复内容：您好，我局已作出布暑安排。</p></div></body></html>";
    let facts = facts(&lexicon, &[("/letter/1.html", page.to_owned())]);
    let wording = facts.wording(&lexicon).unwrap();
    let told: Vec<&str> = wording.sightings.iter().map(|s| wording.hits[s.hit].wrong.as_str()).collect();
    assert_eq!(told, ["布暑"]);
}

#[test]
fn an_article_about_misspellings_is_innocent() {
    let lexicon = lexicon(DEFAULT_LEXICON).unwrap();
    let page = |title: &str| {
        format!("<html><head><title>{title}</title></head><body><h1>{title}</h1><p>部暑</p><p>秸杆</p></body></html>")
    };
    let pages = [("/a.html", page("公文写作常见错别字一百例")), ("/b.html", page("秋季工作安排"))];
    let facts = facts(&lexicon, &pages);
    let wording = facts.wording(&lexicon).unwrap();
    let places: Vec<WordPlace> = wording.sightings.iter().map(|s| s.place).collect();
    assert_eq!(places, [WordPlace::Page(2), WordPlace::Page(2)]);
}

#[test]
fn the_text_does_not_stay_in_memory() {
    let lexicon = lexicon(DEFAULT_LEXICON).unwrap();
    let page = visited(record("/a.html", Some(200), None), "<body><p>会议作出部暑</p><p hidden>秸杆</p></body>");
    let text = page.page.as_ref().unwrap().text.clone().unwrap();
    assert_eq!((text.lines, text.cut), (vec!["会议作出部暑".to_owned()], false));
    let facts = facts(&lexicon, &[("/a.html", "<body><p>会议作出部暑</p></body>".to_owned())]);
    assert!(facts.pages.iter().all(|p| p.page.as_ref().is_none_or(|p| p.text.is_none())));
    assert_eq!(facts.texts().kept, 2);
}

#[test]
fn a_long_page_is_cut_and_says_so() {
    let line = "县政府".repeat(1000);
    let body = format!("<p>{line}</p>").repeat(25);
    let page = visited(record("/a.html", Some(200), None), &format!("<body>{body}</body>"));
    let text = page.page.unwrap().text.unwrap();
    assert!(text.cut);
    assert_eq!(text.lines.iter().map(|l| l.chars().count()).sum::<usize>(), 60_000);
}

/// Texts that are right as far as anybody knows: the rule packs, and what else is at hand. `DUWANG_RIGHT_TEXT` names a folder
/// of further texts, one file each.
#[test]
fn right_texts_give_no_hit() {
    let lexicon = lexicon(DEFAULT_LEXICON).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<PathBuf> = Vec::new();
    let shared = ["../shared/seeds", "../../shared/seeds"].map(|p| root.join(p));
    let further = std::env::var_os("DUWANG_RIGHT_TEXT").map(PathBuf::from);
    for folder in [root.join("rules"), root.join("rules/catalogues")].into_iter().chain(shared).chain(further) {
        let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(|e| Some(e.ok()?.path()));
        files.extend(entries.filter(|p| p.extension().is_some_and(|e| e == "toml" || e == "txt")));
    }
    files.sort();
    assert!(files.len() > 8);
    let mut chars = 0;
    let mut told = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
        chars += text.chars().count();
        for (at, part) in lines.chunks(400).enumerate() {
            let body: String = part.iter().map(|l| format!("<p>{}</p>", l.replace(['<', '&'], " "))).collect();
            let facts = facts(&lexicon, &[("/a.html", format!("<title>动态</title>{body}"))]);
            let wording = facts.wording(&lexicon).unwrap();
            let hits = wording.hits.iter().filter(|h| h.weight != Weight::Hint);
            told.extend(hits.map(|h| format!("{}/{at}: {} → {}: {}", file.display(), h.wrong, h.right, h.excerpt)));
        }
    }
    assert!(told.is_empty(), "of {chars} characters:\n{}", told.join("\n"));
}

fn tiny(wrong: &str, right: &str) -> Lexicon {
    let entry = LexiconEntry { wrong: wrong.to_owned(), right: right.to_owned(), ..LexiconEntry::default() };
    Lexicon { id: "t".to_owned(), entries: vec![entry], ..Lexicon::default() }
}

#[test]
fn conditions_of_entries_hold() {
    let mut lexicon = tiny("工做", "工作");
    let lines = ["政府工做很细", "分工做好", "外来工做客", "工做会议在辞职之后", "员工做"];
    lexicon.entries[0].not_after = vec!["分".to_owned(), "员".to_owned()];
    lexicon.entries[0].not_before = vec!["客".to_owned()];
    let count = |lexicon: &Lexicon| hits(lexicon, &lines).iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(count(&lexicon), [1, 0, 0, 1, 0]);
    lexicon.entries[0].near = vec!["政府".to_owned()];
    assert_eq!(count(&lexicon), [1, 0, 0, 0, 0]);
    lexicon.entries[0].near = Vec::new();
    lexicon.entries[0].unless = vec!["辞职".to_owned()];
    assert_eq!(count(&lexicon), [1, 0, 0, 0, 0]);
    lexicon.entries[0].within = vec!["政府工做很".to_owned()];
    assert_eq!(count(&lexicon), [0, 0, 0, 0, 0]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// A wording is found wherever it stands among other characters, blanks within it or not, and the excerpt shows it as
    /// the page does.
    #[test]
    fn a_wording_is_found_wherever_it_stands(
        before in "[甲乙丙丁戊己0-9 ，。]{0,40}",
        after in "[甲乙丙丁戊己0-9 ，。]{0,40}",
        blank in prop::sample::select(vec!["", " ", "\u{3000}", "\u{200B}"]),
    ) {
        let lexicon = tiny("坏字眼", "好字眼");
        let line = format!("{before}坏{blank}字眼{after}");
        let found = hits(&lexicon, &[&line]);
        prop_assert_eq!(found[0].len(), 1, "{}", line);
        let shown: String = found[0][0].excerpt.split_whitespace().collect();
        prop_assert!(shown.contains("【坏字眼】"), "{}", shown);
    }

    /// Nothing is found where it does not stand, and no text makes the matcher stumble.
    #[test]
    fn any_text_is_read(line in "\\PC{0,200}") {
        let lexicon = tiny("坏字眼", "好字眼");
        let html = format!("<p>{}</p>", line.replace(['<', '&'], " "));
        let facts = facts(&lexicon, &[("/a.html", html)]);
        let stood: String = line.split_whitespace().collect();
        prop_assert!(facts.wording(&lexicon).unwrap().hits.is_empty() || stood.contains('坏'));
    }
}
