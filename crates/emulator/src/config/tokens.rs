use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Lifetimes, claims};

/// What the tokens of a tenant or of one app say and how long they live. What an app leaves out is
/// as its tenant has it, and what both leave out as [`Lifetimes`] has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TokenConfig {
    /// The shortest life of an access token, in seconds.
    pub access_token_min_seconds: Option<u64>,
    /// The longest life of an access token, in seconds.
    pub access_token_max_seconds: Option<u64>,
    /// How much longer an access token may be used while the service is down (`ext_expires_in`), in seconds; not at all,
    /// unless said otherwise.
    pub access_token_outage_seconds: Option<u64>,
    /// The life of an ID token, in seconds.
    pub id_token_seconds: Option<u64>,
    /// The life of a refresh token, in seconds, counted from when it was issued.
    pub refresh_token_seconds: Option<u64>,
    /// Whether `client_info` is given to whoever asks for it; it is, unless said otherwise. One
    /// tenant was seen that leaves it out.
    pub client_info: Option<bool>,
    /// Whether ID tokens say the address in `email`. Unless said otherwise they do where the scope
    /// `email` was asked for.
    pub email_claim: Option<bool>,
    /// Claims that ID tokens have besides, by name, with any value but dates and numbers that are none.
    /// The names of claims that the tokens have of themselves are taken.
    #[serde(deserialize_with = "claims::read")]
    pub id_token_claims: BTreeMap<String, Value>,
    /// The same for access tokens.
    #[serde(deserialize_with = "claims::read")]
    pub access_token_claims: BTreeMap<String, Value>,
}

impl TokenConfig {
    /// This, and what it leaves out as the other has it.
    pub(crate) fn or(&self, other: &Self) -> Self {
        let both = |own: &BTreeMap<String, Value>, others: &BTreeMap<String, Value>| {
            let mut all = others.clone();
            all.extend(own.clone());
            all
        };
        Self {
            access_token_min_seconds: self
                .access_token_min_seconds
                .or(other.access_token_min_seconds),
            access_token_max_seconds: self
                .access_token_max_seconds
                .or(other.access_token_max_seconds),
            access_token_outage_seconds: self
                .access_token_outage_seconds
                .or(other.access_token_outage_seconds),
            id_token_seconds: self.id_token_seconds.or(other.id_token_seconds),
            refresh_token_seconds: self.refresh_token_seconds.or(other.refresh_token_seconds),
            client_info: self.client_info.or(other.client_info),
            email_claim: self.email_claim.or(other.email_claim),
            id_token_claims: both(&self.id_token_claims, &other.id_token_claims),
            access_token_claims: both(&self.access_token_claims, &other.access_token_claims),
        }
    }

    /// The lifetimes, where it changes them.
    pub(crate) fn lifetimes(&self, general: &Lifetimes) -> Lifetimes {
        let mut lives = general.clone();
        for (life, own) in [
            (
                &mut lives.access_token_min_seconds,
                self.access_token_min_seconds,
            ),
            (
                &mut lives.access_token_max_seconds,
                self.access_token_max_seconds,
            ),
            (&mut lives.id_token_seconds, self.id_token_seconds),
            (&mut lives.refresh_token_seconds, self.refresh_token_seconds),
        ] {
            *life = own.unwrap_or(*life);
        }
        lives
    }
}
