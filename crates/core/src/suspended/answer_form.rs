//! Tokens that wait for their ID token to be verified, in the kept form.

use std::time::{Duration, SystemTime};

use native_auth_wire::Secret;
use native_auth_wire::v1::token::TokenResponse;
use serde::{Deserialize, Serialize};

use super::secret_text;
use crate::token_answer::TokenAnswer;

#[derive(Serialize, Deserialize)]
pub(super) struct AnswerForm {
    #[serde(with = "secret_text")]
    access_token: Secret,
    expires_in: Duration,
    ext_expires_in: Option<Duration>,
    refresh_in: Option<Duration>,
    scopes: Option<Vec<String>>,
    #[serde(with = "secret_text::option")]
    refresh_token: Option<Secret>,
    #[serde(with = "secret_text::option")]
    id_token: Option<Secret>,
    #[serde(with = "secret_text::option")]
    client_info: Option<Secret>,
    arrived_at: Option<SystemTime>,
}

impl AnswerForm {
    pub(super) fn of(answer: &TokenAnswer) -> Self {
        let response = answer.response();
        Self {
            access_token: response.access_token.clone(),
            expires_in: response.expires_in,
            ext_expires_in: response.ext_expires_in,
            refresh_in: response.refresh_in,
            scopes: response.scopes.clone(),
            refresh_token: response.refresh_token.clone(),
            id_token: response.id_token.clone(),
            client_info: response.client_info.clone(),
            arrived_at: answer.arrived_at(),
        }
    }

    pub(super) fn restore(self) -> TokenAnswer {
        let response = TokenResponse {
            access_token: self.access_token,
            expires_in: self.expires_in,
            ext_expires_in: self.ext_expires_in,
            refresh_in: self.refresh_in,
            scopes: self.scopes,
            refresh_token: self.refresh_token,
            id_token: self.id_token,
            client_info: self.client_info,
        };
        TokenAnswer::restored(response, self.arrived_at)
    }
}
