//! `auth.test`, `api.test` and `team.info`.

use serde_json::{Value, json};

use super::call::Call;
use super::refusal::{Answer, Refusal};

pub(super) fn api_test(call: &mut Call<'_>) -> Answer {
    match call.args.text("error")? {
        Some(error) => Err(Refusal::new(error).with("args", Value::Object(call.args.0.clone()))),
        None => Ok(json!({"args": call.args.0})),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every method has this shape")]
pub(super) fn test(call: &mut Call<'_>) -> Answer {
    let (team, app) = (&call.workspace.team, &call.workspace.app);
    Ok(json!({
        "url": format!("https://{}.slack.com/", team.domain), "team": team.name, "user": app.name,
        "team_id": team.id, "user_id": app.bot_user_id, "bot_id": app.bot_id, "is_enterprise_install": false,
    }))
}

pub(super) fn team_info(call: &mut Call<'_>) -> Answer {
    let team = &call.workspace.team;
    if call.args.text("team")?.is_some_and(|asked| asked != team.id) {
        return Err("team_not_found".into());
    }
    Ok(json!({"team": {
        "id": team.id, "name": team.name, "url": format!("https://{}.slack.com/", team.domain),
        "domain": team.domain, "email_domain": "example.com", "icon": {"image_default": true},
        "avatar_base_url": "https://ca.slack-edge.com/", "is_verified": false,
    }}))
}
