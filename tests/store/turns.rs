//! Many turns of the queue in an order that nobody would think of, held against what the rules of the queue say.

use super::home::{Home, on_each_database};
use super::queue::{queued, scan};
use super::run;
use duwang::model::{Lease, QueueState};
use duwang::store::Error;

on_each_database!(whatever_the_turns_the_queue_does_what_its_rules_say);

/// Numbers without a pattern that matters; the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

/// What a row should be.
struct Row {
    scan: usize,
    id: String,
    url: String,
    group: String,
    state: QueueState,
    holder: String,
    until: i64,
    not_before: i64,
    attempt: u32,
    run: Option<String>,
}

impl Row {
    fn live(&self, now: i64) -> bool {
        self.state == QueueState::Leased && self.until > now
    }

    fn is(&self, lease: &Lease) -> bool {
        format!("s{}", self.scan) == lease.scan.id && self.id == lease.site.id
    }

    fn held_by(&self, lease: &Lease) -> bool {
        self.is(lease)
            && self.state == QueueState::Leased
            && self.holder == lease.holder
            && self.attempt == lease.attempt
    }
}

/// The row that a claim should get.
fn next(rows: &[Row], open: &[bool], only: Option<usize>, now: i64) -> Option<usize> {
    let free = |row: &Row| rows.iter().all(|o| !o.live(now) || (o.group != row.group && o.url != row.url));
    rows.iter().position(|row| {
        open[row.scan]
            && only.is_none_or(|scan| scan == row.scan)
            && row.not_before <= now
            && row.state != QueueState::Done
            && !row.live(now)
            && free(row)
    })
}

async fn whatever_the_turns_the_queue_does_what_its_rules_say(home: Home) {
    let stores = [home.open().await, home.open().await, home.open().await];
    let mut dice = Dice(20_261_127);
    let mut rows: Vec<Row> = Vec::new();
    let mut open = vec![true; 3];
    for n in 0..3 {
        let mut sites = Vec::new();
        for at in 0..14 {
            // Some sites stand in several lists, under groups that need not agree.
            let mut site = queued(&format!("x{}", dice.below(10)), &format!("g{}", dice.below(5)));
            site.site.id = format!("{at}");
            site.not_before_ms = if dice.below(4) == 0 { 300 } else { 0 };
            rows.push(Row {
                scan: n,
                id: site.site.id.clone(),
                url: site.site.url.clone(),
                group: site.group.clone(),
                state: QueueState::Waiting,
                holder: String::new(),
                until: 0,
                not_before: site.not_before_ms,
                attempt: 0,
                run: None,
            });
            sites.push(site);
        }
        stores[0].begin_scan(&scan(&format!("s{n}"), i64::try_from(n).unwrap()), &sites).await.unwrap();
    }
    stores[0].begin_run(&run("r", 1), 1).await.unwrap();
    let mut leases: Vec<Lease> = Vec::new();
    let mut now = 0;
    let (mut claims, mut refusals) = (0, 0);
    for turn in 0..700 {
        now += i64::try_from(dice.below(12)).unwrap();
        let store = &stores[dice.below(3)];
        let kind = dice.below(10);
        if kind < 4 || leases.is_empty() {
            let only = [None, Some(0), Some(1), Some(2)][dice.below(4)];
            let holder = format!("p{}", dice.below(4));
            let name = only.map(|n| format!("s{n}"));
            let got = store.claim(name.as_deref(), &holder, now, 60).await.unwrap();
            let expected = next(&rows, &open, only, now);
            assert_eq!(got.is_some(), expected.is_some(), "turn {turn} at {now}");
            if let (Some(lease), Some(at)) = (got, expected) {
                let row = &mut rows[at];
                assert!(row.is(&lease), "turn {turn}: {} of {}", lease.site.id, lease.scan.id);
                (row.state, row.until, row.attempt) = (QueueState::Leased, now + 60, row.attempt + 1);
                row.holder = holder;
                assert_eq!((lease.attempt, &lease.run_id), (row.attempt, &row.run));
                leases.push(lease);
                claims += 1;
            }
            continue;
        }
        // Old leases stay in the hands of their holders, who do not know better.
        let lease = leases[leases.len() - 1 - dice.below(leases.len().min(6))].clone();
        let at = rows.iter().position(|row| row.is(&lease)).unwrap();
        let held = rows[at].held_by(&lease);
        let (done, expected) = match kind {
            4 => {
                let row = &rows[at];
                let taken = rows.iter().any(|o| {
                    o.state == QueueState::Leased && o.until > row.until && (o.group == row.group || o.url == row.url)
                });
                let expected = held && !taken;
                if expected {
                    rows[at].until = now + 60;
                }
                (store.renew(&lease, now + 60).await.unwrap(), expected)
            }
            5 => {
                let run = format!("run-{turn}");
                if held {
                    rows[at].run = Some(run.clone());
                }
                (store.note_run(&lease, &run).await.unwrap(), held)
            }
            6 => {
                if held {
                    rows[at].state = QueueState::Waiting;
                }
                (store.release(&lease).await.unwrap(), held)
            }
            7 => {
                if held {
                    (rows[at].state, rows[at].not_before) = (QueueState::Waiting, now + 90);
                }
                (store.defer(&lease, now + 90).await.unwrap(), held)
            }
            8 => match store.held(&lease).update_run(&run("r", 1), now).await {
                Ok(()) => (true, held),
                Err(Error::LeaseLost { .. }) => (false, held),
                Err(other) => panic!("{other}"),
            },
            // Not too often: the queue should last.
            _ if dice.below(3) == 0 => {
                if held {
                    rows[at].state = QueueState::Done;
                }
                (store.settle(&lease, &format!("\"{turn}\"")).await.unwrap(), held)
            }
            _ => continue,
        };
        assert_eq!(done, expected, "turn {turn} at {now}: {kind} of {} by {}", lease.site.id, lease.holder);
        refusals += usize::from(!done);
        if turn == 500 {
            open[0] = false;
            store.finish_scan("s0", now).await.unwrap();
        }
    }
    assert!(claims > 100 && refusals > 50, "the turns are worth it: {claims} claims, {refusals} refusals");
    for n in 0..3 {
        let kept = stores[0].queue(&format!("s{n}")).await.unwrap();
        for (row, kept) in rows.iter().filter(|r| r.scan == n).zip(kept) {
            assert_eq!((row.state, row.attempt, &row.run), (kept.state, kept.attempt, &kept.run_id), "{}", row.id);
            assert_eq!(row.not_before, kept.not_before_ms);
        }
    }
}
