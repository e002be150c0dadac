//! The stage for stories in browsers: the local Slack and the service beside it, both running by themselves.

use std::path::PathBuf;

use firebell::app::{self, Running};
use firebell::cli::shop;
use firebell::clock::Clock;
use firebell::incident::Catalogue;
use firebell::language::Language;
use firebell::slack::manifest::manifest;
use firebell::store::Database;
use slack_sandbox::{App, FastClock, Options, Sandbox, Say, Seed};

use super::driver::Driver;
use super::window::{Size, Window};
use crate::world;

/// The stage.
pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    driver: Driver,
    service: Running,
    folder: tempfile::TempDir,
}

impl Stage {
    /// `None` where no browser can be had; see [`Driver::start`].
    pub(crate) async fn start() -> Option<Self> {
        Self::start_at(1.0).await
    }

    /// A stage where the bot's time runs so many times as fast.
    pub(crate) async fn start_at(speed: f64) -> Option<Self> {
        Self::start_in(Seed::default(), Catalogue::default(), speed).await
    }

    /// The same in the shop of the demo, with its services.
    pub(crate) async fn in_the_shop(speed: f64) -> Option<Self> {
        Self::start_in(shop::workspace(), shop::services(Language::English), speed).await
    }

    async fn start_in(workspace: Seed, services: Catalogue, speed: f64) -> Option<Self> {
        let driver = Driver::start()?;
        let clock = if speed > 1.0 { Clock::faster(speed) } else { Clock::system() };
        let app_clock = (speed > 1.0).then(|| FastClock { start: clock.machine_now(), speed });
        let app = App::from_manifest(&manifest("http://127.0.0.1", "/incident").to_string()).unwrap();
        let app = App { signing_secret: world::SECRET.to_owned(), ..app };
        let sandbox =
            Sandbox::start(Options { app, app_clock, seed: workspace, ..Options::default() }).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let database = Database::at(format!("sqlite://{}/firebell.db", folder.path().display()));
        let mut config = world::settings(&sandbox, database);
        config.services = services;
        config.server.listen = "127.0.0.1:0".parse().unwrap();
        let service = app::start(&config, clock).await.unwrap();
        sandbox.set_app_url(&format!("http://{}", service.address));
        Some(Self { sandbox, driver, service, folder })
    }

    /// Somebody opens a window on a channel.
    pub(crate) async fn window(&self, person: &str, place: &str) -> Window {
        let window = self.window_of(person, Size::DESKTOP).await;
        window.goes_to(place).await;
        window
    }

    /// A window of that size on nothing yet.
    pub(crate) async fn window_of(&self, person: &str, size: Size) -> Window {
        self.window_through(&self.sandbox.url(), person, size).await
    }

    /// A window that reaches the workspace at another address.
    pub(crate) async fn window_through(&self, address: &str, person: &str, size: Size) -> Window {
        let client = self.driver.open().await.unwrap();
        Window::open(client, address, person, size).await
    }

    /// Somebody writes something, in another window than those of the story.
    pub(crate) async fn says(&self, person: &str, channel: &str, text: &str) {
        self.sandbox.message(Say::new(person, channel, text)).await.unwrap();
    }

    /// An empty folder that is gone after the story.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Ends the story.
    pub(crate) async fn finish(self, windows: impl IntoIterator<Item = Window>) {
        for window in windows {
            window.close().await;
        }
        self.service.stop().await;
        self.sandbox.shutdown().await;
    }
}
