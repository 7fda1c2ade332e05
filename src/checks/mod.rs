//! One file per check, and the registry. Imports `model` and `facts`.
//!
//! A check measures: it answers which subjects it looked at, which violate and which could not be told. It knows no
//! points; a rule in a pack gives it parameters and an effect.

mod a11y;
mod annual_absence;
mod below;
mod catalogue_gap;
mod copied_interpretation;
mod dead_link;
mod duplicate_column;
mod empty_column;
mod failing_search;
mod faulty_annual_report;
mod faulty_normative_library;
mod hidden_link;
mod incomplete_consultation;
mod incomplete_decision_disclosure;
mod incomplete_platform;
mod incomplete_project_disclosure;
mod incomplete_service_guide;
mod incomplete_statutory_disclosure;
mod inconsistent_annual_report;
mod inconsistent_document;
mod late_interpretation;
mod late_reply;
mod leaked_personal_data;
mod missing_abolished_list;
mod missing_application_channel;
mod missing_column;
mod missing_contact;
mod missing_digital_gov_zone;
mod missing_document;
mod missing_elder_mode;
mod missing_error_report;
mod missing_external_entry;
mod missing_gazette;
mod missing_icp_record;
mod missing_meta_tags;
mod missing_open_day;
mod missing_opinion_response;
mod missing_organizer;
mod missing_party_gov_mark;
mod missing_police_record;
mod missing_policy_library;
mod missing_qa_library;
mod missing_search;
mod missing_service_handbook;
mod missing_service_map;
mod missing_site_code;
mod missing_sitemap;
mod misspelling;
mod no_https;
mod no_ipv6;
mod non_gov_domain;
mod offers;
mod opening;
mod page_mark;
mod placeholder_clauses;
mod placeholder_page;
mod placeholder_text;
mod places;
mod plain_interpretations;
mod planned;
mod platform;
mod policy_scope;
mod reading_text;
mod sought;
mod stale_column;
mod stale_homepage;
mod statutory_kinds;
mod thin_interpretation;
mod title_fit;
mod title_marks;
mod title_params;
mod unanswered_consultation;
mod uncovered_topic;
mod uninterpreted_draft;
mod uninterpreted_policy;
mod unlabelled_disclosure;
mod unlinked_interpretation;
mod unlinked_new_media;
mod unreachable_site;
mod wrong_link;

pub use planned::PLANNED;

use crate::facts::Facts;
use crate::model::{Lang, Lexicon, Text, Verdict};
use serde_json::Value;

/// A kind of measurement, before it has parameters.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// Its id in kebab-case: a noun for the defect.
    pub id: &'static str,
    /// Its name for people: (Chinese, English).
    pub title: (&'static str, &'static str),
    /// The source file; its leading `//!` comment is the check's page, Chinese first, English after `//! # English`.
    pub source: &'static str,
    /// Reads a rule's `params` (a JSON object; `{}` when absent) and gives the measurement, or what is wrong with them
    /// in serde's words.
    pub bind: fn(Value) -> Result<Box<dyn Measure>, String>,
}

/// A check with its parameters.
pub trait Measure: Send + Sync + std::fmt::Debug {
    /// Looks at one site's evidence. Pure: no clock, no I/O.
    fn measure(&self, facts: &Facts) -> Verdict;

    /// The lexicon whose wordings must be looked for while pages are read, if any.
    fn lexicon(&self) -> Option<&Lexicon> {
        None
    }

    /// The parameters in force, defaults included, as a JSON object; `rules show` prints them.
    fn params(&self) -> Value;
}

