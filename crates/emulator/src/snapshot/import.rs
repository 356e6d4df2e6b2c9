use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::check::{self, check_codes, check_flows, check_rules, check_tokens, check_users};
use super::{Contents, FORMAT, ImportError, SavedDemand, SavedTenant, VERSION};
use crate::clock::FURTHEST;
use crate::continuation::{Flow, Flows};
use crate::domain::{Domain, State};
use crate::one_time_code::CodeCounts;
use crate::randomness::Randomness;
use crate::tenant::Tenant;
use crate::tokens::{AuthorizationCodes, RefreshTokens, SigningKey};
use crate::users::{User, UserError, create};

/// Everything the file says, with the clock and the randomness of `current`, and its tenants and
/// rules where the file has none. The clock moves last, when nothing can fail any more.
///
/// Makes keys and hashes passwords: not for an async thread.
pub(crate) fn import(text: &str, current: &Domain) -> Result<Domain, ImportError> {
    let contents = read(text)?;
    let rules = contents.rules.unwrap_or_else(|| current.rules());
    check_rules(&rules, contents.tenants.as_deref())?;
    let tenants = match contents.tenants {
        Some(saved) => Arc::new(tenants(saved, &current.randomness)?),
        None => Arc::clone(&current.tenants),
    };
    check_users(&contents.users, &tenants)?;
    check_tokens(&contents.refresh_tokens, &tenants)?;
    check_codes(&contents.authorization_codes, &tenants)?;
    check_flows(&contents.flows, &tenants)?;
    check::check_demands(&contents.mfa_demands, &tenants)?;
    check::check_counts(
        &rules.limits,
        [
            contents.users.len(),
            contents.refresh_tokens.len(),
            contents.authorization_codes.len(),
            contents.flows.len(),
        ],
    )?;
    let then = contents.now.unwrap_or_else(|| current.now());
    let pause = then.since(current.now());
    if pause > FURTHEST.saturating_sub(current.clock.ahead()) {
        let reason = "is more than ten years ahead of this emulator's clock";
        return Err(ImportError::new("now", reason));
    }

    let mut state = State::new(&rules.limits);
    for user in contents.users {
        state.users.insert(user);
    }
    let now = current.now().plus(pause);
    for (i, user) in contents.new_users.iter().enumerate() {
        let most = rules.limits.users;
        create(
            &mut state.users,
            &tenants,
            user,
            most,
            &current.randomness,
            now,
        )
        .map_err(|error| refused(i, error))?;
    }
    let twice = |field: &str| ImportError::new(field, "has the same token twice");
    state.refresh_tokens =
        RefreshTokens::restored(contents.refresh_tokens).ok_or_else(|| twice("refresh_tokens"))?;
    state.authorization_codes = AuthorizationCodes::restored(contents.authorization_codes)
        .ok_or_else(|| twice("authorization_codes"))?;
    state.flows = Flows::restored(contents.flows).ok_or_else(|| twice("flows"))?;
    state.code_counts = CodeCounts::restored(contents.code_counts);
    for message in contents.messages {
        state.inbox.deliver(message);
    }
    let demand = |saved: SavedDemand| ((saved.tenant_id, saved.client_id), saved.required);
    state.mfa_demands = contents.mfa_demands.into_iter().map(demand).collect();
    current.clock.try_advance(pause);
    Ok(Domain::with_state(
        tenants,
        rules,
        current.mails_codes,
        Arc::clone(&current.clock),
        Arc::clone(&current.randomness),
        state,
    ))
}

/// The version is looked at before anything else: of another one nothing else may be known.
fn read(text: &str) -> Result<Contents<User, Flow>, ImportError> {
    let file: Value = serde_json::from_str(text).map_err(|error| {
        let reason = format!("it is not JSON (line {})", error.line());
        ImportError::new("", reason)
    })?;
    if file.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(ImportError::new("format", format!("must be {FORMAT}")));
    }
    if file.get("version").and_then(Value::as_u64) != Some(VERSION) {
        return Err(ImportError::new("version", format!("must be {VERSION}")));
    }
    serde_path_to_error::deserialize(file).map_err(|error| {
        let field = error.path().to_string();
        check::unreadable(&field, &error.into_inner().to_string())
    })
}

fn tenants(saved: Vec<SavedTenant>, randomness: &Randomness) -> Result<Vec<Tenant>, ImportError> {
    let one = |(i, saved): (usize, SavedTenant)| {
        let field = |name: &str| format!("tenants[{i}].{name}");
        let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
        let key = match saved.signing_key {
            Some(text) => decoded(&text).and_then(|der| SigningKey::from_pkcs8(&der)),
            None => SigningKey::make(&randomness.branch()),
        };
        let key = key.ok_or_else(|| {
            let reason = "must be an RSA key of 2048 bits or more in PKCS #8, in base64url";
            ImportError::new(field("signing_key"), reason)
        })?;
        let salt = match saved.pairwise_salt {
            Some(text) => decoded(&text).and_then(|bytes| bytes.try_into().ok()),
            None => Some(randomness.bytes()),
        };
        let salt = salt.ok_or_else(|| {
            ImportError::new(field("pairwise_salt"), "must be 32 bytes in base64url")
        })?;
        Ok(Tenant::new(&saved.config, key, salt))
    };
    saved.into_iter().enumerate().map(one).collect()
}

fn refused(place: usize, error: UserError) -> ImportError {
    match error {
        UserError::Field { field, reason } => {
            ImportError::new(format!("new_users[{place}].{field}"), reason)
        }
        UserError::Exists => {
            let reason = "has a username or an alias that is taken in this tenant";
            ImportError::new(format!("new_users[{place}]"), reason)
        }
        UserError::TooMany => ImportError::new(
            format!("new_users[{place}]"),
            "is one more than `rules.limits.users` allows",
        ),
    }
}
