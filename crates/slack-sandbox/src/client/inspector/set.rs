//! What the switches do.

use std::str::FromStr;
use std::sync::Arc;

use serde::Serialize;

use super::super::act::Fields;
use crate::faults::{CallFault, CallTrouble, DeliveryFault, DeliveryTrouble, Faults, When};
use crate::hub::Hub;
use crate::people::{self, Misuse, Redeliver};

/// Does what a button or form of the inspector asks for.
pub(in crate::client) async fn act(hub: &Arc<Hub>, act: &str, fields: &Fields) -> Result<(), Misuse> {
    match act {
        "redeliver" => redeliver(hub, fields).await,
        "trouble" => add(hub, fields),
        "preset" => turn(hub, fields),
        _ => {
            hub.trouble(|switches| stop(&mut switches.faults, fields));
            Ok(())
        }
    }
}

/// How the app takes it shows in the list.
async fn redeliver(hub: &Arc<Hub>, fields: &Fields) -> Result<(), Misuse> {
    let delivery = Some(number(fields, "delivery")?);
    people::redeliver(hub, Redeliver { delivery }).await.map(|_| ())
}

fn add(hub: &Hub, fields: &Fields) -> Result<(), Misuse> {
    let times = fields.some("times").map(|_| number(fields, "times")).transpose()?;
    let percent: Option<f64> = fields.some("percent").map(|_| number(fields, "percent")).transpose()?;
    let probability = percent.map(|percent| (percent / 100.0).clamp(0.0, 1.0));
    if fields.get("side") == Some("delivery") {
        let (kind, trouble) = (fields.text("kind"), delivery_trouble(fields)?);
        let fault = DeliveryFault { kind, trouble, times, probability };
        hub.trouble(|switches| switches.faults.deliveries.push(fault));
    } else {
        let (method, trouble) = (fields.text("method"), call_trouble(fields)?);
        let fault = CallFault { method, trouble, times, probability };
        hub.trouble(|switches| switches.faults.calls.push(fault));
    }
    Ok(())
}

fn call_trouble(fields: &Fields) -> Result<CallTrouble, Misuse> {
    let when = if fields.is_set("after") { When::AfterWork } else { When::BeforeWork };
    Ok(match fields.text("trouble").as_str() {
        "latency" => {
            CallTrouble::Latency { milliseconds: number(fields, "milliseconds")?, when: When::AfterWork }
        }
        "rate_limited" => CallTrouble::RateLimited { retry_after_seconds: number(fields, "seconds")? },
        "server_error" => CallTrouble::ServerError { status: server_error(fields)?, when },
        "drop_before" => CallTrouble::DropConnection { when: When::BeforeWork },
        "drop_after" => CallTrouble::DropConnection { when: When::AfterWork },
        "refuse" => CallTrouble::Refuse { error: fields.text("error") },
        other => return Err(unknown(other)),
    })
}

fn delivery_trouble(fields: &Fields) -> Result<DeliveryTrouble, Misuse> {
    Ok(match fields.text("trouble").as_str() {
        "twice" => DeliveryTrouble::Twice,
        "twice_with_new_event_id" => DeliveryTrouble::TwiceWithNewEventId,
        "late" => DeliveryTrouble::Late { milliseconds: number(fields, "milliseconds")? },
        "out_of_order" => DeliveryTrouble::OutOfOrder,
        "lose_ack" => DeliveryTrouble::LoseAck,
        other => return Err(unknown(other)),
    })
}

fn unknown(trouble: &str) -> Misuse {
    Misuse::new("unknown_trouble", format!("there is no trouble called {trouble:?}"))
}

fn server_error(fields: &Fields) -> Result<u16, Misuse> {
    let status = number(fields, "status")?;
    if (500..600).contains(&status) {
        return Ok(status);
    }
    Err(Misuse::new("bad_status", "the status of a server error is between 500 and 599"))
}

fn number<T: FromStr>(fields: &Fields, name: &str) -> Result<T, Misuse> {
    let text = fields.text(name);
    text.trim().parse().map_err(|_| Misuse::new("not_a_number", format!("{name} is not a number: {text:?}")))
}

/// Trouble at the press of one button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Preset {
    Slow,
    Limited,
    Lost,
    Twice,
}

impl Preset {
    pub(super) const ALL: [Self; 4] = [Self::Slow, Self::Limited, Self::Lost, Self::Twice];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Slow => "slow",
            Self::Limited => "limited",
            Self::Lost => "lost",
            Self::Twice => "twice",
        }
    }

    fn faults(self) -> Faults {
        let (mut calls, mut deliveries) = (Vec::new(), Vec::new());
        match self {
            Self::Slow => {
                let slow = CallTrouble::Latency { milliseconds: 2000, when: When::AfterWork };
                calls.push(CallFault::on("*", slow));
            }
            Self::Limited => {
                calls.push(CallFault::on("*", CallTrouble::RateLimited { retry_after_seconds: 5 }));
            }
            // Were every answer lost, whatever is tried again would be done again for ever.
            Self::Lost => {
                let lost = CallTrouble::DropConnection { when: When::AfterWork };
                calls.push(CallFault::on("*", lost).probability(0.5));
            }
            Self::Twice => deliveries.push(DeliveryFault::on("*", DeliveryTrouble::Twice)),
        }
        Faults { calls, deliveries }
    }

    pub(super) fn is_on(self, in_force: &Faults) -> bool {
        let Faults { calls, deliveries } = self.faults();
        let names = |faults: &Faults| -> Vec<String> {
            faults.calls.iter().map(name_of).chain(faults.deliveries.iter().map(name_of)).collect()
        };
        let there = names(in_force);
        names(&Faults { calls, deliveries }).iter().all(|name| there.contains(name))
    }
}

/// Switches a preset on, or off if it is on.
fn turn(hub: &Hub, fields: &Fields) -> Result<(), Misuse> {
    let name = fields.text("preset");
    let preset =
        Preset::ALL.into_iter().find(|preset| preset.name() == name).ok_or_else(|| unknown(&name))?;
    let Faults { calls, deliveries } = preset.faults();
    hub.trouble(|switches| {
        let faults = &mut switches.faults;
        if preset.is_on(faults) {
            remove_all(&mut faults.calls, &calls);
            remove_all(&mut faults.deliveries, &deliveries);
        } else {
            faults.calls.extend(calls);
            faults.deliveries.extend(deliveries);
        }
    });
    Ok(())
}

/// Ends one fault, or all of them if none is named.
fn stop(faults: &mut Faults, fields: &Fields) {
    match fields.get("fault") {
        None => *faults = Faults::default(),
        Some(name) => {
            remove(&mut faults.calls, name);
            remove(&mut faults.deliveries, name);
        }
    }
}

fn remove<T: Serialize>(faults: &mut Vec<T>, name: &str) {
    if let Some(index) = faults.iter().position(|fault| name_of(fault) == name) {
        faults.remove(index);
    }
}

fn remove_all<T: Serialize>(faults: &mut Vec<T>, gone: &[T]) {
    for fault in gone {
        remove(faults, &name_of(fault));
    }
}

/// What names a fault while its count goes down: everything else about it.
pub(super) fn name_of<T: Serialize>(fault: &T) -> String {
    let mut value = serde_json::to_value(fault).unwrap_or_default();
    value.as_object_mut().and_then(|keys| keys.remove("times"));
    value.to_string()
}
