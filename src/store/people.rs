//! Whom we know: names for documents, languages for private answers, standing for permission. A copy of what Slack said
//! last, so that no answer has to wait for Slack.

use super::batch::{Batch, Statement, statement};
use super::db::reading;
use super::listener::Word;
use super::{Store, StoreError};
use crate::incident::{Standing, UserId, WorkspaceId};

const REMEMBER: &str = "INSERT INTO person (workspace, id, name, locale, standing) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (workspace, id) DO UPDATE SET name = excluded.name, standing = excluded.standing, \
    locale = CASE WHEN excluded.locale = '' THEN person.locale ELSE excluded.locale END";
const EVERYBODY: &str = "SELECT id, name, locale, standing FROM person WHERE workspace = $1";

/// How many people are kept in one transaction; a workspace can have thousands, and no transaction lasts long.
const MOST_AT_ONCE: usize = 100;

#[cfg(test)]
pub(super) const STATEMENTS: &[&str] = &[REMEMBER, EVERYBODY];

/// What is known of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// As people call them.
    pub name: String,
    /// Such as `ko-KR`; empty where unknown.
    pub locale: String,
    /// What they are to the organisation.
    pub standing: Standing,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    locale: String,
    standing: String,
}

impl Store {
    /// Keeps what is known of these people, over what was known before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn remember_people(
        &self,
        workspace: &WorkspaceId,
        people: &[Person],
    ) -> Result<(), StoreError> {
        // In one order for all who do so at the same time: nobody waits in a circle.
        let mut people: Vec<&Person> = people.iter().collect();
        people.sort_by(|one, other| one.id.as_str().cmp(other.id.as_str()));
        for some in people.chunks(MOST_AT_ONCE) {
            let mut batch = Batch::default();
            for person in some {
                batch.add(remember(workspace, person));
            }
            let mut tx = self.db.begin().await?;
            let remembered = match tx.run(batch).await {
                Ok(_) => tx.tell(Word::People).await,
                Err(error) => Err(error),
            };
            tx.end(remembered).await?;
        }
        Ok(())
    }

    /// Everybody who is known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn people(&self, workspace: &WorkspaceId) -> Result<Vec<Person>, StoreError> {
        let rows: Vec<Row> = reading!(&self.db, pool => sqlx::query_as(EVERYBODY)
            .bind(workspace.as_str()).fetch_all(pool))?;
        Ok(rows.into_iter().map(Row::read).collect())
    }
}

impl Row {
    fn read(self) -> Person {
        let standing = match self.standing.as_str() {
            "guest" => Standing::Guest,
            "gone" => Standing::Gone,
            _ => Standing::Member,
        };
        Person { id: UserId::new(self.id), name: self.name, locale: self.locale, standing }
    }
}

fn remember(workspace: &WorkspaceId, person: &Person) -> Statement {
    let standing = match person.standing {
        Standing::Member => "member",
        Standing::Guest => "guest",
        Standing::Gone => "gone",
    };
    statement(REMEMBER)
        .bind(workspace.as_str())
        .bind(person.id.as_str())
        .bind(person.name.as_str())
        .bind(person.locale.as_str())
        .bind(standing)
}
