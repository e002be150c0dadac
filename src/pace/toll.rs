//! How important an effect is, and what its calls spend.

use super::budget::Budget;
use crate::incident::{Address, Audience, Effect, Number, UserId};
use crate::slack::method;

/// What the announcement channel is called in the names of budgets.
const ANNOUNCEMENTS: &str = "announcements";
/// How many people one invitation may name.
pub const INVITED_AT_ONCE: usize = 100;

/// What comes first where not everything can be said at once; the most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Importance {
    /// The bell.
    Bell,
    /// Where people meet: channels, and who is in them.
    Gathering,
    /// What is said: panels, reminders, words, documents.
    Word,
    /// What makes something show the truth, or look better.
    Cosmetic,
}

impl Importance {
    /// How important it is.
    pub const fn of(effect: &Effect) -> Self {
        match effect {
            Effect::Announce => Self::Bell,
            Effect::OpenChannel | Effect::InvitePeople { .. } | Effect::InviteGroups { .. } => {
                Self::Gathering
            }
            Effect::PostPanel
            | Effect::Brief { .. }
            | Effect::HeadsUp { .. }
            | Effect::EntrustPostmortem { .. }
            | Effect::Remind
            | Effect::Tell { .. }
            | Effect::TellAgain { .. }
            | Effect::Deliver { .. }
            | Effect::Say { .. }
            | Effect::ReadMessage { .. }
            | Effect::LeaveBehind { .. }
            | Effect::TakeBack { .. }
            | Effect::Unname { .. }
            | Effect::Link { .. }
            | Effect::Unlink { .. }
            | Effect::PointHere { .. }
            | Effect::UploadPostmortem { .. } => Self::Word,
            Effect::RefreshAnnouncement
            | Effect::PinPanel
            | Effect::RefreshPanel
            | Effect::SetTopic
            | Effect::RefreshReminder
            | Effect::RefreshNotice { .. }
            | Effect::RefreshCopies { .. }
            | Effect::RetireReminder { .. }
            | Effect::RetirePlea { .. }
            | Effect::RetireOffer { .. }
            | Effect::TakeBackName { .. }
            | Effect::ArchiveChannel => Self::Cosmetic,
        }
    }

    /// Its place in stored rows: the smaller, the more important.
    pub const fn rank(self) -> i64 {
        match self {
            Self::Bell => 0,
            Self::Gathering => 1,
            Self::Word => 2,
            Self::Cosmetic => 3,
        }
    }
}

/// What an effect spends, and how many times; the narrowest budget first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toll(Vec<(Budget, usize)>);

impl Toll {
    /// What a try at an effect of this incident spends. A further try first looks for what an earlier one has done.
    pub fn of(effect: &Effect, number: Number, is_first_try: bool) -> Self {
        let mut toll = Self(main_calls(effect, number));
        if (!is_first_try || effect.again().is_some())
            && let Some(look) = look_of(effect)
        {
            toll.0.push((look, 1));
        }
        toll
    }

    /// The name of the narrowest budget, by which stored rows are told apart; empty if there is none.
    pub fn key(&self) -> &str {
        self.0.first().map_or("", |(budget, _)| budget.name())
    }

    /// Whether it is a message where bells ring.
    pub fn is_where_bells_ring(&self) -> bool {
        self.0.iter().any(|(budget, _)| *budget == Budget::channel(ANNOUNCEMENTS))
    }

    /// Which budget has run out where Slack wants no more calls to `method`. With messages, that is the channel's. Some
    /// calls are made only where they are needed, and no toll has them; then it is the method's own. `None` where it is
    /// not known what was called.
    pub fn spent_by(&self, method: &'static str) -> Option<Budget> {
        let is_message = method == method::CHAT_POST_MESSAGE.name;
        let is_it = |budget: &&Budget| budget.name() == method || (is_message && budget.is_of_channel());
        let spent = self.0.iter().map(|(budget, _)| budget).find(is_it).cloned();
        spent.or_else(|| (!method.is_empty()).then(|| Budget::method(method)))
    }

    pub(super) fn parts(&self) -> impl Iterator<Item = (&Budget, usize)> {
        self.0.iter().map(|(budget, times)| (budget, *times))
    }
}

