//! Slash commands: what was typed becomes a command, a form or a private answer.

use std::sync::Arc;

use super::incident_forms::IncidentForm;
use super::opening::Trigger;
use super::reception::{question, sentence, trouble};
use super::typed::{self, Mistake, Typed, Wish};
use super::words::plain;
use super::{Answer, Reception, SlashCommand, service};
use crate::engine::{EngineError, Request};
use crate::incident::{
    Action, Addressed, ChannelId, Command, Declaration, Field, Incident, Manner, Moment, Number, Position,
    Refusal, SeenHolder, SeverityKey, Source, StageName, Told, UserId, Viewer, told,
};
use crate::say;
use crate::slack::views::forms::{self, Draft};
use crate::slack::views::text::clip;
use crate::slack::views::timeline::{self, Page};
use crate::slack::views::{Voice, answers, given_back, mistakes, panel, refusals};
use crate::slack::when::When;
use crate::store::StoreError;

/// Somebody who has typed something.
struct Typist<'a> {
    trigger: Trigger<'a>,
    user: UserId,
    voice: Voice<'a>,
    typed: &'a SlashCommand,
}

impl Typist<'_> {
    fn here(&self) -> ChannelId {
        ChannelId::new(self.typed.channel_id.as_str())
    }

    /// On whose behalf it is looked, and from where.
    fn viewer(&self) -> Viewer {
        Viewer::Person { user: self.user.clone(), here: Some(self.here()) }
    }

    /// A private answer that gives back what was typed.
    fn refuse(&self, sentence: &str) -> Answer {
        Answer::Private(given_back::with_typed(sentence, &plain(&self.typed.text), &self.voice))
    }

    /// A private answer that makes a declaration of what was typed with one press.
    fn refuse_to_declare(&self, sentence: &str) -> Answer {
        let typed = plain(&self.typed.text);
        Answer::Private(given_back::with_typed_to_declare(sentence, &typed, &self.voice))
    }

    /// Guests read along where they were let in, and nowhere else.
    fn refuse_guest(&self) -> Answer {
        self.refuse(&say!(self.voice.language, "refused-guest"))
    }
}

impl Reception {
    pub(super) async fn typed(self: &Arc<Self>, typed: &SlashCommand) -> Answer {
        let trigger = Trigger::just_come(&typed.trigger_id);
        let user = UserId::new(typed.user_id.as_str());
        let typist = Typist { trigger, voice: self.voice(&user), user, typed };
        let answered = match typed::read(&typed.text, self.engine.policy()) {
            Ok(Typed::Nothing) => self.show_or_declare(&typist).await,
            Ok(Typed::Help) => Ok(Answer::Private(answers::help(&typist.voice))),
            Ok(Typed::List) if !self.is_member(&typist.user) => Ok(typist.refuse_guest()),
            Ok(Typed::List) => self.list(&typist).await,
            Ok(Typed::Declare { severity, service, title, manner })
                if is_to_be_looked_at(severity.as_ref(), &title, manner) =>
            {
                let severity = severity.map(|key| key.as_str().to_owned());
                let draft = Draft { severity, service, manner, ..in_words(title) };
                Ok(self.declare_form(&typist, draft).await)
            }
            Ok(Typed::Declare { severity, service, title, manner }) => {
                let declaration = Declaration { title, severity, seen: None, service, manner };
                Ok(self.declare(&typist, declaration).await)
            }
            Ok(Typed::Words { title }) => Ok(self.declare_form(&typist, in_words(title)).await),
            Ok(Typed::About { number, wish }) => Box::pin(self.about(&typist, number, wish)).await,
            Err(mistake) => self.refuse_mistake(&typist, &mistake).await,
        };
        answered.unwrap_or_else(|error| typist.refuse(&trouble(&error, &typist.voice)))
    }

    /// What is no command where incidents live is perhaps none at all elsewhere, but what is wrong.
    async fn refuse_mistake(&self, typist: &Typist<'_>, mistake: &Mistake) -> Result<Answer, StoreError> {
        let sentence = mistakes::mistake(mistake, &typist.voice);
        let is_declared = matches!(mistake, Mistake::DeclaredSeverity);
        let is_sentence = !is_declared && typed::is_sentence(&typist.typed.text);
        if is_sentence && self.is_member(&typist.user) && self.incident_here(typist).await?.is_none() {
            return Ok(typist.refuse_to_declare(&sentence));
        }
        Ok(typist.refuse(&sentence))
    }

