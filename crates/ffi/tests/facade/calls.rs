use std::future::Future as _;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use native_auth_emulator::Fault;
use native_auth_ffi::{
    CancelToken, ErrorKind, NativeAuthClient, Recovery, Step, StepUpRequest, TokenStorage,
    generate_sealing_key,
};

use crate::stage::{PASSWORD, Stage, account, asks_password, begin, options, sign_in, token};

/// A token request that the emulator answers after ten minutes.
fn slow() -> Fault {
    Fault {
        endpoint: Some("oauth2/v2.0/token".to_owned()),
        delay_ms: Some(600_000),
        ..Fault::named("oauth2/v2.0/token", "TokenSuccess")
    }
}

#[tokio::test]
async fn a_flow_ends_in_an_account_whose_token_is_at_hand() {
    let stage = Stage::new().await;
    let client = stage.client();
    let state = asks_password(begin(&client).await.unwrap());
    let wrong = state.submit_password("Wrong-River-41".to_owned(), None);
    let error = wrong.await.unwrap_err();
    assert_eq!(error.code(), "credentials_invalid");
    assert_eq!(error.recovery(), Recovery::AskAgain);
    let right = state.submit_password(PASSWORD.to_owned(), None);
    let account = account(right.await.unwrap());
    let peeked = account.peek_token("").unwrap().unwrap();
    assert_eq!(token(&account).await.unwrap().expose(), peeked);
    assert_eq!(account.peek_token("api://other/Read").unwrap(), None);
    let name = crate::stage::PAT.to_uppercase();
    let found = client.peek_account(&name).unwrap().unwrap();
    assert_eq!(found.id(), account.id());
    account.sign_out(None).await.unwrap();
    assert_eq!(account.peek_token("").unwrap(), None);
    assert!(client.peek_account(&name).unwrap().is_none());
}

/// Polled once, as a foreign loop does, and dropped while the server takes its time.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_dropped_has_freed_its_state_before_the_drop_returns() {
    let stage = Stage::new().await;
    let client = stage.client();
    let state = asks_password(begin(&client).await.unwrap());
    stage.emulator.force(slow()).unwrap();
    {
        let mut call = pin!(state.submit_password(PASSWORD.to_owned(), None));
        let mut context = Context::from_waker(Waker::noop());
        assert!(call.as_mut().poll(&mut context).is_pending());
        // The request has left when the forced answer is gone.
        while !stage.emulator.forced().is_empty() {
            tokio::task::yield_now().await;
        }
    }
    let step = state.submit_password(PASSWORD.to_owned(), None).await;
    assert!(matches!(step, Ok(Step::SignedIn { .. })), "{step:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_token_ends_the_calls_that_have_it() {
    let stage = Stage::new().await;
    let client = stage.client();
    let state = asks_password(begin(&client).await.unwrap());
    stage.emulator.force(slow()).unwrap();
    let cancel = Arc::new(CancelToken::new());
    let call = {
        let (state, cancel) = (Arc::clone(&state), Arc::clone(&cancel));
        tokio::spawn(async move {
            state
                .submit_password(PASSWORD.to_owned(), Some(cancel))
                .await
        })
    };
    while !stage.emulator.forced().is_empty() {
        tokio::task::yield_now().await;
    }
    cancel.cancel();
    let error = call.await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.code().as_str()),
        (ErrorKind::Cancelled, "call_cancelled")
    );
    // And those that come later.
    let again = state
        .submit_password(PASSWORD.to_owned(), Some(cancel))
        .await;
    assert_eq!(again.unwrap_err().code(), "call_cancelled");
    let step = state.submit_password(PASSWORD.to_owned(), None).await;
    assert!(matches!(step, Ok(Step::SignedIn { .. })), "{step:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_a_client_ends_its_calls_and_refuses_later_ones() {
    let stage = Stage::new().await;
    let client = stage.client();
    let account = account(sign_in(&client).await.unwrap());
    let state = asks_password(begin(&client).await.unwrap());
    stage.emulator.force(slow()).unwrap();
    let call = {
        let state = Arc::clone(&state);
        tokio::spawn(async move { state.submit_password(PASSWORD.to_owned(), None).await })
    };
    while !stage.emulator.forced().is_empty() {
        tokio::task::yield_now().await;
    }
    client.close_client();
    client.close_client();
    assert_eq!(call.await.unwrap().unwrap_err().code(), "client_closed");
    assert_eq!(begin(&client).await.unwrap_err().code(), "client_closed");
    assert_eq!(token(&account).await.unwrap_err().code(), "client_closed");
    assert_eq!(account.peek_token("").unwrap_err().code(), "client_closed");
    assert_eq!(account.claims().unwrap_err().code(), "client_closed");
    let step = Step::PasswordRequired { state };
    let error = client.suspend(step, generate_sealing_key()).unwrap_err();
    assert_eq!(error.code(), "client_closed");
}

