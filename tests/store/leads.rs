//! What one process at a time does.

use super::home::{Home, on_each_database};
use duwang::store::Lead;

on_each_database!(one_process_at_a_time_has_a_lead, of_many_that_ask_at_once_one_gets_it);

async fn one_process_at_a_time_has_a_lead(home: Home) {
    let (a, b) = (home.open().await, home.open().await);
    assert_eq!(a.take_lead("scan", "a", 1000, 500).await.unwrap(), None);
    let other = Some(Lead { holder: "a".into(), until_ms: 1500 });
    assert_eq!(b.take_lead("scan", "b", 1499, 500).await.unwrap(), other, "it tells who has it and until when");
    assert_eq!(b.take_lead("schedule", "b", 1499, 500).await.unwrap(), None, "another thing is another's");
    assert_eq!(a.take_lead("scan", "a", 1400, 500).await.unwrap(), None, "its holder renews it");
    let other = Some(Lead { holder: "a".into(), until_ms: 1900 });
    assert_eq!(b.take_lead("scan", "b", 1600, 500).await.unwrap(), other);
    assert_eq!(b.take_lead("scan", "b", 1900, 500).await.unwrap(), None, "it ran out");
    a.drop_lead("scan", "a").await.unwrap();
    let other = Some(Lead { holder: "b".into(), until_ms: 2400 });
    assert_eq!(a.take_lead("scan", "a", 2000, 500).await.unwrap(), other, "nobody gives up what another has");
    b.drop_lead("scan", "b").await.unwrap();
    assert_eq!(a.take_lead("scan", "a", 2000, 500).await.unwrap(), None);
}

async fn of_many_that_ask_at_once_one_gets_it(home: Home) {
    let mut asking = tokio::task::JoinSet::new();
    for n in 0..8 {
        let store = home.open().await;
        asking.spawn(async move { store.take_lead("scan", &format!("p{n}"), 1000, 500).await.unwrap() });
    }
    let answers = asking.join_all().await;
    assert_eq!(answers.iter().filter(|a| a.is_none()).count(), 1, "{answers:?}");
    let told: std::collections::BTreeSet<_> = answers.iter().flatten().map(|l| l.holder.clone()).collect();
    assert_eq!(told.len(), 1, "all others hear of the same one: {answers:?}");
}