    /// The panel in an incident's channel, the declare form elsewhere.
    async fn show_or_declare(&self, typist: &Typist<'_>) -> Result<Answer, StoreError> {
        match self.incident_here(typist).await? {
            Some(incident) => Ok(Answer::Private(panel::panel(&incident, &typist.voice))),
            None => Ok(self.declare_form(typist, Draft::default()).await),
        }
    }

    async fn declare_form(&self, typist: &Typist<'_>, draft: Draft) -> Answer {
        if let Err(refusal) = self.check_allowed(&typist.user, Action::Declare).await {
            return typist.refuse(&refusals::refusal(&refusal, &typist.voice));
        }
        let view = forms::declare(&draft, &typist.voice);
        match self.open_form(typist.trigger, &view, &typist.voice).await {
            Ok(()) => Answer::Empty,
            Err(sentence) => typist.refuse(&sentence),
        }
    }

    async fn declare(&self, typist: &Typist<'_>, declaration: Declaration) -> Answer {
        let Declaration { title, severity, manner, .. } = declaration.clone();
        match self.begin(declaration, None, self.typed_request(typist)).await {
            Ok(outcome) => Answer::Private(answers::declared(outcome.incident(), &typist.voice)),
            // The bell is one press away; which service it is can be chosen there, or left open.
            Err(EngineError::Refused(refusal)) if refusal.is_about_the_service() => {
                let severity = severity.map(|key| key.as_str().to_owned());
                self.declare_form(typist, Draft { severity, manner, ..in_words(title) }).await
            }
            Err(error) => typist.refuse(&sentence(&error, &typist.voice)),
        }
    }

    async fn list(&self, typist: &Typist<'_>) -> Result<Answer, StoreError> {
        let open = self
            .engine
            .store()
            .open_incidents(&self.workspace, answers::LIST_LENGTH, &typist.viewer())
            .await?;
        let unreadable: Vec<Number> = open.unreadable.iter().map(|incident| incident.number).collect();
        Ok(Answer::Private(answers::list(
            &open.readable,
            &unreadable,
            open.all,
            self.engine.now(),
            &typist.voice,
        )))
    }

    async fn about(
        &self,
        typist: &Typist<'_>,
        number: Option<Number>,
        wish: Wish,
    ) -> Result<Answer, StoreError> {
        let here = self.incident_here(typist).await?;
        let is_of_here = here.as_ref().is_some_and(|here| number.is_none_or(|number| number == here.number));
        if !is_of_here && !self.is_member(&typist.user) {
            return Ok(typist.refuse_guest());
        }
        let named = match number {
            Some(number) => {
                match self.engine.store().incident(&self.workspace, number, &typist.viewer()).await? {
                    Some(found) => Some(found.incident),
                    None => {
                        let error = EngineError::NoSuchIncident(number);
                        return Ok(typist.refuse(&sentence(&error, &typist.voice)));
                    }
                }
            }
            None => here.clone(),
        };
        let Some(incident) = named else {
            if let Some(title) = service::title(&wish, &typist.typed.text, self.engine.policy()) {
                return Ok(self.declare_form(typist, in_words(title)).await);
            }
            let open = self
                .engine
                .store()
                .open_incidents(&self.workspace, answers::LIST_LENGTH, &typist.viewer())
                .await?;
            let sentence = refusals::not_an_incident_channel(&open.readable, &typist.voice);
            let says_something = wish.is_in_words();
            return Ok(if says_something {
                typist.refuse_to_declare(&sentence)
            } else {
                typist.refuse(&sentence)
            });
        };
        self.let_in(&typist.viewer(), &incident).await?;
        let seen_here = here.is_some_and(|here| here.number == incident.number);
        self.grant(typist, &incident, wish, seen_here).await
    }

