//! Everything a tenant is, as one JSON file: its configuration and keys, its users, what was issued
//! to them, and the flows under way.
//!
//! The parts are written as the emulator holds them, so that what is added to a user or a flow
//! cannot be forgotten here. Times are milliseconds since 1970 in UTC, tokens are only hashes.
//! Not part of it are the list of requests, faults that wait, and traffic.

mod check;
mod error;
mod export;
mod import;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::config::TenantConfig;
use crate::continuation::SavedFlow;
use crate::domain::Rules;
use crate::inbox::Message;
use crate::one_time_code::SavedCodeCount;
use crate::tokens::{SavedCode, SavedRefreshToken};
use crate::users::NewUser;

pub use error::ImportError;
pub(crate) use export::export;
pub(crate) use import::import;

/// What tells such a file from others.
const FORMAT: &str = "native-auth-emulator";
/// The one version there has been.
const VERSION: u64 = 1;

/// The file. `U` and `F` are a user and a flow, or references to one when it is written. Whatever
/// is left out is empty, or as it was where that is said.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents<U, F> {
    format: String,
    version: u64,
    /// When it was exported; the clock is never before this after an import.
    #[serde(default)]
    now: Option<Moment>,
    /// As they were, unless given.
    #[serde(default)]
    rules: Option<Rules>,
    /// As they were, unless given.
    #[serde(default)]
    tenants: Option<Vec<SavedTenant>>,
    #[serde(default = "Vec::new")]
    users: Vec<U>,
    /// Users written by hand, as `POST /_emulator/users` takes them. Never exported.
    #[serde(default, skip_serializing)]
    new_users: Vec<NewUser>,
    #[serde(default)]
    refresh_tokens: Vec<SavedRefreshToken>,
    #[serde(default)]
    authorization_codes: Vec<SavedCode>,
    #[serde(default = "Vec::new")]
    flows: Vec<SavedFlow<F>>,
    #[serde(default)]
    code_counts: Vec<SavedCodeCount>,
    #[serde(default)]
    messages: Vec<Message>,
    #[serde(default)]
    mfa_demands: Vec<SavedDemand>,
}

/// Whether an app demands a second factor, where that is no longer as configured.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedDemand {
    tenant_id: String,
    client_id: String,
    required: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedTenant {
    config: TenantConfig,
    /// PKCS #8 in base64url; made anew if it is left out.
    #[serde(default)]
    signing_key: Option<String>,
    /// 32 bytes in base64url; made anew if it is left out.
    #[serde(default)]
    pairwise_salt: Option<String>,
}
