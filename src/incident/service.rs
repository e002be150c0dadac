//! The services of the organisation, as far as the settings list them, and whom an incident concerns on account of its own.

use super::Incident;
use super::id::{ChannelId, GroupId, ServiceKey, UserId};
use super::policy::Policy;
use super::reach::Drills;
use super::refusal::{Field, Flaw, Refusal};
use super::step::check;

/// A service that an incident can be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// One word for it.
    pub key: ServiceKey,
    /// What people call it: `Checkout`.
    pub name: String,
    /// The user group that answers for it; its members are invited.
    pub owner: Option<GroupId>,
    /// User groups whose members are invited besides.
    pub invite: Vec<GroupId>,
    /// People who are invited besides.
    pub people: Vec<UserId>,
    /// Channels of stakeholders that hear of its incidents.
    pub tell_channels: Vec<ChannelId>,
    /// Channels of those outside the organisation, or of those who speak to them: they read external word alone.
    pub external_channels: Vec<ChannelId>,
    /// What to read when it fails.
    pub runbooks: Vec<Runbook>,
}

/// A page that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runbook {
    /// What it is called, where somebody gave it a name.
    pub name: Option<String>,
    /// Where it is: an address with `https://`.
    pub link: String,
}

/// The services; where there are none, people name theirs in words of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue(Vec<Service>);

/// The service that somebody named.
pub(super) struct Named {
    /// What it is called.
    pub(super) name: String,
    /// Which of the catalogue it is; `None` where that is empty.
    pub(super) key: Option<ServiceKey>,
}

impl Named {
    /// Whether the incident is about it already.
    pub(super) fn is_of(&self, incident: &Incident) -> bool {
        match &self.key {
            Some(_) => self.key == incident.service_key,
            // What was chosen from a catalogue that is there no more is called the same.
            None => incident.service.as_ref() == Some(&self.name),
        }
    }
}

impl Service {
    /// A service that concerns nobody in particular.
    pub fn plain(key: ServiceKey, name: impl Into<String>) -> Self {
        Self {
            key,
            name: name.into(),
            owner: None,
            invite: Vec::new(),
            people: Vec::new(),
            tell_channels: Vec::new(),
            external_channels: Vec::new(),
            runbooks: Vec::new(),
        }
    }

    /// Whether somebody is called or told on account of it.
    pub fn concerns_somebody(&self) -> bool {
        let tells = !self.tell_channels.is_empty() || !self.external_channels.is_empty();
        self.groups().next().is_some() || !self.people.is_empty() || tells
    }

    /// Every user group whose members are invited.
    fn groups(&self) -> impl Iterator<Item = &GroupId> {
        self.owner.iter().chain(&self.invite)
    }
}

impl Catalogue {
    /// These services; the settings see to it that no two have a key or a name in common.
    pub const fn new(services: Vec<Service>) -> Self {
        Self(services)
    }

    /// All of them, in the order of the settings.
    pub fn services(&self) -> &[Service] {
        &self.0
    }

    /// Whether people name services in words of their own.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The one with this key or this name; case does not matter.
    pub fn find(&self, words: &str) -> Option<&Service> {
        let words = words.trim().to_lowercase();
        let is_it =
            |service: &&Service| service.key.as_str() == words || service.name.to_lowercase() == words;
        self.0.iter().find(is_it)
    }

    /// The service that `words` name. Where the catalogue is empty, they are its name.
    pub(super) fn named(&self, words: &str) -> Result<Named, Refusal> {
        let words = check::tidy(words).split_whitespace().collect::<Vec<_>>().join(" ");
        if self.is_empty() {
            check::all([check::required(Field::Service, &words)])?;
            return Ok(Named { name: words, key: None });
        }
        if words.is_empty() {
            return Err(Refusal::Fields(vec![(Field::Service, Flaw::Empty)]));
        }
        let service = self.find(&words).ok_or(Refusal::NoSuchService { asked: words })?;
        Ok(Named { name: service.name.clone(), key: Some(service.key.clone()) })
    }
}

