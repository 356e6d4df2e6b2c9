//! An emulator, and clients for it.

use std::sync::Arc;

use native_auth_emulator::{CONTOSO_APP_PASSWORD, Config, Emulator, EmulatorHandle, NewUser};
use native_auth_ffi::{
    AccessToken, Account, ClientOptions, LogLevel, LogSink, NativeAuthClient, NativeAuthError,
    PasswordRequired, Step, Storage, TokenStorage, Transport,
};

pub(crate) const PAT: &str = "pat.marsh@example.test";
pub(crate) const PASSWORD: &str = "Quiet-River-41";

pub(crate) struct Stage {
    pub(crate) emulator: EmulatorHandle,
}

/// What the app brings of its own.
#[derive(Default)]
pub(crate) struct Own {
    pub(crate) storage: Option<Arc<dyn Storage>>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) log: Option<Arc<dyn LogSink>>,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let emulator = Emulator::start(Config::default()).await.unwrap();
        let pat = NewUser::new("contoso", PAT, Some(PASSWORD));
        emulator.add_user(&pat).unwrap();
        Self { emulator }
    }

    pub(crate) fn options(&self) -> ClientOptions {
        ClientOptions {
            allow_http_loopback: true,
            ..options(&self.emulator.authority(), CONTOSO_APP_PASSWORD)
        }
    }

    pub(crate) fn client(&self) -> Arc<NativeAuthClient> {
        self.client_with(Own::default())
    }

    pub(crate) fn client_with(&self, own: Own) -> Arc<NativeAuthClient> {
        let storage = match own.storage {
            Some(storage) => TokenStorage::custom(storage),
            None => TokenStorage::in_memory(),
        };
        let level = Some(LogLevel::Trace);
        NativeAuthClient::new(
            self.options(),
            Some(storage),
            own.transport,
            None,
            None,
            own.log,
            level,
        )
        .unwrap()
    }
}

pub(crate) fn options(tenant: &str, client_id: &str) -> ClientOptions {
    ClientOptions {
        tenant: tenant.to_owned(),
        client_id: client_id.to_owned(),
        tenant_id: None,
        challenge_types: None,
        capabilities: None,
        allow_http_loopback: false,
        connect_timeout: None,
        exchange_timeout: None,
        polling_timeout: None,
        lock_timeout: None,
        suspension_lifetime: None,
        sku: Some("native-auth.test".to_owned()),
        root_certificate: None,
        root_certificates_from_environment: false,
        proxy_from_environment: false,
    }
}

/// Begins to sign Pat in.
pub(crate) async fn begin(client: &NativeAuthClient) -> Result<Step, Arc<NativeAuthError>> {
    client
        .sign_in(PAT.to_owned(), None, Vec::new(), None, None, None)
        .await
}

/// Signs Pat in with the password in one call.
pub(crate) async fn sign_in(client: &NativeAuthClient) -> Result<Step, Arc<NativeAuthError>> {
    let password = Some(PASSWORD.to_owned());
    client
        .sign_in(PAT.to_owned(), password, Vec::new(), None, None, None)
        .await
}

pub(crate) fn asks_password(step: Step) -> Arc<PasswordRequired> {
    match step {
        Step::PasswordRequired { state } => state,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn account(step: Step) -> Arc<Account> {
    match step {
        Step::SignedIn { account } => account,
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn token(account: &Account) -> Result<Arc<AccessToken>, Arc<NativeAuthError>> {
    account.access_token(Vec::new(), None, None, None).await
}
