//! The tenant's keys over HTTP: when they are fetched, how often, and what happens without them.

use std::time::Duration;

use native_auth::{
    Action, Client, CodeRequired, Error, ErrorKind, Recovery, Result, SealingKey, Step,
};
use native_auth_emulator::{DropWhen, Fault, Shape};
use native_auth_tests::token_maker::{TokenMaker, key_set};
use native_auth_tests::{PASSWORD, PAT, Stage};
use serde_json::json;

use crate::openings::{first_factor, person, sign_in_with_code, sign_up, signed_in, state_of};

/// What the tenant's documents are called where faults are queued, and how their paths end.
pub(crate) const DOCUMENTS: [(&str, &str); 2] = [
    ("Metadata", "/openid-configuration"),
    ("Keys", "/discovery/v2.0/keys"),
];

/// How often a path that ends like this was asked for.
pub(crate) fn asked(stage: &Stage, end: &str) -> usize {
    let requests = stage.emulator.requests();
    requests
        .iter()
        .filter(|request| request.path.ends_with(end))
        .count()
}

/// Somebody who signs in with codes and has one now; both documents were asked for in the background, and answered.
pub(crate) async fn waiting_for_the_code(stage: &Stage, client: &Client) -> Result<CodeRequired> {
    stage.add_user(PAT, None);
    let code = sign_in_with_code(client, PAT).await?;
    documents_came(stage, 1).await;
    Ok(code)
}

/// Waits until the background is done: the keys come last, or the metadata if they are refused.
async fn documents_came(stage: &Stage, times: usize) {
    let done = || {
        let requests = stage.emulator.requests();
        let keys = requests
            .iter()
            .filter(|r| r.path.ends_with(DOCUMENTS[1].1))
            .count();
        let forced = requests.iter().filter(|r| r.forced.is_some()).count();
        keys.max(forced) >= times
    };
    while !done() {
        tokio::task::yield_now().await;
    }
}

/// A sign-in waits for neither: both came while the person looked for the code, and behind it there is one request.
#[tokio::test]
async fn the_keys_are_there_before_the_tokens() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.code_client();
    let code = waiting_for_the_code(&stage, &client).await?;
    let before = stage.emulator.requests().len();
    let account = signed_in(client.run(code.submit_code(&stage.code(PAT))).await?);
    let after = stage.emulator.requests().split_off(before);
    assert_eq!(after.len(), 1);
    assert!(after[0].path.ends_with("/oauth2/v2.0/token"));
    let claims = account.claims().unwrap();
    assert_eq!(claims.preferred_username(), Some(PAT));
    Ok(())
}

/// Documents that never come keep nobody from being asked for the code.
#[tokio::test]
async fn no_step_waits_for_the_keys() -> Result<()> {
    let stage = Stage::http().await;
    let never = Fault {
        delay_ms: Some(600_000),
        ..Fault::status("Metadata", 500)
    };
    stage.emulator.force(never).unwrap();
    stage.add_user(PAT, None);
    sign_in_with_code(&stage.code_client(), PAT).await?;
    assert_eq!(asked(&stage, DOCUMENTS[1].1), 0);
    Ok(())
}

#[tokio::test]
async fn the_documents_are_kept_for_a_day() -> Result<()> {
    let stage = Stage::http().await;
    stage.add_user(PAT, Some(PASSWORD));
    let client = stage.password_client();
    for (later, fetched) in [(0, 1), (24 * 3600 - 5, 1), (5, 2), (60, 2)] {
        stage.advance(Duration::from_secs(later));
        signed_in(first_factor(&client, PAT).await?);
        for (_, end) in DOCUMENTS {
            assert_eq!(asked(&stage, end), fetched, "{end} after {later} s");
        }
    }
    Ok(())
}

