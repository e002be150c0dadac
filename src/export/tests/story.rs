//! An incident made by the core's own functions, at fixed times.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::export::{Dossier, postmortem};
use crate::incident::cadence::Cadence;
use crate::incident::*;
use crate::language::Language;

/// An incident as it went.
pub(super) struct Story {
    pub(super) incident: Incident,
    pub(super) timeline: Vec<TimelineEntry>,
    pub(super) channel_link: Option<String>,
    now: DateTime<Utc>,
    policy: Policy,
}

/// The fields that hold somebody's words.
const TYPED: [&str; 17] = [
    "title",
    "seen",
    "service",
    "because",
    "area",
    "what_happened",
    "impact",
    "doing",
    "state",
    "expected_fix",
    "follow_up",
    "text",
    "why",
    "name",
    "channel_name",
    "decision",
    "details",
];

fn policy() -> Policy {
    let severity = |key: &str, minutes| Severity {
        postmortem: PostmortemRule::Required,
        ..Severity::plain(SeverityKey::new(key), Cadence::Every(TimeDelta::minutes(minutes)))
    };
    let rungs = vec![severity("sev0", 15), severity("sev1", 60), severity("sev2", 240)];
    Policy {
        ladder: Ladder::new(rungs, SeverityKey::new("sev2")).unwrap(),
        longest_snooze: TimeDelta::hours(24),
        drills: Drills::Full,
        private_groups: Vec::new(),
        archive_after: None,
        stage_limits: StageLimits::default(),
        roles: RoleRules::default(),
        permissions: Permissions::default(),
        services: Catalogue::default(),
        status_page: None,
    }
}

fn asking(asker: Asker, source: Source, now: DateTime<Utc>, policy: &Policy) -> Context<'_> {
    Context { asker, memberships: Memberships::default(), source, now, policy }
}

fn called(user: &UserId) -> String {
    match user.as_str() {
        "U1" => "김민아",
        "U2" => "Jun | Ops*",
        "U3" => "Sora Lee",
        other => other,
    }
    .to_owned()
}

fn message(ts: &str) -> MessageRef {
    MessageRef { channel: ChannelId::new("C042"), ts: ts.to_owned() }
}

fn update(what_happened: &str, impact: &str, doing: &str) -> UpdateText {
    UpdateText { what_happened: what_happened.into(), impact: impact.into(), doing: doing.into() }
}

fn outside(state: &str, expected_fix: &str) -> ExternalText {
    let (state, expected_fix) = (state.into(), expected_fix.into());
    ExternalText { state, expected_fix, follow_up: String::new() }
}

fn role(role: Role, to: &str, area: &str) -> Command {
    Command::GiveRole {
        role,
        to: UserId::new(to),
        area: area.into(),
        seen: SeenHolder::Unsaid,
        anyway: false,
    }
}

impl Story {
    fn declared(declaration: Declaration) -> Self {
        let (policy, now) =
            (policy(), DateTime::parse_from_rfc3339("2026-11-22T23:14:05.250+09:00").unwrap().to_utc());
        let asker = Asker::Person(UserId::new("U1"), Standing::Member);
        let ctx = asking(asker, Source::SlashCommand, now, &policy);
        let Step { incident, timeline, .. } =
            declare(WorkspaceId::new("T1"), Number::new(42), declaration, &ctx).unwrap();
        Self { incident, timeline, channel_link: None, now, policy }
    }

    /// Nothing but a title.
    pub(super) fn begun() -> Self {
        let title = "Checkout is down".to_owned();
        Self::declared(Declaration { title, ..Declaration::default() })
    }

    fn after(&mut self, milliseconds: i64, asker: Asker, command: Command) -> &mut Self {
        self.now += TimeDelta::milliseconds(milliseconds);
        let ctx = asking(asker, Source::Button, self.now, &self.policy);
        let done = step(&self.incident, command, &ctx).unwrap();
        self.incident = done.incident;
        self.timeline.extend(done.timeline);
        self
    }

