//! One reply, at every endpoint of every flow.

use native_auth_core::{Error, Next};
use native_auth_wire::{Endpoint, HttpResponse};
use proptest::prelude::*;

use crate::at::exchange_at;
use crate::fixtures::ALL;
use crate::server::{Outcome, any_reply, any_response};
use crate::setting::correlation_id;

proptest! {
    #[test]
    fn any_response_leads_to_a_step_or_an_error(response in any_response()) {
        for endpoint in Endpoint::ALL {
            check(endpoint, Ok(response.clone()))?;
        }
    }

    #[test]
    fn any_reply_leads_to_a_step_or_an_error(reply in any_reply()) {
        for endpoint in Endpoint::ALL {
            match reply.at(endpoint) {
                Outcome::Response(response) => check(endpoint, Ok(response))?,
                Outcome::Failure(entry) => check(endpoint, Err(Error::new(entry)))?,
                Outcome::Dropped => drop(exchange_at(endpoint)),
            }
        }
    }
}

/// Every documented answer at every endpoint, also where it does not belong, with its status and with others.
#[test]
fn every_documented_answer_everywhere() {
    for fixture in ALL {
        for endpoint in Endpoint::ALL {
            for status in [200, 400, 500] {
                let body = fixture.body.as_bytes().to_vec();
                let response = HttpResponse::new(status, Vec::new(), body);
                check(endpoint, Ok(response)).unwrap();
            }
        }
    }
}

fn check(
    endpoint: Endpoint,
    outcome: native_auth_core::Result<HttpResponse>,
) -> Result<(), TestCaseError> {
    let failure = outcome.as_ref().err().map(Error::code);
    match exchange_at(endpoint).resume(outcome) {
        // What failed before an answer fails as that, and nothing is sent in its stead.
        Ok(next) => {
            prop_assert_eq!(failure, None);
            if let Next::Send(exchange) = next {
                prop_assert_ne!(exchange.endpoint(), Endpoint::Refresh);
            }
        }
        Err(error) => {
            prop_assert_eq!(error.correlation_id(), Some(correlation_id()));
            prop_assert!(failure.is_none_or(|code| code == error.code()));
            prop_assert_eq!(error.recovery(), error.kind().recovery());
        }
    }
    Ok(())
}
