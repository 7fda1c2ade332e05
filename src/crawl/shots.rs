//! Pictures of findings, taken when the site was judged: the page is asked for once more and drawn, through the same door as
//! the crawl.

use super::drawing::{Doorway, as_drawn};
use super::stop::Stop;
use crate::config::RenderSettings;
use crate::fetch::Fetcher;
use crate::model::{Exchange, Page, PageKey, Picture, PictureWanted, RenderOutcome, Shot, Sight};
use crate::parse;
use crate::render::{Renderer, Wanted};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use url::Url;

/// Takes pictures of a site's pages.
#[derive(Debug)]
pub struct Photographer {
    /// The door to the network: that of the crawl, so that robots.txt, rate and guard stand.
    pub fetcher: Fetcher,
    /// The browser.
    pub render: RenderSettings,
    /// How requests name themselves.
    pub user_agent: String,
    /// Who may stop it.
    pub stop: Stop,
}

/// What came of taking pictures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shots {
    /// Those that were taken, in the order wanted.
    pub pictures: Vec<Picture>,
    /// Why the browser gave no more, if it did not; in English.
    pub lacking: Option<String>,
    /// It was stopped before the end.
    pub interrupted: bool,
}

/// One page with what is wanted of it.
type Sitting = (Url, Vec<(usize, PictureWanted)>);

/// What came of one page.
#[derive(Debug, Default)]
struct Sat {
    pictures: Vec<(usize, Picture)>,
    lacking: Option<String>,
}

/// What one page is taken with.
#[derive(Debug, Clone)]
struct Studio {
    fetcher: Fetcher,
    renderer: Renderer,
    doorway: Doorway,
    places: Arc<Semaphore>,
}

impl Photographer {
    /// Takes them. What is no longer there, shows personal data or can't be had gives none.
    pub async fn take(&self, wanted: &[PictureWanted]) -> Shots {
        let renderer = Renderer::new(self.render.clone(), &self.user_agent);
        let studio = Studio {
            fetcher: self.fetcher.clone(),
            renderer: renderer.clone(),
            doorway: Doorway::new(self.fetcher.clone()),
            places: Arc::new(Semaphore::new(self.render.tabs.max(1))),
        };
        let mut sittings: JoinSet<Sat> = JoinSet::new();
        for sitting in by_page(wanted) {
            let studio = studio.clone();
            sittings.spawn(async move { studio.sit(sitting).await });
        }
        let mut stopped = self.stop.0.subscribe();
        let mut taken: Vec<(usize, Picture)> = Vec::new();
        let mut shots = Shots::default();
        loop {
            tokio::select! {
                biased;
                _ = stopped.wait_for(|stopped| *stopped) => {
                    shots.interrupted = true;
                    self.fetcher.stop();
                    break;
                }
                sat = sittings.join_next() => match sat {
                    Some(Ok(sat)) => {
                        taken.extend(sat.pictures);
                        if sat.lacking.is_some() {
                            shots.lacking = sat.lacking;
                            break;
                        }
                    }
                    // A page that breaks its reader gives no picture.
                    Some(Err(_)) => {}
                    None => break,
                },
            }
        }
        renderer.stop();
        sittings.shutdown().await;
        renderer.close().await;
        taken.sort_by_key(|(at, _)| *at);
        shots.pictures = taken.into_iter().map(|(_, picture)| picture).collect();
        shots
    }
}

/// Pages in the order of the first that is wanted of each.
fn by_page(wanted: &[PictureWanted]) -> Vec<Sitting> {
    let mut sittings: Vec<Sitting> = Vec::new();
    let mut place_of: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, one) in wanted.iter().enumerate() {
        let Ok(url) = Url::parse(&one.url) else { continue };
        let place = *place_of.entry(&one.url).or_insert_with(|| {
            sittings.push((url, Vec::new()));
            sittings.len() - 1
        });
        sittings[place].1.push((at, one.clone()));
    }
    sittings
}

impl Studio {
    async fn sit(&self, (url, wanted): Sitting) -> Sat {
        let mut sat = Sat::default();
        let Ok(_place) = self.places.acquire().await else { return sat };
        if self.fetcher.guard(&url).is_some() {
            return sat;
        }
        let exchange = self.fetcher.page(&url).await;
        if !exchange.record.is_ok() || exchange.body.is_empty() || !parse::is_markup(&exchange) {
            return sat;
        }
        // Where it leads elsewhere by now, it is another page.
        if !Url::parse(&exchange.record.final_url).is_ok_and(|end| PageKey::of(&end) == PageKey::of(&url)) {
            return sat;
        }
        let Some((page, exchange)) = read(exchange).await.filter(|(page, _)| may_be_shown(page)) else { return sat };
        for (at, one) in wanted {
            let drawn = self.draw(&page, &exchange, one.sight).await;
            match drawn {
                Ok(Some(shot)) => sat.pictures.push((at, Picture { fingerprint: one.fingerprint, shot })),
                Ok(None) => {}
                Err(lacking) => {
                    sat.lacking = Some(lacking);
                    break;
                }
            }
        }
        sat
    }

    /// A picture of the page as it is drawn; the error says that the browser can't.
    async fn draw(&self, page: &Page, exchange: &Exchange, sight: Sight) -> Result<Option<Shot>, String> {
        let Ok(url) = Url::parse(&exchange.record.final_url) else { return Ok(None) };
        let wanted = Wanted {
            cookies: self.fetcher.cookies(&url),
            url,
            body: exchange.body.clone(),
            charset: page.charset.clone(),
            pictures: true,
            shoot: Some(sight),
        };
        let Some(drawn) = self.renderer.draw(&wanted, &self.doorway, None).await else { return Ok(None) };
        if matches!(drawn.rendered.outcome, RenderOutcome::NoBrowser | RenderOutcome::Skipped) {
            return Err(drawn.rendered.detail);
        }
        let (Some(shot), Some(html)) = (drawn.shot, drawn.html) else { return Ok(None) };
        // Scripts may have written what the markup had not.
        let read = read(as_drawn(&exchange.record, html)).await;
        Ok(read.filter(|(page, _)| may_be_shown(page)).map(|_| shot))
    }
}

/// Reads a page off the async threads; none where the parser breaks.
async fn read(exchange: Exchange) -> Option<(Page, Exchange)> {
    tokio::task::spawn_blocking(move || (parse::page(&exchange), exchange)).await.ok()
}

/// Nothing of a person, no notice in the page's place, nothing that keeps visitors out.
fn may_be_shown(page: &Page) -> bool {
    let letter = page.participation.as_ref().is_some_and(|p| p.letter.is_some());
    page.personal.is_empty() && !letter && page.signals.challenge.is_none() && !page.signals.login
}
