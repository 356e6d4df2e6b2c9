//! The list of requests: which came, and how each was answered, with nothing secret in it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::flows::Endpoint;
use crate::form::Form;
use crate::tenant::Tenant;

/// What stands for a value that is not shown.
const MASK: &str = "***";
/// Parameters whose names are shown; any other name may be anything.
const KNOWN: [&str; 22] = [
    "attributes",
    "capabilities",
    "challenge_channel",
    "challenge_target",
    "challenge_type",
    "claims",
    "client_id",
    "client_info",
    "code",
    "code_verifier",
    "continuation_token",
    "grant_type",
    "id",
    "nca",
    "new_password",
    "oob",
    "password",
    "redirect_uri",
    "refresh_token",
    "scope",
    "username",
    "x-client-sku",
];
/// Words that are shown as values of the parameters that take such words.
const WORDS: [&str; 17] = [
    "attributes",
    "authorization_code",
    "continuation_token",
    "email",
    "mfa_oob",
    "mfa_required",
    "oob",
    "openid",
    "offline_access",
    "password",
    "preverified",
    "profile",
    "redirect",
    "refresh_token",
    "registration_required",
    "sms",
    "voice",
];

/// One request to a tenant, as `/_emulator/requests` shows it. No field holds a secret or an
/// e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestRecord {
    /// When it came, in RFC 3339, UTC.
    pub at: String,
    /// The HTTP method.
    pub method: String,
    /// The path, with what the emulator does not know masked, and without the query.
    pub path: String,
    /// The correlation ID the client sent, or the one it was given.
    pub correlation_id: String,
    /// The name of the app, if the client ID is one of the tenant's.
    pub app: Option<String>,
    /// How the client names itself (`x-client-SKU`), if that looks like a name: letters, dots and hyphens, 32 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_sku: Option<String>,
    /// The HTTP status of the answer.
    pub status: u16,
    /// What happened: `tokens`, `code_sent`, `redirect`, or an `error` with its suberror, such as
    /// `invalid_grant/invalid_oob_value`.
    pub outcome: String,
    /// The form's fields; whatever is not a word of the protocol is masked.
    pub fields: BTreeMap<String, String>,
    /// What of the answer was forced by a fault, such as `InvalidOOBValue` or `dropped after
    /// processing`; absent for the emulator's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forced: Option<String>,
}

/// The latest requests, oldest first.
pub(crate) struct RequestLog {
    records: Mutex<VecDeque<RequestRecord>>,
    most: usize,
}

impl RequestLog {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            records: Mutex::new(VecDeque::new()),
            most,
        }
    }

    pub(crate) fn add(&self, record: RequestRecord) {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        if records.len() >= self.most {
            records.pop_front();
        }
        records.push_back(record);
    }

    pub(crate) fn list(&self) -> Vec<RequestRecord> {
        let records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        records.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        records.clear();
    }
}

/// The fields of a form, fit to be shown. A value is shown only if the protocol or the tenant
/// knows it: a password put in the wrong field must not show either.
pub(crate) fn masked_fields(form: &Form, tenant: Option<&Tenant>) -> BTreeMap<String, String> {
    form.fields()
        .map(|(name, value)| {
            if !KNOWN.contains(&name) {
                return (MASK.to_owned(), MASK.to_owned());
            }
            let shown = match name {
                "challenge_type" | "capabilities" | "grant_type" | "challenge_channel" => {
                    words(value, |word| WORDS.contains(&word))
                }
                "scope" => words(value, |word| {
                    WORDS.contains(&word)
                        || tenant.is_some_and(|t| t.scopes.iter().any(|s| s == word))
                }),
                "client_id" if is_guid(value) => value.to_owned(),
                _ => MASK.to_owned(),
            };
            (name.to_owned(), shown)
        })
        .collect()
}

/// The client's name for itself, if it can be nothing else.
pub(crate) fn shown_sku(sku: &str) -> Option<String> {
    let is_name = |c: char| c.is_ascii_alphabetic() || matches!(c, '.' | '-');
    ((1..=32).contains(&sku.len()) && sku.chars().all(is_name)).then(|| sku.to_owned())
}

/// A path fit to be shown: segments that neither the protocol nor a tenant knows are masked.
pub(crate) fn masked_path(path: &str, tenants: &[Tenant]) -> String {
    let known = |segment: &str| {
        segment.is_empty()
            || tenants.iter().any(|t| t.named_by(segment).is_some())
            || path_words().any(|word| word == segment)
    };
    // A path may be as long as a request line; what no client of the protocol sends is cut.
    let mut segments = path.split('/');
    let shown: Vec<&str> = segments
        .by_ref()
        .take(8)
        .map(|segment| if known(segment) { segment } else { MASK })
        .collect();
    let rest = if segments.next().is_some() {
        "/***"
    } else {
        ""
    };
    format!("{}{rest}", shown.join("/"))
}

fn path_words() -> impl Iterator<Item = &'static str> {
    let more = [
        "authorize",
        "discovery",
        "introspect",
        "keys",
        "logout",
        "openid-configuration",
        "poll_completion",
        "register",
        "resetpassword",
        "submit",
        ".well-known",
    ];
    Endpoint::ALL
        .into_iter()
        .flat_map(|endpoint| endpoint.path().split('/'))
        .chain(more)
}

fn words(value: &str, shown: impl Fn(&str) -> bool) -> String {
    value
        .split_whitespace()
        // More than any client sends, and nothing that fills the memory.
        .take(16)
        .map(|word| if shown(word) { word } else { MASK })
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_guid(text: &str) -> bool {
    text.len() == 36 && uuid::Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_the_protocol_show() {
        let body = "client_id=9f8002af-97cd-4991-9108-7fe4a40bb9f4&grant_type=password\
                    &password=Quiet-River-41&username=ada%40example.com&oob=12345678\
                    &scope=openid+Quiet-River-41&challenge_type=oob+ada%40example.com\
                    &ada%40example.com=x&continuation_token=abc&client_info=1";
        let form = Form::parse(Some("application/x-www-form-urlencoded"), body.as_bytes());
        let fields = masked_fields(&form, None);
        let shown = format!("{fields:?}");
        for secret in ["Quiet", "ada", "12345678", "abc"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        assert_eq!(fields["client_id"], "9f8002af-97cd-4991-9108-7fe4a40bb9f4");
        assert_eq!(fields["grant_type"], "password");
        assert_eq!(fields["scope"], "openid ***");
        assert_eq!(fields["challenge_type"], "oob ***");
        assert_eq!(fields["username"], "***");
    }

    #[test]
    fn an_unknown_path_is_masked() {
        let path = masked_path("/ada@example.com/oauth2/v2.0/secret/", &[]);
        assert_eq!(path, "/***/oauth2/v2.0/***/");
        let long = masked_path(&"/start".repeat(1000), &[]);
        assert_eq!(long, format!("{}/***", "/start".repeat(7)));
    }
}
