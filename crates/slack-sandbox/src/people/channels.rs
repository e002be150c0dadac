//! What people do to channels and what happens to accounts.

use std::sync::Arc;

use serde_json::json;

use super::place::{channel, person, writable};
use super::{ChannelAct, ChannelVerb, Misuse, UserAct, UserVerb};
use crate::api::check_channel_name;
use crate::hub::Hub;
use crate::model::{Channel, Kind, User, Workspace};
use crate::seed::{Guest, SeedUser};

/// Gives the channel's id.
pub(crate) fn channel_act(hub: &Arc<Hub>, act: &ChannelAct) -> Result<String, Misuse> {
    let unicode = hub.options.unicode_channel_names;
    hub.change(|workspace| {
        let user = person(workspace, &act.user)?.clone();
        match act.act {
            ChannelVerb::Create => create(workspace, &user, act, unicode),
            ChannelVerb::Join => join(workspace, &user, &act.channel),
            ChannelVerb::Unarchive => unarchive(workspace, &user, &act.channel),
            _ => change(workspace, &user, act, unicode),
        }
    })
}

fn free_name(workspace: &Workspace, name: &str, unicode: bool) -> Result<(), Misuse> {
    check_channel_name(name, unicode)
        .map_err(|error| Misuse::new(error, format!("{name:?} is no channel name")))?;
    match workspace.channel_named(name) {
        Some(_) => Err(Misuse::new("name_taken", format!("there is a channel {name:?} already"))),
        None => Ok(()),
    }
}

fn create(workspace: &mut Workspace, user: &User, act: &ChannelAct, unicode: bool) -> Result<String, Misuse> {
    if user.guest != Guest::No {
        return Err(Misuse::new("restricted_action", "guests make no channels"));
    }
    free_name(workspace, &act.channel, unicode)?;
    let id = workspace.next_id("C");
    let kind = if act.private { Kind::Private } else { Kind::Public };
    let made =
        Channel::new(id.clone(), act.channel.clone(), kind, Vec::new(), user.id.clone(), workspace.now);
    workspace.channels.insert(id.clone(), made);
    workspace.join(&id, &user.id, None);
    Ok(id)
}

fn join(workspace: &mut Workspace, user: &User, name: &str) -> Result<String, Misuse> {
    let place = channel(workspace, user, name)?;
    if place.is_archived || place.has_member(&user.id) {
        return Err(Misuse::new(
            "cannot_join",
            format!("{name:?} is archived, or {} is in it already", user.name),
        ));
    }
    let id = place.id.clone();
    workspace.join(&id, &user.id, None);
    Ok(id)
}

fn unarchive(workspace: &mut Workspace, user: &User, name: &str) -> Result<String, Misuse> {
    let place = channel(workspace, user, name)?;
    if !place.is_archived {
        return Err(Misuse::new("not_archived", format!("{name:?} is not archived")));
    }
    let id = place.id.clone();
    workspace.set_archived(&id, &user.id, false);
    Ok(id)
}

fn change(workspace: &mut Workspace, user: &User, act: &ChannelAct, unicode: bool) -> Result<String, Misuse> {
    let place = writable(workspace, user, &act.channel)?;
    let (id, is_general) = (place.id.clone(), place.is_general);
    let text = || act.text.clone().ok_or_else(|| Misuse::new("text_missing", "this act needs text"));
    match act.act {
        ChannelVerb::Leave if !is_general => workspace.leave(&id, &user.id, &user.id),
        ChannelVerb::Archive if !is_general => workspace.set_archived(&id, &user.id, true),
        ChannelVerb::Leave | ChannelVerb::Archive => {
            return Err(Misuse::new("is_general", "nobody leaves or archives the general channel"));
        }
        ChannelVerb::Invite => {
            let target = target(workspace, act)?;
            if workspace.channels[&id].has_member(&target) {
                return Err(Misuse::new("already_in_channel", "that person is in it already"));
            }
            workspace.join(&id, &target, Some(&user.id));
        }
        ChannelVerb::Kick => {
            let target = target(workspace, act)?;
            if !workspace.channels[&id].has_member(&target) {
                return Err(Misuse::new("not_in_channel", "that person is not in it"));
            }
            workspace.leave(&id, &target, &user.id);
        }
        ChannelVerb::Rename => {
            let name = text()?;
            free_name(workspace, &name, unicode)?;
            workspace.rename(&id, &user.id, &name);
        }
        ChannelVerb::Topic => workspace.set_topic(&id, &user.id, &text()?),
        ChannelVerb::Purpose => workspace.set_purpose(&id, &user.id, &text()?),
        ChannelVerb::Create | ChannelVerb::Join | ChannelVerb::Unarchive => {}
    }
    Ok(id)
}

