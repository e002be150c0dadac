//! `users.*` and `bots.info`. E-mail addresses show only with their own scope.

use serde_json::json;

use super::call::Call;
use super::refusal::Answer;

pub(super) fn info(call: &mut Call<'_>) -> Answer {
    let id = call.args.required("user")?;
    let with_locale = call.args.flag("include_locale")?;
    let user = call.workspace.user(&id).ok_or("user_not_found")?;
    Ok(json!({"user": user.to_json(&call.workspace.team.id, shows_email(call), with_locale)}))
}

pub(super) fn list(call: &mut Call<'_>) -> Answer {
    let with_locale = call.args.flag("include_locale")?;
    let everybody: Vec<_> = call.workspace.users.values().collect();
    let page = call.page(everybody, 1000, 1000)?;
    let team = &call.workspace.team.id;
    let members: Vec<_> =
        page.items.iter().map(|user| user.to_json(team, shows_email(call), with_locale)).collect();
    Ok(
        json!({"members": members, "cache_ts": call.workspace.seconds(), "response_metadata": page.metadata()}),
    )
}

pub(super) fn lookup_by_email(call: &mut Call<'_>) -> Answer {
    let email = call.args.required("email")?.to_lowercase();
    let found =
        call.workspace.users.values().find(|user| user.email.to_lowercase() == email && !user.deleted);
    let user = found.ok_or("users_not_found")?;
    Ok(json!({"user": user.to_json(&call.workspace.team.id, true, false)}))
}

pub(super) fn bot_info(call: &mut Call<'_>) -> Answer {
    let id = call.args.required("bot")?;
    if id != call.workspace.app.bot_id {
        return Err("bot_not_found".into());
    }
    let mut bot = call.workspace.bot_profile();
    bot["user_id"] = call.bot().into();
    Ok(json!({"bot": bot}))
}

fn shows_email(call: &Call<'_>) -> bool {
    call.workspace.app.has_scope("users:read.email")
}
