//! What a flow asks the server, and what the script answers.

use native_auth_core::Exchange;
use native_auth_core::error::Entry;
use native_auth_wire::{Endpoint, HttpResponse, Method};
use serde_json::Value;

use crate::fixtures;
use crate::setting::{CLIENT_ID, USERNAME, correlation_id, response};

/// The scopes that every walk's requests carry.
pub(crate) const SCOPES: &str = "openid profile offline_access api://contoso-api/Read";

const CHALLENGE_TYPES: (&str, &str) = ("challenge_type", "oob password redirect");

/// One request as it has to go out, and its answer.
#[derive(Debug)]
pub(crate) struct Ask {
    endpoint: Endpoint,
    /// Without the client id, which all of them have first.
    fields: Vec<(String, String)>,
    answer: Answer,
}

/// What comes of a request.
#[derive(Debug)]
pub(crate) enum Answer {
    /// This.
    Response(HttpResponse),
    /// Nothing, for this reason.
    Failure(&'static Entry),
    /// Nothing: whoever waits stops waiting.
    Dropped,
}

/// A request whose answer is still missing.
#[derive(Debug)]
#[must_use = "a request has to be answered"]
pub(crate) struct Unanswered {
    endpoint: Endpoint,
    fields: Vec<(String, String)>,
}

impl Unanswered {
    /// With one more field.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With another value of a field.
    pub(crate) fn saying(mut self, name: &str, value: &str) -> Self {
        let mut fields = self.fields.iter_mut();
        let field = fields.find(|(field, _)| field == name).unwrap();
        value.clone_into(&mut field.1);
        self
    }

    /// Answered as documented.
    pub(crate) fn gets(self, fixture: &str) -> Ask {
        self.answered(Answer::Response(response(fixture)))
    }

    /// Answered otherwise.
    pub(crate) fn gets_this(self, status: u16, headers: &[(&str, &str)], body: &str) -> Ask {
        let owned = headers
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        let response = HttpResponse::new(status, owned.collect(), body.as_bytes().to_vec());
        self.answered(Answer::Response(response))
    }

    /// Answered with an error of the least possible words.
    pub(crate) fn refused(self, error: &str, code: i64) -> Ask {
        let body = serde_json::json!({"error": error, "error_codes": [code]});
        self.gets_this(400, &[], &body.to_string())
    }

    /// Not answered, for this reason.
    pub(crate) fn meets(self, failure: &'static Entry) -> Ask {
        self.answered(Answer::Failure(failure))
    }

    /// Not waited for.
    pub(crate) fn dropped(self) -> Ask {
        self.answered(Answer::Dropped)
    }

    /// Answered in this way.
    pub(crate) fn answered(self, answer: Answer) -> Ask {
        Ask {
            endpoint: self.endpoint,
            fields: self.fields,
            answer,
        }
    }
}

impl Ask {
    /// The request is this one, to the letter.
    pub(crate) fn check(&self, exchange: &Exchange, base: &str) {
        assert_eq!(exchange.endpoint(), self.endpoint);
        let request = exchange.request();
        assert_eq!(request.method(), Method::Post);
        let address = format!("{base}{}", self.endpoint.path());
        assert_eq!(request.url().as_str(), address);

        let correlation_id = correlation_id().to_string();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("accept", "application/json"),
            ("client-request-id", &correlation_id),
            ("return-client-request-id", "true"),
        ];
        let headers = headers.map(|(n, v)| (n.to_owned(), v.to_owned()));
        assert_eq!(request.headers(), headers);

        let mut fields = vec![("client_id".to_owned(), CLIENT_ID.to_owned())];
        fields.extend(self.fields.iter().cloned());
        // A form and a query are spelled alike, and the address can read a query.
        let mut reader = request.url().clone();
        reader.set_query(Some(str::from_utf8(request.body()).unwrap()));
        let sent: Vec<(String, String)> = reader.query_pairs().into_owned().collect();
        assert_eq!(sent, fields, "to {:?}", self.endpoint);
    }

    /// What the script answers.
    pub(crate) fn into_answer(self) -> Answer {
        self.answer
    }
}

/// Begins a sign-up with the user name alone.
pub(crate) fn start() -> Unanswered {
    ask(
        Endpoint::SignUpStart,
        &[("username", USERNAME), CHALLENGE_TYPES],
    )
}

/// Asks for the challenge of a sign-up with the token of this answer.
pub(crate) fn sign_up_challenge(token_of: &str) -> Unanswered {
    let token = token(token_of);
    ask(
        Endpoint::SignUpChallenge,
        &[("continuation_token", &token), CHALLENGE_TYPES],
    )
}

/// Submits a code, a password or attributes with the token of this answer.
pub(crate) fn submit(token_of: &str, grant: &str, value: &str) -> Unanswered {
    let (token, field) = (token(token_of), grant);
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", grant),
        (field, value),
    ];
    ask(Endpoint::SignUpContinue, &fields)
}

/// Begins a sign-in.
pub(crate) fn initiate() -> Unanswered {
    ask(
        Endpoint::SignInInitiate,
        &[("username", USERNAME), CHALLENGE_TYPES],
    )
}

/// Asks for the challenge of a sign-in with the token of this answer.
pub(crate) fn sign_in_challenge(token_of: &str) -> Unanswered {
    let token = token(token_of);
    ask(
        Endpoint::SignInChallenge,
        &[("continuation_token", &token), CHALLENGE_TYPES],
    )
}

/// Redeems a code or a password with the token of this answer.
pub(crate) fn redeem(token_of: &str, grant: &str, value: &str) -> Unanswered {
    redeem_with(token_of, grant, (grant, value))
}

/// Redeems a new account with the token of this answer.
pub(crate) fn redeem_created(token_of: &str) -> Unanswered {
    redeem_with(token_of, "continuation_token", ("username", USERNAME))
}

/// Redeems a refresh token.
pub(crate) fn redeem_refresh_token(refresh_token: &str) -> Unanswered {
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token),
        ("scope", SCOPES),
        ("client_info", "true"),
    ];
    ask(Endpoint::Refresh, &fields)
}

fn redeem_with(token_of: &str, grant: &str, proof: (&str, &str)) -> Unanswered {
    let token = token(token_of);
    let fields = [
        ("continuation_token", token.as_str()),
        ("grant_type", grant),
        proof,
        ("scope", SCOPES),
        ("client_info", "true"),
    ];
    ask(Endpoint::Token, &fields)
}

fn ask(endpoint: Endpoint, fields: &[(&str, &str)]) -> Unanswered {
    let fields = fields
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
    Unanswered {
        endpoint,
        fields: fields.collect(),
    }
}

/// The continuation token that a fixture brings.
fn token(fixture: &str) -> String {
    let body: Value = serde_json::from_str(fixtures::named(fixture).body).unwrap();
    body["continuation_token"].as_str().unwrap().to_owned()
}