    fn own(&mut self, after_milliseconds: i64, command: Command) -> &mut Self {
        self.after(after_milliseconds, Asker::Firebell, command)
    }

    fn by(&mut self, user: &str, after_seconds: i64, command: Command) -> &mut Self {
        let asker = Asker::Person(UserId::new(user), Standing::Member);
        self.after(after_seconds * 1000, asker, command)
    }

    /// From the declaration to the closing, across midnight, with everything that can be recorded.
    pub(super) fn whole() -> Self {
        let mut story = Self::declared(Declaration {
            title: "결제 장애: *checkout* | 5xx".into(),
            severity: Some(SeverityKey::new("sev2")),
            seen: Some("Cards are declined.\n\n- Visa\n- Mastercard".into()),
            service: Some("payment_api".into()),
            ..Declaration::default()
        });
        story.begin();
        story.work();
        story.end();
        story.mend();
        story.channel_link = Some("https://example.slack.com/archives/C042".into());
        story
    }

    fn begin(&mut self) {
        self.own(640, Command::Announced { message: message("1") })
            .own(
                900,
                Command::ChannelOpened {
                    channel: ChannelId::new("C042"),
                    name: "inc-42-결제-장애".into(),
                    is_private: false,
                },
            )
            .own(2_000, Command::GaveUp { errand: Errand::PinPanel, why: "not_allowed".into() })
            .by("U2", 130, role(Role::Commander, "U2", ""))
            .by("U2", 20, role(Role::Responder, "U3", "database"))
            .by(
                "U2",
                45,
                Command::ChangeSeverity {
                    to: SeverityKey::new("sev1"),
                    because: Some("one card in three\nfails".into()),
                },
            )
            .by("U2", 5, Command::ChangeStage { to: StageName::Mitigating });
    }

    fn work(&mut self) {
        let next_update_at = self.now + TimeDelta::minutes(30);
        let first = update(
            "Card payments fail.\nSee https://status.example.com/a_b?x=1&y=2",
            "One payment in three",
            "",
        );
        self.by(
            "U1",
            60,
            Command::PostUpdate {
                text: first,
                external: None,
                next_update_at: Some(next_update_at),
                offered_at: None,
            },
        )
        .own(30 * 60_000, Command::Remind)
        .by("U1", 30, Command::Snooze { quiet_for: TimeDelta::minutes(10) })
        .by("U1", 120, Command::NothingNew { answers: None })
        .by("U3", 90, role(Role::Responder, "U3", "database, cache"))
        .by("U3", 75, Command::Note { text: "Tried a rollback:\n```\n\tfailed | exit 1\n```".into() })
        .by(
            "U2",
            30,
            Command::Decide {
                decision: "Hotfix | not rollback".into(),
                because: Some("the *schema* moved\non".into()),
            },
        )
        .by("U2", 60, Command::Decide { decision: "Nobody deploys".into(), because: None })
        .by(
            "U3",
            120,
            Command::Try {
                way: Recovery::Restart,
                outcome: AttemptOutcome::Failed,
                details: "errors | after 30 s".into(),
            },
        )
        .by(
            "U3",
            240,
            Command::Try { way: Recovery::Hotfix, outcome: AttemptOutcome::Worked, details: String::new() },
        )
        .by("U2", 150, role(Role::Commander, "U1", ""))
        .by("U1", 300, Command::ChangeStage { to: StageName::Monitoring });
        let next_update_at = self.now + TimeDelta::hours(1);
        let second = update("Payments work again.", "Nobody", "We watch the error rate.");
        self.by(
            "U1",
            61,
            Command::PostUpdate {
                text: second,
                external: Some(Box::new(outside("Payments *work* again.", "now"))),
                next_update_at: Some(next_update_at),
                offered_at: None,
            },
        )
        .by(
            "U2",
            75,
            Command::CorrectUpdate {
                update: 2,
                text: update("Card payments work again.", "Nobody", "We watch the error rate."),
                external: Some(Box::new(outside("Payments *work* again.", "since 00:08"))),
            },
        );
    }

