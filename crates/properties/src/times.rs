//! Times and spans as people type, choose and press them.

use chrono::{DateTime, TimeDelta, Utc};
use firebell::incident::{Command, Incident, Refusal, Step, UpdateText, UserId, step};
use firebell::slack::ids;
use firebell::slack::inbound::interactions::{Action, View};
use firebell::slack::inbound::pressed::{self, Press};
use firebell::slack::inbound::typed::{self, Typed, Wish};
use serde_json::json;

use crate::{POLICY, alice, incident, noon};

/// The furthest that a person can promise an update.
const FURTHEST: TimeDelta = TimeDelta::days(30);

/// The bytes are three numbers and a text: two instants, what a button says, what is typed. Whatever they are, the next
/// reminder comes later than now, and no later than a person can ask for.
pub fn times(bytes: &[u8]) {
    let (chosen, rest) = crate::number(bytes);
    let (offered, rest) = crate::number(rest);
    let (pressed, rest) = crate::number(rest);
    for near in [true, false] {
        // Few numbers out of all are near now.
        let about = |number: i64, now: i64| if near { now + number % 10_000_000 } else { number };
        let seconds = |number| about(number, noon().timestamp());
        promised(seconds(chosen), seconds(offered));
        for value in [pressed.to_string(), about(pressed, 0).to_string(), crate::text(rest).into_owned()] {
            pressed_button(ids::SNOOZE, &value);
            pressed_button(ids::NOTHING_NEW, &value);
        }
    }
    snoozed(&crate::text(rest));
}

fn promised(chosen: i64, offered: i64) {
    let values = json!({"next-update-at": {"input": {"selected_date_time": chosen}}});
    let view = json!({"private_metadata": format!("42 {offered}"), "state": {"values": values}});
    let view: View = serde_json::from_value(view).expect("this is a form");
    let metadata = view.private_metadata.as_deref().unwrap_or_default();
    assert_eq!(ids::number_of_form(metadata), Some(incident().number));
    let text = UpdateText { what_happened: "x".to_owned(), impact: String::new(), doing: String::new() };
    let next_update_at = view.instant(ids::field(firebell::incident::Field::NextUpdateAt));
    let offered_at = ids::offered_at(metadata);
    let post = |text| Command::PostUpdate { text, external: None, next_update_at, offered_at };
    assert_reminds(ask(&incident(), post(text.clone())));
    if let Ok(resolved) = ask(&incident(), resolve()) {
        assert_reminds(ask(&resolved.incident, post(text)));
    }
}

fn resolve() -> Command {
    use firebell::incident::{Detection, Recovery};
    Command::Resolve { recovery: Recovery::ALL[0], detection: Detection::ALL[0] }
}

fn pressed_button(action: &str, value: &str) {
    let action = Action { action_id: action.to_owned(), value: Some(value.to_owned()), ..Action::default() };
    let Some(Press::Ask(command)) = pressed::read(&action, &UserId::new("U1")) else {
        panic!("{action:?} asks for nothing");
    };
    assert_reminds(ask(&incident(), command));
}

fn snoozed(span: &str) {
    if let Ok(Typed::About { wish: Wish::Snooze { quiet_for }, .. }) =
        typed::read(&format!("snooze {span}"), &POLICY)
    {
        assert!(quiet_for >= TimeDelta::zero(), "{span:?} is {quiet_for}");
        assert_reminds(ask(&incident(), Command::Snooze { quiet_for }));
    }
}

fn ask(incident: &Incident, command: Command) -> Result<Step, Refusal> {
    step(incident, command, &alice(&POLICY, noon()))
}

fn assert_reminds(stepped: Result<Step, Refusal>) {
    let Ok(Step { incident, .. }) = stepped else { return };
    let next: Option<DateTime<Utc>> = incident.next_reminder_at(&POLICY);
    assert!(next.is_none_or(|at| noon() < at && at <= noon() + FURTHEST), "reminds at {next:?}");
    assert!(next.is_some() || !incident.stage.owes_updates(), "nobody is reminded");
}
