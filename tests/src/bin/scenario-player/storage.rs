//! What a command says of the client.

use std::time::Duration;

use native_auth::{Capability, ChallengeType, Client, Error, TokenStorage};
use serde_json::Value;

use crate::Failure;

/// The inner error is an answer.
pub(crate) fn client(with: &Value) -> Result<Result<Client, Error>, Failure> {
    let text = |name: &str| with[name].as_str().ok_or(format!("no {name}"));
    let mut builder =
        Client::builder(text("tenant")?, text("client_id")?).storage(storage(&with["storage"])?);
    if let Some(tenant_id) = with["tenant_id"].as_str() {
        builder = builder.tenant_id(tenant_id);
    }
    if let Some(types) = with["challenge_types"].as_array() {
        builder = builder.challenge_types(each(types, challenge_type)?);
    }
    if let Some(capabilities) = with["capabilities"].as_array() {
        builder = builder.capabilities(each(capabilities, capability)?);
    }
    if let Some(seconds) = with["exchange_timeout"].as_u64() {
        builder = builder.exchange_timeout(Duration::from_secs(seconds));
    }
    if with["allow_http_loopback"].as_bool() == Some(true) {
        builder = builder.allow_http_loopback();
    }
    Ok(builder.build())
}

fn storage(with: &Value) -> Result<TokenStorage, Failure> {
    let text = |name: &str| {
        with[name]
            .as_str()
            .ok_or(format!("no {name} of the storage"))
    };
    Ok(match text("kind")? {
        "in_memory" => TokenStorage::in_memory(),
        "passphrase" => TokenStorage::passphrase(
            text("directory")?,
            text("profile")?,
            text("passphrase")?.into(),
        ),
        "msal_file" => TokenStorage::msal_file(text("path")?),
        other => return Err(format!("no storage {other}").into()),
    })
}

fn each<T>(values: &[Value], read: fn(&str) -> Option<T>) -> Result<Vec<T>, Failure> {
    let read = |value: &Value| value.as_str().and_then(read);
    let values: Option<_> = values.iter().map(read).collect();
    values.ok_or_else(|| "a word that is none".into())
}

fn challenge_type(word: &str) -> Option<ChallengeType> {
    let all = [
        ChallengeType::Oob,
        ChallengeType::Password,
        ChallengeType::Redirect,
    ];
    all.into_iter().find(|one| one.as_str() == word)
}

fn capability(word: &str) -> Option<Capability> {
    let all = [Capability::MfaRequired, Capability::RegistrationRequired];
    all.into_iter().find(|one| one.as_str() == word)
}
