//! The workspace in a browser: what people of the workspace see, drawn on the server.
//!
//! A page is drawn for one person, named in its address, so two windows are two people. Everything that is shown is
//! read from the workspace, and the browser keeps nothing but drafts. Drawing is pure: functions from the workspace
//! and a [`Look`](look::Look) to HTML. Acting goes through `people`, like everything that people do.
//!
//! Reading order: `guard` (who may ask), `window` (what an address shows), `look` (whose eyes, which language and
//! zone), `page` and the parts it is made of (`top`, `sidebar`, `history`, `message`, `composer`, `pane`, `overlay`),
//! `live` (what changes while one looks), `act` (what people do), `text` and `blocks` (Slack's texts and Block Kit),
//! `words` (the client's own) with
//! `refusals`. The scripts and styles in `assets/` are served by `assets`.

mod act;
mod assets;
mod blocks;
mod complete;
mod composer;
mod files;
mod gallery;
mod guard;
mod history;
mod inspector;
mod letters;
mod live;
mod look;
mod message;
mod overlay;
mod page;
mod pane;
mod refusals;
mod settings;
mod sidebar;
mod text;
mod top;
mod window;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use guard::{Hosts, guard};

use crate::hub::Hub;

pub(crate) fn routes() -> Router<Arc<Hub>> {
    Router::new()
        .route("/", get(page::people))
        .route("/as/{user}", get(page::channels))
        .route("/as/{user}/{place}", get(page::window))
        .route("/as/{user}/{place}/live", get(live::live))
        .route("/as/{user}/{place}/older", get(page::older))
        .route("/as/{user}/{place}/complete", get(complete::complete))
        .route("/as/{user}/{place}/suggest", get(complete::suggest))
        .route("/as/{user}/{place}/act/{act}", post(act::act))
        .route("/as/{user}/{place}/wire/{id}", get(inspector::opened))
        .route("/settings", post(settings::change))
        .route("/gallery", get(page::gallery))
        .route("/files/{id}/{secret}/{name}", get(files::download))
        .route("/archives/{channel}/{message}", get(page::permalink))
        .route("/assets/{file}", get(assets::asset))
}
