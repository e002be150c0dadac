//! What waits for Slack's limits, and who goes first.

use crate::pace::{Budget, Importance, Pace};

use super::*;

/// A store that keeps to Slack's limits.
async fn paced(home: &Home) -> Store {
    home.store().await.at(Pace::Slack).await.unwrap()
}

/// Has what was just begun stand in line.
async fn put_back(store: &Store, jobs: &[Job]) {
    for job in jobs {
        store.put_back(job).await.unwrap();
    }
}

fn lease_at(owner: &str, millis: i64) -> Lease {
    let now = start() + TimeDelta::milliseconds(millis);
    Lease { owner: owner.to_owned(), now, until: now + TimeDelta::minutes(5), takes_over: true }
}

async fn the_line_lets_go_as_many_as_slack_takes(home: Home) {
    let store = paced(&home).await;
    for _ in 0..25 {
        put_back(&store, &declared(&store).await.jobs).await;
    }
    let mut gone = Vec::new();
    for millis in [0, 500, 1_050, 2_100] {
        let jobs = store.claim(&workspace(), &lease_at("b", millis), 100).await.unwrap();
        gone.push(jobs.iter().map(|job| (job.effect.errand(), job.number.get())).collect::<Vec<_>>());
    }
    let channels = (1..=20).map(|number| (Errand::OpenChannel, number));
    let first = std::iter::once((Errand::Announce, 1)).chain(channels).collect();
    assert_eq!(gone, [first, vec![], vec![(Errand::Announce, 2)], vec![(Errand::Announce, 3)]]);
    let later = store.claim(&workspace(), &lease_at("b", 61_000), 100).await.unwrap();
    let channels: Vec<i64> =
        later.iter().filter(|job| job.effect == Effect::OpenChannel).map(|job| job.number.get()).collect();
    assert_eq!(&channels[..5], &[21, 22, 23, 24, 25]);
}

async fn who_only_waits_grows_neither_old_nor_tried(home: Home) {
    let store = paced(&home).await;
    let begun = declared(&store).await.jobs;
    put_back(&store, &begun).await;
    assert!(matches!(store.put_back(&begun[0]).await, Err(StoreError::LeaseLost)), "it is nobody's");
    let late = lease("b", 600);
    let taken = store.claim(&workspace(), &late, 10).await.unwrap();
    assert_eq!(errands(&taken), [Errand::Announce, Errand::OpenChannel]);
    for job in &taken {
        assert!(job.is_first_try() && job.has_paid);
        assert_eq!((job.attempts, job.created_at), (2, late.now), "its patience begins with its first try");
    }
    assert!(matches!(store.finish(&begun[0], &late).await, Err(StoreError::LeaseLost)), "the fence holds");
    assert_eq!(store.tried_often(&workspace(), 2, 10).await.unwrap().len(), 0);
}

async fn what_waits_for_its_turn_still_folds(home: Home) {
    let store = paced(&home).await;
    declared(&store).await;
    let severity_to = |to: &str| Command::ChangeSeverity { to: SeverityKey::new(to), because: None };
    let begun = change(&store, severity_to("sev0"), None, &lease("a", 0)).await.unwrap();
    put_back(&store, &begun).await;
    let before = store.owed().await.unwrap();
    let more = change(&store, severity_to("sev1"), None, &lease("a", 0)).await.unwrap();
    let owed = store.owed().await.unwrap() - before;
    assert_eq!((owed, more.len()), (1, 0), "one line more, behind the one that waits; the edits fold");
}

async fn what_one_learns_of_slack_the_others_know(home: Home) {
    let store = paced(&home).await;
    let other = if home.database.url.is_postgres() { paced(&home).await } else { store.clone() };
    let bells = Budget::channel("announcements");
    store.close_budget(&workspace(), &bells, start(), Duration::from_secs(30)).await.unwrap();
    let begun = declared(&store).await.jobs;
    let announce = begun.iter().find(|job| job.effect == Effect::Announce).unwrap();
    let pays = async |seconds| {
        let at = start() + TimeDelta::seconds(seconds);
        other.pay(&workspace(), &announce.toll(), at).await.unwrap()
    };
    assert!(!pays(29).await);
    let opens_at = other.budgets_grow_at(&workspace(), start()).await.unwrap();
    assert_eq!(opens_at, Some(start() + TimeDelta::seconds(30)));
    put_back(&store, &begun).await;
    let meanwhile = other.claim(&workspace(), &lease_at("b", 29_999), 10).await.unwrap();
    assert_eq!(errands(&meanwhile), [Errand::OpenChannel]);
    let then = other.claim(&workspace(), &lease_at("b", 30_000), 10).await.unwrap();
    assert_eq!(errands(&then), [Errand::Announce]);
    let elsewhere = WorkspaceId::new("T2");
    assert!(other.pay(&elsewhere, &announce.toll(), start()).await.unwrap(), "each workspace has its own");
}

