//! The shop that the demo plays in: the local Slack's people, the groups that they are in, and the services that these
//! answer for.

use std::path::Path;

use slack_sandbox::{Seed, SeedChannel, SeedUsergroup};

use crate::config::Config;
use crate::incident::Catalogue;
use crate::language::Language;

/// The local Slack's own people, in a shop with a payments team and a channel of the customer centre.
///
/// # Panics
/// Never: a test looks at it.
pub fn workspace() -> Seed {
    let mut seed = Seed::default();
    "Paper Boat".clone_into(&mut seed.team.name);
    seed.channels.push(SeedChannel {
        id: Some("C0SUPPORT1".to_owned()),
        name: "support".to_owned(),
        topic: "What customers ask".to_owned(),
        members: ["carol", "alice", "minji"].map(str::to_owned).to_vec(),
        bot: true,
        ..SeedChannel::default()
    });
    seed.usergroups.push(SeedUsergroup {
        id: Some("S0PAYMENTS".to_owned()),
        handle: "payments".to_owned(),
        name: "Payments".to_owned(),
        users: ["bob", "seojun"].map(str::to_owned).to_vec(),
        disabled: false,
    });
    seed
}

/// What the shop says of its services, read as an organisation's own file would be.
///
/// # Panics
/// Never: a test reads both.
pub fn services(language: Language) -> Catalogue {
    let (name, text) = match language {
        Language::English => ("shop.en.toml", include_str!("shop.en.toml")),
        Language::Korean => ("shop.ko.toml", include_str!("shop.ko.toml")),
    };
    let config = Config::load(Some((Path::new(name), text.to_owned())), []);
    config.expect("a test reads the services of the demo").services
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::incident::{GroupId, Service};

    /// The services by what is the same in every language.
    fn wiring(language: Language) -> Vec<(Service, usize)> {
        let listed = services(language);
        let apart = |service: &Service| {
            let books = service.runbooks.len();
            (Service { name: String::new(), runbooks: Vec::new(), ..service.clone() }, books)
        };
        listed.services().iter().map(apart).collect()
    }

    #[test]
    fn the_shop_has_the_same_services_in_both_languages() {
        assert_eq!(wiring(Language::English), wiring(Language::Korean));
        assert_eq!(wiring(Language::English).len(), 4);
    }

    #[test]
    fn whoever_a_service_names_is_in_the_workspace() {
        let seed = workspace();
        let groups: BTreeSet<&str> = seed.usergroups.iter().filter_map(|group| group.id.as_deref()).collect();
        let channels: BTreeSet<&str> =
            seed.channels.iter().filter_map(|channel| channel.id.as_deref()).collect();
        let people: BTreeSet<&str> = seed.users.iter().filter_map(|user| user.id.as_deref()).collect();
        for service in services(Language::English).services() {
            let named = service.owner.iter().chain(&service.invite);
            assert!(named.map(GroupId::as_str).all(|id| groups.contains(id)), "{service:?}");
            assert!(service.tell_channels.iter().all(|id| channels.contains(id.as_str())), "{service:?}");
            assert!(service.people.iter().all(|id| people.contains(id.as_str())), "{service:?}");
        }
    }
}