fn main_calls(effect: &Effect, number: Number) -> Vec<(Budget, usize)> {
    let once = |method: method::Method| (Budget::method(method.name), 1);
    match effect {
        Effect::Announce
        | Effect::Say { audience: Audience::Announcement, .. }
        | Effect::Deliver { to: Address::Announcement, .. } => message(ANNOUNCEMENTS),
        Effect::PostPanel
        | Effect::Remind
        | Effect::Say { audience: Audience::Channel, .. }
        | Effect::Deliver { to: Address::Channel, .. } => message(&number.get().to_string()),
        Effect::Tell { channel }
        | Effect::TellAgain { channel, .. }
        | Effect::Deliver { to: Address::Stakeholders { channel }, .. } => message(channel.as_str()),
        Effect::Brief { person, .. }
        | Effect::HeadsUp { person, .. }
        | Effect::EntrustPostmortem { person } => private(person),
        Effect::Say { audience: Audience::Declarer, .. } => {
            private(&UserId::new(format!("declarer of {number}")))
        }
        Effect::RefreshAnnouncement
        | Effect::RefreshPanel
        | Effect::RefreshReminder
        | Effect::RefreshNotice { .. }
        | Effect::RefreshCopies { .. }
        | Effect::RetireReminder { .. }
        | Effect::RetirePlea { .. }
        | Effect::RetireOffer { .. } => vec![once(method::CHAT_UPDATE)],
        Effect::OpenChannel => vec![once(method::CONVERSATIONS_CREATE)],
        Effect::ArchiveChannel => vec![once(method::CONVERSATIONS_ARCHIVE)],
        Effect::PinPanel => vec![once(method::PINS_ADD)],
        Effect::SetTopic => vec![once(method::CONVERSATIONS_SET_TOPIC)],
        Effect::InvitePeople { people } => {
            vec![(invitations(), people.len().div_ceil(INVITED_AT_ONCE))]
        }
        Effect::InviteGroups { groups } => {
            let lists = Budget::method(method::USERGROUPS_USERS_LIST.name);
            vec![(lists, groups.len()), (invitations(), 1)]
        }
        Effect::LeaveBehind { channel, .. } => {
            let mut calls = vec![
                once(method::CONVERSATIONS_ARCHIVE),
                once(method::CONVERSATIONS_RENAME),
                once(method::CONVERSATIONS_SET_TOPIC),
                once(method::CHAT_UPDATE),
                once(method::CONVERSATIONS_HISTORY),
            ];
            calls.extend(message(channel.as_str()));
            calls
        }
        Effect::TakeBack { .. } => {
            vec![once(method::CHAT_UPDATE), once(method::CONVERSATIONS_REPLIES)]
        }
        Effect::TakeBackName { .. } => {
            vec![once(method::CHAT_UPDATE), once(method::CONVERSATIONS_HISTORY)]
        }
        // Its link has a limit of its own, far above.
        Effect::ReadMessage { quote: None, .. } => vec![once(method::CONVERSATIONS_REPLIES)],
        // What one incident lets another know goes through the database alone.
        Effect::ReadMessage { quote: Some(_), .. }
        | Effect::Link { .. }
        | Effect::Unlink { .. }
        | Effect::Unname { .. }
        | Effect::PointHere { .. } => Vec::new(),
        Effect::UploadPostmortem { .. } => {
            vec![once(method::FILES_COMPLETE_UPLOAD), once(method::FILES_GET_UPLOAD_URL)]
        }
    }
}

fn message(channel: &str) -> Vec<(Budget, usize)> {
    vec![(Budget::channel(channel), 1), (Budget::POSTS, 1)]
}

/// A message to one person, whose channel has to be known first.
fn private(person: &UserId) -> Vec<(Budget, usize)> {
    let mut parts = message(person.as_str());
    parts.push((Budget::method(method::CONVERSATIONS_OPEN.name), 1));
    parts
}

fn invitations() -> Budget {
    Budget::method(method::CONVERSATIONS_INVITE.name)
}

/// What a further try looks at first.
fn look_of(effect: &Effect) -> Option<Budget> {
    let method = match effect {
        Effect::Say { audience: Audience::Announcement, .. }
        | Effect::Deliver { to: Address::Announcement | Address::Stakeholders { .. }, .. } => {
            method::CONVERSATIONS_REPLIES
        }
        Effect::Announce
        | Effect::PostPanel
        | Effect::Brief { .. }
        | Effect::HeadsUp { .. }
        | Effect::EntrustPostmortem { .. }
        | Effect::Remind
        | Effect::Tell { .. }
        | Effect::TellAgain { .. }
        | Effect::Deliver { .. }
        | Effect::Say { .. } => method::CONVERSATIONS_HISTORY,
        Effect::OpenChannel => method::USERS_CONVERSATIONS,
        Effect::SetTopic | Effect::LeaveBehind { .. } => method::CONVERSATIONS_INFO,
        Effect::UploadPostmortem { .. } => method::FILES_INFO,
        _ => return None,
    };
    Some(Budget::method(method.name))
}
