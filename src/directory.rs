//! Whom we know, in memory: a copy of the store's copy of what Slack said last. No answer waits for it; whoever is not
//! known yet is looked up behind the answer.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, PoisonError, RwLock};

use crate::incident::{Standing, UserId, WorkspaceId, tidy};
use crate::language::Language;
use crate::slack::client::User;
use crate::slack::{Slack, SlackError};
use crate::store::{Person, Store, StoreError};

/// Slack's own bot.
const SLACKBOT: &str = "USLACKBOT";

/// Whom we know in one workspace.
pub struct Directory {
    workspace: WorkspaceId,
    store: Store,
    slack: Slack,
    people: RwLock<HashMap<UserId, Person>>,
    /// Of whom an event told since the start: the list of everybody is asked for once, and may be older than that.
    heard_of: Mutex<HashSet<UserId>>,
}

/// Why the directory could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// Slack did not say.
    #[error(transparent)]
    Slack(#[from] SlackError),
    /// It could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Directory {
    /// The people that the store knows.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn load(workspace: WorkspaceId, store: Store, slack: Slack) -> Result<Self, StoreError> {
        let people = store.people(&workspace).await?;
        let people = people.into_iter().map(|person| (person.id.clone(), person)).collect();
        Ok(Self { workspace, store, slack, people: RwLock::new(people), heard_of: Mutex::default() })
    }

    /// Takes in what other processes have kept.
    ///
    /// # Errors
    /// [`StoreError`]; what was known stays known.
    pub async fn reload(&self) -> Result<(), StoreError> {
        let people = self.store.people(&self.workspace).await?;
        let mut known = self.people.write().unwrap_or_else(PoisonError::into_inner);
        known.extend(people.into_iter().map(|person| (person.id.clone(), person)));
        Ok(())
    }

    /// Asks Slack for everybody.
    ///
    /// # Errors
    /// [`DirectoryError`]; what was known stays known.
    pub async fn refresh(&self) -> Result<(), DirectoryError> {
        let mut people: Vec<Person> =
            self.slack.all_users().await?.into_iter().map(|user| self.person(user)).collect();
        // An event that came while the list was on its way, or before, knows better.
        people.retain(|person| {
            !self.heard_of.lock().unwrap_or_else(PoisonError::into_inner).contains(&person.id)
        });
        self.keep(people).await
    }

    /// Asks Slack for one person who is not known yet. Whom Slack does not show us is of another organisation.
    ///
    /// # Errors
    /// [`DirectoryError`].
    pub async fn look_up(&self, user: &UserId) -> Result<(), DirectoryError> {
        if self.knows(user) {
            return Ok(());
        }
        let person = match self.slack.user(user).await {
            Ok(found) => self.person(found),
            Err(error) if error.is_any_of(&["user_not_found", "user_not_visible"]) => Person {
                id: user.clone(),
                name: user.to_string(),
                locale: String::new(),
                standing: Standing::Guest,
            },
            Err(error) => return Err(error.into()),
        };
        self.keep(vec![person]).await
    }

    /// Takes in what an event said of a person.
    ///
    /// # Errors
    /// [`DirectoryError`].
    pub async fn learn(&self, user: User) -> Result<(), DirectoryError> {
        let person = self.person(user);
        self.heard_of.lock().unwrap_or_else(PoisonError::into_inner).insert(person.id.clone());
        self.keep(vec![person]).await
    }

    /// Whether the person is known.
    pub fn knows(&self, user: &UserId) -> bool {
        self.find(user).is_some()
    }

    /// What people call them; their id where they are not known.
    pub fn name(&self, user: &UserId) -> String {
        self.find(user).map_or_else(|| user.to_string(), |person| person.name)
    }

    /// What people call them, if that is known: whom Slack does not show us has no name.
    pub fn known_name(&self, user: &UserId) -> Option<String> {
        self.find(user).map(|person| person.name).filter(|name| !name.is_empty() && name != user.as_str())
    }

    /// The language of their Slack, if Firebell speaks it.
    pub fn language(&self, user: &UserId) -> Option<Language> {
        self.find(user).and_then(|person| Language::of_locale(&person.locale))
    }

    /// What they are to the organisation. Nobody is kept from the bell for being new.
    pub fn standing(&self, user: &UserId) -> Standing {
        self.find(user).map_or(Standing::Member, |person| person.standing)
    }

    fn find(&self, user: &UserId) -> Option<Person> {
        self.people.read().unwrap_or_else(PoisonError::into_inner).get(user).cloned()
    }

    /// Keeps what is new. Slack leaves the locale out here and there; the known one stays then.
    async fn keep(&self, mut people: Vec<Person>) -> Result<(), DirectoryError> {
        people.retain_mut(|person| {
            let known = self.find(&person.id);
            if let Some(known) = known.as_ref().filter(|_| person.locale.is_empty()) {
                person.locale.clone_from(&known.locale);
            }
            known.as_ref() != Some(person)
        });
        if people.is_empty() {
            return Ok(());
        }
        self.store.remember_people(&self.workspace, &people).await?;
        let mut known = self.people.write().unwrap_or_else(PoisonError::into_inner);
        for person in people {
            known.insert(person.id.clone(), person);
        }
        Ok(())
    }

    /// What somebody is to the organisation by what Slack says of them.
    pub fn standing_of(&self, user: &User) -> Standing {
        let elsewhere = user.team_id.as_deref().is_some_and(|team| team != self.workspace.as_str());
        let let_in = user.is_restricted || user.is_ultra_restricted || user.is_stranger || elsewhere;
        // Slack counts its own bot among the people.
        let is_nobody = user.deleted || user.is_bot || user.id == SLACKBOT;
        match (is_nobody, let_in) {
            (true, _) => Standing::Gone,
            (false, true) => Standing::Guest,
            (false, false) => Standing::Member,
        }
    }

    fn person(&self, user: User) -> Person {
        let standing = self.standing_of(&user);
        let said = [user.profile.display_name, user.profile.real_name, user.real_name, Some(user.name)];
        let name = said.into_iter().flatten().map(|name| tidy(&name)).find(|name| !name.is_empty());
        let name = name.unwrap_or_default();
        Person { id: UserId::new(user.id), name, locale: user.locale.unwrap_or_default(), standing }
    }
}
