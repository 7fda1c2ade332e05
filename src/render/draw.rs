use super::ask::{Step, fulfil, pixel, step};
use super::axe::Open;
use super::browser::{Fault, Tab, answer};
use super::dom::{PULSE, WORLD, serialise};
use super::door::{Answer, Ask, Door, Kind, Reply};
use super::inside::{evaluate, measure, prepare, shoot};
use crate::config::RenderSettings;
use crate::model::{LayoutFound, RenderOutcome, Rendered, Shot, Sight, Unanswered};
use chromiumoxide::Page;
use chromiumoxide::cdp::browser_protocol::fetch::{
    ContinueRequestParams, EventRequestPaused, FailRequestParams, RequestId,
};
use chromiumoxide::cdp::browser_protocol::inspector::EventTargetCrashed;
use chromiumoxide::cdp::browser_protocol::network::{ErrorReason, ResourceType};
use chromiumoxide::cdp::browser_protocol::page::{
    EventJavascriptDialogOpening, EventLoadEventFired, HandleJavaScriptDialogParams, NavigateParams,
};
use chromiumoxide::cdp::js_protocol::runtime::{
    EventExecutionContextCreated, ExecutionContextId, TerminateExecutionParams,
};
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use url::Url;

/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(100);

/// A page to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its address, after redirects.
    pub url: Url,
    /// What the host answered: the document, which is not asked for again.
    pub body: Vec<u8>,
    /// The character set it was read in.
    pub charset: String,
    /// Cookies that the door has for it, as a `Cookie` header.
    pub cookies: String,
    /// Pictures and typefaces are fetched too; else a pixel stands for each picture.
    pub pictures: bool,
    /// What is outlined in a picture of the page, where one is wanted.
    pub shoot: Option<Sight>,
}

/// What was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// How it ended.
    pub rendered: Rendered,
    /// The document as it stood in the end; none where the drawing failed.
    pub html: Option<String>,
    /// Where the page's scripts wanted to go instead; they were not let.
    pub moved: Option<String>,
    /// What axe-core found on it, where somebody wanted to know.
    pub layout: Option<LayoutFound>,
    /// A picture, where one was wanted and what it is about is there.
    pub shot: Option<Shot>,
}

/// Reads a drawn document while it still stands in the browser, and says what its markup left open for axe-core to settle.
pub trait Reader: Send + Sync {
    /// Reads it.
    fn read(&self, html: String) -> Pin<Box<dyn Future<Output = Vec<Open>> + Send + '_>>;
}

impl Drawn {
    /// One that came to nothing.
    pub(super) fn failed(rendered: Rendered) -> Self {
        Self { rendered, html: None, moved: None, layout: None, shot: None }
    }
}

/// What ended a drawing.
enum End {
    /// The document is at rest, or as near to it as it gets.
    Rest,
    /// The time was over before it was loaded.
    Late(&'static str),
    /// The page's process broke.
    Crashed,
    /// The browser broke or fell silent.
    Fault(Fault),
}

/// Results that come in their own time.
enum Came {
    /// A request was answered, or not.
    Answered { ask: Option<Ask>, answer: Answer },
    /// The document's pulse.
    Pulse(Option<String>),
}

/// One drawing under way.
struct Drawing<'a> {
    page: &'a Page,
    wanted: &'a Wanted,
    door: &'a dyn Door,
    limits: &'a RenderSettings,
    coming: FuturesUnordered<BoxFuture<'a, Came>>,
    /// Requests at the door.
    at_door: usize,
    /// The main frame's own document was given.
    given: bool,
    world: Option<ExecutionContextId>,
    pulse: Option<String>,
    /// Questions for the pulse under way.
    asking: usize,
    loaded: bool,
    bytes: usize,
    over_budget: bool,
    moved: Option<String>,
    requests: u32,
    unanswered: Vec<Unanswered>,
    /// Time that the browser itself had, waits at the door not counted.
    spent: Duration,
    /// Of which after the load.
    settling: Duration,
    /// Of which nothing happened.
    quiet: Duration,
    waited: Duration,
}

