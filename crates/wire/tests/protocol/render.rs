//! Replies in words, with the secrets in them: for snapshots of invented data, and nowhere else.

use std::fmt::Write as _;

use native_auth_wire::v1::register::{self, Registered};
use native_auth_wire::v1::reset_password::{GoesOn, Polled, Submitted};
use native_auth_wire::v1::sign_in::{self, Initiated};
use native_auth_wire::v1::sign_up::{Continued, Started};
use native_auth_wire::v1::token::{Redeemed, TokenResponse};
use native_auth_wire::v1::{Challenged, CodeChallenge, Introspected};
use native_auth_wire::{HttpRequest, Problem, RequiredAttribute, Secret};

/// Shows all there is.
pub(crate) trait Render {
    /// One line a fact.
    fn render(mut self) -> String
    where
        Self: Sized,
    {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    /// Adds the lines; `self` may be emptied by it.
    fn write(&mut self, text: &mut String);
}

/// A request: its line, its headers, and the fields of its body, decoded.
pub(crate) fn request(request: &HttpRequest) -> String {
    let mut text = format!("{} {}\n", request.method().as_str(), request.url());
    for (name, value) in request.headers() {
        line(&mut text, name, value);
    }
    for (name, value) in url::form_urlencoded::parse(request.body()) {
        writeln!(text, "  {name} = {value}").unwrap();
    }
    text
}

impl Render for Started {
    fn write(&mut self, text: &mut String) {
        text.push_str("started\n");
        token(text, &self.token);
    }
}

impl Render for Initiated {
    fn write(&mut self, text: &mut String) {
        text.push_str("initiated\n");
        token(text, &self.token);
    }
}

impl Render for Challenged {
    fn write(&mut self, text: &mut String) {
        match self {
            Self::Code(challenge) => challenge.write(text),
            Self::Password { token: secret } => {
                text.push_str("password wanted\n");
                token(text, secret);
            }
        }
    }
}

impl Render for CodeChallenge {
    fn write(&mut self, text: &mut String) {
        text.push_str("code sent\n");
        token(text, &self.token);
        line(text, "channel", self.channel.as_str());
        line(text, "target", &format!("{:?}", self.target));
        line(text, "code length", &format!("{:?}", self.code_length));
        line(text, "resend after", &format!("{:?}", self.resend_after));
    }
}

impl Render for sign_in::Challenged {
    fn write(&mut self, text: &mut String) {
        match self {
            Self::Challenge(challenged) => challenged.write(text),
            Self::IntrospectRequired { token: secret } => {
                text.push_str("introspection required\n");
                optional(text, "token", secret.as_ref());
            }
        }
    }
}

impl Render for Introspected {
    fn write(&mut self, text: &mut String) {
        text.push_str("methods\n");
        token(text, &self.token);
        for method in &self.methods {
            let channel = method.channel().as_str();
            let facts = format!("{}, {channel}, hint {:?}", method.id(), method.hint());
            line(text, "method", &facts);
        }
    }
}

impl Render for register::Challenged {
    fn write(&mut self, text: &mut String) {
        match self {
            Self::Code(challenge) => challenge.write(text),
            Self::Preverified { token: secret } => {
                text.push_str("verified before\n");
                token(text, secret);
            }
        }
    }
}

impl Render for Registered {
    fn write(&mut self, text: &mut String) {
        text.push_str("registered\n");
        token(text, &self.token);
    }
}

impl Render for GoesOn {
    fn write(&mut self, text: &mut String) {
        text.push_str("goes on\n");
        token(text, &self.token);
        if let Some(expires_in) = self.expires_in {
            line(text, "expires in", &format!("{expires_in:?}"));
        }
    }
}

impl Render for Submitted {
    fn write(&mut self, text: &mut String) {
        text.push_str("password taken\n");
        token(text, &self.token);
        line(text, "poll interval", &format!("{:?}", self.poll_interval));
    }
}

impl Render for Polled {
    fn write(&mut self, text: &mut String) {
        let (what, secret) = match self {
            Self::Pending => return text.push_str("not in force yet\n"),
            Self::Succeeded { token } => ("in force\n", token),
            Self::Failed { token } => ("came to nothing\n", token),
        };
        text.push_str(what);
        optional(text, "token", secret.as_ref());
    }
}

impl Render for Continued {
    fn write(&mut self, text: &mut String) {
        match self {
            Self::Created { token: None } => text.push_str("created, without a token\n"),
            Self::Created {
                token: Some(secret),
            } => {
                text.push_str("created\n");
                token(text, secret);
            }
            Self::CredentialRequired { token: secret } => {
                text.push_str("credential required\n");
                token(text, secret);
            }
            Self::AttributesRequired {
                token: secret,
                attributes: wanted,
            } => {
                text.push_str("attributes required\n");
                token(text, secret);
                attributes(text, wanted);
            }
        }
    }
}

impl Render for Redeemed {
    fn write(&mut self, text: &mut String) {
        match self {
            Self::Tokens(tokens) => tokens.write(text),
            Self::MfaRequired { token: secret } => {
                text.push_str("second factor required\n");
                token(text, secret);
            }
            Self::RegistrationRequired { token: secret } => {
                text.push_str("registration required\n");
                token(text, secret);
            }
        }
    }
}

impl Render for TokenResponse {
    fn write(&mut self, text: &mut String) {
        text.push_str("tokens\n");
        line(text, "access token", self.access_token.expose());
        line(text, "expires in", &format!("{:?}", self.expires_in));
        let extended = format!("{:?}", self.ext_expires_in);
        line(text, "extended expiry in", &extended);
        line(text, "refresh in", &format!("{:?}", self.refresh_in));
        line(text, "scopes", &format!("{:?}", self.scopes));
        optional(text, "refresh token", self.refresh_token.as_ref());
        optional(text, "ID token", self.id_token.as_ref());
        optional(text, "client info", self.client_info.as_ref());
    }
}

impl Render for Problem {
    fn write(&mut self, text: &mut String) {
        text.push_str("refused\n");
        line(text, "status", &self.status().to_string());
        line(text, "error", self.error());
        line(text, "suberror", &format!("{:?}", self.suberror()));
        line(text, "codes", &format!("{:?}", self.codes()));
        line(text, "description", &format!("{:?}", self.description()));
        line(text, "timestamp", &format!("{:?}", self.timestamp()));
        line(text, "trace id", &format!("{:?}", self.trace_id()));
        let correlation_id = format!("{:?}", self.correlation_id());
        line(text, "correlation id", &correlation_id);
        line(text, "error URI", &format!("{:?}", self.error_uri()));
        for inner in self.inner_errors() {
            let inner = format!("{:?}, {:?}", inner.error(), inner.description());
            line(text, "inner error", &inner);
        }
        attributes(text, self.required_attributes());
        let invalid = format!("{:?}", self.invalid_attributes());
        line(text, "invalid attributes", &invalid);
        let unverified = format!("{:?}", self.unverified_attributes());
        line(text, "unverified attributes", &unverified);
        line(text, "claims", &format!("{:?}", self.claims()));
        line(text, "retry after", &format!("{:?}", self.retry_after()));
        optional(text, "token", self.take_continuation_token().as_ref());
    }
}

fn attributes(text: &mut String, attributes: &[RequiredAttribute]) {
    for attribute in attributes {
        let facts = format!(
            "{}, type {:?}, required: {}, regex {:?}, regex ignored: {}, options {:?}",
            attribute.name(),
            attribute.data_type(),
            attribute.is_required(),
            attribute.regex(),
            attribute.is_regex_ignored(),
            attribute.options().collect::<Vec<_>>()
        );
        line(text, "attribute", &facts);
    }
}

fn token(text: &mut String, token: &Secret) {
    line(text, "token", token.expose());
}

fn optional(text: &mut String, name: &str, secret: Option<&Secret>) {
    line(text, name, secret.map_or("none", Secret::expose));
}

fn line(text: &mut String, name: &str, value: &str) {
    writeln!(text, "  {name}: {value}").unwrap();
}
