//! What one person sees: answers, forms, the panel, the timeline, the home.

use chrono::TimeDelta;

use super::aloud::{Page, Said, ago, by, cancelled, closed, fresh, incident, now, other, resolved, user};
use crate::config::Config;
use crate::incident::*;
use crate::say;
use crate::slack::views::forms::{self, Draft, Offered};
use crate::slack::views::home::{self, Overview};
use crate::slack::views::timeline::{self, Page as TimelinePage};
use crate::slack::views::{Voice, answers, cancel, panel, update_forms, updates};
use crate::slack::when::Meant;

fn commands() -> Vec<(&'static str, Command)> {
    let entry = || Addressed {
        position: Position::new(12),
        fact: Fact::Noted { text: "x".to_owned() },
        at: now(),
        is_struck: false,
    };
    let give = |role, area: &str| Command::GiveRole {
        role,
        to: user("@bob"),
        area: area.to_owned(),
        seen: SeenHolder::Unsaid,
        anyway: false,
    };
    vec![
        ("sev", Command::ChangeSeverity { to: SeverityKey::new("sev1"), because: None }),
        ("stage", Command::ChangeStage { to: StageName::Monitoring }),
        ("role", give(Role::Commander, "")),
        ("role responder", give(Role::Responder, "database")),
        ("leave", Command::LeaveRole { role: Role::Triage, area: String::new() }),
        ("snooze", Command::Snooze { quiet_for: TimeDelta::minutes(15) }),
        ("nothing-new", Command::NothingNew { answers: None }),
        ("note", Command::Note { text: "x".to_owned() }),
        ("decided", Command::Decide { decision: "x".to_owned(), because: None }),
        (
            "tried",
            Command::Try { way: Recovery::Rollback, outcome: AttemptOutcome::Failed, details: String::new() },
        ),
        ("strike", Command::Strike { entry: entry(), because: None }),
        ("close", Command::Close { postmortem_owner: None }),
        ("reopen", Command::Reopen { because: None, gone: Vec::new() }),
        ("cancel", Command::Cancel { because: None, duplicate_of: None }),
        ("cancel duplicate", Command::Cancel { because: None, duplicate_of: Some(Number::new(41)) }),
        ("merge", Command::Merge { into: Number::new(41) }),
        ("export", Command::Export),
        ("resolve", Command::Resolve { recovery: Recovery::Other, detection: Detection::Staff }),
    ]
}

#[test]
fn answers_read_aloud() {
    let mut page = Page::new();
    page.add("help", answers::help);
    page.add("declared", |voice| answers::declared(&incident(), voice));
    let early = Incident { places: Places::default(), ..incident() };
    page.add("declared, without a channel yet", |voice| answers::declared(&early, voice));
    let clock =
        UpdateClock { snoozed_until: Some(now()), reminded_at: Some(ago(10)), ..UpdateClock::due(ago(10)) };
    let snoozed = Incident { update_clock: Some(clock), ..incident() };
    let clock = UpdateClock { snoozed_until: Some(ago(10)), ..UpdateClock::due(now()) };
    let early = Incident { update_clock: Some(clock), ..incident() };
    let snooze = Command::Snooze { quiet_for: TimeDelta::minutes(15) };
    page.add("snooze, of what is not due by then", |voice| answers::done(&snooze, &early, voice));
    for (name, command) in commands() {
        page.add(name, |voice| answers::done(&command, &snoozed, voice));
    }
    let former = Places { former: vec![ChannelId::new("#inc-42")], ..Places::default() };
    let elsewhere = Incident { places: former, ..incident() };
    let reopen = Command::Reopen { because: None, gone: Vec::new() };
    page.add("reopen, archived", |voice| answers::done(&reopen, &elsewhere, voice));
    for is_yesterdays in [false, true] {
        let meant = Meant { at: ago(75), zone: chrono_tz::Asia::Seoul, is_yesterdays };
        let name = if is_yesterdays { ", yesterday's" } else { "" };
        page.add(&format!("time{name}"), |voice| {
            answers::time_set(&incident(), Moment::Occurred, meant, voice)
        });
        page.add(&format!("changed{name}"), |voice| answers::changed(Number::new(42), Some(meant), voice));
        page.add(&format!("correct{name}"), |voice| {
            answers::corrected(Number::new(42), Position::new(12), Some(meant), voice)
        });
    }
    page.add("list, empty", |voice| answers::list(&[], &[], 0, now(), voice));
    page.add("list", |voice| answers::list(&[incident(), fresh()], &[Number::new(7)], 25, now(), voice));
    page.compare("answers");
}

