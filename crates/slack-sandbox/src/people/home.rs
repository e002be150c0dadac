//! Opening the app's home tab.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::looks::Screen;
use super::place::person;
use super::{Home, Misuse, Outcome};
use crate::hub::Hub;

/// Tells the app, waits for it to take the event, and shows the tab.
pub(crate) async fn open_home(hub: &Arc<Hub>, home: Home) -> Result<Outcome, Misuse> {
    let (user, screen) = hub.change(|workspace| {
        let user = person(workspace, &home.user)?.id.clone();
        let (channel, _) = workspace.open_direct(&user);
        let screen = Screen::of(workspace, &user);
        workspace.emit("app_home_opened", |workspace| {
            let mut event =
                json!({"type": "app_home_opened", "user": user, "channel": channel, "tab": "home"});
            if let Some(view) = workspace.homes.get(&user).and_then(|id| workspace.views.get(id)) {
                event["view"] = view.to_json(workspace);
            }
            event
        });
        Ok((user, screen))
    })?;
    // Other deliveries may take minutes; one acknowledgement's time is enough for this one.
    let _ = tokio::time::timeout(hub.options.ack_deadline, hub.idle()).await;
    screen.wait(hub, &user, Duration::from_millis(home.wait_milliseconds)).await;
    let view = hub.read(|workspace| {
        let view = workspace.homes.get(&user).and_then(|id| workspace.views.get(id))?;
        Some(view.to_json(workspace))
    });
    Ok(Outcome { view, ..Outcome::default() })
}
