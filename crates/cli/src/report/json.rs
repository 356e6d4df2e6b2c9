//! The lines on stdout with `--json`. `docs/cli.md` describes them; programs depend on them.

use std::time::SystemTime;

use native_auth::{
    AccessToken, Account, AttributesRequired, AuthenticationMethod, BrowserReason, BrowserRequired,
    CodePurpose, CodeRequired, Completed, FlowKind, MethodRequired, PasswordPurpose,
    PasswordRequired, RegistrationRequired, RequiredAttribute,
};
use serde::Serialize;
use serde_json::{Map, Value};

use super::error_json::ErrorBody;

/// Where the flow stands.
#[derive(Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub(crate) enum StepLine<'a> {
    PassphraseRequired,
    UsernameRequired {
        flow: &'static str,
    },
    CodeRequired {
        flow: &'static str,
        purpose: &'static str,
        code_length: Option<u32>,
        target: Option<&'a str>,
        channel: &'a str,
        resend_after_seconds: Option<u64>,
        another_method: bool,
        correlation_id: String,
    },
    PasswordRequired {
        flow: &'static str,
        purpose: &'static str,
        correlation_id: String,
    },
    AttributesRequired {
        flow: &'static str,
        attributes: Vec<AttributeBody<'a>>,
        invalid_attributes: &'a [String],
        correlation_id: String,
    },
    MethodRequired {
        flow: &'static str,
        methods: Vec<MethodBody<'a>>,
        correlation_id: String,
    },
    RegistrationRequired {
        flow: &'static str,
        methods: Vec<MethodBody<'a>>,
        correlation_id: String,
    },
    BrowserRequired {
        flow: &'static str,
        reason: &'static str,
        account_exists: bool,
        server_text: Option<&'a str>,
        advice: Option<String>,
        correlation_id: String,
    },
    Completed {
        flow: &'static str,
        sign_in_error: Option<ErrorBody>,
        correlation_id: String,
    },
    SignedIn {
        account: AccountBody,
    },
}

/// An attribute that is wanted.
#[derive(Serialize)]
pub(crate) struct AttributeBody<'a> {
    name: &'a str,
    r#type: Option<&'a str>,
    required: bool,
    regex: Option<&'a str>,
    /// Whatever else the server says about the value.
    #[serde(skip_serializing_if = "Map::is_empty")]
    options: Map<String, Value>,
}

/// A method to choose, or to register.
#[derive(Serialize)]
pub(crate) struct MethodBody<'a> {
    id: &'a str,
    channel: &'a str,
    hint: Option<&'a str>,
}

/// What a user flow requires.
#[derive(Serialize)]
pub(crate) struct AttributesLine<'a> {
    attributes: Vec<AttributeBody<'a>>,
    account_created: bool,
}

/// Who.
#[derive(Serialize)]
pub(crate) struct AccountBody {
    id: String,
    object_id: String,
    tenant_id: String,
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
}

/// The token that was asked for.
#[derive(Serialize)]
pub(crate) struct TokenLine<'a> {
    access_token: &'a str,
    expires_in_seconds: u64,
    scopes: &'a [String],
}

/// The accounts that are signed in.
#[derive(Serialize)]
pub(crate) struct AccountsLine {
    accounts: Vec<AccountBody>,
}

/// The accounts that were signed in.
#[derive(Serialize)]
pub(crate) struct SignedOutLine {
    signed_out: Vec<String>,
}

impl<'a> StepLine<'a> {
    pub(crate) fn username_required(flow: FlowKind) -> Self {
        Self::UsernameRequired {
            flow: flow.as_str(),
        }
    }

    pub(crate) fn code_required(state: &'a CodeRequired) -> Self {
        Self::CodeRequired {
            flow: state.flow().as_str(),
            purpose: match state.purpose() {
                CodePurpose::FirstFactor => "first_factor",
                CodePurpose::SignUp => "sign_up",
                CodePurpose::ResetPassword => "reset_password",
                CodePurpose::SecondFactor => "second_factor",
                CodePurpose::Registration => "registration",
            },
            code_length: state.code_length(),
            target: state.target(),
            channel: state.channel().as_str(),
            resend_after_seconds: state.resend_after().map(|wait| wait.as_secs()),
            another_method: state.choose_another_method().is_some(),
            correlation_id: state.correlation_id().to_string(),
        }
    }

    pub(crate) fn password_required(state: &PasswordRequired) -> Self {
        Self::PasswordRequired {
            flow: state.flow().as_str(),
            purpose: match state.purpose() {
                PasswordPurpose::Existing => "existing",
                PasswordPurpose::New => "new",
            },
            correlation_id: state.correlation_id().to_string(),
        }
    }

