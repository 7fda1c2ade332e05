//! Asks the site's own search for titles that the site published, one question at a time.

use super::search::{SearchPlan, bare};
use super::visit::Visitor;
use crate::model::{Exchange, FailureKind, SearchForm, SearchObstacle, SearchOutcome, SearchQuery, SearchTest};
use crate::parse::{self, SoughtTitle};
use url::Url;

/// Requests in all, at most.
const MOST_REQUESTS: usize = 7;
/// Characters of the second question.
const SHORT: usize = 16;
const SHORTEST: usize = 8;

/// Carries out the plan. `None` when the run was interrupted: it is asked again when the run goes on.
pub(super) async fn ask(visitor: Visitor, plan: SearchPlan, home: Url) -> Option<SearchTest> {
    let SearchPlan { mut test, look_at } = plan;
    let mut left = MOST_REQUESTS;
    if let Some(page) = look_at {
        left -= 1;
        find_form(&visitor, &page, &mut test).await?;
    }
    let Some(mut form) = test.form.clone().filter(|_| test.obstacle.is_none()) else { return Some(test) };
    for number in 0..test.titles.len() {
        let (title, url) = (test.titles[number].title.clone(), test.titles[number].url.clone());
        for words in questions(&title) {
            if left == 0 {
                break;
            }
            let sought = Sought { title: title.clone(), url: url.clone(), words, home: home.to_string() };
            left -= 1;
            let (mut query, interface) = one(&visitor, &form, &sought).await?;
            let unclear = query.outcome(form.is_plain(), false) == SearchOutcome::Open(crate::model::Reason::Script);
            if unclear
                && !query.answer.data
                && left > 0
                && let Some(named) = interface.filter(|f| same_site(&f.action, &form.action))
            {
                left -= 1;
                let (by_data, _) = one(&visitor, &named, &sought).await?;
                // What comes as data is what a person would see; questions go there from now on.
                if by_data.record.is_ok() && by_data.answer.data && by_data.answer.drawn.is_none() {
                    query = by_data;
                    form = named;
                    test.form = Some(form.clone());
                }
            }
            let outcome = query.outcome(form.is_plain(), false);
            test.titles[number].queries.push(query);
            match outcome {
                SearchOutcome::Found => break,
                // It would answer the next question no better, and nobody is to be pestered.
                SearchOutcome::Open(_) => return Some(test),
                SearchOutcome::NotFound | SearchOutcome::Broken => {}
            }
        }
        let queries = &test.titles[number].queries;
        let broken = |q: &SearchQuery| q.outcome(form.is_plain(), false) == SearchOutcome::Broken;
        if queries.len() >= 2 && queries.iter().all(broken) {
            break;
        }
    }
    Some(test)
}

/// The page that the site links to as its search, for the form on it.
async fn find_form(visitor: &Visitor, page: &Url, test: &mut SearchTest) -> Option<()> {
    let exchange = visitor.fetcher.page(page).await;
    let record = exchange.record.clone();
    if record.failure_kind() == Some(FailureKind::Interrupted) {
        return None;
    }
    if !record.is_ok() {
        test.obstacle = Some(SearchObstacle::Unread(Box::new(record)));
        return Some(());
    }
    let read = visitor.read(exchange, parse::page).await.unwrap_or_default();
    match read.search_forms.into_iter().next() {
        Some(form) => {
            test.on = page.to_string();
            test.address = bare(&form.action);
            test.form = Some(form);
        }
        None => test.obstacle = Some(SearchObstacle::Script(read.title)),
    }
    Some(())
}

#[derive(Clone)]
struct Sought {
    title: String,
    url: String,
    words: String,
    home: String,
}

/// One question. `None` when interrupted.
async fn one(visitor: &Visitor, form: &SearchForm, sought: &Sought) -> Option<(SearchQuery, Option<SearchForm>)> {
    let exchange = match parse::search_request(form, &sought.words) {
        Some(request) => match &request.form {
            Some(posted) => visitor.fetcher.submit(&request.url, posted).await,
            None => visitor.fetcher.page(&request.url).await,
        },
        None => return None,
    };
    if exchange.record.failure_kind() == Some(FailureKind::Interrupted) {
        return None;
    }
    let posted = form.post.then(|| parse::search_request(form, &sought.words).and_then(|r| r.form)).flatten();
    let record = exchange.record.clone();
    let (answer, interface) = if record.is_ok() { read(visitor, exchange, sought).await } else { Default::default() };
    Some((SearchQuery { words: sought.words.clone(), posted, record, answer }, interface))
}

async fn read(
    visitor: &Visitor,
    exchange: Exchange,
    sought: &Sought,
) -> (crate::model::SearchAnswer, Option<SearchForm>) {
    let sought = sought.clone();
    let read = visitor.read(exchange, move |exchange| {
        let Sought { title, url, words, home } = &sought;
        parse::search_answer(exchange, SoughtTitle { title, url, words, home })
    });
    match read.await {
        Ok(read) => read,
        Err(fault) => (crate::model::SearchAnswer { drawn: Some(fault), ..Default::default() }, None),
    }
}

/// The title, then its longest part without signs: what an inspector would try before calling it not found.
fn questions(title: &str) -> Vec<String> {
    let mut asked = vec![title.to_owned()];
    let longest = title.split(|c: char| !c.is_alphanumeric()).max_by_key(|part| part.chars().count());
    let part = longest.unwrap_or_default();
    let length = part.chars().count();
    let keep = if length < title.chars().count() { length.min(SHORT) } else { length.min(SHORT).min(length * 2 / 3) };
    let short: String = part.chars().take(keep.max(SHORTEST)).collect();
    // A title that can't be shortened is asked for again.
    asked.push(short);
    asked
}

/// Interfaces are followed on the host of the page that names them, or under its domain.
fn same_site(a: &str, b: &str) -> bool {
    let (Ok(a), Ok(b)) = (Url::parse(a), Url::parse(b)) else { return false };
    crate::model::same_host(&a, &b)
        || (crate::model::registrable_domain(&a).is_some()
            && crate::model::registrable_domain(&a) == crate::model::registrable_domain(&b))
}
