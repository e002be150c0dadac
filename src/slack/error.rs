//! What can go wrong with a call to Slack, by what the caller can do about it.

use std::time::Duration;

use slack_morphism::errors::SlackClientError;

/// Why a call brought no answer, or not the wished one.
///
/// The client library's errors print whole bodies, tokens included, so none of their text is kept: codes only.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SlackError {
    /// Slack said how long to wait. Nothing was done.
    #[error("rate limited for {} s", .retry_after.as_secs())]
    RateLimited {
        /// Which method wants no more calls; empty where that is not known.
        method: &'static str,
        /// How long to wait.
        retry_after: Duration,
    },
    /// Slack refused, with its own code. Nothing was done.
    #[error("{code}")]
    Refused {
        /// Slack's code: `channel_not_found`.
        code: String,
        /// What Slack said besides, about the request's shape.
        details: Vec<String>,
    },
    /// No answer, or none that can be read. It may have been done.
    #[error("{what}")]
    Unclear {
        /// In a few words.
        what: String,
    },
}

/// What to do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Try again after this long.
    RetryAfter(Duration),
    /// Try again, later each time.
    Retry,
    /// Try again for as long as it takes: an operator can mend it, and nothing is lost meanwhile.
    Wait,
    /// Trying again should change nothing.
    GiveUp,
    /// Trying again cannot change anything.
    Final,
}

/// Refusals that pass by themselves.
const PASSING: &[&str] = &[
    "ratelimited",
    "rate_limited",
    "service_unavailable",
    "internal_error",
    "fatal_error",
    "request_timeout",
    "team_added_to_org",
    "org_login_required",
    "too_many_requests",
];

/// Refusals that an operator can mend while work waits: nothing is lost meanwhile.
const MENDABLE: &[&str] = &[
    "not_authed",
    "invalid_auth",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
    "two_factor_setup_required",
    "accesslimited",
    "access_denied",
    "app_access_restricted",
    "enterprise_is_restricted",
    "team_access_not_granted",
    "ekm_access_denied",
];

/// How long to wait where Slack said "too many" but not how long.
const UNSAID_RETRY_AFTER: Duration = Duration::from_secs(5);

impl SlackError {
    /// A refusal with this code.
    pub fn refused(code: impl Into<String>) -> Self {
        Self::Refused { code: code.into(), details: Vec::new() }
    }

    /// The same, knowing which method was called.
    pub(super) fn of(self, method: &'static str) -> Self {
        match self {
            Self::RateLimited { retry_after, .. } => Self::RateLimited { method, retry_after },
            other => other,
        }
    }

    /// Slack's code, if it refused.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { code, .. } => Some(code),
            Self::RateLimited { .. } | Self::Unclear { .. } => None,
        }
    }

    /// Whether Slack refused with one of these codes.
    pub fn is_any_of(&self, codes: &[&str]) -> bool {
        self.code().is_some_and(|code| codes.contains(&code))
    }

    /// What to do about it.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::RateLimited { retry_after, .. } => Verdict::RetryAfter(*retry_after),
            Self::Unclear { .. } => Verdict::Retry,
            Self::Refused { .. } if self.is_any_of(PASSING) => Verdict::Retry,
            Self::Refused { .. } if self.is_any_of(MENDABLE) => Verdict::Wait,
            Self::Refused { .. } => Verdict::GiveUp,
        }
    }
}

impl From<SlackClientError> for SlackError {
    fn from(error: SlackClientError) -> Self {
        use SlackClientError as E;
        let unclear = |what: &str| Self::Unclear { what: what.to_owned() };
        match error {
            E::ApiError(refused) => {
                Self::Refused { code: refused.code, details: refused.errors.unwrap_or_default() }
            }
            E::RateLimitError(limit) => {
                let retry_after = limit.retry_after.unwrap_or(UNSAID_RETRY_AFTER);
                Self::RateLimited { method: "", retry_after }
            }
            E::HttpError(http) => {
                unclear(&format!("Slack answered with status {}", http.status_code.as_u16()))
            }
            E::ProtocolError(_) | E::SocketModeProtocolError(_) => {
                unclear("Slack's answer could not be read")
            }
            E::HttpProtocolError(_) | E::EndOfStream(_) | E::SystemError(_) => {
                unclear("the connection to Slack failed")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use slack_morphism::errors::{SlackClientApiError, SlackClientHttpError};

    use super::*;

    #[test]
    fn what_passes_by_itself_is_tried_again() {
        for status in
            [StatusCode::REQUEST_TIMEOUT, StatusCode::INTERNAL_SERVER_ERROR, StatusCode::BAD_GATEWAY]
        {
            let error = SlackError::from(SlackClientError::HttpError(SlackClientHttpError::new(status)));
            assert_eq!(error.verdict(), Verdict::Retry, "{status}");
            assert_eq!(error.to_string(), format!("Slack answered with status {}", status.as_u16()));
        }
        for code in ["request_timeout", "internal_error", "fatal_error", "service_unavailable"] {
            let error =
                SlackError::from(SlackClientError::ApiError(SlackClientApiError::new(code.to_owned())));
            assert_eq!(error.verdict(), Verdict::Retry, "{code}");
        }
    }

    #[test]
    fn a_refusal_is_told_from_what_an_operator_can_mend() {
        assert_eq!(SlackError::refused("missing_scope").verdict(), Verdict::Wait);
        assert_eq!(SlackError::refused("token_revoked").verdict(), Verdict::Wait);
        assert_eq!(SlackError::refused("channel_not_found").verdict(), Verdict::GiveUp);
    }
}
