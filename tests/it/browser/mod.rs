//! Stories in real browsers: what people see and do in the local Slack's windows.
//!
//! `stage` holds the workspace and the service, `window` is a person's window with its verbs (`eyes.js` finds things on
//! the page by their words), `driver` starts the browser. Each other file tells stories of one kind. Where there is no
//! browser the stories say so and end; in CI that is a failure.

mod accessibility;
mod composer;
mod driver;
mod forms;
mod history;
mod incident;
mod keyboard;
mod line;
mod people;
mod pictures;
mod safety;
mod stage;
mod window;
