//! A server that does not answer, at every exchange of a reset, a second factor and a registration.

use std::time::Duration;

use native_auth::{Action, Client, Error, Result, Step};
use native_auth_tests::{CLIENT_ID, Misbehaving, MovableClock, NEW_PASSWORD, Reply, id_token};
use serde_json::Value;

use crate::openings::{first_factor, person, reset_password};

/// One exchange of a flow: the status, the body, and what marks the request that it answers.
type Exchange = (u16, &'static str, &'static str);

const TOKENS: Exchange = (
    200,
    r#"{"token_type":"Bearer","expires_in":3600,"access_token":"AT","refresh_token":"RT",
    "id_token":"{id token}"}"#,
    "/oauth2/v2.0/token",
);
const CODE: &str = r#"{"continuation_token":"CT-code","challenge_type":"oob","code_length":8}"#;

const RESET: [Exchange; 7] = [
    (200, r#"{"continuation_token":"CT-1"}"#, "/start"),
    (200, CODE, "/challenge"),
    (
        200,
        r#"{"continuation_token":"CT-3","expires_in":600}"#,
        "/continue",
    ),
    (
        200,
        r#"{"continuation_token":"CT-4","poll_interval":1}"#,
        "/submit",
    ),
    (200, r#"{"status":"in_progress"}"#, "/poll_completion"),
    (
        200,
        r#"{"status":"succeeded","continuation_token":"CT-6"}"#,
        "/poll_completion",
    ),
    TOKENS,
];

const SECOND_FACTOR: [Exchange; 6] = [
    (200, r#"{"continuation_token":"CT-1"}"#, "/initiate"),
    (
        200,
        r#"{"continuation_token":"CT-2","challenge_type":"password"}"#,
        "/oauth2/v2.0/challenge",
    ),
    (
        400,
        r#"{"error":"invalid_grant","suberror":"mfa_required","continuation_token":"CT-3"}"#,
        "/oauth2/v2.0/token",
    ),
    (
        200,
        r#"{"continuation_token":"CT-4","methods":[{"id":"m1","challenge_type":"oob","challenge_channel":"sms"}]}"#,
        "/oauth2/v2.0/introspect",
    ),
    (200, CODE, "/oauth2/v2.0/challenge"),
    TOKENS,
];

const REGISTRATION: [Exchange; 7] = [
    (200, r#"{"continuation_token":"CT-1"}"#, "/initiate"),
    (
        200,
        r#"{"continuation_token":"CT-2","challenge_type":"password"}"#,
        "/oauth2/v2.0/challenge",
    ),
    (
        400,
        r#"{"error":"invalid_grant","suberror":"registration_required","continuation_token":"CT-3"}"#,
        "/oauth2/v2.0/token",
    ),
    (
        200,
        r#"{"continuation_token":"CT-4","methods":[{"id":"sms","challenge_type":"oob","challenge_channel":"sms"}]}"#,
        "/register/v1.0/introspect",
    ),
    (200, CODE, "/register/v1.0/challenge"),
    (
        200,
        r#"{"continuation_token":"CT-6"}"#,
        "/register/v1.0/continue",
    ),
    TOKENS,
];

/// How many exchanges come before the flow has a state: a silence there begins it again from the start.
const RESET_OPENING: usize = 2;
const SIGN_IN_OPENING: usize = 3;

#[tokio::test]
async fn a_reset() -> Result<()> {
    at_every_exchange(&RESET, RESET_OPENING, async |client| {
        let state = reset_password(client, &person(0)).await?;
        Ok(Step::CodeRequired { state })
    })
    .await
}

#[tokio::test]
async fn a_second_factor() -> Result<()> {
    at_every_exchange(&SECOND_FACTOR, SIGN_IN_OPENING + 1, async |client| {
        first_factor(client, &person(0)).await
    })
    .await
}

#[tokio::test]
async fn a_registration() -> Result<()> {
    at_every_exchange(&REGISTRATION, SIGN_IN_OPENING + 1, async |client| {
        first_factor(client, &person(0)).await
    })
    .await
}

/// Plays the flow with a silence at each exchange in turn: one time-out, after which the same action goes on from where
/// the server is.
async fn at_every_exchange(
    exchanges: &[Exchange],
    opening: usize,
    begin: impl AsyncFn(&Client) -> Result<Step>,
) -> Result<()> {
    for silent in 0..exchanges.len() {
        let id_token = id_token(CLIENT_ID, &Value::Null);
        let answers = || {
            let answer = |body: &str| body.replace("{id token}", &id_token);
            exchanges
                .iter()
                .map(move |(status, body, _)| Reply::json(*status, &answer(body)))
        };
        let mut script: Vec<Reply> = answers().collect();
        script.insert(silent, Reply::Silence);
        let mut asked: Vec<&str> = exchanges.iter().map(|(_, _, path)| *path).collect();
        asked.insert(silent, asked[silent]);
        if silent < opening {
            script.splice(silent + 1.., answers());
            asked.splice(silent + 1.., exchanges.iter().map(|(_, _, path)| *path));
        }
        let server = Misbehaving::start(script).await.unwrap();
        let client = Client::builder(server.authority(), CLIENT_ID)
            .storage(native_auth::TokenStorage::in_memory())
            .allow_http_loopback()
            .exchange_timeout(Duration::from_millis(1500))
            .clock(MovableClock::default())
            .build()?;
        assert_eq!(
            play(&client, &begin).await?,
            1,
            "exchange {silent} was silent once"
        );
        let requests = server.requests();
        let seen: Vec<&str> = requests
            .iter()
            .map(|request| request.path.as_str())
            .collect();
        assert_eq!(seen.len(), asked.len(), "{seen:?}");
        // Whatever the server took is never sent again.
        for (seen, asked) in seen.iter().zip(asked) {
            assert!(seen.ends_with(asked), "{seen} instead of {asked}");
        }
    }
    Ok(())
}

/// Plays the flow until somebody is signed in, and counts the time-outs.
async fn play(client: &Client, begin: impl AsyncFn(&Client) -> Result<Step>) -> Result<usize> {
    let mut time_outs = 0;
    let mut note = |error: &Error| {
        assert_eq!(error.code(), "exchange_timed_out", "{error:?}");
        time_outs += 1;
    };
    let mut step = loop {
        match begin(client).await {
            Ok(step) => break step,
            Err(error) => note(&error),
        }
    };
    loop {
        let action: Box<dyn Fn() -> Action> = match step {
            Step::CodeRequired { state } => Box::new(move || state.submit_code("1")),
            Step::PasswordRequired { state } => {
                Box::new(move || state.submit_password(NEW_PASSWORD))
            }
            Step::MethodRequired { state } => Box::new(move || state.choose_method("m1")),
            Step::RegistrationRequired { state } => {
                Box::new(move || state.register("sms", "+4790012345"))
            }
            Step::Completed { state } => {
                note(state.sign_in_error().unwrap());
                Box::new(move || state.sign_in().unwrap())
            }
            Step::SignedIn { .. } => return Ok(time_outs),
            other => panic!("{}", other.name()),
        };
        step = loop {
            match client.run(action()).await {
                Ok(step) => break step,
                Err(error) => note(&error),
            }
        };
    }
}