async fn a_budget_that_is_closed_opens_although_the_clock_was_set_back(home: Home) {
    let store = paced(&home).await;
    let bells = Budget::channel("announcements");
    let an_hour_on = start() + TimeDelta::hours(1);
    store.close_budget(&workspace(), &bells, an_hour_on, Duration::from_secs(30)).await.unwrap();
    let begun = declared(&store).await.jobs;
    let announcing: Vec<Job> = begun.into_iter().filter(|job| job.effect == Effect::Announce).collect();
    put_back(&store, &announcing).await;
    for (seconds, taken) in [(0, 0), (20, 0), (31, 1)] {
        let jobs = store.claim(&workspace(), &lease_at("b", seconds * 1000), 10).await.unwrap();
        assert_eq!(jobs.len(), taken, "after {seconds} s");
    }
}

async fn what_nobody_has_is_taken_while_nothing_is_taken_over(home: Home) {
    let store = paced(&home).await;
    let begun = declared(&store).await.jobs;
    put_back(&store, &begun[..1]).await;
    let much_later = lease("b", 600);
    let careful = Lease { takes_over: false, ..much_later.clone() };
    let jobs = store.claim(&workspace(), &careful, 10).await.unwrap();
    assert_eq!(errands(&jobs), [Errand::Announce]);
    let jobs = store.claim(&workspace(), &much_later, 10).await.unwrap();
    assert_eq!(errands(&jobs), [Errand::OpenChannel]);
}

async fn several_who_spend_at_once_spend_no_more_than_there_is(home: Home) {
    let store = paced(&home).await;
    let other = if home.database.url.is_postgres() { paced(&home).await } else { store.clone() };
    let begun = declared(&store).await.jobs;
    let create = begun.iter().find(|job| job.effect == Effect::OpenChannel).unwrap().toll();
    let here = workspace();
    let paying = (0..30).map(|i| [&store, &other][i % 2].pay(&here, &create, start()));
    let paid = futures_util::future::join_all(paying).await;
    assert_eq!(paid.into_iter().filter(|paid| *paid.as_ref().unwrap()).count(), 20);
}

async fn a_start_finds_what_was_spent_when_it_was_tight(home: Home) {
    let store = paced(&home).await;
    for _ in 0..25 {
        put_back(&store, &declared(&store).await.jobs).await;
    }
    assert_eq!(store.claim(&workspace(), &lease_at("b", 0), 100).await.unwrap().len(), 21);
    store.close().await;
    let store = paced(&home).await;
    assert_eq!(store.claim(&workspace(), &lease_at("c", 1_000), 100).await.unwrap().len(), 0);
}

async fn a_claim_that_fails_has_spent_nothing(home: Home) {
    let store = paced(&home).await;
    put_back(&store, &declared(&store).await.jobs).await;
    versions::meddle(&store, "ALTER TABLE pace RENAME TO away").await;
    assert!(store.claim(&workspace(), &lease_at("b", 0), 10).await.is_err());
    versions::meddle(&store, "ALTER TABLE away RENAME TO pace").await;
    let taken = store.claim(&workspace(), &lease_at("b", 0), 10).await.unwrap();
    assert_eq!(errands(&taken), [Errand::Announce, Errand::OpenChannel]);
}

/// More reminders than are looked at together, each of an incident of its own, of which a first try may have been heard by
/// nobody: whoever tries one again looks at the channel's history first. `numbers(n)` is a table `n(i)` from 1 to `n`.
fn reminders_to_be_looked_for(numbers: fn(u64) -> String) -> String {
    format!(
        "INSERT INTO outbox (workspace, number, lane, errand, effect, state, created_at, run_at, lease_owner, \
         lease_until, attempts, checkpoint, last_error, toll, importance) SELECT 'T1', 1000 + i, 'talk', 'remind', \
         '{{\"do\":\"remind\"}}', 'owed', 0, 0, '', 0, 1, '', 'late', 'post:' || (1000 + i), 2 FROM {}",
        numbers(1_500)
    )
}

