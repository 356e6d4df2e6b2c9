//! A server that does not answer, at every exchange of a flow.

use std::time::Duration;

use native_auth::{Action, Client, Result, Step};
use native_auth_tests::{CLIENT_ID, Misbehaving, Reply, id_token, run_to_pause};
use serde_json::{Value, json};

use crate::openings::{person, sign_up};

/// A server that creates an account, is silent when asked for tokens, and gives them the next time.
async fn silent_at_the_tokens() -> Misbehaving {
    let tokens = json!({
        "token_type": "Bearer",
        "expires_in": 3600,
        "access_token": "AT",
        "refresh_token": "RT",
        "id_token": id_token(CLIENT_ID, &Value::Null),
    });
    Misbehaving::start([
        Reply::json(200, r#"{"continuation_token":"CT-1"}"#),
        Reply::json(
            200,
            r#"{"continuation_token":"CT-2","challenge_type":"oob","code_length":8}"#,
        ),
        Reply::json(200, r#"{"continuation_token":"CT-3"}"#),
        Reply::Silence,
        Reply::json(200, &tokens.to_string()),
    ])
    .await
    .unwrap()
}

#[tokio::test]
async fn a_created_account_is_never_a_failed_sign_up() -> Result<()> {
    let server = silent_at_the_tokens().await;
    let client = Client::builder(server.authority(), CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback()
        .exchange_timeout(Duration::from_millis(1500))
        .build()?;
    let state = sign_up(&client, &person(0)).await?;
    let completed = match client.run(state.submit_code("12345678")).await? {
        Step::Completed { state } => state,
        other => panic!("{}", other.name()),
    };
    let error = completed.sign_in_error().unwrap();
    assert_eq!(error.code(), "exchange_timed_out");
    assert_eq!(error.correlation_id(), Some(state.correlation_id()));
    let action = completed.sign_in().unwrap();
    assert!(matches!(client.run(action).await?, Step::SignedIn { .. }));
    assert_eq!(server.requests().len(), 5);
    assert!(
        server.requests()[4]
            .body
            .contains("continuation_token=CT-3")
    );
    Ok(())
}

#[tokio::test]
async fn a_drop_after_the_account_exists_goes_on_with_signing_in() -> Result<()> {
    let server = silent_at_the_tokens().await;
    let client = Client::builder(server.authority(), CLIENT_ID)
        .storage(native_auth::TokenStorage::in_memory())
        .allow_http_loopback()
        .build()?;
    let state = sign_up(&client, &person(0)).await?;
    {
        let mut first = Box::pin(client.run(state.submit_code("12345678")));
        // Held until the request for tokens has arrived, to which there is no answer; then dropped.
        while server.requests().len() < 4 {
            assert!(run_to_pause(&mut first, 0).await.is_none());
            tokio::task::yield_now().await;
        }
    }
    let step = client.run(state.submit_code("12345678")).await?;
    assert!(matches!(step, Step::SignedIn { .. }), "{}", step.name());
    let codes = server
        .requests()
        .iter()
        .filter(|request| request.body.contains("oob=12345678"))
        .count();
    assert_eq!(codes, 1, "the accepted code was not sent again");
    Ok(())
}

#[tokio::test]
async fn a_silence_at_every_exchange() -> Result<()> {
    let answers = [
        (200, r#"{"continuation_token":"CT-1"}"#),
        (
            200,
            r#"{"continuation_token":"CT-2","challenge_type":"oob","code_length":8}"#,
        ),
        (
            400,
            r#"{"error":"credential_required","continuation_token":"CT-3"}"#,
        ),
        (
            200,
            r#"{"continuation_token":"CT-4","challenge_type":"password"}"#,
        ),
        (
            400,
            r#"{"error":"attributes_required","continuation_token":"CT-5","required_attributes":[{"name":"city"}]}"#,
        ),
        (200, "{}"),
    ];
    for silent in 0..answers.len() {
        let mut script: Vec<Reply> = answers
            .iter()
            .map(|(status, body)| Reply::json(*status, body))
            .collect();
        script.insert(silent, Reply::Silence);
        if silent < 2 {
            // The flow has no state yet: it begins again from the start.
            script.splice(
                silent + 1..,
                answers
                    .iter()
                    .map(|(status, body)| Reply::json(*status, body)),
            );
        }
        let server = Misbehaving::start(script).await.unwrap();
        let client = Client::builder(server.authority(), CLIENT_ID)
            .storage(native_auth::TokenStorage::in_memory())
            .allow_http_loopback()
            .exchange_timeout(Duration::from_millis(1500))
            .build()?;
        let mut time_outs = 0;
        let code = loop {
            match sign_up(&client, &person(0)).await {
                Ok(state) => break state,
                Err(error) => {
                    assert_eq!(error.code(), "exchange_timed_out", "{error:?}");
                    time_outs += 1;
                }
            }
        };
        let mut run = async |action: &dyn Fn() -> Action| loop {
            match client.run(action()).await {
                Ok(step) => break step,
                Err(error) => {
                    assert_eq!(error.code(), "exchange_timed_out", "{error:?}");
                    time_outs += 1;
                }
            }
        };
        let Step::PasswordRequired { state } = run(&|| code.submit_code("1")).await else {
            panic!("a password is wanted")
        };
        let Step::AttributesRequired { state } = run(&|| state.submit_password("x")).await else {
            panic!("attributes are wanted")
        };
        let step = run(&|| state.submit_attributes([("city", "Bergen")])).await;
        assert!(matches!(step, Step::Completed { .. }));
        assert_eq!(time_outs, 1, "exchange {silent} was silent once");
        let codes = server
            .requests()
            .iter()
            .filter(|r| r.body.contains("oob=1"))
            .count();
        assert_eq!(
            codes,
            if silent == 2 { 2 } else { 1 },
            "sent again only when asked again"
        );
    }
    Ok(())
}