#[tokio::test]
async fn many_sign_ins_at_once_fetch_the_documents_once() -> Result<()> {
    let stage = Stage::http().await;
    let client = stage.password_client();
    let sign_ins = (0..64).map(|number| {
        stage.add_user(&person(number), Some(PASSWORD));
        let client = client.clone();
        tokio::spawn(async move { first_factor(&client, &person(number)).await })
    });
    for sign_in in sign_ins.collect::<Vec<_>>() {
        signed_in(sign_in.await.unwrap()?);
    }
    assert_eq!(client.accounts().await?.len(), 64);
    for (_, end) in DOCUMENTS {
        assert_eq!(asked(&stage, end), 1, "{end}");
    }
    Ok(())
}

/// What is wrong with one of the documents.
type AtDocument = dyn Fn(&str) -> Fault;

/// However the keys cannot be had: the person tries again later, with the code that was accepted before.
#[tokio::test]
async fn without_keys_it_goes_on_later_with_no_new_code() -> Result<()> {
    let shaped = |shape| {
        move |document: &str| Fault {
            status: None,
            shape: Some(shape),
            ..Fault::status(document, 200)
        }
    };
    let saying = |body: serde_json::Value| {
        move |document: &str| Fault {
            body: Some(body.clone()),
            ..Fault::status(document, 200)
        }
    };
    let faults: [Box<AtDocument>; 9] = [
        Box::new(|document| Fault::status(document, 500)),
        Box::new(|document| Fault::status(document, 404)),
        Box::new(|document| Fault::status(document, 204)),
        Box::new(|document| Fault::dropped(document, DropWhen::Before)),
        Box::new(shaped(Shape::HtmlPage)),
        Box::new(shaped(Shape::Truncated)),
        Box::new(shaped(Shape::Oversized)),
        Box::new(saying(json!({}))),
        Box::new(saying(json!("<html>sign in to this network first</html>"))),
    ];
    for fault in faults {
        for (document, _) in DOCUMENTS {
            goes_on_after(&fault(document)).await?;
        }
    }
    Ok(())
}

/// The background meets the fault, the first try does so again, and the second does not.
async fn goes_on_after(fault: &Fault) -> Result<()> {
    let stage = Stage::http().await;
    let twice = Fault {
        times: 2,
        ..fault.clone()
    };
    stage.emulator.force(twice).unwrap();
    let client = stage.code_client();
    let code = waiting_for_the_code(&stage, &client).await?;
    let sent = stage.code(PAT);
    let step = in_the_end(&client, 1..=2, || code.submit_code(&sent)).await;
    signed_in(step);
    assert_eq!(
        asked(&stage, "/oauth2/v2.0/token"),
        1,
        "the code was sent once"
    );
    assert_eq!(stage.mails(PAT), 1);
    Ok(())
}

/// Runs an action until the keys are there. A try may meet the end of what was begun in the background, so that it fails
/// once more or once less.
async fn in_the_end(
    client: &Client,
    failures: std::ops::RangeInclusive<usize>,
    action: impl Fn() -> Action,
) -> Step {
    let mut failed = 0;
    loop {
        match client.run(action()).await {
            Ok(step) => {
                assert!(failures.contains(&failed), "{failed}");
                return step;
            }
            Err(error) => {
                assert_unavailable(&error);
                assert!(client.accounts().await.unwrap().is_empty());
                failed += 1;
                assert!(failed <= *failures.end(), "{failed}");
            }
        }
    }
}

fn assert_unavailable(error: &Error) {
    assert_eq!(error.code(), "id_token_keys_unavailable", "{error:?}");
    assert_eq!(error.kind(), ErrorKind::ServerUnavailable);
    assert_eq!(error.recovery(), Recovery::TryLater);
    assert!(error.correlation_id().is_some());
}

/// What the tenant asks for is passed on.
#[tokio::test]
async fn a_tenant_that_is_busy_says_when() -> Result<()> {
    let stage = Stage::http().await;
    let busy = Fault {
        times: 2,
        retry_after: Some(33),
        ..Fault::status("Keys", 429)
    };
    stage.emulator.force(busy).unwrap();
    let client = stage.code_client();
    let code = waiting_for_the_code(&stage, &client).await?;
    let error = client
        .run(code.submit_code(&stage.code(PAT)))
        .await
        .unwrap_err();
    assert_unavailable(&error);
    assert_eq!(error.retry_after(), Some(Duration::from_secs(33)));
    Ok(())
}

