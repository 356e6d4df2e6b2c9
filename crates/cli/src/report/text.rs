//! The sentences that a person reads.

use native_auth::{
    Account, AttributesRequired, AuthenticationMethod, BrowserReason, BrowserRequired, CodePurpose,
    CodeRequired, Completed, Error, FlowKind, MethodRequired, RegistrationRequired,
    RequiredAttribute,
};

use crate::failure::Failure;
use crate::plain_text::plain;

pub(crate) fn code_required(state: &CodeRequired) -> String {
    let length = match state.code_length() {
        Some(length) => format!("A code of {length} characters"),
        None => "A code".to_owned(),
    };
    let target = match state.target() {
        // Not masked in a registration, and the person has just typed it: this goes to stderr.
        Some(target) if state.purpose() != CodePurpose::Registration => {
            format!(" to {}", plain(target))
        }
        _ => String::new(),
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

pub(crate) fn method_required(state: &MethodRequired) -> String {
    let question = "A second factor is wanted. A code can be sent by";
    choice(question, state.methods(), |method| method.hint())
}

pub(crate) fn registration_required(state: &RegistrationRequired) -> String {
    let question = "An authentication method has to be registered. It can be";
    // A hint may be a whole address here, which is for the prompt at a terminal only.
    choice(question, state.methods(), |_| None)
}

/// Name, type, whether it is required, the pattern and, if the server says more, that, separated by tabs.
pub(crate) fn attribute(attribute: &RequiredAttribute) -> String {
    let required = match attribute.is_required() {
        true => "required",
        false => "optional",
    };
    let mut line = format!(
        "{}\t{}\t{required}\t{}",
        plain(attribute.name()),
        plain(attribute.data_type().unwrap_or_default()),
        plain(attribute.regex().unwrap_or_default())
    );
    for (name, value) in attribute.options() {
        line += &format!("\t{}={}", plain(name), plain(&value));
    }
    line
}

/// Why, and what a developer can do about it. Not the server's own words, which may name the person: this goes to
/// stderr.
pub(crate) fn browser_required(state: &BrowserRequired) -> String {
    let why = match state.reason() {
        BrowserReason::SecondFactor => "A second factor is wanted",
        BrowserReason::Registration => "A strong authentication method has to be registered",
        _ => "The tenant asks for a browser",
    };
    let mut text = format!("{why}: go on in a browser.");
    if let Some(advice) = state.advice() {
        text += &format!("\n  {advice}");
    }
    text
}

pub(crate) fn completed(state: &Completed) -> String {
    let done = match state.flow() {
        FlowKind::ResetPassword => "The new password is in force",
        FlowKind::SignUp | FlowKind::SignIn => "The account exists",
    };
    match state.sign_in_error() {
        None => format!("{done}. Nobody is signed in."),
        Some(error) => format!("{done}, but signing in failed: {error}."),
    }
}

pub(crate) fn signed_in(account: &Account) -> String {
    let claims = account.claims().unwrap_or_default();
    match claims.name() {
        Some(name) => format!("Signed in: {} ({})", plain(name), account.id()),
        None => format!("Signed in: {}", account.id()),
    }
}

pub(crate) fn signed_out(account: &Account) -> String {
    format!("Signed out: {}", account.id())
}

/// Id, name and user name, separated by tabs.
pub(crate) fn account(account: &Account) -> String {
    let claims = account.claims().unwrap_or_default();
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

/// The methods with their numbers, one a line.
fn choice<'m>(
    question: &str,
    methods: &'m [AuthenticationMethod],
    hint: impl Fn(&'m AuthenticationMethod) -> Option<&'m str>,
) -> String {
    let mut text = format!("{question}:");
    for (index, method) in methods.iter().enumerate() {
        let channel = plain(method.channel().as_str());
        text += &format!("\n  {}. {channel}", index + 1);
        if let Some(hint) = hint(method) {
            text += &format!(" ({})", plain(hint));
        }
    }
    text
}

fn names(names: impl Iterator<Item = impl AsRef<str>>) -> String {
    let plain: Vec<String> = names.map(|name| plain(name.as_ref())).collect();
    plain.join(", ")
}
