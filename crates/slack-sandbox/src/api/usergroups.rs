//! `usergroups.list` and `usergroups.users.list`.

use serde_json::json;

use super::call::Call;
use super::refusal::Answer;

pub(super) fn list(call: &mut Call<'_>) -> Answer {
    let with_count = call.args.flag("include_count")?;
    let with_users = call.args.flag("include_users")?;
    let with_disabled = call.args.flag("include_disabled")?;
    let team = &call.workspace.team.id;
    let shown = call.workspace.usergroups.iter().filter(|group| with_disabled || group.deleted == 0);
    let groups: Vec<_> = shown.map(|group| group.to_json(team, with_count, with_users)).collect();
    Ok(json!({"usergroups": groups}))
}

pub(super) fn users(call: &mut Call<'_>) -> Answer {
    let id = call.args.required("usergroup")?;
    let with_disabled = call.args.flag("include_disabled")?;
    let group = call.workspace.usergroups.iter().find(|group| group.id == id).ok_or("no_such_subteam")?;
    let users = if group.deleted == 0 || with_disabled { group.users.clone() } else { Vec::new() };
    Ok(json!({"users": users}))
}
