//! The gates every call passes before its method runs.

use serde_json::{Value, json};

use super::args::Args;
use super::call::Call;
use super::refusal::Refusal;
use super::table::{Body, Method};
use crate::hub::Hub;

/// A request as it arrived, taken off the wire.
pub(crate) struct Incoming<'a> {
    pub(crate) authorization: Option<&'a str>,
    pub(crate) content_type: &'a str,
    pub(crate) query: &'a [u8],
    pub(crate) body: &'a [u8],
}

impl Incoming<'_> {
    fn is_json(&self) -> bool {
        self.content_type.trim_start().starts_with("application/json")
    }

    /// The arguments a method gets to see.
    pub(crate) fn args(&self, method: Option<&Method>) -> Result<Args, Refusal> {
        let mut args = Args::from_form(self.query)?;
        let reads_json = method.is_none_or(|method| method.body == Body::JsonOrForm);
        if self.body.is_empty() || (self.is_json() && !reads_json) {
            return Ok(args);
        }
        let from_body =
            if self.is_json() { Args::from_json(self.body)? } else { Args::from_form(self.body)? };
        args.0.extend(from_body.0);
        Ok(args)
    }

    /// What Slack remarks about the content type.
    fn charset_warning(&self) -> Option<&'static str> {
        let names_charset = self.content_type.contains("charset");
        match (self.is_json(), names_charset) {
            (true, false) => Some("missing_charset"),
            (false, true) if self.content_type.contains("form-urlencoded") => Some("superfluous_charset"),
            _ => None,
        }
    }

    /// Whether the token is the app's; Slack tells a missing one from a wrong one.
    pub(crate) fn check_token(&self, token: &str) -> Result<(), Refusal> {
        let header = self.authorization.ok_or("not_authed")?;
        let given = header.strip_prefix("Bearer ").map(str::trim).filter(|given| !given.is_empty());
        match given {
            None => Err("not_authed".into()),
            Some(given) if given == token => Ok(()),
            Some(_) => Err("invalid_auth".into()),
        }
    }
}

/// Whether the token has one of the method's scopes at all.
pub(crate) fn check_scope(hub: &Hub, method: &Method) -> Result<(), Refusal> {
    let app = &hub.options.app;
    if method.scopes.is_empty() || method.scopes.iter().any(|scope| app.has_scope(scope)) {
        return Ok(());
    }
    let refusal = Refusal::new("missing_scope").with("needed", method.scopes.join(","));
    Err(refusal.with("provided", app.scopes.join(",")))
}

/// Runs a method whose caller has been admitted; gives the whole answer.
pub(crate) fn run(
    hub: &std::sync::Arc<Hub>,
    method: &'static Method,
    incoming: &Incoming<'_>,
    args: &Args,
) -> Value {
    let (result, remark) = hub.change(|workspace| {
        let mut call = Call {
            workspace,
            args,
            method,
            base_url: &hub.url,
            unicode_channel_names: hub.options.unicode_channel_names,
            warning: None,
        };
        ((method.run)(&mut call), call.warning)
    });
    match result {
        Ok(mut answer) => {
            answer["ok"] = true.into();
            warn(&mut answer, remark.or_else(|| incoming.charset_warning()));
            answer
        }
        Err(refusal) => refusal.into_json(),
    }
}

fn warn(answer: &mut Value, warning: Option<&str>) {
    let Some(warning) = warning else { return };
    answer["warning"] = warning.into();
    if answer.get("response_metadata").is_none() {
        answer["response_metadata"] = json!({});
    }
    answer["response_metadata"]["warnings"] = json!([warning]);
}