#[tokio::test]
async fn a_step_is_suspended_and_resumed_by_another_client() {
    let stage = Stage::new().await;
    let key = generate_sealing_key();
    let sealed = {
        let client = stage.client();
        let step = begin(&client).await.unwrap();
        let error = client.suspend(step.clone(), vec![7; 31]).unwrap_err();
        assert_eq!(error.code(), "sealing_key_invalid");
        client.suspend(step, key.clone()).unwrap()
    };
    let client = stage.client();
    let error = client
        .resume(sealed.clone(), generate_sealing_key())
        .unwrap_err();
    assert_eq!(error.code(), "suspension_unreadable");
    let state = asks_password(client.resume(sealed, key).unwrap());
    let step = state.submit_password(PASSWORD.to_owned(), None).await;
    assert!(matches!(step, Ok(Step::SignedIn { .. })), "{step:?}");
}

#[tokio::test]
async fn a_step_up_asks_for_whom_it_is_told() {
    let header = r#"Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19""#;
    let stage = Stage::new().await;
    let client = stage.client();
    let account = account(sign_in(&client).await.unwrap());
    let other = Some("nobody@example.test".to_owned());
    let request = StepUpRequest::from_challenge(header, Vec::new(), other, false).unwrap();
    let error = account.step_up(request, None, None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UserNotFound);
}

#[tokio::test]
async fn bad_options_are_told_by_field() {
    let made = |tenant: &str, client_id: &str| {
        let storage = Some(TokenStorage::in_memory());
        let options = options(tenant, client_id);
        NativeAuthClient::new(options, storage, None, None, None, None, None)
    };
    let id = native_auth_emulator::CONTOSO_APP_PASSWORD;
    assert_eq!(made("no tenant", id).unwrap_err().code(), "tenant_invalid");
    assert_eq!(
        made("contoso", "no id").unwrap_err().code(),
        "client_id_invalid"
    );
    let client = made("contoso", id).unwrap();
    let error = client
        .sign_in(
            "a".to_owned(),
            None,
            Vec::new(),
            None,
            Some("no id".to_owned()),
            None,
        )
        .await
        .unwrap_err();
    assert_eq!(error.code(), "correlation_id_invalid");
}

/// The languages poll from threads that know nothing of tokio.
#[test]
fn no_runtime_of_the_caller_is_needed() {
    let waker = Waker::noop();
    let storage = Some(TokenStorage::in_memory());
    let options = options("contoso", native_auth_emulator::CONTOSO_APP_PASSWORD);
    let client = NativeAuthClient::new(options, storage, None, None, None, None, None).unwrap();
    let mut call = pin!(client.accounts(None));
    let accounts = loop {
        if let Poll::Ready(accounts) = call.as_mut().poll(&mut Context::from_waker(waker)) {
            break accounts;
        }
        std::thread::yield_now();
    };
    assert!(accounts.unwrap().is_empty());
}
