//! How a timeline reads now, with what was corrected and struck.

use chrono::{DateTime, Utc};

use super::{Fact, Moment, Origin, Position, TimelineEntry};
use crate::incident::id::{MessageRef, Number};

/// An entry with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<'a> {
    /// Where it stands.
    pub position: Position,
    /// The entry as it was recorded.
    pub entry: &'a TimelineEntry,
    /// What corrected it, in the order of recording.
    pub corrections: Vec<&'a TimelineEntry>,
    /// What struck it, or took its place.
    pub struck: Option<&'a TimelineEntry>,
}

/// A timeline as it reads now, in the order in which things happened. A correction stands with what it corrects, and
/// nothing that was ever recorded is missing. What was brought from another timeline corrects what came from there too.
pub fn told(timeline: &[TimelineEntry]) -> Vec<Told<'_>> {
    let mut told: Vec<Told<'_>> = Vec::new();
    for (entry, place) in timeline.iter().zip(1..) {
        let (home, fact) = (entry.fact.home(), entry.fact.itself());
        let meant = match fact {
            Fact::Corrected { entry, .. } | Fact::Struck { entry, .. } => {
                told.iter_mut().find(|known| known.is_at(home, *entry))
            }
            Fact::LetGo { message } => {
                told.iter_mut().rev().find(|known| known.home() == home && known.quotes(message))
            }
            Fact::TimeSet { moment, .. } => {
                told.iter_mut().rev().find(|known| known.home() == home && known.sets(*moment))
            }
            Fact::UpdateCorrected { update } => {
                told.iter_mut().find(|known| known.home() == home && known.posts(update.number))
            }
            _ => None,
        };
        match (fact, meant) {
            (Fact::Corrected { .. } | Fact::UpdateCorrected { .. }, Some(meant)) => {
                meant.corrections.push(entry);
            }
            (Fact::Struck { .. } | Fact::LetGo { .. }, Some(meant)) => meant.struck = Some(entry),
            (_, meant) => {
                if let Some(replaced) = meant {
                    replaced.struck = Some(entry);
                }
                let position = Position::new(place);
                told.push(Told { position, entry, corrections: Vec::new(), struck: None });
            }
        }
    }
    told.sort_by_key(|known| (known.happened_at(), known.position));
    told
}

impl Told<'_> {
    /// When it happened, as far as is known now.
    pub fn happened_at(&self) -> DateTime<Utc> {
        self.corrections
            .iter()
            .rev()
            .find_map(|correction| correction.corrects_time())
            .unwrap_or(self.entry.happened_at)
    }

    /// When it was taken to have happened before that one of its corrections; `None` if that did not touch the time.
    pub fn time_before(&self, correction: &TimelineEntry) -> Option<DateTime<Utc>> {
        correction.corrects_time()?;
        let earlier = self.corrections.iter().take_while(|known| !std::ptr::eq(**known, correction));
        Some(earlier.filter_map(|known| known.corrects_time()).last().unwrap_or(self.entry.happened_at))
    }

    /// When it was last taken to have happened otherwise, if its time was ever corrected.
    pub fn last_time_before(&self) -> Option<DateTime<Utc>> {
        self.corrections.iter().rev().find_map(|correction| self.time_before(correction))
    }

    /// What it said at first, and after each correction of its words; the last one holds.
    pub fn versions(&self) -> Vec<Fact> {
        let first = &self.entry.fact;
        let mut versions = vec![first.clone()];
        versions.extend(self.corrections.iter().filter_map(|correction| match correction.fact.itself() {
            Fact::Corrected { text: Some(text), .. } => Some(first.saying(text)),
            Fact::UpdateCorrected { update } => Some(first.reading(update)),
            _ => None,
        }));
        versions
    }

    /// What it says now; `None` if it was struck.
    pub fn fact(&self) -> Option<Fact> {
        if self.struck.is_some() { None } else { self.versions().pop() }
    }

    fn quotes(&self, wanted: &MessageRef) -> bool {
        self.struck.is_none()
            && matches!(self.entry.fact.itself(), Fact::Quoted { message, .. } if message == wanted)
    }

    fn posts(&self, number: u32) -> bool {
        matches!(self.entry.fact.itself(), Fact::UpdatePosted { update } if update.number == number)
    }

    fn sets(&self, wanted: Moment) -> bool {
        matches!(self.entry.fact.itself(), Fact::TimeSet { moment, .. } if *moment == wanted)
    }

    /// The incident from whose timeline it was brought.
    fn home(&self) -> Option<Number> {
        self.entry.fact.home()
    }

    /// Whether it stands there, as the timeline counts in which that was said.
    fn is_at(&self, home: Option<Number>, position: Position) -> bool {
        match (home, &self.entry.fact) {
            (None, _) => self.position == position,
            (Some(home), Fact::Brought { origin, .. }) => *origin == Origin { incident: home, position },
            (Some(_), _) => false,
        }
    }
}