    /// What is set right afterwards.
    fn mend(&mut self) {
        let note = |words: &str| Command::Note { text: words.into() };
        self.by("U1", 20, note("The *replica* lagged")).by("U1", 20, note("Lunch"));
        let addressed = |story: &Self, back: usize| {
            let place = story.timeline.len() - back;
            let position = Position::new(place + 1);
            Addressed {
                position,
                fact: story.timeline[place].fact.clone(),
                at: story.timeline[place].happened_at,
                is_struck: false,
            }
        };
        let message = message("1795316400.000100");
        let quote = Quote {
            author: Author::App("Grafana | *prod*".into()),
            text: "p99 of *checkout* | 4 s".into(),
            files: vec![FileLink { name: "graph.png".into(), link: "https://files.example/1".into() }],
            happened_at: None,
        };
        let link = Some("https://example.slack.com/archives/C042/p1795316400000100".into());
        let (lagged, lunch) = (addressed(self, 2), addressed(self, 1));
        let began = self.now - TimeDelta::hours(3);
        let text = Some("The replica lagged | by 40 s".into());
        self.by("U3", 5, Command::Keep { message: message.clone(), mark: Mark::Pin, quote: None, at: None })
            .own(100, Command::MessageRead { message, quote: Some(quote), link });
        self.by("U3", 60, Command::Correct { entry: lagged, text, at: Some(began) })
            .by("U3", 5, Command::Strike { entry: lunch, because: Some("not of *this*".into()) })
            .by("U3", 5, Command::SetTime { moment: Moment::Occurred, at: began })
            .by("U3", 5, Command::SetTime { moment: Moment::Occurred, at: began - TimeDelta::minutes(5) });
    }

    fn end(&mut self) {
        let (recovery, detection) = (Recovery::Hotfix, Detection::CustomerCentre);
        let closed = || Command::Close { postmortem_owner: Some(UserId::new("U3")) };
        self.by("U1", 1_200, Command::Resolve { recovery, detection })
            .by("U1", 10, closed())
            .by("U2", 300, Command::Reopen { because: Some("closed too early".into()), gone: Vec::new() })
            .by("U1", 600, Command::Resolve { recovery, detection })
            .by("U1", 10, closed());
        self.timeline.push(TimelineEntry {
            happened_at: self.now - TimeDelta::hours(2),
            recorded_at: self.now,
            author: Author::Person(UserId::new("U3")),
            source: Source::Form,
            fact: Fact::Noted { text: "A replica had already lagged.".into() },
        });
    }

    /// The same story with `text` wherever a person typed something.
    pub(super) fn saying(self, text: &str) -> Self {
        Self { incident: replaced(&self.incident, text), timeline: replaced(&self.timeline, text), ..self }
    }

    pub(super) fn postmortem(&self, language: Language) -> String {
        self.postmortem_calling(language, &called)
    }

    pub(super) fn postmortem_calling(
        &self,
        language: Language,
        people: &dyn Fn(&UserId) -> String,
    ) -> String {
        postmortem(&Dossier {
            incident: &self.incident,
            timeline: &self.timeline,
            people,
            policy: &self.policy,
            zone: chrono_tz::Asia::Seoul,
            language,
            written_at: self.now,
            channel_link: self.channel_link.clone(),
        })
    }
}

fn replaced<T: Serialize + DeserializeOwned>(whole: &T, text: &str) -> T {
    let mut json = serde_json::to_value(whole).unwrap();
    replace_typed(&mut json, text);
    serde_json::from_value(json).unwrap()
}

/// Puts `text` into every field that holds somebody's words.
fn replace_typed(json: &mut Value, text: &str) {
    match json {
        Value::Array(items) => items.iter_mut().for_each(|item| replace_typed(item, text)),
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(words) if TYPED.contains(&name.as_str()) && !words.is_empty() => {
                        text.clone_into(words);
                    }
                    other => replace_typed(other, text),
                }
            }
        }
        _ => {}
    }
}