    async fn grant(
        &self,
        typist: &Typist<'_>,
        incident: &Incident,
        wish: Wish,
        seen_here: bool,
    ) -> Result<Answer, StoreError> {
        let command = match wish {
            Wish::Update { text } => {
                return Ok(self.form(typist, incident, IncidentForm::Update { text }).await);
            }
            Wish::Edit => {
                return Ok(self.form(typist, incident, IncidentForm::Correction { update: None }).await);
            }
            Wish::Resolve | Wish::Stage { to: StageName::ReadyForClosure } => {
                return Ok(self.form(typist, incident, IncidentForm::Resolve).await);
            }
            Wish::MakePrivate => return Ok(self.form(typist, incident, IncidentForm::MakePrivate).await),
            Wish::CancelForm { because } => {
                return Ok(self.form(typist, incident, IncidentForm::Cancel { because }).await);
            }
            Wish::Stage { to: StageName::Cancelled } => {
                let because = String::new();
                return Ok(self.form(typist, incident, IncidentForm::Cancel { because }).await);
            }
            Wish::ServiceForm => return Ok(self.form(typist, incident, IncidentForm::Service).await),
            Wish::Service { to } => Command::ChangeService { to },
            Wish::Cancel { because, duplicate_of } => Command::Cancel { because, duplicate_of },
            Wish::Merge { into } => Command::Merge { into },
            Wish::Timeline => return self.show_timeline(typist, incident).await,
            Wish::Role { role, to, area } => {
                let to = to.unwrap_or_else(|| typist.user.clone());
                Command::GiveRole { role, to, area, seen: SeenHolder::Unsaid, anyway: false }
            }
            Wish::Leave { role, area } => Command::LeaveRole { role, area },
            Wish::Severity { to, because } => Command::ChangeSeverity { to, because },
            Wish::Stage { to: StageName::Closed } => Command::Close { postmortem_owner: None },
            Wish::Stage { to } => Command::ChangeStage { to },
            Wish::Note { text } => Command::Note { text },
            Wish::Decided { decision, because } => Command::Decide { decision, because },
            Wish::Tried { way, outcome, details } => Command::Try { way, outcome, details },
            Wish::Changed { text, link, at } => {
                return Ok(self.note_change(typist, incident, text, link, at).await);
            }
            Wish::Correct { position, text, at } => match self.addressed(incident, position).await? {
                Ok(entry) => return Ok(self.correct(typist, incident.number, entry, text, at).await),
                Err(refusal) => return Ok(typist.refuse(&refusals::refusal(&refusal, &typist.voice))),
            },
            Wish::Strike { position, because } => match self.addressed(incident, position).await? {
                Ok(entry) => Command::Strike { entry, because },
                Err(refusal) => return Ok(typist.refuse(&refusals::refusal(&refusal, &typist.voice))),
            },
            Wish::Time { moment, at } => return Ok(self.set_time(typist, incident, moment, at).await),
            Wish::Snooze { quiet_for } => Command::Snooze { quiet_for },
            Wish::NothingNew => Command::NothingNew { answers: None },
            Wish::Close { postmortem_owner } => Command::Close { postmortem_owner },
            Wish::Reopen { because } => Command::Reopen { because, gone: Vec::new() },
            Wish::Export => Command::Export,
        };
        Ok(self.ask(typist, incident.number, command, seen_here).await)
    }

    async fn ask(&self, typist: &Typist<'_>, number: Number, command: Command, seen_here: bool) -> Answer {
        // What the channel is told is not told again to somebody who reads it there.
        let told = seen_here && !is_quiet(&command);
        match self.put(number, command.clone(), self.typed_request(typist)).await {
            Ok(_) if told => Answer::Empty,
            Ok(outcome) => Answer::Private(answers::done(&command, outcome.incident(), &typist.voice)),
            Err(error) => match question(&error, &command, &typist.user, &typist.voice) {
                Some(question) => Answer::Private(question),
                None => typist.refuse(&sentence(&error, &typist.voice)),
            },
        }
    }

    /// The entry that stands at that place, as whoever typed it has seen it.
    async fn addressed(
        &self,
        incident: &Incident,
        position: Position,
    ) -> Result<Result<Addressed, Refusal>, StoreError> {
        let timeline = self.engine.store().timeline(incident).await?;
        Ok(match position.of(&timeline) {
            Some(entry) => {
                let told = told(&timeline);
                let known = told.iter().find(|one| one.position == position);
                let is_struck = known.is_some_and(|one| one.struck.is_some());
                let at = known.map_or(entry.happened_at, Told::happened_at);
                Ok(Addressed { position, fact: entry.fact.clone(), at, is_struck })
            }
            None => {
                let last = Position::new(timeline.len());
                Err(Refusal::NoSuchEntry { number: incident.number, asked: position, last })
            }
        })
    }

