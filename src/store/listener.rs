//! What the processes that share a PostgreSQL tell one another, so that nobody has to wait for the next look.
//!
//! Nothing depends on it: whoever hears nothing looks all the same, a little later. So a listener that lost its connection
//! only says that it may have missed something, and goes on.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgListener, PgPoolOptions};

use super::batch::{Statement, statement};
use super::db::Db;
use super::postgres::LISTENER;
use super::{Store, StoreError};

const TELL: &str = "SELECT pg_notify('firebell', $1)";
/// The channel that [`TELL`] names.
const CHANNEL: &str = "firebell";

/// How long one try to connect may take.
const LONGEST_CONNECT: Duration = Duration::from_secs(5);
/// How long to wait before another try to connect.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// After so long without a word, the connection may have died without a sound.
const LONGEST_SILENCE: Duration = Duration::from_mins(5);

/// Something that others may want to hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// There is work that nobody has.
    Work,
    /// Somebody is known better than before.
    People,
    /// Somebody came into a user group, or went.
    Groups,
}

impl Word {
    const fn key(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::People => "people",
            Self::Groups => "groups",
        }
    }
}

/// What there may be to look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct News {
    /// Work that nobody has.
    pub work: bool,
    /// People.
    pub people: bool,
    /// Who is in which user group.
    pub groups: bool,
}

/// Hears what other processes tell. Nobody tells anything about a SQLite file.
#[derive(Debug)]
pub struct Listener(Option<Ears>);

#[derive(Debug)]
struct Ears {
    pool: PgPool,
    listening: Option<PgListener>,
}

impl Store {
    /// Tells the other processes that somebody came into a user group, or went.
    ///
    /// # Errors
    /// [`StoreError`]; then they hear of it later.
    pub async fn tell_of_groups(&self) -> Result<(), StoreError> {
        let Db::Postgres(_) = &self.db else { return Ok(()) };
        let mut tx = self.db.begin().await?;
        let told = tx.tell(Word::Groups).await;
        tx.end(told).await
    }

    /// Somebody who hears what the other processes tell.
    pub fn listener(&self) -> Listener {
        match &self.db {
            Db::Sqlite { .. } => Listener(None),
            Db::Postgres(server) => {
                let options = (*server.pool().connect_options()).clone().application_name(LISTENER);
                let pool = PgPoolOptions::new().max_connections(1).acquire_timeout(LONGEST_CONNECT);
                let pool = pool.connect_lazy_with(options);
                Listener(Some(Ears { pool, listening: None }))
            }
        }
    }
}

impl Listener {
    /// Waits for news. May be given up at any time; then something may have been missed.
    pub async fn heard(&mut self) -> News {
        match &mut self.0 {
            Some(ears) => ears.heard().await,
            None => std::future::pending().await,
        }
    }
}

impl Ears {
    async fn heard(&mut self) -> News {
        if let Some(mut listening) = self.listening.take()
            && let Some(news) = next_news(&mut listening).await
        {
            self.listening = Some(listening);
            return news;
        }
        self.listening = Some(self.listen().await);
        News::EVERYTHING
    }

    async fn listen(&self) -> PgListener {
        loop {
            match self.try_to_listen().await {
                Ok(listening) => return listening,
                Err(error) => {
                    tracing::warn!(%error, "Other processes cannot be heard; another try follows");
                }
            }
            tokio::time::sleep(TRY_AGAIN_AFTER).await;
        }
    }

    async fn try_to_listen(&self) -> Result<PgListener, StoreError> {
        let mut listening = PgListener::connect_with(&self.pool).await?;
        listening.listen(CHANNEL).await?;
        Ok(listening)
    }
}

/// All that was told by now; `None` if the connection is lost, or silent for so long that it may be.
async fn next_news(listening: &mut PgListener) -> Option<News> {
    let first = tokio::time::timeout(LONGEST_SILENCE, listening.try_recv()).await.ok()?.ok()??;
    let mut news = News::default().and(first.payload());
    while let Some(next) = listening.next_buffered() {
        news = news.and(next.payload());
    }
    Some(news)
}

impl News {
    const EVERYTHING: Self = Self { work: true, people: true, groups: true };

    fn and(self, word: &str) -> Self {
        Self {
            work: self.work || word == Word::Work.key(),
            people: self.people || word == Word::People.key(),
            groups: self.groups || word == Word::Groups.key(),
        }
    }
}

/// Tells the others, when the transaction is kept.
pub(super) fn tell(word: Word) -> Statement {
    statement(TELL).bind(word.key())
}
