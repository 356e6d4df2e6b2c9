//! The redirect to the browser, which every endpoint may answer.

use native_auth_wire::{Answer, MalformedReason};

use crate::calls::{READERS, json};
use crate::fixtures;

#[test]
fn every_endpoint_may_redirect() {
    let plain = fixtures::named("redirect");
    for (endpoint, read) in READERS {
        match read(&json(200, plain.body)).unwrap() {
            Answer::Redirect(redirect) => assert_eq!(redirect.reason, None, "{endpoint:?}"),
            other => panic!("{endpoint:?}: {other:?}"),
        }
    }
}

#[test]
fn the_reason_is_kept_as_the_server_says_it() {
    let explained = fixtures::named("redirect_with_reason");
    for (endpoint, read) in READERS {
        match read(&json(200, explained.body)).unwrap() {
            Answer::Redirect(redirect) => assert_eq!(
                redirect.reason.as_deref(),
                Some("The client does not list a capability that the policy needs"),
                "{endpoint:?}"
            ),
            other => panic!("{endpoint:?}: {other:?}"),
        }
    }
}

/// A redirect goes before everything else, whatever stands beside it and however it is spelled.
#[test]
fn a_redirect_outweighs_the_rest_of_the_body() {
    let bodies = [
        r#"{"challenge_type":"redirect","continuation_token":"t"}"#,
        r#"{"challenge_type":"REDIRECT "}"#,
        r#"{"challenge_type":"redirect","token_type":"Bearer","access_token":"a","expires_in":60}"#,
    ];
    for body in bodies {
        for (endpoint, read) in READERS {
            let answer = read(&json(200, body)).unwrap();
            assert!(matches!(answer, Answer::Redirect(_)), "{endpoint:?} {body}");
        }
    }
}

#[test]
fn an_http_redirect_is_something_else_and_is_refused() {
    for status in [300, 301, 302, 303, 307, 308, 399] {
        for (endpoint, read) in READERS {
            let malformed = read(&json(status, fixtures::named("redirect").body)).unwrap_err();
            assert_eq!(malformed.reason, MalformedReason::HttpRedirect);
            assert_eq!(malformed.status, status, "{endpoint:?}");
        }
    }
}