#[test]
fn the_panel_and_the_timeline_read_aloud() {
    let mut page = Page::new();
    let clock = Some(UpdateClock::due(ago(10)));
    let overdue = Incident { update_clock: clock, duplicates: vec![other()], ..incident() };
    for (name, incident) in [
        ("fresh", fresh()),
        ("overdue, with a duplicate", overdue),
        ("resolved", resolved()),
        ("closed", closed()),
        ("duplicate", cancelled(Some(other()))),
    ] {
        page.add(&format!("panel as a line, {name}"), |voice| panel::panel(&incident, voice).text);
        page.add(&format!("panel, {name}"), |voice| panel::panel(&incident, voice));
    }
    page.add("timeline", |voice| timeline::timeline(&incident(), &entries(), TimelinePage::Last, voice));
    page.compare("panel");
}

/// What stands below a page of many.
fn turning() -> [(&'static str, Said); 3] {
    [
        ("which page", |voice| say!(voice.language, "home-page", page = 2, pages = 3)),
        ("the page before", |voice| say!(voice.language, "home-page-before")),
        ("the page after", |voice| say!(voice.language, "home-page-after")),
    ]
}

/// A note that was corrected, one that was struck, a key time that was set twice, a message.
fn entries() -> Vec<TimelineEntry> {
    let entry = |minutes, fact| TimelineEntry {
        happened_at: ago(minutes),
        recorded_at: ago(minutes),
        author: by("@carol"),
        source: Source::SlashCommand,
        fact,
    };
    let note = |text: &str| Fact::Noted { text: text.to_owned() };
    let corrected = |text: Option<&str>, at| Fact::Corrected {
        entry: Position::new(1),
        text: text.map(str::to_owned),
        at,
    };
    let quoted = Fact::Quoted {
        message: MessageRef { channel: ChannelId::new("#inc-42"), ts: "1.2".to_owned() },
        text: "p99 is high".to_owned(),
        files: vec![FileLink { name: "graph.png".to_owned(), link: "https://files.example/1".to_owned() }],
        link: Some("https://example.slack.com/p1".to_owned()),
        kept_by: user("@alice"),
    };
    let posted = Update { corrected: None, ..incident().last_update.unwrap() };
    let mut corrected_update = posted.clone();
    "Card payments failed".clone_into(&mut corrected_update.text.what_happened);
    corrected_update.external.as_mut().unwrap().state = "Card payments fail since 11:05".to_owned();
    vec![
        entry(30, note("Rollback at 11:00")),
        entry(29, note("Lunch")),
        entry(28, corrected(Some("Rollback at 10:55"), None)),
        entry(27, corrected(None, Some(ago(40)))),
        entry(26, Fact::Struck { entry: Position::new(2), because: Some("Not of this".to_owned()) }),
        entry(25, Fact::TimeSet { moment: Moment::Occurred, at: ago(25), was: None }),
        entry(24, Fact::TimeSet { moment: Moment::Occurred, at: ago(24), was: Some(ago(25)) }),
        entry(23, quoted),
        entry(20, Fact::UpdatePosted { update: posted.clone() }),
        entry(10, Fact::UpdateCorrected { update: corrected_update }),
        entry(5, Fact::UpdatePosted { update: Update { number: 2, ..posted } }),
    ]
}

/// One whose severities tell nobody outside.
fn usual_ladder() -> Ladder {
    Config::load(None, []).unwrap().ladder
}

#[test]
fn forms_read_aloud() {
    let mut page = Page::new();
    page.add("declare", |voice| forms::declare(&Draft::default(), voice));
    let draft = || Draft { is_from_message: true, ..Draft::default() };
    page.add("declare from a message", |voice| forms::declare(&draft(), voice));
    page.add("update", |voice| update_forms::update(&incident(), &Draft::default(), Some(now()), voice));
    page.add("update once resolved", |voice| {
        update_forms::update(&resolved(), &Draft::default(), None, voice)
    });
    page.add("update where only the status page is for those outside", |voice| {
        let policy = Policy { ladder: usual_ladder(), ..voice.policy.clone() };
        let voice = Voice { policy: &policy, ..*voice };
        update_forms::update(&incident(), &Draft::default(), Some(now()), &voice)
    });
    let update = incident().last_update.unwrap();
    page.add("edit", |voice| update_forms::correction(&incident(), &update, voice));
    page.add("preview", |voice| update_forms::preview(&incident(), &update, voice, voice));
    let inside = Update { external: None, ..update };
    page.add("preview without external word", |voice| {
        update_forms::preview(&incident(), &inside, voice, voice)
    });
    page.add("resolve", |voice| forms::resolve(&incident(), voice));
    let offered = |newest, has_more| Offered { newest, has_more };
    page.add("keep", |voice| forms::keep("p99 is high", now(), &offered(vec![incident()], false), "", voice));
    page.add("keep, one of very many", |voice| {
        forms::keep("p99 is high", now(), &offered(vec![incident()], true), "", voice)
    });
    page.add("cancel", |voice| cancel::form(&incident(), &offered(vec![incident()], false), "", voice));
    page.add("cancel, one of very many", |voice| {
        cancel::form(&incident(), &offered(vec![incident()], true), "", voice)
    });
    page.add("cancel, the only one", |voice| {
        cancel::form(&incident(), &offered(Vec::new(), false), "", voice)
    });
    page.compare("forms");
}

#[test]
fn an_update_with_its_fates_read_aloud() {
    let to = |channel: &str| Address::Stakeholders { channel: ChannelId::new(channel) };
    let failure = |why| Some(Failure { why, earlier: None });
    let message = MessageRef { channel: ChannelId::new("#a"), ts: "1.2".to_owned() };
    let posted = |channel| Delivery { message: Some(message.clone()), ..Delivery::waiting(to(channel)) };
    let mailing = Mailing {
        update: incident().last_update.unwrap(),
        deliveries: vec![
            posted("#support"),
            Delivery::waiting(to("#sales")),
            Delivery { failure: failure(Obstacle::NoAnswer), ..Delivery::waiting(to("#board")) },
            Delivery { failure: failure(Obstacle::RateLimit), wanted: 1, ..posted("#partners") },
        ],
        on_page: None,
    };
    let mut page = Page::new();
    page.add("in its channel", |voice| updates::copy(&incident(), &mailing, &Address::Channel, voice));
    let shown = OnPage::Shown { by: by("@bob"), at: ago(5) };
    for (name, on_page) in [("to be put on the status page", OnPage::Owed), ("on the status page", shown)] {
        let mailing = Mailing { on_page: Some(on_page), deliveries: Vec::new(), ..mailing.clone() };
        page.add(name, |voice| updates::copy(&incident(), &mailing, &Address::Channel, voice));
    }
    page.compare("fates");
}

#[test]
fn the_home_read_aloud() {
    let mut page = Page::new();
    let me = user("@minji");
    let overdue = Incident {
        number: Number::new(43),
        update_clock: Some(UpdateClock { reminded_at: Some(ago(100)), ..UpdateClock::due(ago(100)) }),
        ..incident()
    };
    let due = Incident {
        number: Number::new(44),
        update_clock: Some(UpdateClock::due(ago(1))),
        stage_since: Some(now()),
        ..incident()
    };
    let mine = Incident { number: Number::new(45), declared_by: me.clone(), ..fresh() };
    let open = [incident(), overdue, due, mine];
    let ended = [closed(), cancelled(None), cancelled(Some(other()))];
    let full = |open, ended, all| Overview { user: &me, open, unreadable: &[], all, ended, now: now() };
    page.add("full", |voice| home::home(&full(&open, &ended, 60), home::Page(0), voice));
    page.add("empty", |voice| home::home(&full(&[], &[], 0), home::Page(0), voice));
    let carol = user("@nobody");
    let others = Overview { user: &carol, ..full(&open, &[], 4) };
    page.add("owing nothing", |voice| home::home(&others, home::Page(0), voice));
    page.add("a guest's", home::of_guest);
    for (key, words) in turning() {
        page.add_text(key, words);
    }
    page.add("in trouble", |voice| home::in_trouble("7f3a", home::Page(0), now(), voice));
    page.compare("home");
}

#[test]
fn each_severitys_help_is_shown_whole_where_one_is_chosen() {
    super::everywhere(|voice| {
        let form = serde_json::json!(forms::declare(&Draft::default(), voice)).to_string();
        for severity in voice.policy.ladder.rungs() {
            let help = voice.language.severity_help(severity);
            assert!(form.matches(&help).count() >= 2, "in the hint and beside the choice: {help}");
            assert!(help.matches(". ").count() == 1, "impact, then urgency: {help}");
        }
    });
}
