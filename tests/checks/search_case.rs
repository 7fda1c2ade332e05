//! The test of a site's search in a case file: titles, questions, and the pages that answered.

use duwang::model::{
    Exchange, FailureKind, FetchRecord, Observation, SearchAnswer, SearchForm, SearchObstacle, SearchQuery, SearchTest,
    SearchedTitle,
};
use duwang::parse::{self, SoughtTitle};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchCase {
    /// The page whose search form is asked.
    #[serde(default = "home")]
    pub(super) on: String,
    #[serde(default)]
    obstacle: Option<SearchObstacle>,
    #[serde(default)]
    title: Vec<TitleCase>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleCase {
    title: String,
    url: String,
    #[serde(default = "published")]
    published: String,
    #[serde(default)]
    query: Vec<QueryCase>,
}

/// One question; asks for the title unless it says otherwise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryCase {
    #[serde(default)]
    words: Option<String>,
    #[serde(default)]
    status: Option<u16>,
    #[serde(default)]
    failure: Option<FailureKind>,
    #[serde(default)]
    html: String,
    #[serde(default)]
    content_type: Option<String>,
    #[serde(default)]
    charset: Option<String>,
    /// Where it was redirected to.
    #[serde(default)]
    landed: Option<String>,
}

fn home() -> String {
    "/".to_owned()
}

fn published() -> String {
    "2026-08-01".to_owned()
}

/// How a request of a case went: its address, where it landed, status and failure.
pub(super) type Recorder<'a> = &'a dyn Fn(&str, Option<&str>, Option<u16>, Option<FailureKind>) -> FetchRecord;

impl SearchCase {
    /// What a crawl would have kept. `forms` are those of the page it names, `address` makes a path absolute.
    pub(super) fn observation(
        &self,
        forms: &[SearchForm],
        address: &dyn Fn(&str) -> String,
        record: Recorder<'_>,
    ) -> Observation {
        let form = forms.first().cloned();
        assert!(form.is_some() || self.obstacle.is_some(), "{} has no search form that could be asked", self.on);
        let action = form.as_ref().map_or_else(|| address(&self.on), |f| f.action.clone());
        let titles = self.title.iter().map(|title| SearchedTitle {
            title: title.title.clone(),
            url: address(&title.url),
            published: title.published.parse().expect("a day"),
            queries: title.query.iter().map(|q| q.ask(form.as_ref(), title, address, record)).collect(),
        });
        let obstacle = self.obstacle.clone();
        let form = form.clone().filter(|_| obstacle.is_none());
        Observation::Search(Box::new(SearchTest {
            on: address(&self.on),
            address: action,
            form,
            obstacle,
            titles: titles.collect(),
        }))
    }
}

impl QueryCase {
    fn ask(
        &self,
        form: Option<&SearchForm>,
        title: &TitleCase,
        address: &dyn Fn(&str) -> String,
        record: Recorder<'_>,
    ) -> SearchQuery {
        let words = self.words.clone().unwrap_or_else(|| title.title.clone());
        let request = parse::search_request(form.expect("a form to ask"), &words).expect("an address to ask");
        let status = self.status.or(self.failure.is_none().then_some(200));
        let landed = self.landed.as_ref().map(|l| address(l));
        let mut record = record(request.url.as_str(), landed.as_deref(), status, self.failure);
        if let Some(kind) = &self.content_type {
            record.headers.insert("content-type".to_owned(), kind.clone());
        }
        let body = match &self.charset {
            Some(label) => {
                let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a known encoding");
                encoding.encode(&self.html).0.into_owned()
            }
            None => self.html.clone().into_bytes(),
        };
        let exchange = Exchange { record: record.clone(), body };
        let (url, home) = (address(&title.url), address("/"));
        let sought = SoughtTitle { title: &title.title, url: &url, words: &words, home: &home };
        let answer = if record.is_ok() { parse::search_answer(&exchange, sought).0 } else { SearchAnswer::default() };
        SearchQuery { words, posted: request.form, record, answer }
    }
}