async fn who_has_to_look_at_the_history_first_is_not_in_the_way_of_who_has_not(home: Home) {
    let store = paced(&home).await;
    let numbers = if home.database.url.is_postgres() { plans::series } else { plans::recursive };
    versions::meddle(&store, reminders_to_be_looked_for(numbers).leak()).await;
    let begun = declared(&store).await.jobs;
    let announced = MessageRef { channel: ChannelId::new("C1"), ts: "1.2".to_owned() };
    let announced = Command::Announced { message: announced };
    change(&store, announced, Some(Settlement::Done(&begun[0])), &lease("a", 0)).await.unwrap();
    let settles = Some(Settlement::Done(&begun[1]));
    let panel = change(&store, opened(), settles, &lease("a", 0)).await.unwrap();
    put_back(&store, &panel).await;
    let history = Budget::method("conversations.history");
    store.close_budget(&workspace(), &history, start(), Duration::from_secs(30)).await.unwrap();
    let taken = store.claim(&workspace(), &lease_at("b", 0), 100).await.unwrap();
    assert!(errands(&taken).contains(&Errand::PostPanel), "{:?}", errands(&taken));
    assert!(!errands(&taken).contains(&Errand::Remind), "the history is closed");
}

/// Work in one lane, in this order: its errand, its effect, how important it is, and why it failed before.
fn in_one_lane(work: &[(&str, &str, Importance, &str)]) -> String {
    let row = |(errand, effect, importance, last_error): &(&str, &str, Importance, &str)| {
        let run_at = if last_error.is_empty() { 0 } else { i64::MAX };
        format!(
            "('T1', 1000, 'talk', '{errand}', '{effect}', 'owed', 0, {run_at}, '', 0, {}, '', '{last_error}', '', {})",
            i64::from(!last_error.is_empty()),
            importance.rank()
        )
    };
    let rows: Vec<String> = work.iter().map(row).collect();
    format!(
        "INSERT INTO outbox (workspace, number, lane, errand, effect, state, created_at, run_at, lease_owner, \
         lease_until, attempts, checkpoint, last_error, toll, importance) VALUES {}",
        rows.join(", ")
    )
}

async fn words_pass_by_an_edit_that_failed_and_edits_wait_behind_it(home: Home) {
    const EDIT: &str = r#"{"do":"refresh_reminder"}"#;
    const WORDS: &str = r#"{"do":"remind"}"#;
    use Importance::{Cosmetic, Word};
    let store = home.store().await;
    let failed_edit = ("refresh-reminder", EDIT, Cosmetic, "late");
    let work = [failed_edit, ("remind", WORDS, Word, ""), ("refresh-reminder", EDIT, Cosmetic, "")];
    versions::meddle(&store, in_one_lane(&work).leak()).await;
    let taken = store.claim(&workspace(), &lease_at("b", 0), 10).await.unwrap();
    assert_eq!(errands(&taken), [Errand::Remind]);
    store.finish(&taken[0], &lease_at("b", 0)).await.unwrap();
    let taken = store.claim(&workspace(), &lease_at("b", 0), 10).await.unwrap();
    assert_eq!(errands(&taken), [], "an old state never overtakes a new one");
}

async fn words_wait_behind_words_that_failed(home: Home) {
    const WORDS: &str = r#"{"do":"remind"}"#;
    let store = home.store().await;
    let work = [("remind", WORDS, Importance::Word, "late"), ("remind", WORDS, Importance::Word, "")];
    versions::meddle(&store, in_one_lane(&work).leak()).await;
    let taken = store.claim(&workspace(), &lease_at("b", 0), 10).await.unwrap();
    assert_eq!(errands(&taken), []);
}

async fn bells_have_their_own_room(home: Home) {
    let store = home.store().await;
    put_back(&store, &declared(&store).await.jobs).await;
    let full = Room { bells: 3, others: 0 };
    let taken = store.claim(&workspace(), &lease("b", 0), full).await.unwrap();
    assert_eq!(errands(&taken), [Errand::Announce]);
}

on_both!(
    a_claim_that_fails_has_spent_nothing,
    who_has_to_look_at_the_history_first_is_not_in_the_way_of_who_has_not,
    a_budget_that_is_closed_opens_although_the_clock_was_set_back,
    what_nobody_has_is_taken_while_nothing_is_taken_over,
    the_line_lets_go_as_many_as_slack_takes,
    who_only_waits_grows_neither_old_nor_tried,
    what_waits_for_its_turn_still_folds,
    what_one_learns_of_slack_the_others_know,
    several_who_spend_at_once_spend_no_more_than_there_is,
    a_start_finds_what_was_spent_when_it_was_tight,
    bells_have_their_own_room,
    words_pass_by_an_edit_that_failed_and_edits_wait_behind_it,
    words_wait_behind_words_that_failed,
);
