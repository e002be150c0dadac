//! Messages that people put on the timeline. Who marks one wants it there; it is read behind that, and recorded as what
//! its author said when they said it.

use chrono::{DateTime, Utc};

use super::{Draft, check};
use crate::incident::attendance::FORGOTTEN_AFTER;
use crate::incident::{
    Asker, Effect, Fact, Field, FileLink, Kept, Mark, MarkNews, MessageRef, Quote, Refusal, Source, Step,
    TimelineEntry, UserId,
};

impl Draft<'_> {
    /// The same message twice is one entry, however often and by whomever it is marked.
    pub(super) fn keep(
        mut self,
        message: MessageRef,
        mark: Mark,
        quote: Option<Quote>,
        at: Option<DateTime<Utc>>,
    ) -> Result<Step, Refusal> {
        let Asker::Person(by, _) = self.ctx.asker.clone() else { return Ok(self.finish()) };
        let quote = quote.map(|quote| self.checked(quote)).transpose()?;
        if !self.is_news(&message, &mark, at) {
            return Ok(self.finish());
        }
        let is_form = mark == Mark::Form;
        let known = self.incident.kept.iter_mut().find(|kept| kept.message == message);
        match known {
            Some(kept) if kept.is_recorded && is_form => {
                return Err(Refusal::KeptAlready { number: self.incident.number });
            }
            Some(kept) => {
                if !kept.marks.contains(&mark) {
                    kept.marks.push(mark);
                }
                let is_coming = !is_form && !kept.is_doubtful;
                if kept.is_recorded || is_coming {
                    return Ok(self.finish());
                }
                kept.is_doubtful = false;
                kept.words = quote.clone().or_else(|| kept.words.take());
            }
            None => self.incident.kept.push(Kept {
                message: message.clone(),
                marks: vec![mark],
                by,
                is_recorded: false,
                is_doubtful: false,
                words: quote.clone(),
            }),
        }
        self.owe(Effect::ReadMessage { message, quote });
        Ok(self.finish())
    }

    /// When the last mark is taken away, the entry is struck.
    pub(super) fn let_go(mut self, message: MessageRef, mark: &Mark, at: Option<DateTime<Utc>>) -> Step {
        if !self.is_news(&message, mark, at) {
            return self.finish();
        }
        let kept = &mut self.incident.kept;
        let Some(place) = kept.iter().position(|kept| kept.message == message) else { return self.finish() };
        kept[place].unmark(mark);
        if kept[place].marks.is_empty() && kept.remove(place).is_recorded {
            self.record(Fact::LetGo { message });
        }
        self.finish()
    }

    /// What came of reading a message. One that is not there any more, or is Firebell's own, makes no entry.
    pub(super) fn message_read(
        mut self,
        message: MessageRef,
        quote: Option<Quote>,
        link: Option<String>,
    ) -> Step {
        let waiting = self.incident.kept.iter().position(|kept| kept.message == message && !kept.is_recorded);
        let Some(place) = waiting else { return self.finish() };
        match self.incident.kept[place].words.take().or(quote) {
            Some(quote) => self.put_on_timeline(place, quote, link),
            None => drop(self.incident.kept.remove(place)),
        }
        self.finish()
    }

    fn put_on_timeline(&mut self, place: usize, quote: Quote, link: Option<String>) {
        let kept = &mut self.incident.kept[place];
        kept.is_recorded = true;
        let (message, kept_by) = (kept.message.clone(), kept.by.clone());
        let happened_at = quote.happened_at.or_else(|| message.written_at()).unwrap_or(self.ctx.now);
        self.timeline.push(TimelineEntry {
            happened_at: happened_at.min(self.ctx.now),
            recorded_at: self.ctx.now,
            author: quote.author,
            source: Source::Message,
            fact: quoted(message, check::tidy(&quote.text), quote.files, link, kept_by),
        });
    }

    /// Which message could not be read is not said. Where somebody has gone over the words, they are known, and only the link is
    /// missing; whatever else is still waiting is read once more when it is marked again. Answers whether words were all that
    /// was missing.
    pub(super) fn do_without_reading(&mut self) -> bool {
        let waiting = self.incident.kept.iter().enumerate().filter(|(_, kept)| !kept.is_recorded);
        let (known, doubtful): (Vec<_>, Vec<_>) =
            waiting.map(|(place, kept)| (place, kept.words.is_some())).partition(|(_, is_known)| *is_known);
        for (place, _) in &known {
            if let Some(words) = self.incident.kept[*place].words.take() {
                self.put_on_timeline(*place, words, None);
            }
        }
        for (place, _) in &doubtful {
            self.incident.kept[*place].is_doubtful = true;
        }
        !known.is_empty() && doubtful.is_empty()
    }

    /// Whether this is newer than what was last heard of the mark; if so, it is remembered. Where Slack does not say when it
    /// was, it is.
    fn is_news(&mut self, message: &MessageRef, mark: &Mark, at: Option<DateTime<Utc>>) -> bool {
        let Some(at) = at else { return true };
        let (news, now) = (&mut self.incident.mark_news, self.ctx.now);
        news.retain(|known| now - known.at < FORGOTTEN_AFTER);
        match news.iter_mut().find(|known| known.message == *message && known.mark == *mark) {
            Some(known) if known.at >= at => false,
            Some(known) => {
                known.at = at;
                true
            }
            None => {
                news.push(MarkNews { message: message.clone(), mark: mark.clone(), at });
                true
            }
        }
    }

    /// What stands in the form has to be a text and a time that has passed; a file may speak for itself.
    fn checked(&self, quote: Quote) -> Result<Quote, Refusal> {
        let text = check::tidy(&quote.text);
        let text_flaw = match quote.files.as_slice() {
            [] => check::required(Field::Note, &text),
            _ => check::short_enough(Field::Note, &text),
        };
        check::all([text_flaw, quote.happened_at.and_then(|at| self.check_past(at))])?;
        Ok(Quote { text, ..quote })
    }
}

/// People write longer messages than notes; the link leads to the rest.
fn quoted(
    message: MessageRef,
    text: String,
    files: Vec<FileLink>,
    link: Option<String>,
    kept_by: UserId,
) -> Fact {
    let longest = Field::Note.longest();
    let text = match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    };
    Fact::Quoted { message, text, files, link, kept_by }
}