    /// The answer says which instant was meant, as it does for key times.
    async fn correct(
        &self,
        typist: &Typist<'_>,
        number: Number,
        entry: Addressed,
        text: Option<String>,
        at: Option<When>,
    ) -> Answer {
        let position = entry.position;
        let meant = at.map(|at| at.meant(self.zone, self.engine.now()));
        let command = Command::Correct { entry, text, at: meant.map(|meant| meant.at) };
        match self.put(number, command, self.typed_request(typist)).await {
            Ok(_) => Answer::Private(answers::corrected(number, position, meant, &typist.voice)),
            Err(error) => typist.refuse(&sentence(&error, &typist.voice)),
        }
    }

    /// The answer says which instant was meant, as it does for key times.
    async fn note_change(
        &self,
        typist: &Typist<'_>,
        incident: &Incident,
        text: String,
        link: Option<String>,
        at: Option<When>,
    ) -> Answer {
        let meant = at.map(|at| at.meant(self.zone, self.engine.now()));
        let command = Command::NoteChange { text, link, at: meant.map(|meant| meant.at) };
        match self.put(incident.number, command, self.typed_request(typist)).await {
            Ok(_) => Answer::Private(answers::changed(incident.number, meant, &typist.voice)),
            Err(error) => typist.refuse(&sentence(&error, &typist.voice)),
        }
    }

    /// The answer says which instant was meant, since clocks on walls say so little.
    async fn set_time(&self, typist: &Typist<'_>, incident: &Incident, moment: Moment, at: When) -> Answer {
        let meant = at.meant(self.zone, self.engine.now());
        let command = Command::SetTime { moment, at: meant.at };
        match self.put(incident.number, command, self.typed_request(typist)).await {
            Ok(_) => Answer::Private(answers::time_set(incident, moment, meant, &typist.voice)),
            Err(error) => typist.refuse(&sentence(&error, &typist.voice)),
        }
    }

    async fn form(&self, typist: &Typist<'_>, incident: &Incident, form: IncidentForm) -> Answer {
        match self.open_form_about(&typist.user, typist.trigger, incident, form).await {
            Ok(()) => Answer::Empty,
            Err(sentence) => typist.refuse(&sentence),
        }
    }

    async fn show_timeline(&self, typist: &Typist<'_>, incident: &Incident) -> Result<Answer, StoreError> {
        let entries = self.engine.store().timeline(incident).await?;
        Ok(Answer::Private(timeline::timeline(incident, &entries, Page::Last, &typist.voice)))
    }

    async fn incident_here(&self, typist: &Typist<'_>) -> Result<Option<Incident>, StoreError> {
        let channel = typist.here();
        let found = self.engine.store().incident_in(&self.workspace, &channel, &typist.viewer()).await?;
        Ok(found.map(|found| found.incident))
    }

    fn typed_request(&self, typist: &Typist<'_>) -> Request {
        let receipt = Some(&typist.typed.trigger_id).filter(|id| !id.is_empty());
        let request =
            self.request(&typist.user, Source::SlashCommand, receipt.map(|id| format!("command:{id}")));
        request.made_in(Some(typist.here()))
    }
}

/// Whether a declaration is gone over in the form before it is made: where there is no title, or one that is too long, which
/// then is one press away from the bell. "drill" and "private" may well be the first word of a title, so they are taken at
/// their word only where a severity follows.
fn is_to_be_looked_at(severity: Option<&SeverityKey>, title: &str, manner: Manner) -> bool {
    let is_word_of_title = severity.is_none() && manner != Manner::default();
    title.is_empty() || is_word_of_title || in_words(title.to_owned()).text != title
}

/// A form with these words as the title. Where they are too many for one, the title is their beginning, and all of them are
/// what is seen; where they are too many for that, too, they stay as they are, and the answer gives them back.
fn in_words(words: String) -> Draft {
    let length = words.chars().count();
    if length <= Field::Title.longest() || length > Field::Seen.longest() {
        return Draft { text: words, ..Draft::default() };
    }
    Draft { text: clip(&words, Field::Title.longest()), seen: words, ..Draft::default() }
}

/// Whether the channel hears nothing of it.
const fn is_quiet(command: &Command) -> bool {
    matches!(
        command,
        Command::Note { .. } | Command::Snooze { .. } | Command::Strike { .. } | Command::Merge { .. }
    )
}
