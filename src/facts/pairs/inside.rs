//! An interpretation that stands on the policy's own page: as a part of its text, as a pane beside it, as an attachment.

use super::Form;
use crate::facts::Facts;
use crate::facts::documents::is_interpretation_title;
use crate::model::{LinkKind, Region, RelationKind};
use std::collections::BTreeSet;

/// The forms of the interpretation on this page; `None` where there is none.
pub(super) fn forms(facts: &Facts, page: usize) -> Option<BTreeSet<Form>> {
    let article = facts.pages[page].readable()?.article.as_ref()?;
    let mut forms = BTreeSet::new();
    for relation in article.relations.iter().filter(|r| r.kind == RelationKind::Interpretation) {
        // A pane or block with text of its own under 政策解读.
        if relation.text_chars >= 60 {
            forms.insert(Form::Text);
        }
        if relation.pictures > 0 {
            forms.insert(Form::Chart);
        }
        if relation.videos > 0 {
            forms.insert(Form::Video);
        }
    }
    let lines: Vec<&str> = article.body.lines().collect();
    for (at, line) in lines.iter().enumerate().skip(1) {
        if is_part_heading(line) {
            let rest: usize = lines[at + 1..].iter().map(|l| l.chars().count()).sum();
            if rest >= 80 {
                forms.insert(Form::Text);
            }
            if article.media.pictures > 0 && rest < 80 {
                forms.insert(Form::Chart);
            }
        }
    }
    for link in facts.links.of_page(page) {
        let named = is_interpretation_title(facts.links.text(link));
        if link.region == Region::Article && link.kind == LinkKind::Image && named {
            forms.insert(Form::Chart);
        }
    }
    (!forms.is_empty()).then_some(forms)
}

/// A line that is nothing but the heading of an interpretation: 政策解读, 附件2：《…》解读.
fn is_part_heading(line: &str) -> bool {
    let line = line.trim();
    let chars = line.chars().count();
    if !(2..=60).contains(&chars) || line.ends_with(['。', '；', '，', '：', ':']) && chars > 12 {
        return false;
    }
    let bare: String = line.chars().filter(|c| c.is_alphanumeric()).collect();
    let heading = ["政策解读", "文件解读", "解读", "图解", "政策图解", "附政策解读", "一图读懂", "政策问答"];
    heading.contains(&bare.as_str()) || (is_interpretation_title(line) && !line.contains('，') && line.contains('《'))
}