/// Draws a page in an empty tab; where somebody reads it there, axe-core looks at it too. An error is the browser's, and the
/// page may be tried again in a new one.
pub(super) async fn draw(
    tab: &Tab,
    wanted: &Wanted,
    door: &dyn Door,
    reader: Option<&dyn Reader>,
    limits: &RenderSettings,
) -> Result<Drawn, Fault> {
    let began = Instant::now();
    let mut drawing = Drawing {
        page: &tab.page,
        wanted,
        door,
        limits,
        coming: FuturesUnordered::new(),
        at_door: 0,
        given: false,
        world: None,
        pulse: None,
        asking: 0,
        loaded: false,
        bytes: 0,
        over_budget: false,
        moved: None,
        requests: 0,
        unanswered: Vec::new(),
        spent: Duration::ZERO,
        settling: Duration::ZERO,
        quiet: Duration::ZERO,
        waited: Duration::ZERO,
    };
    let end = drawing.go().await;
    let (outcome, detail, html) = match end {
        End::Rest => drawing.take().await?,
        End::Late(what) => (RenderOutcome::Timeout, what.to_owned(), None),
        End::Crashed => (RenderOutcome::Crash, "the page's process broke".to_owned(), None),
        End::Fault(fault) => return Err(fault),
    };
    if outcome == RenderOutcome::Timeout {
        // A script without an end would keep the tab from closing.
        let _ = timeout(TICK, drawing.page.execute(TerminateExecutionParams::default())).await;
    }
    let mut layout = None;
    if let (Some(reader), Some(html), Some(world)) = (reader, &html, drawing.world) {
        let open = reader.read(html.clone()).await;
        layout = measure(drawing.page, world, &open).await;
    }
    let mut shot = None;
    if let (Some(sight), Some(world)) = (wanted.shoot.as_ref().filter(|_| html.is_some()), drawing.world) {
        shot = shoot(drawing.page, world, sight).await;
    }
    let rendered = Rendered {
        outcome,
        detail,
        millis: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        requests: drawing.requests,
        unanswered: std::mem::take(&mut drawing.unanswered),
    };
    Ok(Drawn { rendered, html, moved: drawing.moved.take(), layout, shot })
}