impl Incident {
    /// Its service as the catalogue has it now; `None` where it has none, or one that is not listed. What somebody called it
    /// before there was a catalogue counts, too.
    pub fn listed_service<'a>(&self, policy: &'a Policy) -> Option<&'a Service> {
        self.chosen_service(policy).or_else(|| policy.services.find(self.service.as_deref()?))
    }

    /// As [`Incident::listed_service`], of what was chosen from the catalogue: only then somebody was invited and told.
    fn chosen_service<'a>(&self, policy: &'a Policy) -> Option<&'a Service> {
        policy.services.find(self.service_key.as_ref()?.as_str())
    }

    /// Whether anybody is called or told on account of its service: not of that of a private incident or a quiet drill.
    pub fn calls_for_service(&self, policy: &Policy) -> bool {
        let is_quiet = self.manner.is_drill && policy.drills == Drills::Quiet;
        !(self.manner.is_private || is_quiet)
    }

    /// As [`Incident::listed_service`], of what brings its people and its channels.
    fn calling_service<'a>(&self, policy: &'a Policy) -> Option<&'a Service> {
        self.chosen_service(policy).filter(|_| self.calls_for_service(policy))
    }

    /// The user groups whose members belong into its channel on account of its severity and its service, each once.
    pub(super) fn groups_to_invite(&self, policy: &Policy) -> Vec<GroupId> {
        let severity = self.reach(policy).invite;
        let service = self.calling_service(policy).into_iter().flat_map(Service::groups);
        each_once(severity.iter().chain(service))
    }

    /// The people whom its service wants in its channel.
    pub(super) fn people_to_invite<'a>(&self, policy: &'a Policy) -> &'a [UserId] {
        self.calling_service(policy).map_or(&[], |service| &service.people)
    }

    /// The channels of stakeholders that hear of it on account of its severity and its service, each once.
    pub(super) fn channels_to_tell(&self, policy: &Policy) -> Vec<ChannelId> {
        let severity = self.reach(policy).tell_channels;
        let service = self.calling_service(policy).map_or(&[][..], |service| &service.tell_channels);
        each_once(severity.iter().chain(service))
    }

    /// As [`Incident::channels_to_tell`], those that read external word alone.
    pub fn external_channels(&self, policy: &Policy) -> Vec<ChannelId> {
        let severity = self.reach(policy).external_channels;
        // Those outside have no part in a drill.
        let service = self.calling_service(policy).filter(|_| !self.manner.is_drill);
        let service = service.map_or(&[][..], |service| &service.external_channels);
        each_once(severity.iter().chain(service))
    }
}

fn each_once<'a, T: Clone + PartialEq + 'a>(all: impl Iterator<Item = &'a T>) -> Vec<T> {
    all.fold(Vec::new(), |mut once, one| {
        if !once.contains(one) {
            once.push(one.clone());
        }
        once
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        let service = |key: &str, name: &str| Service::plain(ServiceKey::new(key), name);
        Catalogue::new(vec![
            service("checkout", "Checkout"),
            service("cards", "Card payments"),
            service("로그인", "로그인 API"),
        ])
    }

    #[test]
    fn a_service_is_found_by_its_key_or_its_name_in_any_case() {
        for (words, key) in [
            ("checkout", Some("checkout")),
            ("CheckOut", Some("checkout")),
            (" card PAYMENTS ", Some("cards")),
            ("로그인", Some("로그인")),
            ("로그인 api", Some("로그인")),
            ("card", None),
            ("", None),
        ] {
            assert_eq!(catalogue().find(words).map(|service| service.key.as_str()), key, "{words}");
        }
    }

    #[test]
    fn what_is_not_listed_is_refused_where_there_is_a_list_and_a_name_where_there_is_none() {
        let named = |catalogue: Catalogue, words: &str| {
            catalogue.named(words).map(|named| (named.name, named.key.map(|key| key.to_string())))
        };
        let asked = || "card  machine".to_owned();
        assert_eq!(
            named(catalogue(), &asked()),
            Err(Refusal::NoSuchService { asked: "card machine".to_owned() })
        );
        assert_eq!(named(Catalogue::default(), &asked()), Ok(("card machine".to_owned(), None)));
        let listed = Ok(("Card payments".to_owned(), Some("cards".to_owned())));
        assert_eq!(named(catalogue(), "card\u{a0}payments"), listed);
        let flaws = |flaw| Err(Refusal::Fields(vec![(Field::Service, flaw)]));
        assert_eq!(named(Catalogue::default(), " \u{200b} "), flaws(Flaw::Empty));
        let too_long = Flaw::TooLong { longest: 60, length: 61 };
        assert_eq!(named(Catalogue::default(), &"x".repeat(61)), flaws(too_long));
    }
}
