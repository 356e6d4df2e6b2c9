//! What is answered.

use native_auth::{
    Account, AccountId, AttributeFault, AuthenticationMethod, BrowserReason, Error, Language,
    RequiredAttribute, Retry, Step,
};
use serde_json::{Value, json};

use crate::words::word;

pub(crate) fn done() -> Value {
    json!({ "done": true })
}

pub(crate) fn nothing() -> Value {
    json!({ "nothing": true })
}

pub(crate) fn account(id: &AccountId) -> Value {
    json!({ "object_id": id.object_id(), "tenant_id": id.tenant_id() })
}

pub(crate) fn accounts(accounts: &[Account]) -> Value {
    let mut ids: Vec<_> = accounts.iter().map(Account::id).collect();
    ids.sort_by_key(|id| id.object_id().to_owned());
    ids.into_iter().map(account).collect()
}

pub(crate) fn error(error: &Error) -> Value {
    let server = error.server().map(|server| {
        json!({
            "error": server.error(),
            "suberror": server.suberror(),
            "codes": server.codes(),
            "invalid_attributes": server.invalid_attributes(),
        })
    });
    json!({
        "kind": word(error.kind()),
        "code": error.code(),
        "recovery": word(error.recovery()),
        "retry": retry(error.retry()),
        "status": error.status(),
        "detail": error.detail(),
        "claims": error.claims(),
        "message": error.localized_message(Language::English),
        "message_key": error.message_key(),
        "text": error.to_string(),
        "server": server,
    })
}

fn retry(retry: Retry) -> Value {
    let seconds = match retry {
        Retry::After(wait) => Some(wait.as_secs()),
        _ => None,
    };
    json!({ "when": word(retry), "seconds": seconds })
}

pub(crate) fn fault(fault: AttributeFault) -> Value {
    match fault {
        AttributeFault::TooLong { longest } => json!({ "kind": "too_long", "longest": longest }),
        other => json!({ "kind": word(other) }),
    }
}

pub(crate) fn step(step: &Step) -> Value {
    let mut answer = match step {
        Step::CodeRequired { state } => json!({
            "purpose": word(state.purpose()),
            "channel": state.channel().as_str(),
            "target": state.target(),
            "code_length": state.code_length(),
            "resend_after": state.resend_after().map(|_| true),
            "can_choose_another_method": state.choose_another_method().is_some(),
        }),
        Step::PasswordRequired { state } => json!({
            "purpose": word(state.purpose()),
            "expires_in": state.expires_in().map(|_| true),
        }),
        Step::AttributesRequired { state } => json!({
            "attributes": state.attributes().iter().map(attribute).collect::<Vec<_>>(),
        }),
        Step::MethodRequired { state } => json!({ "methods": methods(state.methods()) }),
        Step::RegistrationRequired { state } => json!({ "methods": methods(state.methods()) }),
        Step::BrowserRequired { state } => {
            let server_text = match state.reason() {
                BrowserReason::Requested { server_text } => server_text.as_deref(),
                _ => None,
            };
            json!({
                "reason": word(state.reason()),
                "account_exists": state.account_exists(),
                "server_text": server_text,
                "advice": state.advice(),
                "challenge_types": state.challenge_types().iter().map(|one| one.as_str()).collect::<Vec<_>>(),
                "capabilities": state.capabilities().iter().map(|one| one.as_str()).collect::<Vec<_>>(),
            })
        }
        Step::SignedIn { account: of } => json!({ "account": account(of.id()) }),
        Step::Completed { state } => json!({
            "can_sign_in": state.sign_in().is_some(),
            "sign_in_error": state.sign_in_error().map(error),
        }),
    };
    if let Some(members) = answer.as_object_mut() {
        members.insert("step".to_owned(), json!(step.name()));
        if let Some(flow) = step.flow() {
            members.insert("flow".to_owned(), json!(flow.as_str()));
        }
    }
    answer
}

fn attribute(attribute: &RequiredAttribute) -> Value {
    json!({
        "name": attribute.name(),
        "data_type": attribute.data_type(),
        "required": attribute.is_required(),
        "regex": attribute.regex(),
        "choices": attribute.choices(),
    })
}

fn methods(methods: &[AuthenticationMethod]) -> Vec<Value> {
    let methods = methods.iter();
    methods
        .map(|method| {
            json!({
                "id": method.id(),
                "channel": method.channel().as_str(),
                "hint": method.hint(),
            })
        })
        .collect()
}
