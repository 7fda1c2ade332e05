//! `--screenshots`: pictures of the weightiest findings, when all is judged.

use super::audit::Job;
use super::say::{self, Ending, Stop};
use crate::crawl::{Photographer, Shots, Stop as Halt};
use crate::facts::Facts;
use crate::fetch::Fetcher;
use crate::model::{Lang, Scorecard};
use crate::score;

/// Takes them, as far as the browser and the site give any. Whatever comes of it, the reports can be written.
pub(super) async fn take(job: &Job, facts: &Facts, cards: &[Scorecard], fetcher: Fetcher, halt: Halt) -> Shots {
    if job.screenshots == 0 {
        return Shots::default();
    }
    let wanted = score::sights(cards, &score::private_pages(facts), job.screenshots);
    if wanted.is_empty() {
        return Shots::default();
    }
    if !job.quiet {
        say::note(&match job.lang {
            Lang::Zh => format!("正在为 {} 处问题拍网页截图…", wanted.len()),
            Lang::En => format!("taking pictures of {} findings …", wanted.len()),
        });
    }
    let photographer = Photographer {
        fetcher,
        render: job.settings.render.clone(),
        user_agent: job.settings.fetch.user_agent.clone(),
        stop: halt,
    };
    photographer.take(&wanted).await
}

/// Says what is missing. Being interrupted ends the command, the reports being written.
pub(super) fn note(shots: &Shots, job: &Job) -> Result<(), Stop> {
    if shots.interrupted {
        return Err(Stop::new(
            Ending::Interrupted,
            "已中断；报告已写好，截图没有拍完",
            "interrupted; the reports are written, not all pictures were taken",
        ));
    }
    if let Some(why) = &shots.lacking {
        say::note(&match job.lang {
            Lang::Zh => format!("浏览器用不了（{why}），报告里没有（或缺一部分）截图"),
            Lang::En => format!("the browser could not be used ({why}): the report lacks pictures"),
        });
    }
    Ok(())
}
