use std::collections::HashMap;
use std::sync::Arc;

use native_auth_ffi::{CallbackFailure, Exchange, Transport};

use crate::stage::{Own, PASSWORD, PAT, Stage, account, begin, sign_in, token};

#[tokio::test]
async fn no_object_prints_what_is_secret_or_whose_it_is() {
    let stage = Stage::new().await;
    let client = stage.client();
    let step = begin(&client).await.unwrap();
    let account = account(sign_in(&client).await.unwrap());
    let token = token(&account).await.unwrap();
    let claims = account.claims().unwrap().unwrap();
    let id_token = account.expose_id_token().unwrap().unwrap();
    let error = client
        .sign_in(
            PAT.to_owned(),
            Some("Wrong-River-41".to_owned()),
            Vec::new(),
            None,
            None,
            None,
        )
        .await
        .unwrap_err();
    let printed = format!(
        "{client:?} {step:?} {account:?} {token:?} {claims:?} {error:?} {error} {:?}",
        error.server()
    );
    let secrets = [PAT, PASSWORD, "Wrong-River-41", &token.expose(), &id_token];
    for secret in secrets {
        assert!(!printed.contains(secret), "{printed}");
    }
    assert_eq!(claims.preferred_username().as_deref(), Some(PAT));
}

/// Refuses everything with all that a refusal can hold.
struct Refuses;

const REFUSAL: &str = r#"{
    "error": "invalid_request", "suberror": "some_case", "error_codes": [901234], "error_uri": "https://example.test/901234",
    "error_description": "No pat.marsh@example.test here.",
    "inner_errors": [{"error": "deeper", "error_description": "It was pat.marsh@example.test."}],
    "required_attributes": [{"name": "city", "type": "string", "required": true}],
    "unverified_attributes": [{"name": "email"}], "invalid_attributes": [{"name": "country"}]
}"#;

impl Transport for Refuses {
    fn begin(&self, exchange: Arc<Exchange>) -> Result<bool, CallbackFailure> {
        exchange.respond(400, HashMap::new(), REFUSAL.as_bytes().to_vec());
        Ok(true)
    }

    fn cancel(&self, _: u64) -> Result<(), CallbackFailure> {
        Ok(())
    }
}

#[tokio::test]
async fn everything_that_the_server_said_can_be_read_and_none_of_its_sentences_is_printed() {
    let stage = Stage::new().await;
    let transport: Arc<dyn Transport> = Arc::new(Refuses);
    let client = stage.client_with(Own {
        transport: Some(transport),
        ..Own::default()
    });
    let error = begin(&client).await.unwrap_err();
    let problem = error.server().unwrap();
    let uri = problem.error_uri();
    assert_eq!(uri.as_deref(), Some("https://example.test/901234"));
    assert_eq!(problem.required_attributes()[0].name, "city");
    assert_eq!(problem.unverified_attributes(), ["email"]);
    assert_eq!(problem.invalid_attributes(), ["country"]);
    let inner = problem.inner_problems();
    assert_eq!(inner[0].error().as_deref(), Some("deeper"));
    let said = inner[0].description();
    assert_eq!(said.as_deref(), Some("It was pat.marsh@example.test."));
    let printed = format!("{error:?} {error} {problem:?} {inner:?}");
    assert!(!printed.contains(PAT), "{printed}");
}