/// The checks there are, in the order of the contract.
pub static REGISTRY: &[Check] = &[
    unreachable_site::CHECK,
    stale_homepage::CHECK,
    no_https::CHECK,
    no_ipv6::CHECK,
    non_gov_domain::CHECK,
    missing_site_code::CHECK,
    missing_icp_record::CHECK,
    missing_police_record::CHECK,
    missing_party_gov_mark::CHECK,
    missing_error_report::CHECK,
    missing_organizer::CHECK,
    missing_contact::CHECK,
    missing_sitemap::CHECK,
    missing_search::CHECK,
    missing_meta_tags::CHECK,
    missing_column::CHECK,
    empty_column::CHECK,
    stale_column::CHECK,
    catalogue_gap::CHECK,
    dead_link::CHECK,
    wrong_link::CHECK,
    hidden_link::CHECK,
    uninterpreted_policy::CHECK,
    unlinked_interpretation::CHECK,
    late_interpretation::CHECK,
    copied_interpretation::CHECK,
    plain_interpretations::CHECK,
    incomplete_consultation::CHECK,
    unanswered_consultation::CHECK,
    late_reply::CHECK,
    misspelling::CHECK,
    leaked_personal_data::CHECK,
    placeholder_page::CHECK,
    faulty_annual_report::CHECK,
    missing_gazette::CHECK,
    faulty_normative_library::CHECK,
    missing_abolished_list::CHECK,
    missing_digital_gov_zone::CHECK,
    missing_service_handbook::CHECK,
    missing_service_map::CHECK,
    missing_application_channel::CHECK,
    missing_opinion_response::CHECK,
    a11y::image_alt::CHECK,
    a11y::area_alt::CHECK,
    a11y::input_image_alt::CHECK,
    a11y::html_has_lang::CHECK,
    a11y::html_lang_valid::CHECK,
    a11y::valid_lang::CHECK,
    a11y::document_title::CHECK,
    a11y::link_name::CHECK,
    a11y::button_name::CHECK,
    a11y::label::CHECK,
    a11y::select_name::CHECK,
    a11y::frame_title::CHECK,
    a11y::object_alt::CHECK,
    a11y::svg_img_alt::CHECK,
    a11y::role_img_alt::CHECK,
    a11y::heading_order::CHECK,
    a11y::empty_heading::CHECK,
    a11y::bypass::CHECK,
    a11y::meta_refresh::CHECK,
    a11y::meta_viewport::CHECK,
    a11y::td_headers_attr::CHECK,
    a11y::th_has_data_cells::CHECK,
    a11y::duplicate_id_aria::CHECK,
    a11y::aria_valid_attr::CHECK,
    a11y::aria_valid_attr_value::CHECK,
    a11y::aria_roles::CHECK,
    a11y::aria_required_attr::CHECK,
    a11y::aria_required_parent::CHECK,
    a11y::aria_required_children::CHECK,
    a11y::aria_hidden_focus::CHECK,
    a11y::aria_allowed_attr::CHECK,
    a11y::autocomplete_valid::CHECK,
    a11y::list::CHECK,
    a11y::listitem::CHECK,
    a11y::dlitem::CHECK,
    a11y::video_caption::CHECK,
    a11y::no_autoplay_audio::CHECK,
    a11y::blink::CHECK,
    a11y::marquee::CHECK,
    a11y::nested_interactive::CHECK,
    a11y::presentation_role_conflict::CHECK,
    a11y::summary_name::CHECK,
    a11y::html_xml_lang_mismatch::CHECK,
    a11y::aria_command_name::CHECK,
    a11y::aria_input_field_name::CHECK,
    a11y::aria_toggle_field_name::CHECK,
    a11y::label_content_name_mismatch::CHECK,
    a11y::duplicate_id::CHECK,
    a11y::duplicate_attribute::CHECK,
    a11y::definition_list::CHECK,
    a11y::input_button_name::CHECK,
    a11y::aria_prohibited_attr::CHECK,
    a11y::meta_refresh_no_exceptions::CHECK,
    a11y::color_contrast::CHECK,
    a11y::target_size::CHECK,
    a11y::scrollable_region_focusable::CHECK,
    a11y::link_in_text_block::CHECK,
    missing_elder_mode::CHECK,
    uncovered_topic::CHECK,
    missing_document::CHECK,
    incomplete_statutory_disclosure::CHECK,
    incomplete_platform::CHECK,
    incomplete_decision_disclosure::CHECK,
    uninterpreted_draft::CHECK,
    thin_interpretation::CHECK,
    incomplete_project_disclosure::CHECK,
    incomplete_service_guide::CHECK,
    missing_policy_library::CHECK,
    missing_qa_library::CHECK,
    inconsistent_document::CHECK,
    unlabelled_disclosure::CHECK,
    inconsistent_annual_report::CHECK,
    failing_search::CHECK,
    missing_external_entry::CHECK,
    duplicate_column::CHECK,
    missing_open_day::CHECK,
    unlinked_new_media::CHECK,
];

/// The check with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Check> {
    REGISTRY.iter().find(|c| c.id == id)
}

impl Check {
    /// Its name in both languages.
    #[must_use]
    pub fn name(&self) -> Text {
        Text::new(self.title.0, self.title.1)
    }

    /// Its page: what it looks at, why, how it decides, its limits. Markdown.
    #[must_use]
    pub fn page(&self, lang: Lang) -> String {
        let mut zh = Vec::new();
        let mut en = Vec::new();
        let mut english = false;
        for line in self.source.lines().map_while(|l| l.strip_prefix("//!")) {
            let line = line.strip_prefix(' ').unwrap_or(line);
            if line == "# English" {
                english = true;
            } else if english {
                en.push(line);
            } else {
                zh.push(line);
            }
        }
        let lines = match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        lines.join("\n").trim().to_owned()
    }
}
