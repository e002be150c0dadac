//! Exchanges as commands for a shell. The app's token is never in them.

use serde_json::Value;

use crate::api::reads_json;
use crate::app::Sent;
use crate::calls::LoggedCall;

/// Calls the method of this sandbox once more; `api` is the base of its Web API.
pub(super) fn call(api: &str, call: &LoggedCall) -> String {
    let mut command = vec![
        format!("curl {}", quoted(&format!("{api}/{}", call.method))),
        "-H \"Authorization: Bearer $SLACK_BOT_TOKEN\"".to_owned(),
    ];
    if reads_json(&call.method) {
        command.push(header("Content-Type", "application/json; charset=utf-8"));
        command.push(body(&Value::Object(call.arguments.0.clone()).to_string()));
    } else {
        // Without fields, too, it is to be a POST.
        command.push("-X POST".to_owned());
        command.extend(call.arguments.0.iter().map(|(name, value)| field(name, value)));
    }
    command.join(" \\\n  ")
}

/// Sends the same bytes to the app, under the signature they had.
pub(super) fn delivery(sent: &Sent) -> String {
    let mut command = vec![format!("curl {}", quoted(&sent.delivery.url))];
    command.push(header("Content-Type", sent.parcel.content_type));
    command.extend(sent.delivery.headers.iter().map(|(name, value)| header(name, value)));
    command.push(body(&sent.delivery.body));
    command.join(" \\\n  ")
}

fn header(name: &str, value: &str) -> String {
    format!("-H {}", quoted(&format!("{name}: {value}")))
}

/// Taken as it stands; curl would read a file for a leading `@` and drop line ends with `--data`.
fn body(text: &str) -> String {
    format!("--data-raw {}", quoted(text))
}

fn field(name: &str, value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    format!("--data-urlencode {}", quoted(&format!("{name}={text}")))
}

/// One word for any POSIX shell: nothing is special between single quotes but their end.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::sync::Arc;

    use chrono::DateTime;

    use super::*;
    use crate::api::Args;

    fn logged(method: &str, arguments: &Value) -> LoggedCall {
        LoggedCall {
            id: 1,
            method: method.to_owned(),
            arguments: Arc::new(Args(arguments.as_object().expect("an object").clone())),
            received_at: DateTime::UNIX_EPOCH,
            troubles: Vec::new(),
            answered: None,
        }
    }

    #[test]
    fn a_shell_reads_back_what_was_quoted() {
        for text in ["", "it's", "''", "a\nb\n", "$HOME `id` \\ \"x\" !", "서버가 '죽었어요'", "-n", "@file"]
        {
            let script = format!("printf '%s' {}", quoted(text));
            let output = Command::new("sh").args(["-c", &script]).output().expect("a shell is there");
            assert_eq!(String::from_utf8_lossy(&output.stdout), text);
        }
    }

    #[test]
    fn calls_are_json_where_the_method_reads_it() {
        let command = call("http://x/api", &logged("chat.postMessage", &serde_json::json!({"text": "it's"})));
        assert_eq!(
            command,
            "curl 'http://x/api/chat.postMessage' \\\n  -H \"Authorization: Bearer $SLACK_BOT_TOKEN\" \\\n  \
             -H 'Content-Type: application/json; charset=utf-8' \\\n  --data-raw '{\"text\":\"it'\\''s\"}'"
        );
    }

    #[test]
    fn calls_are_forms_where_the_method_reads_no_json() {
        let command = call("http://x/api", &logged("users.info", &serde_json::json!({"user": "U1"})));
        assert!(command.ends_with("-X POST \\\n  --data-urlencode 'user=U1'"), "{command}");
    }
}
