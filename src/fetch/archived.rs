//! Between the fetcher and the archives: what it gets is kept, and what was kept is given back as if it came now.

use super::Inner;
use super::archive::{Answered, Circumstances, Earlier, Kept, Recorder, Replay, Sought, Wanted};
use super::challenge;
use super::client::{Answer, Clients, Plan, Reading, Wish, request, too_large, usual_headers};
use super::failure::failure;
use super::redirect::millis;
use super::retry::Tried;
use crate::model::{FailureKind, Validators};
use reqwest::header::{self, HeaderValue};
use std::sync::atomic::Ordering;
use std::time::Duration;
use url::{Position, Url};

impl Inner {
    /// What a request may be sent along with. An archive must lead to every body: what no archive beside it holds is asked in
    /// full. Where archives answer, they are asked for what they have.
    pub(super) fn held<'a>(&self, since: &'a Validators) -> Option<&'a Validators> {
        let held = self.recorder.as_ref().is_none_or(|recorder| recorder.stands_beside(&since.run));
        (held && self.replay.is_none()).then_some(since)
    }

    /// Puts what an address came to into the archive.
    pub(super) async fn kept(&self, recorder: &Recorder, url: &Url, wish: Wish<'_>, tried: &Tried) {
        let answer = &tried.answer;
        let way = Circumstances {
            reading: name(wish.reading).to_owned(),
            whole: answer.whole,
            attempts: tried.attempts,
            requests: tried.sent,
            first_byte_ms: millis(answer.first_byte),
            took_ms: millis(answer.took),
        };
        let answered = Answered {
            status: answer.status,
            headers: answer.headers.clone(),
            body: answer.body.clone(),
            peer: answer.peer.clone(),
            failure: answer.failure.clone(),
            at_ms: answer.at_ms,
            way,
        };
        // What a 304 confirms.
        let earlier = wish.since.filter(|since| since.url == url.as_str()).map(|since| Earlier {
            run: since.run.clone(),
            url: since.url.clone(),
            at_ms: since.at_ms,
        });
        recorder.keep(Kept { wanted: self.clients.wanted(url, wish), answered, earlier }).await;
    }

    /// What an address came to when it was archived.
    pub(super) async fn replayed(&self, replay: &Replay, url: &Url, wish: Wish<'_>) -> Tried {
        let wanted = self.clients.wanted(url, wish);
        let reading = name(wish.reading).to_owned();
        let most = self.clients.most(wish.reading);
        let Wanted { method, body, .. } = wanted;
        let answered = replay.answer(Sought { method, url: url.to_string(), body, reading, most }).await;
        let Answered { status, headers, body, peer, failure: fault, at_ms, way } = answered;
        self.requests.fetch_add(way.requests, Ordering::Relaxed);
        let mut answer = Answer {
            status,
            headers,
            body,
            whole: way.whole,
            first_byte: Duration::from_millis(way.first_byte_ms),
            took: Duration::from_millis(way.took_ms),
            at_ms,
            peer,
            failure: fault,
            connected: status.is_some(),
        };
        self.clients.cut(wish.reading, &mut answer);
        if answer.failure.is_none()
            && let Some(sign) = challenge::sign(answer.status.unwrap_or_default(), &answer.headers, &answer.body)
        {
            answer.failure = Some(failure(FailureKind::Blocked, sign));
        }
        Tried { answer, attempts: way.attempts, sent: way.requests }
    }
}

fn name(reading: Reading) -> &'static str {
    match reading {
        Reading::Page => "page",
        Reading::Check => "check",
        Reading::File => "file",
        Reading::UpTo(_) => "beginning",
    }
}

impl Clients {
    /// A request as it is sent, but for cookies.
    fn wanted(&self, url: &Url, wish: Wish<'_>) -> Wanted {
        let mut headers = usual_headers();
        if let Ok(agent) = HeaderValue::from_str(&self.settings.user_agent) {
            headers.insert(header::USER_AGENT, agent);
        }
        let mut wanted = Wanted { url: url.to_string(), ..Wanted::default() };
        url[Position::BeforePath..Position::AfterQuery].clone_into(&mut wanted.target);
        url[Position::BeforeHost..Position::AfterPort].clone_into(&mut wanted.host);
        if let Ok(request) = request(&self.usual, url, wish).build() {
            wanted.method = request.method().to_string();
            wanted.body = request.body().and_then(|body| body.as_bytes()).unwrap_or_default().to_vec();
            for (name, value) in request.headers() {
                headers.insert(name.clone(), value.clone());
            }
        }
        wanted.headers = headers;
        wanted
    }

    /// Most bytes of a body that are of use.
    fn most(&self, reading: Reading) -> usize {
        match reading {
            Reading::UpTo(cap) => cap,
            Reading::File => self.settings.max_file,
            Reading::Page => self.settings.max_body.max(self.settings.check_body),
            Reading::Check => self.settings.check_body,
        }
    }

    /// Makes of an answer that was kept, perhaps by another crawler, what it would have come to over the network.
    fn cut(&self, reading: Reading, answer: &mut Answer) {
        let Some(status) = answer.status.filter(|_| answer.failure.is_none()) else { return };
        if matches!(status, 204 | 304) {
            answer.body.clear();
            answer.whole = true;
            return;
        }
        if (300..400).contains(&status) && answer.headers.contains_key(header::LOCATION) {
            answer.body.clear();
            answer.whole = false;
            return;
        }
        let plan = match self.plan(reading, &answer.headers) {
            Plan::Sniff => self.sniffed(&answer.body),
            plan => plan,
        };
        match plan {
            Plan::Beginning(cap) if answer.body.len() > cap => {
                answer.body.truncate(cap);
                answer.whole = false;
            }
            Plan::All(cap) if answer.body.len() > cap => answer.failure = Some(too_large(cap)),
            Plan::All(_) if !answer.whole => {
                answer.failure = Some(failure(FailureKind::NotArchived, "the archive holds the beginning only"));
            }
            _ => {}
        }
        if answer.failure.is_some() {
            answer.body = Vec::new();
            answer.whole = false;
        }
    }
}
