//! What every public type promises: it can be sent and shared between threads, and so can every call's future.

use native_auth::{
    AccessToken, Account, Action, AttributesRequired, BrowserRequired, Client, ClientBuilder,
    CodeRequired, Completed, Error, PasswordRequired, SignIn, SignUp, Step, TransportError,
};

fn send_and_sync<T: Send + Sync>() {}

#[test]
fn types_are_send_and_sync() {
    send_and_sync::<AccessToken>();
    send_and_sync::<Account>();
    send_and_sync::<Action>();
    send_and_sync::<AttributesRequired>();
    send_and_sync::<BrowserRequired>();
    send_and_sync::<Client>();
    send_and_sync::<CodeRequired>();
    send_and_sync::<Completed>();
    send_and_sync::<Error>();
    send_and_sync::<PasswordRequired>();
    send_and_sync::<SignIn>();
    send_and_sync::<SignUp>();
    send_and_sync::<Step>();
    send_and_sync::<TransportError>();
    fn send_only<T: Send>() {}
    send_only::<ClientBuilder>();
}

#[cfg(feature = "reqwest")]
#[test]
fn futures_are_send() {
    fn send<T: Send>(_: &T) {}
    let client = Client::builder("contoso", "3d0a1f52-7c1b-4c39-9d5e-6f1f3f3b7a10")
        .storage(native_auth::TokenStorage::in_memory())
        .build()
        .unwrap();
    send(&client.sign_up(SignUp::default()));
    send(&client.sign_in(SignIn::default()));
}

/// Without a transport of its own the library demands one, and works with it.
#[cfg(not(feature = "reqwest"))]
#[test]
fn a_build_without_a_transport_demands_one() {
    let error = Client::builder("contoso", "3d0a1f52-7c1b-4c39-9d5e-6f1f3f3b7a10")
        .build()
        .unwrap_err();
    assert_eq!(error.code(), "transport_missing");
}