    pub(crate) fn attributes_required(
        state: &'a AttributesRequired,
        invalid: &'a [String],
    ) -> Self {
        Self::AttributesRequired {
            flow: state.flow().as_str(),
            attributes: state.attributes().iter().map(AttributeBody::new).collect(),
            invalid_attributes: invalid,
            correlation_id: state.correlation_id().to_string(),
        }
    }

    pub(crate) fn method_required(state: &'a MethodRequired) -> Self {
        Self::MethodRequired {
            flow: state.flow().as_str(),
            methods: state.methods().iter().map(MethodBody::new).collect(),
            correlation_id: state.correlation_id().to_string(),
        }
    }

    pub(crate) fn registration_required(state: &'a RegistrationRequired) -> Self {
        Self::RegistrationRequired {
            flow: state.flow().as_str(),
            methods: state.methods().iter().map(MethodBody::new).collect(),
            correlation_id: state.correlation_id().to_string(),
        }
    }

    pub(crate) fn browser_required(state: &'a BrowserRequired) -> Self {
        Self::BrowserRequired {
            flow: state.flow().as_str(),
            reason: reason(state.reason()),
            account_exists: state.account_exists(),
            server_text: server_text(state.reason()),
            advice: state.advice(),
            correlation_id: state.correlation_id().to_string(),
        }
    }

    pub(crate) fn completed(state: &Completed) -> Self {
        Self::Completed {
            flow: state.flow().as_str(),
            sign_in_error: state.sign_in_error().map(ErrorBody::of_error),
            correlation_id: state.correlation_id().to_string(),
        }
    }
}

impl<'a> AttributeBody<'a> {
    fn new(attribute: &'a RequiredAttribute) -> Self {
        Self {
            name: attribute.name(),
            r#type: attribute.data_type(),
            required: attribute.is_required(),
            regex: attribute.regex(),
            options: options(attribute),
        }
    }
}

fn options(attribute: &RequiredAttribute) -> Map<String, Value> {
    let value = |(name, json): (&str, String)| {
        let value = serde_json::from_str(&json).ok()?;
        Some((name.to_owned(), value))
    };
    attribute.options().filter_map(value).collect()
}

impl<'a> MethodBody<'a> {
    fn new(method: &'a AuthenticationMethod) -> Self {
        Self {
            id: method.id(),
            channel: method.channel().as_str(),
            hint: method.hint(),
        }
    }
}

impl<'a> AttributesLine<'a> {
    pub(crate) fn new(attributes: &'a [RequiredAttribute], account_created: bool) -> Self {
        Self {
            attributes: attributes.iter().map(AttributeBody::new).collect(),
            account_created,
        }
    }
}

impl AccountBody {
    /// Without the user name, which is usually an e-mail address: whoever did not ask for it need not keep it safe.
    pub(crate) fn without_address(account: &Account) -> Self {
        let claims = account.claims().unwrap_or_default();
        Self {
            id: account.id().to_string(),
            object_id: account.id().object_id().to_owned(),
            tenant_id: account.id().tenant_id().to_owned(),
            name: claims.name().map(str::to_owned),
            username: None,
        }
    }

    fn whole(account: &Account) -> Self {
        let claims = account.claims().unwrap_or_default();
        Self {
            username: claims.preferred_username().map(str::to_owned),
            ..Self::without_address(account)
        }
    }
}

impl<'a> TokenLine<'a> {
    pub(crate) fn new(token: &'a AccessToken) -> Self {
        let life = token.expires_at().duration_since(SystemTime::now());
        Self {
            access_token: token.expose(),
            expires_in_seconds: life.unwrap_or_default().as_secs(),
            scopes: token.scopes(),
        }
    }
}

impl AccountsLine {
    pub(crate) fn new(accounts: &[Account]) -> Self {
        Self {
            accounts: accounts.iter().map(AccountBody::whole).collect(),
        }
    }
}

impl SignedOutLine {
    pub(crate) fn new(accounts: &[Account]) -> Self {
        Self {
            signed_out: accounts.iter().map(|a| a.id().to_string()).collect(),
        }
    }
}

/// A stable word for why a browser is wanted.
pub(crate) fn reason(reason: &BrowserReason) -> &'static str {
    match reason {
        BrowserReason::SecondFactor => "second_factor",
        BrowserReason::Registration => "registration",
        _ => "requested",
    }
}

/// The server's own words, if it asked for the browser. They may name the person.
fn server_text(reason: &BrowserReason) -> Option<&str> {
    match reason {
        BrowserReason::Requested { server_text } => server_text.as_deref(),
        _ => None,
    }
}
