//! What goes wrong, as it is planned.

use std::fmt;

use slack_sandbox::{CallTrouble, DeliveryTrouble, When};

use crate::dice::Dice;

/// Which database is under Firebell, and with it how many processes serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One process on a file.
    Sqlite,
    /// Two on a server.
    Postgres,
}

/// One thing that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Something happens to the processes or to the database: one of these at a time.
    Outage(Outage),
    /// The next calls to Slack of a kind go wrong.
    Calls {
        /// Which calls.
        method: &'static str,
        /// How.
        trouble: CallTrouble,
        /// How many.
        times: u32,
    },
    /// The next deliveries from Slack of a kind go wrong.
    Deliveries {
        /// Which.
        kind: &'static str,
        /// How.
        trouble: DeliveryTrouble,
        /// How many.
        times: u32,
    },
}

/// What happens to the processes or to the database. Spans are in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outage {
    /// `kill -9`, and another start after a while.
    Kill {
        /// Which process.
        replica: usize,
        /// Until it is started again.
        down: u64,
    },
    /// `kill -9` of all processes at once.
    KillAll {
        /// Until they are started again.
        down: u64,
    },
    /// `SIGSTOP`, and `SIGCONT` after a while.
    Stop {
        /// Which process.
        replica: usize,
        /// Until it goes on.
        still: u64,
    },
    /// `SIGTERM`, and another start as soon as it has ended.
    Restart {
        /// Which process.
        replica: usize,
    },
    /// The database server stops in order and starts again.
    DatabaseRestart {
        /// Until it is started again.
        down: u64,
    },
    /// `kill -9` of the database server and all its processes.
    DatabaseKill {
        /// Until it is started again.
        down: u64,
    },
    /// The file is copied as a power cut would leave it; nothing fails but time.
    PowerCut {
        /// Whether half a frame of garbage stands at the end of the log, as of a write that was under way.
        torn: bool,
    },
}

impl Outage {
    /// What it is called in the table.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Kill { .. } => "kill -9 of a process",
            Self::KillAll { .. } => "kill -9 of all processes",
            Self::Stop { .. } => "SIGSTOP, SIGCONT",
            Self::Restart { .. } => "SIGTERM and start",
            Self::DatabaseRestart { .. } => "database restarted",
            Self::DatabaseKill { .. } => "kill -9 of the database",
            Self::PowerCut { .. } => "copied as by a power cut",
        }
    }
}

/// One outage for this engine.
pub fn outage(engine: Engine, dice: &mut Dice) -> Outage {
    let replicas = engine.replicas();
    let replica = dice.below(replicas);
    let (down, still) = (dice.between(50, 1_500), dice.between(300, 4_000));
    let torn = dice.once_in(2);
    let shared = [
        (4, Outage::Kill { replica, down }),
        (3, Outage::Stop { replica, still }),
        (3, Outage::Restart { replica }),
    ];
    let own = match engine {
        Engine::Sqlite => vec![(4, Outage::PowerCut { torn })],
        Engine::Postgres => vec![
            (1, Outage::KillAll { down }),
            (2, Outage::DatabaseRestart { down }),
            (2, Outage::DatabaseKill { down }),
        ],
    };
    dice.weighted(&[shared.to_vec(), own].concat())
}

/// One fault of Slack or of the way there and back.
pub fn slack(dice: &mut Dice) -> Fault {
    if dice.once_in(3) { delivery(dice) } else { call(dice) }
}

fn call(dice: &mut Dice) -> Fault {
    let when = dice.pick(&[When::BeforeWork, When::AfterWork]);
    let milliseconds = dice.between(50, 2_000);
    let method = dice.pick(&[
        "*",
        "chat.postMessage",
        "chat.postMessage",
        "chat.update",
        "conversations.create",
        "conversations.invite",
        "conversations.setTopic",
        "pins.add",
        "files.*",
        "views.open",
    ]);
    let trouble = match dice.below(5) {
        0 => CallTrouble::Latency { milliseconds, when },
        1 => CallTrouble::RateLimited { retry_after_seconds: dice.between(1, 2) },
        2 => CallTrouble::ServerError { status: 503, when },
        _ => CallTrouble::DropConnection { when },
    };
    Fault::Calls { method, trouble, times: u32::try_from(dice.between(1, 4)).unwrap_or(1) }
}

fn delivery(dice: &mut Dice) -> Fault {
    let kind = dice.pick(&["command", "command", "block_actions", "view_submission", "*"]);
    let times = u32::try_from(dice.between(1, 3)).unwrap_or(1);
    let milliseconds = dice.between(50, 1_500);
    match dice.below(6) {
        0 => Fault::Deliveries { kind: "event", trouble: DeliveryTrouble::OutOfOrder, times },
        1 => Fault::Deliveries { kind: "event", trouble: DeliveryTrouble::TwiceWithNewEventId, times },
        2 => Fault::Deliveries { kind, trouble: DeliveryTrouble::Late { milliseconds }, times },
        3 => Fault::Deliveries { kind, trouble: DeliveryTrouble::LoseAck, times },
        _ => Fault::Deliveries { kind, trouble: DeliveryTrouble::Twice, times },
    }
}

impl Engine {
    /// How many processes serve.
    pub const fn replicas(self) -> usize {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => 2,
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite, one process",
            Self::Postgres => "PostgreSQL, two replicas",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outage(outage) => write!(f, "{outage:?}"),
            Self::Calls { method, trouble, times } => write!(f, "{times} × {method}: {trouble:?}"),
            Self::Deliveries { kind, trouble, times } => write!(f, "{times} × {kind}: {trouble:?}"),
        }
    }
}