/// An active account, the app's included.
fn target(workspace: &Workspace, act: &ChannelAct) -> Result<String, Misuse> {
    let name = act.target.as_deref().unwrap_or_default();
    let found = workspace.find_user(name).filter(|user| !user.deleted);
    found
        .map(|user| user.id.clone())
        .ok_or_else(|| Misuse::new("unknown_user", format!("there is nobody {name:?}")))
}

/// Gives the account's id.
pub(crate) fn user_act(hub: &Arc<Hub>, act: &UserAct) -> Result<String, Misuse> {
    hub.change(|workspace| {
        if act.act == UserVerb::Add {
            return add(workspace, act);
        }
        let found = workspace.find_user(&act.user).filter(|user| !user.is_bot);
        let id = found
            .ok_or_else(|| Misuse::new("unknown_user", format!("there is nobody {:?}", act.user)))?
            .id
            .clone();
        let now = workspace.seconds();
        let Some(user) = workspace.users.get_mut(&id) else { return Ok(id) };
        match act.act {
            UserVerb::Deactivate => user.deleted = true,
            UserVerb::Reactivate => user.deleted = false,
            UserVerb::MakeGuest => user.guest = Guest::MultiChannel,
            UserVerb::Add | UserVerb::Rename => {
                user.real_name = act.real_name.clone().unwrap_or_else(|| user.real_name.clone());
                user.display_name = act.display_name.clone().unwrap_or_else(|| user.display_name.clone());
            }
        }
        user.updated = now;
        let is_renamed = act.act == UserVerb::Rename;
        if user.deleted {
            for channel in workspace.channels.values_mut().filter(|channel| !channel.kind.is_direct()) {
                channel.members.retain(|member| *member != id);
            }
            workspace.close_all(&id);
        }
        if is_renamed {
            workspace.touch_messages();
        }
        tell(workspace, "user_change", &id);
        Ok(id)
    })
}

/// Gives the group's id.
pub(crate) fn set_usergroup(hub: &Arc<Hub>, handle: &str, users: &[&str]) -> Result<String, Misuse> {
    hub.change(|workspace| {
        let nobody = |name: &str| Misuse::new("unknown_user", format!("there is nobody {name:?}"));
        let found =
            |name: &&str| workspace.find_user(name).map(|user| user.id.clone()).ok_or_else(|| nobody(name));
        let members = users.iter().map(found).collect::<Result<Vec<_>, _>>()?;
        let group = workspace.usergroups.iter_mut().find(|group| group.handle == handle);
        let group =
            group.ok_or_else(|| Misuse::new("unknown_usergroup", format!("there is no group {handle:?}")))?;
        let id = group.id.clone();
        let before = std::mem::replace(&mut group.users, members.clone());
        tell_of_members(workspace, &id, &before, &members);
        Ok(id)
    })
}

/// Nobody is told of a group that stays as it was.
fn tell_of_members(workspace: &mut Workspace, group: &str, before: &[String], after: &[String]) {
    let without = |users: &[String], others: &[String]| -> Vec<String> {
        users.iter().filter(|user| !others.contains(user)).cloned().collect()
    };
    let (added, removed) = (without(after, before), without(before, after));
    if added.is_empty() && removed.is_empty() {
        return;
    }
    workspace.emit("subteam_members_changed", |workspace| {
        json!({
            "type": "subteam_members_changed", "subteam_id": group, "team_id": workspace.team.id,
            "added_users": added, "added_users_count": added.len(),
            "removed_users": removed, "removed_users_count": removed.len(),
            "date_previous_update": workspace.seconds(), "date_update": workspace.seconds(),
        })
    });
}

fn add(workspace: &mut Workspace, act: &UserAct) -> Result<String, Misuse> {
    if workspace.find_user(&act.user).is_some() {
        return Err(Misuse::new("name_taken", format!("there is a {:?} already", act.user)));
    }
    let id = workspace.next_id("U");
    let seed = SeedUser {
        id: Some(id.clone()),
        name: act.user.clone(),
        real_name: act.real_name.clone().unwrap_or_default(),
        display_name: act.display_name.clone().unwrap_or_default(),
        ..SeedUser::default()
    };
    let user = User::planted(&seed, workspace.now);
    workspace.users.insert(id.clone(), user);
    tell(workspace, "team_join", &id);
    if let Some(general) =
        workspace.channels.values().find(|channel| channel.is_general).map(|one| one.id.clone())
    {
        workspace.join(&general, &id, None);
    }
    Ok(id)
}

fn tell(workspace: &mut Workspace, event: &str, id: &str) {
    workspace.emit(event, |workspace| {
        let user = &workspace.users[id];
        let shown = user.to_json(&workspace.team.id, workspace.app.has_scope("users:read.email"), true);
        json!({"type": event, "user": shown, "cache_ts": workspace.seconds()})
    });
}
