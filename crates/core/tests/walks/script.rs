//! A script: what a flow asks for, one thing after the other, and what comes of each.

use std::time::Duration;

use native_auth_core::Exchange;
use native_auth_core::error::{Entry, catalogue};
use native_auth_wire::{Endpoint, HttpResponse, Method};

use crate::setting::{CLIENT_ID, correlation_id, response};

/// One thing a flow asks for.
#[derive(Debug)]
pub(crate) enum Ask {
    /// An answer of the server.
    Answer(Request),
    /// Time.
    Time(Time),
    /// The verification of an ID token. One that is not in the script goes well.
    Verification(Verdict),
}

/// Why an ID token is not verified.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// For this reason.
    Fails(&'static Entry),
    /// Whoever waits stops waiting.
    Dropped,
}

/// Time as it has to be asked for, and what comes of it.
#[derive(Debug)]
pub(crate) struct Time {
    /// How much.
    pub(crate) delay: Duration,
    /// What happens meanwhile.
    pub(crate) passing: Passing,
}

/// What happens while time is to pass.
#[derive(Debug)]
pub(crate) enum Passing {
    /// It passes.
    Whole,
    /// There is no more, for this reason.
    Over(&'static Entry),
    /// Whoever waits stops waiting.
    Dropped,
}

/// One request as it has to go out, and its answer.
#[derive(Debug)]
pub(crate) struct Request {
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

/// The ID token is not verified, for this reason.
pub(crate) fn verification_fails(reason: &'static Entry) -> Ask {
    Ask::Verification(Verdict::Fails(reason))
}

/// Nobody waits for the ID token to be verified.
pub(crate) fn verification_is_dropped() -> Ask {
    Ask::Verification(Verdict::Dropped)
}

/// This many seconds pass.
pub(crate) fn pause(seconds: u64) -> Ask {
    time(seconds, Passing::Whole)
}

/// This many seconds are asked for, and there is no more time.
pub(crate) fn time_is_up(seconds: u64) -> Ask {
    time(seconds, Passing::Over(&catalogue::POLLING_TIMED_OUT))
}

/// This many seconds are asked for, and nobody waits that long.
pub(crate) fn pause_is_dropped(seconds: u64) -> Ask {
    time(seconds, Passing::Dropped)
}

fn time(seconds: u64, passing: Passing) -> Ask {
    Ask::Time(Time {
        delay: Duration::from_secs(seconds),
        passing,
    })
}

impl Unanswered {
    /// A request to this endpoint with these fields after the client id.
    pub(crate) fn new(endpoint: Endpoint, fields: &[(&str, &str)]) -> Self {
        let fields = fields
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        Self {
            endpoint,
            fields: fields.collect(),
        }
    }

    /// With what a client declares that can handle a second factor and its registration.
    pub(crate) fn capable(self) -> Self {
        self.with("capabilities", "mfa_required registration_required")
    }

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
        Ask::Answer(Request {
            endpoint: self.endpoint,
            fields: self.fields,
            answer,
        })
    }
}

impl Request {
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
