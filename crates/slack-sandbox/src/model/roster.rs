//! Planting a seed: turning the file's people, channels and groups into the workspace's.

use super::{Channel, Kind, Line, User, Usergroup, Workspace};
use crate::Seed;
use crate::seed::{Guest, SeedChannel, SeedUser, SeedUsergroup};

impl Workspace {
    pub(super) fn plant(&mut self, seed: &Seed) {
        for user in &seed.users {
            self.plant_user(user);
        }
        self.plant_bot();
        if !seed.channels.iter().any(|channel| channel.name == "general") {
            self.plant_channel(&SeedChannel { name: "general".into(), ..SeedChannel::default() });
        }
        for channel in &seed.channels {
            self.plant_channel(channel);
        }
        for group in &seed.usergroups {
            self.plant_usergroup(group);
        }
    }

    fn plant_user(&mut self, seed: &SeedUser) {
        let user = User::planted(seed, self.now);
        self.users.insert(user.id.clone(), user);
    }

    fn plant_bot(&mut self) {
        let user = User::bot(&self.app, self.now);
        self.users.insert(user.id.clone(), user);
    }

    fn plant_channel(&mut self, seed: &SeedChannel) {
        let id = seed.id.clone().unwrap_or_else(|| id_from("C", &seed.name));
        let mut members = self.ids_of(&seed.members);
        if seed.name == "general" {
            members = self
                .users
                .values()
                .filter(|user| belongs_in_general(user))
                .map(|user| user.id.clone())
                .collect();
        }
        if seed.bot {
            members.push(self.app.bot_user_id.clone());
        }
        let kind = if seed.private { Kind::Private } else { Kind::Public };
        let creator = members.first().cloned().unwrap_or_default();
        let mut channel = Channel::new(id.clone(), seed.name.clone(), kind, members, creator, self.now);
        channel.is_archived = seed.archived;
        channel.is_general = seed.name == "general";
        channel.topic = Line::planted(&seed.topic);
        channel.purpose = Line::planted(&seed.purpose);
        self.channels.insert(id, channel);
    }

    fn plant_usergroup(&mut self, seed: &SeedUsergroup) {
        self.usergroups.push(Usergroup {
            id: seed.id.clone().unwrap_or_else(|| id_from("S", &seed.handle)),
            handle: seed.handle.clone(),
            name: if seed.name.is_empty() { seed.handle.clone() } else { seed.name.clone() },
            users: self.ids_of(&seed.users),
            created: self.seconds(),
            deleted: if seed.disabled { self.seconds() } else { 0 },
        });
    }

    fn ids_of(&self, names: &[String]) -> Vec<String> {
        names.iter().filter_map(|name| self.find_user(name)).map(|user| user.id.clone()).collect()
    }
}

fn belongs_in_general(user: &User) -> bool {
    !user.deleted && !user.is_bot && user.guest == Guest::No
}

/// `("U", "alice")` becomes `U0ALICE000`: readable, and of the usual length.
pub(super) fn id_from(prefix: &str, name: &str) -> String {
    let letters: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_uppercase())
        .take(16)
        .collect();
    if letters.is_empty() {
        // A name in another alphabet: any stable digits will do.
        let sum = name.bytes().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
        return format!("{prefix}0{:08}", sum % 100_000_000);
    }
    format!("{prefix}0{letters:0<8}")
}