impl TimelineEntry {
    fn corrects_time(&self) -> Option<DateTime<Utc>> {
        match self.fact.itself() {
            Fact::Corrected { at, .. } => *at,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incident::author::{Author, Source};
    use crate::incident::update::{Update, UpdateText};

    fn entry(minute: i64, fact: Fact) -> TimelineEntry {
        let at = DateTime::from_timestamp(60 * minute, 0).unwrap();
        TimelineEntry {
            happened_at: at,
            recorded_at: at,
            author: Author::Firebell,
            source: Source::SlashCommand,
            fact,
        }
    }

    fn noted(text: &str) -> Fact {
        Fact::Noted { text: text.to_owned() }
    }

    fn corrected(entry: usize, text: Option<&str>, minute: Option<i64>) -> Fact {
        let at = minute.map(|minute| DateTime::from_timestamp(60 * minute, 0).unwrap());
        Fact::Corrected { entry: Position::new(entry), text: text.map(str::to_owned), at }
    }

    #[test]
    fn a_correction_stands_with_what_it_corrects_and_hides_nothing() {
        let timeline = [
            entry(1, noted("one")),
            entry(2, noted("two")),
            entry(3, corrected(1, Some("uno"), None)),
            entry(4, corrected(1, Some("eins"), Some(5))),
            entry(6, Fact::Struck { entry: Position::new(2), because: None }),
            entry(7, corrected(9, Some("nobody"), None)),
        ];
        let told = told(&timeline);
        let read: Vec<_> = told.iter().map(|one| (one.position.get(), one.fact())).collect();
        assert_eq!(read[..2], [(2, None), (1, Some(noted("eins")))], "the second happened first, by now");
        assert_eq!(told[1].versions(), [noted("one"), noted("uno"), noted("eins")]);
        assert_eq!(read[2].0, 6, "what corrects nothing is still there");
    }

    #[test]
    fn a_key_time_that_is_set_again_takes_the_place_of_the_old_one() {
        let set = |minute, was: Option<i64>| {
            let time = |minute: i64| DateTime::from_timestamp(60 * minute, 0).unwrap();
            entry(minute, Fact::TimeSet { moment: Moment::Occurred, at: time(minute), was: was.map(time) })
        };
        let timeline = [set(5, None), set(3, Some(5)), set(4, Some(3))];
        let told = told(&timeline);
        let standing: Vec<_> = told.iter().map(|one| (one.position.get(), one.struck.is_none())).collect();
        assert_eq!(standing, [(2, false), (3, true), (1, false)]);
    }

    #[test]
    fn what_was_brought_from_another_timeline_is_corrected_by_what_came_from_there() {
        let brought = |position: usize, minute, fact| {
            let origin = Origin { incident: Number::new(2), position: Position::new(position) };
            entry(minute, Fact::Brought { origin, fact: Box::new(fact) })
        };
        let timeline = [
            entry(1, noted("ours")),
            brought(1, 2, noted("theirs")),
            brought(2, 3, corrected(1, Some("theirs, mended"), None)),
            brought(3, 4, noted("another")),
            entry(5, Fact::Struck { entry: Position::new(4), because: None }),
        ];
        let told = told(&timeline);
        let read: Vec<_> = told
            .iter()
            .map(|one| (one.position.get(), one.fact().map(|fact| fact.itself().clone())))
            .collect();
        let expected = [(1, Some(noted("ours"))), (2, Some(noted("theirs, mended"))), (4, None)];
        assert_eq!(read, expected);
    }

    #[test]
    fn an_update_that_was_brought_reads_as_it_was_corrected_and_keeps_its_origin() {
        let update = |number, words: &str| Update {
            number,
            text: UpdateText { what_happened: words.to_owned(), impact: String::new(), doing: String::new() },
            external: None,
            next_update_at: None,
            posted_by: Author::Firebell,
            posted_at: DateTime::UNIX_EPOCH,
            corrected: None,
        };
        let origin = |position| Origin { incident: Number::new(2), position: Position::new(position) };
        let brought = |position, fact| Fact::Brought { origin: origin(position), fact: Box::new(fact) };
        let posted = |words| Fact::UpdatePosted { update: update(1, words) };
        let corrected = Fact::UpdateCorrected { update: update(1, "theirs, mended") };
        let timeline = [
            entry(1, posted("ours")),
            entry(2, brought(1, posted("theirs"))),
            entry(3, brought(2, corrected)),
        ];
        let told = told(&timeline);
        let read: Vec<_> = told.iter().map(Told::versions).collect();
        let theirs = vec![brought(1, posted("theirs")), brought(1, posted("theirs, mended"))];
        assert_eq!(read, [vec![posted("ours")], theirs], "each number is its own incident's");
    }
}
