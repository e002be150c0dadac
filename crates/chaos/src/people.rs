//! The people: each does one thing at a time, tries again as people do, and remembers what they were told.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use slack_sandbox::{CloseView, Command, Outcome, Redeliver, Sandbox, Submit, UserAct, UserVerb};
use tokio::time::sleep;

use crate::act::{self, Act, Button, Wish, mark, person, person_id};
use crate::answer::{form_answer, silent_answer, typed_answer, words};
use crate::deed::Deed;
use crate::eyes::{Eyes, Found};
use crate::plan::{PEOPLE, Step};
use crate::stage::COMMAND;
use crate::told::{Asked, Heard, Told};

/// Where people type what has no channel of its own.
const ELSEWHERE: &str = "general";
/// How long somebody waits for a form.
const WAITS_FOR_FORM: Duration = Duration::from_millis(1_500);
/// How long somebody sighs when nothing was answered.
const SIGHS_FOR: Duration = Duration::from_millis(300);

/// The people of the workspace.
pub struct People {
    slack: Sandbox,
    eyes: Eyes,
    busy: Vec<tokio::sync::Mutex<()>>,
    told: Mutex<Vec<Told>>,
}

/// An act on its way.
struct Sending {
    step: usize,
    who: String,
    sent_at: DateTime<Utc>,
    asked: Asked,
    pressed_in: Option<String>,
    sends_again: bool,
}

impl People {
    /// The people of this workspace, who look at it now and then.
    pub fn new(slack: Sandbox) -> Self {
        let eyes = Eyes::on(slack.clone());
        let busy = (0..PEOPLE).map(|_| tokio::sync::Mutex::default()).collect();
        Self { slack, eyes, busy, told: Mutex::default() }
    }

