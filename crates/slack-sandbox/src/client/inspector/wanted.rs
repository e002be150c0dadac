//! Which exchanges somebody asks for.

use std::borrow::Cow;

use super::super::window::Query;
use crate::app::Sent;
use crate::calls::LoggedCall;

/// How many are shown at first, and how many more each time.
const PAGE: usize = 200;

/// Which way the request went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// The app calls Slack.
    Calls,
    /// Slack sends to the app.
    Deliveries,
}

/// What the list is narrowed down to, as it stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::client) struct Wanted {
    /// What name, content or answer must contain, in whatever case.
    pub(super) text: String,
    pub(super) direction: Option<Direction>,
    pub(super) only_trouble: bool,
    pub(super) most: usize,
}

impl Wanted {
    pub(in crate::client) fn read(query: &Query) -> Self {
        let direction = match query.wire.as_deref() {
            Some("calls") => Some(Direction::Calls),
            Some("deliveries") => Some(Direction::Deliveries),
            _ => None,
        };
        let most = query.most.as_deref().and_then(|most| most.parse().ok());
        Self {
            text: query.filter.clone().unwrap_or_default(),
            direction,
            only_trouble: query.trouble.as_deref() == Some("only"),
            most: most.unwrap_or(PAGE).max(1),
        }
    }

    pub(super) fn direction_name(&self) -> &'static str {
        match self.direction {
            None => "",
            Some(Direction::Calls) => "calls",
            Some(Direction::Deliveries) => "deliveries",
        }
    }

    /// The same with another page below.
    pub(super) fn further(&self) -> Self {
        Self { most: self.most.saturating_add(PAGE), ..self.clone() }
    }

    /// What an address says about it, to follow other parts of a query.
    pub(super) fn query(&self) -> String {
        let trouble = if self.only_trouble { "only" } else { "" };
        let most = self.most.to_string();
        let pairs = [
            ("filter", self.text.as_str()),
            ("wire", self.direction_name()),
            ("trouble", trouble),
            ("most", &most),
        ];
        let said: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        format!("&{}", serde_urlencoded::to_string(said).unwrap_or_default())
    }

    pub(super) fn goes(&self, direction: Direction) -> bool {
        self.direction.is_none_or(|wanted| wanted == direction)
    }

    pub(super) fn takes_call(&self, call: &LoggedCall) -> bool {
        if self.text.trim().is_empty() {
            return true;
        }
        let answer = call.answered.as_ref().map(|answered| String::from_utf8_lossy(&answered.body));
        let arguments = serde_json::to_string(&call.arguments.0).unwrap_or_default();
        self.is_in(&call.method) || self.is_in(&arguments) || answer.is_some_and(|answer| self.is_in(&answer))
    }

    pub(super) fn takes_delivery(&self, sent: &Sent) -> bool {
        if self.text.trim().is_empty() {
            return true;
        }
        let delivery = &sent.delivery;
        let answer = delivery.ack.as_ref().map(|ack| ack.body.as_str());
        self.is_in(&delivery.kind)
            || self.is_in(&decoded(&delivery.body))
            || answer.is_some_and(|answer| self.is_in(answer))
    }

    fn is_in(&self, text: &str) -> bool {
        text.to_lowercase().contains(&self.text.trim().to_lowercase())
    }
}

/// A form's values as people read them; anything else as it is.
fn decoded(body: &str) -> Cow<'_, str> {
    if body.starts_with('{') {
        return body.into();
    }
    match serde_urlencoded::from_str::<Vec<(String, String)>>(body) {
        Ok(pairs) => pairs.into_iter().map(|(name, value)| format!("{name}={value}\n")).collect(),
        Err(_) => body.into(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::DateTime;
    use serde_json::json;

    use super::*;
    use crate::api::Args;

    fn wanted(text: &str) -> Wanted {
        Wanted::read(&Query { filter: Some(text.to_owned()), ..Query::default() })
    }

    #[test]
    fn an_address_says_what_was_read_from_it() {
        let query = Query {
            filter: Some("결제 & more".to_owned()),
            wire: Some("deliveries".to_owned()),
            trouble: Some("only".to_owned()),
            most: Some("400".to_owned()),
            ..Query::default()
        };
        let asked = Wanted::read(&query).query();
        let again: Query = serde_urlencoded::from_str(asked.trim_start_matches('&')).expect("a query");
        assert_eq!(Wanted::read(&again), Wanted::read(&query));
    }

    #[test]
    fn nonsense_in_an_address_narrows_nothing_down() {
        let nonsense = || Some("nonsense".to_owned());
        let query = Query { wire: nonsense(), trouble: nonsense(), most: nonsense(), ..Query::default() };
        assert_eq!(Wanted::read(&query), Wanted::read(&Query::default()));
    }

    #[test]
    fn text_is_looked_for_in_names_arguments_and_answers() {
        let arguments = json!({"text": "결제 복구"}).as_object().cloned().unwrap_or_default();
        let call = LoggedCall {
            id: 1,
            method: "chat.postMessage".to_owned(),
            arguments: Arc::new(Args(arguments)),
            received_at: DateTime::UNIX_EPOCH,
            troubles: Vec::new(),
            answered: None,
        };
        for (text, is_taken) in [(" postmessage ", true), ("복구", true), ("", true), ("views", false)] {
            assert_eq!(wanted(text).takes_call(&call), is_taken, "{text:?}");
        }
    }

    #[test]
    fn forms_are_searched_as_people_read_them() {
        assert_eq!(decoded("command=%2Finc&text=%EA%B2%B0%EC%A0%9C+a"), "command=/inc\ntext=결제 a\n");
        assert_eq!(decoded("{\"a\":\"%20\"}"), "{\"a\":\"%20\"}");
    }
}
