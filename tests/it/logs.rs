//! What the logs do not hold.

use std::io;
use std::sync::{Arc, Mutex};

use firebell::config::Config;
use firebell::incident::GroupId;
use slack_sandbox::Options;
use tracing_subscriber::fmt::MakeWriter;

use crate::world::{World, change_rung};

/// Everything that was logged.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Written {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn logs_hold_neither_words_nor_secrets() {
    let written = Written::default();
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter("trace,slack_sandbox=off")
        .with_writer(written.clone())
        .with_ansi(false)
        .finish();
    let logging = tracing::subscriber::set_default(subscriber);

    let invites_gina = |config: &mut Config| {
        change_rung(config, "sev1", |rung| rung.invite = vec![GroupId::new("S0SRE00001")]);
    };
    let who_cannot_come = |options: &mut Options| {
        let sre = options.seed.usergroups.iter_mut().find(|group| group.handle == "sre").unwrap();
        sre.users = vec!["gina".to_owned()];
    };
    let mut world = World::start_with(invites_gina, who_cannot_come).await;
    let channel = world.declares("alice", "sev0", "Zanzibar checkout is down").await;
    world.types("bob", &channel, "note the quagga broke it").await;
    world.types("bob", &channel, "sev sev1 because of the okapi").await;
    world.types("gina", "lobby", "declare the ibex").await;
    world.presses_button("bob", &channel, "export").await;
    drop(logging);

    let log = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("errand"), "something is logged at all");
    for word in ["Zanzibar", "zanzibar", "quagga", "okapi", "ibex", "Gina", "xoxb-", crate::world::SECRET] {
        let line = log.lines().find(|line| line.contains(word));
        assert_eq!(line, None, "'{word}' is in the log");
    }
    world.leave().await;
}