impl Drawing<'_> {
    async fn go(&mut self) -> End {
        match self.run().await {
            Ok(end) => end,
            Err(fault) => End::Fault(fault),
        }
    }

    async fn run(&mut self) -> Result<End, Fault> {
        let page = self.page;
        let Some(main) = answer(page.mainframe()).await? else {
            return Err(Fault::Broken("the tab has no frame".to_owned()));
        };
        let main: &str = main.as_ref();
        let mut paused = answer(page.event_listener::<EventRequestPaused>()).await?;
        let mut worlds = answer(page.event_listener::<EventExecutionContextCreated>()).await?;
        let mut loads = answer(page.event_listener::<EventLoadEventFired>()).await?;
        let mut dialogs = answer(page.event_listener::<EventJavascriptDialogOpening>()).await?;
        let mut crashes = answer(page.event_listener::<EventTargetCrashed>()).await?;
        prepare(page, self.wanted).await?;
        // Answered only when the page has loaded; what it says is seen from the events.
        let mut going = page.execute(NavigateParams::new(self.wanted.url.as_str())).map(|_| ()).boxed().fuse();
        let mut clock = interval(TICK);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut before = Instant::now();
        loop {
            tokio::select! {
                event = paused.next() => match event {
                    Some(event) => self.request(&event, main),
                    None => return Err(Fault::Broken("the browser is gone".to_owned())),
                },
                Some(event) = worlds.next() => {
                    let context = &event.context;
                    let frame = context.aux_data.as_ref().and_then(|aux| aux["frameId"].as_str());
                    if context.name == WORLD && frame == Some(main) && self.given {
                        self.world = Some(context.id);
                    }
                }
                Some(_) = loads.next() => self.loaded |= self.given,
                Some(_) = dialogs.next() => {
                    let dismissed = page.execute(HandleJavaScriptDialogParams::new(false));
                    self.coming.push(async move { let _ = answer(dismissed).await; Came::Pulse(None) }.boxed());
                }
                Some(_) = crashes.next() => return Ok(End::Crashed),
                Some(came) = self.coming.next(), if !self.coming.is_empty() => self.take_in(came),
                () = &mut going => {}
                _ = clock.tick() => {
                    let now = Instant::now();
                    if let Some(end) = self.tick(now - before) {
                        return Ok(end);
                    }
                    before = now;
                }
            }
        }
    }

    /// A request of the page.
    fn request(&mut self, event: &EventRequestPaused, main: &str) {
        let id = event.request_id.clone();
        if event.resource_type == ResourceType::Document && AsRef::<str>::as_ref(&event.frame_id) == main {
            self.document(id, &event.request.url);
            return;
        }
        self.requests = self.requests.saturating_add(1);
        match step(event, self.wanted.pictures) {
            Step::Local => {
                let go = self.page.execute(ContinueRequestParams::new(id));
                self.coming.push(
                    async move {
                        let _ = answer(go).await;
                        Came::Pulse(None)
                    }
                    .boxed(),
                );
            }
            Step::Pixel => self.reply(id, pixel()),
            Step::Drop => self.fail(id, ErrorReason::BlockedByClient),
            Step::Refuse(kind, why) => {
                self.miss(kind, &event.request.url, &why);
                self.fail(id, ErrorReason::BlockedByClient);
            }
            Step::Ask(ask) => {
                let spent = self.requests as usize > self.limits.max_requests || self.bytes > self.limits.max_bytes;
                if spent {
                    self.over_budget = true;
                    self.fail(id, ErrorReason::BlockedByClient);
                    return;
                }
                self.pass(id, ask);
            }
        }
    }

    /// The main frame's document: given from what the crawl has, once. Wherever else it wants to go, it is not let.
    fn document(&mut self, id: RequestId, url: &str) {
        let bare = |text: &str| text.split('#').next().unwrap_or_default().to_owned();
        if !self.given {
            self.given = true;
            let kind = format!("text/html; charset={}", self.wanted.charset);
            let headers = vec![("content-type".to_owned(), kind)];
            self.reply(id, Reply { status: 200, headers, body: self.wanted.body.clone() });
            return;
        }
        if bare(url) != bare(self.wanted.url.as_str()) {
            self.moved.get_or_insert_with(|| url.to_owned());
        }
        // "No content" leaves the document where it is; its load is called off all the same.
        self.loaded = true;
        self.reply(id, Reply { status: 204, headers: Vec::new(), body: Vec::new() });
    }

    /// Asks the door and gives the answer to the page.
    fn pass(&mut self, id: RequestId, ask: Ask) {
        self.at_door += 1;
        let (page, door) = (self.page, self.door);
        self.coming.push(
            async move {
                let found = door.ask(ask.clone()).await;
                match &found {
                    Answer::Given(reply) => drop(answer(page.execute(fulfil(id, reply))).await),
                    Answer::Spared => {
                        let nothing = Reply { status: 204, headers: Vec::new(), body: Vec::new() };
                        drop(answer(page.execute(fulfil(id, &nothing))).await);
                    }
                    Answer::Refused(_) => {
                        drop(answer(page.execute(FailRequestParams::new(id, ErrorReason::BlockedByClient))).await);
                    }
                }
                Came::Answered { ask: Some(ask), answer: found }
            }
            .boxed(),
        );
    }

    fn reply(&mut self, id: RequestId, reply: Reply) {
        let page = self.page;
        self.coming.push(
            async move {
                let _ = answer(page.execute(fulfil(id, &reply))).await;
                Came::Pulse(None)
            }
            .boxed(),
        );
    }

    fn fail(&mut self, id: RequestId, reason: ErrorReason) {
        let page = self.page;
        self.coming.push(
            async move {
                let _ = answer(page.execute(FailRequestParams::new(id, reason))).await;
                Came::Pulse(None)
            }
            .boxed(),
        );
    }

    fn take_in(&mut self, came: Came) {
        match came {
            Came::Answered { ask, answer } => {
                self.at_door -= 1;
                self.quiet = Duration::ZERO;
                let Some(ask) = ask else { return };
                match answer {
                    Answer::Given(reply) => {
                        self.bytes = self.bytes.saturating_add(reply.body.len());
                        if reply.status >= 400 && ask.kind != Kind::Style {
                            self.miss(ask.kind, ask.url.as_str(), &format!("status {}", reply.status));
                        }
                    }
                    Answer::Refused(why) => self.miss(ask.kind, ask.url.as_str(), &why),
                    Answer::Spared => {}
                }
            }
            Came::Pulse(None) => {}
            Came::Pulse(pulse) => {
                self.asking -= 1;
                if pulse != self.pulse {
                    self.pulse = pulse;
                    self.quiet = Duration::ZERO;
                }
            }
        }
    }

    /// Notes that something the page may need did not come.
    fn miss(&mut self, kind: Kind, url: &str, why: &str) {
        let needed = matches!(kind, Kind::Frame | Kind::Script | Kind::Data);
        if needed && self.unanswered.len() < Rendered::MOST_UNANSWERED {
            let url = url.chars().take(300).collect();
            self.unanswered.push(Unanswered { url, why: why.chars().take(200).collect() });
        }
    }

    /// Time has passed.
    fn tick(&mut self, passed: Duration) -> Option<End> {
        if self.at_door > 0 {
            self.waited += passed;
            self.quiet = Duration::ZERO;
            if self.waited > self.limits.door_patience {
                return Some(if self.loaded { End::Rest } else { End::Late("its requests took too long") });
            }
        } else {
            // Whatever kept us from looking is not the page's time.
            let passed = passed.min(TICK * 2);
            self.spent += passed;
            self.quiet += passed;
            if self.loaded {
                self.settling += passed;
            }
        }
        if self.loaded && self.at_door == 0 && self.pulse.is_some() && self.quiet >= self.limits.quiet {
            return Some(End::Rest);
        }
        let over = self.settling >= self.limits.settle || self.spent >= self.limits.patience;
        if over {
            return Some(match (self.loaded, &self.pulse) {
                (true, Some(_)) => End::Rest,
                (true, None) => End::Late("a script never ended"),
                (false, _) => End::Late("it was not loaded in time"),
            });
        }
        self.ask_pulse();
        None
    }

    fn ask_pulse(&mut self) {
        let Some(world) = self.world.filter(|_| self.loaded && self.asking == 0) else { return };
        self.asking += 1;
        let page = self.page;
        self.coming.push(
            async move {
                let value = evaluate(page, world, PULSE).await;
                Came::Pulse(Some(value.ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()))
            }
            .boxed(),
        );
    }

    /// The document as it stands.
    async fn take(&mut self) -> Result<(RenderOutcome, String, Option<String>), Fault> {
        let Some(world) = self.world else {
            return Ok((RenderOutcome::Crash, "the page took itself apart".to_owned(), None));
        };
        let value = match evaluate(self.page, world, &serialise(self.limits.max_html)).await {
            Ok(value) => value,
            Err(Fault::Silent) => return Ok((RenderOutcome::Timeout, "a script never ended".to_owned(), None)),
            Err(fault) => return Err(fault),
        };
        if let Some(large) = value["large"].as_str() {
            return Ok((RenderOutcome::TooLarge, format!("the document has {large}"), None));
        }
        let Some(html) = value["html"].as_str() else {
            return Ok((RenderOutcome::Crash, "the document could not be read".to_owned(), None));
        };
        let (outcome, detail) = if self.over_budget {
            let (most, bytes) = (self.limits.max_requests, self.limits.max_bytes);
            (RenderOutcome::Budget, format!("the budget of {most} requests or {bytes} bytes for one page was spent"))
        } else if self.at_door > 0 {
            (RenderOutcome::Budget, format!("{} requests had no answer in time", self.at_door))
        } else {
            (RenderOutcome::Ok, String::new())
        };
        Ok((outcome, detail, Some(html.to_owned())))
    }
}
