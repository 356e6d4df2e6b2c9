//! What may be shown of a request and its answer.

use std::time::Duration;

use native_auth::{HttpRequest, HttpResponse, TransportError};
use serde::Serialize;
use serde_json::{Map, Value};

/// One request and what came back, with every secret masked.
///
/// Only what is known to be harmless is shown: a member that a later version adds may be a secret.
#[derive(Debug, Serialize)]
pub(crate) struct Exchange {
    correlation_id: Option<String>,
    trace_id: Option<String>,
    method: &'static str,
    path: String,
    fields: Map<String, Value>,
    status: Option<u16>,
    reply: Map<String, Value>,
    /// Why there is no answer.
    failure: Option<String>,
    milliseconds: f64,
}

const MASK: &str = "***";

/// Fields of a request that are no secret.
const SHOWN_FIELDS: [&str; 11] = [
    "attributes",
    "capabilities",
    "challenge_channel",
    "challenge_target",
    "challenge_type",
    "client_id",
    "client_info",
    "grant_type",
    "id",
    "scope",
    "username",
];

/// Members of an answer that are no secret.
const SHOWN_MEMBERS: [&str; 21] = [
    "binding_method",
    "challenge_channel",
    "challenge_target",
    "challenge_target_label",
    "challenge_type",
    "code_length",
    "error",
    "error_codes",
    "expires_in",
    "ext_expires_in",
    "interval",
    "invalid_attributes",
    "methods",
    "poll_interval",
    "redirect_reason",
    "required_attributes",
    "scope",
    "status",
    "suberror",
    "token_type",
    "unverified_attributes",
];

/// Members that are shown elsewhere, or that the SDK says better.
const LEFT_OUT_MEMBERS: [&str; 5] = [
    "correlation_id",
    "error_description",
    "error_uri",
    "timestamp",
    "trace_id",
];

impl Exchange {
    pub(crate) fn new(
        request: &HttpRequest,
        outcome: &Result<HttpResponse, TransportError>,
        took: Duration,
    ) -> Self {
        let response = outcome.as_ref().ok();
        Self {
            correlation_id: request.header("client-request-id").map(str::to_owned),
            trace_id: response
                .and_then(|response| response.header("x-ms-request-id"))
                .map(str::to_owned),
            method: request.method().as_str(),
            path: request.url().path().to_owned(),
            fields: fields(request),
            status: response.map(HttpResponse::status),
            reply: response.map(members).unwrap_or_default(),
            failure: outcome.as_ref().err().map(ToString::to_string),
            milliseconds: milliseconds(took),
        }
    }

    pub(crate) fn correlation_id(&self) -> &str {
        self.correlation_id.as_deref().unwrap_or("none")
    }

    /// Method and path.
    pub(crate) fn target(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The form, as `name=value` in one line.
    pub(crate) fn form(&self) -> String {
        line(&self.fields)
    }

    /// Status and members, or why there is no answer.
    pub(crate) fn answer(&self) -> String {
        match (self.status, &self.failure) {
            (Some(status), _) => format!("{status}  {}", line(&self.reply)),
            (None, Some(failure)) => format!("no answer: {failure}"),
            (None, None) => "no answer".to_owned(),
        }
    }

    pub(crate) fn milliseconds(&self) -> f64 {
        self.milliseconds
    }
}

/// Milliseconds with one decimal: on one machine an answer seldom takes a whole one.
pub(crate) fn milliseconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 10_000.0).round() / 10.0
}

fn fields(request: &HttpRequest) -> Map<String, Value> {
    url::form_urlencoded::parse(request.body())
        .map(|(name, value)| {
            let shown = match SHOWN_FIELDS.contains(&&*name) {
                true => value.into_owned(),
                false => MASK.to_owned(),
            };
            (name.into_owned(), Value::String(shown))
        })
        .collect()
}

fn members(response: &HttpResponse) -> Map<String, Value> {
    let Ok(Value::Object(members)) = serde_json::from_slice(response.body()) else {
        return Map::new();
    };
    members
        .into_iter()
        .filter(|(name, _)| !LEFT_OUT_MEMBERS.contains(&name.as_str()))
        .map(
            |(name, value)| match SHOWN_MEMBERS.contains(&name.as_str()) {
                true => (name, value),
                false => (name, Value::from(MASK)),
            },
        )
        .collect()
}

fn line(members: &Map<String, Value>) -> String {
    let pairs = members.iter().map(|(name, value)| match value {
        Value::String(text) => format!("{name}={text}"),
        other => format!("{name}={other}"),
    });
    pairs.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use native_auth::Method;
    use url::Url;

    use super::*;

    #[test]
    fn secrets_are_masked_in_both_directions() {
        let url = Url::parse("http://localhost/t/oauth2/v2.0/token?q=hidden").unwrap();
        let body = b"username=ada&password=hidden&oob=hidden&continuation_token=hidden\
                     &refresh_token=hidden&news=hidden&scope=openid";
        let mut request = HttpRequest::new(Method::Post, url, body.to_vec());
        request.set_header("client-request-id", "c");
        let reply = br#"{"token_type":"Bearer","access_token":"hidden","id_token":"hidden",
            "refresh_token":"hidden","client_info":"hidden","continuation_token":"hidden",
            "news":{"a":"hidden"},"error_description":"hidden","expires_in":9}"#;
        let headers = vec![("x-ms-request-id".to_owned(), "t".to_owned())];
        let response = Ok(HttpResponse::new(200, headers, reply.to_vec()));

        let exchange = Exchange::new(&request, &response, Duration::from_micros(2_949));
        let json = serde_json::to_string(&exchange).unwrap();
        for shown in [
            &json,
            &exchange.form(),
            &exchange.answer(),
            &exchange.target(),
        ] {
            assert!(!shown.contains("hidden"), "{shown}");
        }
        assert_eq!(
            json,
            r#"{"correlation_id":"c","trace_id":"t","method":"POST","path":"/t/oauth2/v2.0/token","fields":{"continuation_token":"***","news":"***","oob":"***","password":"***","refresh_token":"***","scope":"openid","username":"ada"},"status":200,"reply":{"access_token":"***","client_info":"***","continuation_token":"***","expires_in":9,"id_token":"***","news":"***","refresh_token":"***","token_type":"Bearer"},"failure":null,"milliseconds":2.9}"#
        );
    }
}