/// Killed between the code and the keys: the app that comes back needs no code either.
#[tokio::test]
async fn without_keys_it_goes_on_in_the_next_run_of_the_app() -> Result<()> {
    let stage = Stage::http().await;
    stage
        .emulator
        .force(times(3, Fault::status("Keys", 503)))
        .unwrap();
    let key = SealingKey::generate();
    let sealed = {
        let client = stage.code_client();
        let state = waiting_for_the_code(&stage, &client).await?;
        let action = state.submit_code(&stage.code(PAT));
        assert_unavailable(&client.run(action).await.unwrap_err());
        client.suspend(&Step::CodeRequired { state }, &key)?
    };
    let client = stage.code_client();
    let state = state_of!(CodeRequired, client.resume(&sealed, &key)?);
    let account = signed_in(in_the_end(&client, 1..=2, || state.submit_code("")).await);
    assert!(!account.access_token(&[]).await?.expose().is_empty());
    assert_eq!(asked(&stage, "/oauth2/v2.0/token"), 1);
    assert_eq!(stage.mails(PAT), 1);
    Ok(())
}

#[tokio::test]
async fn without_keys_a_created_account_is_no_failed_sign_up() -> Result<()> {
    let stage = Stage::http().await;
    stage
        .emulator
        .force(times(3, Fault::status("Keys", 503)))
        .unwrap();
    let client = stage.code_client();
    let code = sign_up(&client, PAT).await?;
    documents_came(&stage, 1).await;
    let step = client.run(code.submit_code(&stage.code(PAT))).await?;
    let completed = state_of!(Completed, step);
    assert_unavailable(completed.sign_in_error().unwrap());
    let sign_in = || completed.sign_in().unwrap();
    signed_in(in_the_end(&client, 1..=2, sign_in).await);
    assert_eq!(asked(&stage, "/oauth2/v2.0/token"), 1);
    Ok(())
}

/// The access token lives from when it came, not from when it could be verified.
#[tokio::test]
async fn tokens_that_waited_are_as_old_as_they_are() -> Result<()> {
    let stage = Stage::http().await;
    stage
        .emulator
        .force(times(2, Fault::status("Keys", 503)))
        .unwrap();
    let client = stage.code_client();
    let code = waiting_for_the_code(&stage, &client).await?;
    let came = native_auth::Clock::now(&stage.clock);
    let submit = || code.submit_code("");
    let action = code.submit_code(&stage.code(PAT));
    assert_unavailable(&client.run(action).await.unwrap_err());
    stage.advance(Duration::from_secs(1800));
    let account = signed_in(in_the_end(&client, 0..=1, submit).await);
    let token = account.access_token(&[]).await?;
    let life = token.expires_at().duration_since(came).unwrap();
    // As documented, an access token lives for 60 to 90 minutes.
    assert!(life <= Duration::from_secs(5400), "{life:?}");
    Ok(())
}

/// The tenant has changed its key since the set was fetched.
#[tokio::test]
async fn a_new_key_is_looked_for_once() -> Result<()> {
    let stage = Stage::http().await;
    let former = key_set(&[TokenMaker::former().unwrap().jwk()]);
    let old = Fault {
        body: Some(former),
        ..Fault::status("Keys", 200)
    };
    stage.emulator.force(old).unwrap();
    let client = stage.code_client();
    let code = waiting_for_the_code(&stage, &client).await?;
    signed_in(client.run(code.submit_code(&stage.code(PAT))).await?);
    assert_eq!(asked(&stage, DOCUMENTS[1].1), 2);
    assert_eq!(asked(&stage, DOCUMENTS[0].1), 1);
    Ok(())
}

fn times(times: u32, fault: Fault) -> Fault {
    Fault { times, ..fault }
}
