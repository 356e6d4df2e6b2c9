//! The sentences that a person reads.

use native_auth::{
    Account, AttributesRequired, BrowserReason, BrowserRequired, CodeRequired, Completed, Error,
};

use crate::failure::Failure;
use crate::plain_text::plain;

pub(crate) fn code_required(state: &CodeRequired) -> String {
    let length = match state.code_length() {
        Some(length) => format!("A code of {length} characters"),
        None => "A code".to_owned(),
    };
    let target = match state.target() {
        Some(target) => format!(" to {}", plain(target)),
        None => String::new(),
    };
    let channel = plain(state.channel().as_str());
    format!("{length} was sent{target} ({channel}).")
}

pub(crate) fn attributes_required(state: &AttributesRequired, invalid: &[String]) -> String {
    if !invalid.is_empty() {
        return format!("Not accepted: {}.", names(invalid.iter()));
    }
    let attributes = state
        .attributes()
        .iter()
        .map(|attribute| attribute.name().to_owned());
    format!("The tenant wants to know: {}.", names(attributes))
}

pub(crate) fn browser_required(state: &BrowserRequired) -> String {
    let why = match state.reason() {
        BrowserReason::SecondFactor => "A second factor is wanted",
        BrowserReason::Registration => "A strong authentication method has to be registered",
        _ => "The tenant asks for a browser",
    };
    format!("{why}: go on in a browser.")
}

pub(crate) fn completed(state: &Completed) -> String {
    match state.sign_in_error() {
        None => "The account exists. Nobody is signed in.".to_owned(),
        Some(error) => format!("The account exists, but signing in failed: {error}."),
    }
}

pub(crate) fn signed_in(account: &Account) -> String {
    let claims = account.claims_unverified().unwrap_or_default();
    match claims.name() {
        Some(name) => format!("Signed in: {} ({})", plain(name), account.id()),
        None => format!("Signed in: {}", account.id()),
    }
}

/// Id, name and user name, separated by tabs.
pub(crate) fn account(account: &Account) -> String {
    let claims = account.claims_unverified().unwrap_or_default();
    let text = |text: Option<&str>| text.map(plain).unwrap_or_default();
    format!(
        "{}\t{}\t{}",
        account.id(),
        text(claims.name()),
        text(claims.preferred_username())
    )
}

/// A sentence, and below it what to quote.
pub(crate) fn failure(failure: &Failure) -> String {
    let mut text = failure.message();
    if let Some(options) = failure.sdk().and_then(options) {
        text += &format!("\n  options: {options}");
    }
    text += &format!(
        "\n  {:?}, code {}, recovery {:?}",
        failure.kind(),
        failure.code(),
        failure.recovery()
    );
    let Some(error) = failure.sdk() else {
        return text;
    };
    if let Some(wait) = error.retry_after() {
        text += &format!(", retry after {} s", wait.as_secs());
    }
    if let Some(id) = error.correlation_id() {
        text += &format!("\n  correlation id {id}");
    }
    if let Some(id) = error.trace_id() {
        text += &format!("\n  trace id {}", plain(id));
    }
    text
}

/// Which options set what the SDK's sentence names.
fn options(error: &Error) -> Option<&'static str> {
    Some(match error.code() {
        "tenant_invalid" => "--authority, --allow-http-loopback",
        "client_id_invalid"
        | "client_unknown"
        | "client_refused"
        | "native_authentication_disabled"
        | "public_client_flow_off" => "--client-id",
        "tenant_unknown" | "host_unreachable" => "--authority",
        "certificate_rejected" | "tls_failed" => "--authority, --ca-certificate",
        "root_certificate_invalid" | "no_root_certificates" => "--ca-certificate",
        "scope_invalid" | "scope_malformed" | "consent_missing" => "--scope",
        _ => return None,
    })
}

fn names(names: impl Iterator<Item = impl AsRef<str>>) -> String {
    let plain: Vec<String> = names.map(|name| plain(name.as_ref())).collect();
    plain.join(", ")
}
