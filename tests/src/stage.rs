//! An emulator and clients for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use native_auth::{Client, ClientBuilder, Clock, TokenStorage};
use native_auth_emulator::{
    CONTOSO_APP_MFA, CONTOSO_APP_OTP, CONTOSO_APP_PASSWORD, CONTOSO_NAME, Config, Emulator,
    EmulatorHandle, NewMethod, NewUser,
};

/// The address of the person in most tests.
pub const PAT: &str = "pat.marsh@example.test";
/// A password that meets the rules.
pub const PASSWORD: &str = "Quiet-River-41";
/// Another one.
pub const NEW_PASSWORD: &str = "Steep-Harbour-58";

const A_YEAR: Duration = Duration::from_secs(365 * 24 * 3600);

/// An emulator, and what clients for it need.
#[derive(Debug)]
pub struct Stage {
    /// The emulator.
    pub emulator: EmulatorHandle,
    /// The clock of the clients made here.
    pub clock: MovableClock,
}

/// A clock that stands still but for what a test moves it.
#[derive(Debug, Clone)]
pub struct MovableClock {
    start: SystemTime,
    ahead: Arc<AtomicU64>,
    slept: Arc<AtomicU64>,
}

impl Stage {
    /// Over plain HTTP.
    pub async fn http() -> Self {
        Self::with(Config::default()).await
    }

    /// Over TLS, with a root that only the clients made here trust.
    pub async fn https() -> Self {
        Self::with(Config {
            tls: true,
            ..Config::default()
        })
        .await
    }

    /// With a configuration of its own.
    ///
    /// # Panics
    ///
    /// If the emulator does not start; no test could go on.
    #[expect(clippy::expect_used, reason = "a test without its stage has failed")]
    pub async fn with(config: Config) -> Self {
        Self {
            emulator: Emulator::start(config).await.expect("an emulator starts"),
            clock: MovableClock::default(),
        }
    }

    /// A client of the app whose people have passwords.
    #[must_use]
    pub fn password_client(&self) -> Client {
        self.client_of(CONTOSO_APP_PASSWORD)
    }

    /// A client of the app whose people sign in with codes.
    #[must_use]
    pub fn code_client(&self) -> Client {
        self.client_of(CONTOSO_APP_OTP)
    }

    /// A client of the app that demands a second factor.
    #[must_use]
    pub fn mfa_client(&self) -> Client {
        self.client_of(CONTOSO_APP_MFA)
    }

    /// A client of this app.
    ///
    /// # Panics
    ///
    /// If it cannot be built; no test could go on.
    #[must_use]
    #[expect(clippy::expect_used, reason = "a test without its stage has failed")]
    pub fn client_of(&self, client_id: &str) -> Client {
        self.builder(client_id).build().expect("a client is built")
    }

    /// What a client of this app is built from.
    pub fn builder(&self, client_id: &str) -> ClientBuilder {
        let builder = Client::builder(self.emulator.authority(), client_id)
            .allow_http_loopback()
            .storage(TokenStorage::in_memory())
            .clock(self.clock.clone());
        match self.emulator.ca_certificate_pem() {
            Some(pem) => builder.add_root_certificate(pem),
            None => builder,
        }
    }

    /// Makes a user of the tenant; without a password they sign in with codes. Gives the object id.
    ///
    /// # Panics
    ///
    /// If the emulator refuses; no test could go on.
    #[expect(clippy::expect_used, reason = "a test without its stage has failed")]
    pub fn add_user(&self, username: &str, password: Option<&str>) -> String {
        self.emulator
            .add_user(&NewUser::new(CONTOSO_NAME, username, password))
            .expect("a user is made")
    }

    /// Makes a user of the tenant with [`PASSWORD`] and these strong methods, each a channel and a target. Gives the
    /// object id.
    ///
    /// # Panics
    ///
    /// If the emulator refuses; no test could go on.
    #[expect(clippy::expect_used, reason = "a test without its stage has failed")]
    pub fn add_user_with_methods(&self, username: &str, methods: &[(&str, &str)]) -> String {
        let methods = methods.iter().map(|(channel, target)| NewMethod {
            channel: (*channel).to_owned(),
            target: (*target).to_owned(),
        });
        let user = NewUser {
            methods: methods.collect(),
            ..NewUser::new(CONTOSO_NAME, username, Some(PASSWORD))
        };
        self.emulator.add_user(&user).expect("a user is made")
    }

    /// Lets time pass for the tenant and for the clients made here.
    pub fn advance(&self, by: Duration) {
        self.emulator.advance(by);
        self.clock.advance(by);
    }

    /// The newest code sent to this address; empty if there was none.
    #[must_use]
    pub fn code(&self, recipient: &str) -> String {
        self.emulator.last_code(recipient).unwrap_or_default()
    }

    /// How many refreshes the tenant was asked for.
    #[must_use]
    pub fn refreshes(&self) -> usize {
        let requests = self.emulator.requests();
        let is_refresh = |grant: &String| grant == "refresh_token";
        requests
            .iter()
            .filter(|request| request.fields.get("grant_type").is_some_and(is_refresh))
            .count()
    }

    /// Lets time pass, for the clients and for the tenant.
    pub fn pass(&self, time: Duration) {
        self.clock.advance(time);
        self.emulator.advance(time);
    }

    /// How many messages this address got.
    #[must_use]
    pub fn mails(&self, recipient: &str) -> usize {
        self.emulator.messages_for(recipient).len()
    }
}

impl MovableClock {
    /// Moves it forward, by whole seconds.
    pub fn advance(&self, by: Duration) {
        self.ahead.fetch_add(by.as_secs(), Ordering::Relaxed);
    }

    /// Sets it back, by whole seconds and up to a year.
    pub fn set_back(&self, by: Duration) {
        let by = by.min(A_YEAR).as_secs();
        self.ahead.fetch_sub(by, Ordering::Relaxed);
    }

    /// How long was slept on it so far, all in all.
    #[must_use]
    pub fn slept(&self) -> Duration {
        Duration::from_secs(self.slept.load(Ordering::Relaxed))
    }
}

/// Begins at the system's time.
impl Default for MovableClock {
    fn default() -> Self {
        Self {
            start: SystemTime::now() - A_YEAR,
            ahead: Arc::new(AtomicU64::new(A_YEAR.as_secs())),
            slept: Arc::default(),
        }
    }
}

#[native_auth::async_trait]
impl Clock for MovableClock {
    fn now(&self) -> SystemTime {
        self.start + Duration::from_secs(self.ahead.load(Ordering::Relaxed))
    }

    /// Moves the clock instead of waiting, and lets others run: a pause of the flow is one of the future too.
    async fn sleep(&self, duration: Duration) {
        self.advance(duration);
        self.slept.fetch_add(duration.as_secs(), Ordering::Relaxed);
        tokio::task::yield_now().await;
    }
}