    /// What all of them were told.
    pub fn told(&self) -> Vec<Told> {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner).clone();
        told.sort_by_key(|told| told.step);
        told
    }

    /// Somebody does what the plan says.
    pub async fn act(&self, step: &Step) {
        let _alone = self.busy[step.person].lock().await;
        let told = self.acts(step).await;
        let is_unheard = told.heard == Heard::Unclear;
        self.told.lock().unwrap_or_else(PoisonError::into_inner).push(told);
        if is_unheard {
            sleep(SIGHS_FOR).await;
        }
    }

    async fn acts(&self, step: &Step) -> Told {
        let sending = Sending {
            step: step.number,
            who: person_id(step.person),
            sent_at: self.slack.clock().now(),
            asked: Asked::Nothing,
            pressed_in: None,
            sends_again: step.sends_again,
        };
        let who = person(step.person);
        let found = match step.act.about() {
            None => None,
            Some(about) => match self.eyes.finds(about).await {
                Some(found) => Some(found),
                None => return self.not_sent(sending, "there is no such incident"),
            },
        };
        match (step.act, found) {
            (Act::Declare { severity, by_form }, _) => self.declare(sending, &who, severity, by_form).await,
            (Act::Look(text) | Act::Mistype(text), _) => self.types(sending, &who, ELSEWHERE, text).await,
            (Act::Rename, _) => self.rename(sending, &who).await,
            (Act::Type { wish, in_channel, .. }, Some(found)) => {
                self.wish(sending, &who, &found, wish, in_channel).await
            }
            (Act::Press { button, .. }, Some(found)) => self.press(sending, &who, &found, button).await,
            (Act::Update { by_button, promise, .. }, Some(found)) => {
                let what = format!("Things move: {}", mark(step.number));
                let asked = deed(&sending, &found, "sent", format!("update {what}"));
                let form = self.update(&what, promise);
                self.form(Sending { asked, ..sending }, &who, &found, "update", by_button, form).await
            }
            (Act::Resolve { by_button, .. }, Some(found)) => {
                let asked = deed(&sending, &found, "sent", "resolved".to_owned());
                let form = json!({"recovery": {"input": "rollback"}, "detection": {"input": "staff"}});
                self.form(Sending { asked, ..sending }, &who, &found, "resolve", by_button, form).await
            }
            (_, None) => self.not_sent(sending, "there is no such incident"),
        }
    }

    /// What the update form is answered with: these words, and the next one in so many seconds.
    fn update(&self, what: &str, promise: Option<u64>) -> Value {
        let mut form = json!({"what-happened": {"input": what}});
        if let Some(seconds) = promise {
            let next = self.slack.clock().now().timestamp() + seconds.cast_signed();
            form["next-update-at"] = json!({"input": next});
        }
        form
    }

    async fn declare(&self, sending: Sending, who: &str, severity: &str, by_form: bool) -> Told {
        let title = act::title(sending.step);
        let asked = Asked::Declaration { title: title.clone(), severity: severity.to_owned() };
        let sending = Sending { asked, ..sending };
        if !by_form {
            return self.types(sending, who, ELSEWHERE, &format!("declare {severity} {title}")).await;
        }
        let form = json!({"title": {"input": title}, "severity": {"input": severity}});
        let opened = self.opens(who, "declare").await;
        self.send_form(sending, who, opened, form).await
    }

    async fn wish(&self, sending: Sending, who: &str, found: &Found, wish: Wish, in_channel: bool) -> Told {
        let asked = match (wish, wish.recorded(sending.step, &sending.who)) {
            (_, Some(what)) => deed(&sending, found, "typed", what),
            (Wish::Export, None) => Asked::Export(found.number),
            _ => Asked::Nothing,
        };
        let sending = Sending { asked, ..sending };
        match found.channel.as_deref().filter(|_| in_channel) {
            Some(channel) => {
                let text = wish.typed(sending.step, None);
                self.types(sending, who, channel, &text).await
            }
            None => {
                let text = wish.typed(sending.step, Some(found.number));
                self.types(sending, who, ELSEWHERE, &text).await
            }
        }
    }

    async fn types(&self, sending: Sending, who: &str, channel: &str, text: &str) -> Told {
        match self.slack.command(Command::new(who, channel, COMMAND, text)).await {
            Err(misuse) => self.not_sent(sending, &misuse.message),
            Ok(outcome) => {
                let heard = outcome.ack.as_ref().map_or(Heard::NotSent, typed_answer);
                self.heard(sending, heard, outcome).await
            }
        }
    }

    async fn press(&self, sending: Sending, who: &str, found: &Found, button: Button) -> Told {
        let Some(click) = self.eyes.button(who, found, &button.action()) else {
            // Whoever finds no button types.
            return self.wish(sending, who, found, button.wish(), true).await;
        };
        let asked = match button.recorded(&sending.who) {
            Some(what) => deed(&sending, found, "pressed", what),
            None => Asked::Export(found.number),
        };
        let sending = Sending { asked, pressed_in: found.channel.clone(), ..sending };
        let click = match button {
            Button::Assign(_, to) => click.picking(&person_id(to)),
            Button::Stage(to) => click.option(to),
            _ => click,
        };
        match self.slack.click(click).await {
            Err(misuse) => self.not_sent(sending, &misuse.message),
            Ok(outcome) => {
                let heard = outcome.ack.as_ref().map_or(Heard::NotSent, silent_answer);
                if heard == Heard::Yes && matches!(button, Button::Snooze) {
                    // Whoever was just overtaken by an update puts nothing off, and nothing is recorded of that.
                    return self.remember(sending, Heard::Unclear, words(&outcome), outcome.delivery);
                }
                self.heard(sending, heard, outcome).await
            }
        }
    }

    /// Opens a form and sends it.
    async fn form(
        &self,
        sending: Sending,
        who: &str,
        found: &Found,
        name: &str,
        by_button: bool,
        form: Value,
    ) -> Told {
        let pressed = match self.eyes.button(who, found, name).filter(|_| by_button) {
            Some(click) => self.slack.click(click.waiting(WAITS_FOR_FORM)).await.ok(),
            None => None,
        };
        let opened = match pressed.filter(|outcome| outcome.view.is_some()) {
            Some(opened) => Some(opened),
            None => self.opens(who, &format!("{name} INC-{}", found.number)).await,
        };
        self.send_form(sending, who, opened, form).await
    }

    /// Types what opens a form; a second time if none opens.
    async fn opens(&self, who: &str, text: &str) -> Option<Outcome> {
        let open = || self.slack.command(Command::new(who, ELSEWHERE, COMMAND, text).waiting(WAITS_FOR_FORM));
        match open().await.ok().filter(|outcome| outcome.view.is_some()) {
            Some(opened) => Some(opened),
            None => open().await.ok(),
        }
    }

    async fn send_form(&self, sending: Sending, who: &str, opened: Option<Outcome>, form: Value) -> Told {
        let view = opened.and_then(|outcome| outcome.view);
        let Some(view) = view.as_ref().and_then(|view| view["id"].as_str()) else {
            return self.not_sent(sending, "no form opened");
        };
        let submit = || self.slack.submit(Submit::new(who, form.clone()).view(view));
        let mut sent = submit().await;
        let mut was_unheard = false;
        // A form that got no answer stays open, and people press its button again.
        if sending.sends_again && matches!(&sent, Ok(outcome) if outcome.error.is_some()) {
            was_unheard = true;
            sleep(SIGHS_FOR).await;
            sent = submit().await;
        }
        let told = match sent {
            Err(misuse) if was_unheard => self.remember(sending, Heard::Unclear, misuse.message, None),
            Err(misuse) => self.not_sent(sending, &misuse.message),
            Ok(outcome) => {
                let heard = outcome.ack.as_ref().map_or(Heard::NotSent, form_answer);
                // What was not heard of may still be on its way.
                let heard = if was_unheard && heard == Heard::No { Heard::Unclear } else { heard };
                self.remember(sending, heard, words(&outcome), outcome.delivery)
            }
        };
        // Whatever is still open before them is left.
        let _ = self.slack.close_view(CloseView::cross(who)).await;
        told
    }

    async fn rename(&self, sending: Sending, who: &str) -> Told {
        let name = Some(format!("Somebody {}", mark(sending.step)));
        let act =
            UserAct { user: who.to_owned(), act: UserVerb::Rename, real_name: name, display_name: None };
        let renamed = self.slack.user_act(act).await;
        let words = renamed.err().map(|misuse| misuse.message).unwrap_or_default();
        self.remember(sending, Heard::Yes, words, None)
    }

    /// What was heard; where nothing was, the same request may go out again.
    async fn heard(&self, sending: Sending, heard: Heard, outcome: Outcome) -> Told {
        let words = words(&outcome);
        if heard != Heard::Unclear || !sending.sends_again || outcome.delivery.is_none() {
            return self.remember(sending, heard, words, outcome.delivery);
        }
        sleep(SIGHS_FOR).await;
        let again = self.slack.redeliver(Redeliver { delivery: outcome.delivery }).await;
        let is_press = sending.pressed_in.is_some();
        let said_yes = again.is_ok_and(|ack| !is_press && typed_answer(&ack) == Heard::Yes);
        let heard = if said_yes { Heard::Yes } else { Heard::Unclear };
        self.remember(sending, heard, words, outcome.delivery)
    }

    fn not_sent(&self, sending: Sending, why: &str) -> Told {
        self.remember(sending, Heard::NotSent, why.to_owned(), None)
    }

    fn remember(&self, sending: Sending, heard: Heard, words: String, delivery: Option<u64>) -> Told {
        let Sending { step, who, sent_at, asked, pressed_in, .. } = sending;
        let heard_at = self.slack.clock().now();
        Told { step, who, asked, sent_at, heard_at, heard, words, pressed_in, delivery }
    }
}

fn deed(sending: &Sending, found: &Found, way: &'static str, what: String) -> Asked {
    Asked::Deed(Deed { number: found.number, by: sending.who.clone(), way, what })
}
