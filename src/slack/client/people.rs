//! People, groups, and who we are ourselves.

use hyper_util::rt::TokioExecutor;
use serde::Deserialize;
use serde_json::json;

use super::{PAGE, Slack, connector};
use crate::incident::{GroupId, UserId};
use crate::slack::error::SlackError;
use crate::slack::method;

/// Who the token belongs to.
#[derive(Debug, Clone, Deserialize)]
pub struct Identity {
    /// The workspace.
    pub team_id: String,
    /// The workspace's name.
    #[serde(default)]
    pub team: String,
    /// The bot as a person.
    pub user_id: String,
}

/// A person, as Slack describes them.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, clippy::struct_excessive_bools, reason = "as Slack has it")]
pub struct User {
    pub id: String,
    #[serde(default)]
    pub team_id: Option<String>,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub real_name: Option<String>,
    #[serde(default)]
    pub deleted: bool,
    #[serde(default)]
    pub is_bot: bool,
    #[serde(default)]
    pub is_restricted: bool,
    #[serde(default)]
    pub is_ultra_restricted: bool,
    #[serde(default)]
    pub is_stranger: bool,
    #[serde(default)]
    pub locale: Option<String>,
    #[serde(default)]
    pub profile: Profile,
}

/// What a person says of themselves.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Profile {
    /// What they want to be called; often empty.
    #[serde(default)]
    pub display_name: Option<String>,
    /// Their name.
    #[serde(default)]
    pub real_name: Option<String>,
}

/// A user group, as Slack describes it.
#[derive(Debug, Clone, Deserialize)]
pub struct UserGroup {
    /// `S…`
    pub id: String,
    /// What people type to mention it, without `@`.
    #[serde(default)]
    pub handle: String,
    /// When it was disabled, in seconds since 1970; 0 while it is not.
    #[serde(default)]
    pub date_delete: i64,
    /// Its members.
    #[serde(default)]
    pub users: Vec<String>,
}

impl Slack {
    /// Asks Slack whose token this is.
    pub async fn who_am_i(&self) -> Result<Identity, SlackError> {
        self.post(method::AUTH_TEST, &json!({})).await
    }

    /// The scopes that the token has. Slack tells them in a header of every answer, which the library does not show, so
    /// this one call goes past it.
    pub async fn granted_scopes(&self) -> Result<Vec<String>, SlackError> {
        let unclear = |what: &str| SlackError::Unclear { what: what.to_owned() };
        let request = http::Request::post(format!("{}/{}", self.api_url, method::AUTH_TEST.name))
            .header(http::header::AUTHORIZATION, format!("Bearer {}", self.token.token_value.0))
            .body(String::new())
            .map_err(|_| unclear("the address of Slack's API is none"))?;
        let client = hyper_util::client::legacy::Client::builder(TokioExecutor::new()).build(connector());
        let answer = tokio::time::timeout(self.call_timeout, client.request(request)).await;
        let answer =
            answer.ok().and_then(Result::ok).ok_or_else(|| unclear("the connection to Slack failed"))?;
        let scopes = answer.headers().get("x-oauth-scopes").and_then(|scopes| scopes.to_str().ok());
        let scopes = scopes.ok_or_else(|| unclear("Slack's answer names no scopes"))?;
        Ok(scopes.split(',').map(|scope| scope.trim().to_owned()).collect())
    }

    /// One person, with their locale.
    pub async fn user(&self, user: &UserId) -> Result<User, SlackError> {
        #[derive(Deserialize)]
        struct Found {
            user: User,
        }
        let arguments = [("user", user.as_str()), ("include_locale", "true")];
        Ok(self.get::<Found>(method::USERS_INFO, &arguments).await?.user)
    }

    /// Everybody in the workspace.
    pub async fn all_users(&self) -> Result<Vec<User>, SlackError> {
        self.all_pages(method::USERS_LIST, vec![("include_locale", "true"), ("limit", PAGE)]).await
    }

    /// Every user group with its members, disabled ones too. Slack gives no pages of it.
    pub async fn user_groups(&self) -> Result<Vec<UserGroup>, SlackError> {
        #[derive(Deserialize)]
        struct List {
            usergroups: Vec<UserGroup>,
        }
        let arguments = [("include_users", "true"), ("include_disabled", "true")];
        Ok(self.get::<List>(method::USERGROUPS_LIST, &arguments).await?.usergroups)
    }

    /// The members of a user group.
    pub async fn group_members(&self, group: &GroupId) -> Result<Vec<UserId>, SlackError> {
        #[derive(Deserialize)]
        struct Members {
            users: Vec<String>,
        }
        let members: Members =
            self.get(method::USERGROUPS_USERS_LIST, &[("usergroup", group.as_str())]).await?;
        Ok(members.users.into_iter().map(UserId::new).collect())
    }
}
