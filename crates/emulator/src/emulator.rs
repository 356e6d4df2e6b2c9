//! Starting and holding an emulator.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, RwLock};
use std::time::{Duration, SystemTime};

use serde::Serialize;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::config::{Config, TenantConfig};
use crate::domain::{Domain, Rules};
use crate::errands::Courier;
use crate::facts::{AppFacts, TenantFacts};
use crate::faults::{Fault, FaultError, Faults};
use crate::http::{self, Guard, Identity, RequestLog, RequestRecord, Shared};
use crate::inbox::Message;
use crate::mail::Post;
use crate::randomness::Randomness;
use crate::snapshot::{self, ImportError};
use crate::start_error::StartError;
use crate::tenant::Tenant;
use crate::tokens::SigningKey;
use crate::users::{NewUser, User, UserChange, UserError, UserFacts};

/// Makes emulators; see [`Emulator::start`].
#[derive(Debug)]
pub struct Emulator;

/// A running emulator. Dropping it stops the emulator and closes every connection.
///
/// Its `Debug` tells only where it listens.
pub struct EmulatorHandle {
    shared: Arc<Shared>,
    address: SocketAddr,
    authority_pem: Option<String>,
    management_token: Option<String>,
    server: JoinHandle<()>,
}

impl Emulator {
    /// Starts an emulator. When this returns it answers requests.
    ///
    /// Must be called within a tokio runtime whose IO and time are enabled; the emulator runs on
    /// it, and ends with it.
    ///
    /// # Errors
    ///
    /// [`StartError`]: the configuration cannot be used, the address cannot be listened on, or no
    /// keys could be made.
    pub async fn start(config: Config) -> Result<EmulatorHandle, StartError> {
        config.check()?;
        let listener = TcpListener::bind((config.host, config.port))
            .await
            .map_err(StartError::Listen)?;
        let address = listener.local_addr().map_err(StartError::Listen)?;
        let randomness = Randomness::new(config.seed).ok_or(StartError::Keys("random numbers"))?;
        let randomness = Arc::new(randomness);
        let tenants = tenants(&config.tenants, &randomness).await?;
        let identity = config
            .tls
            .then(|| Identity::generate(config.host))
            .transpose()
            .map_err(|_| StartError::Keys("its certificate"))?;
        let authority_pem = identity.as_ref().map(|i| i.authority_pem.clone());
        let tls = identity
            .map(http::acceptor)
            .transpose()
            .map_err(|_| StartError::Keys("a TLS configuration"))?;

        let roots = config.trusted_roots()?;
        let post = config.smtp.as_ref().map(|smtp| {
            let post = Post::new(smtp, &roots);
            post.ok_or(StartError::Keys("a TLS configuration for mail"))
        });
        let post = post.transpose()?;
        let scheme = if config.tls { "https" } else { "http" };
        let management_token = (!config.host.is_loopback()).then(|| {
            let given = config.management_token.clone();
            given.unwrap_or_else(|| randomness.opaque::<32>())
        });
        let guard = match &management_token {
            Some(token) => Guard::everybody(scheme, token),
            None => Guard::loopback(scheme, address.port()),
        };
        let rules = Rules {
            limits: config.limits,
            lifetimes: config.lifetimes,
            throttling: config.throttling,
            strict_refresh_tokens: config.strict_refresh_tokens,
        };
        let mails_codes = post.is_some();
        let log = RequestLog::new(rules.limits.requests);
        let clock = Arc::new(Clock::new(config.clock));
        let domain = Domain::new(Arc::new(tenants), rules, mails_codes, clock, randomness);
        let origin = format!("{scheme}://{}", reached_at(address));
        let shared = Arc::new(Shared {
            domain: RwLock::new(Arc::new(domain)),
            origin,
            guard,
            log,
            cors_origins: config.cors_origins,
            faults: Faults::default(),
            courier: Arc::new(Courier::new(roots, post)),
        });
        let server = tokio::spawn(http::serve(listener, tls, Arc::clone(&shared)));
        tracing::info!(origin = shared.origin, "the emulator is ready");
        Ok(EmulatorHandle {
            shared,
            address,
            authority_pem,
            management_token,
            server,
        })
    }
}

impl EmulatorHandle {
    /// The authority of the first tenant, by name: `{origin}/contoso.onmicrosoft.com`.
    pub fn authority(&self) -> String {
        self.tenants()
            .first()
            .map(|tenant| tenant.authority.clone())
            .unwrap_or_default()
    }

    /// The authority of the first tenant, by tenant ID.
    pub fn authority_by_id(&self) -> String {
        self.tenants()
            .first()
            .map(|tenant| tenant.authority_by_id.clone())
            .unwrap_or_default()
    }

    /// Scheme, host and port, such as `http://127.0.0.1:49152`; no slash at the end.
    pub fn origin(&self) -> &str {
        &self.shared.origin
    }

    /// Where the emulator listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate authority to trust, in PEM, when the emulator serves HTTPS.
    pub fn ca_certificate_pem(&self) -> Option<&str> {
        self.authority_pem.as_deref()
    }

    /// The token that the pages under `/_emulator` demand, when the emulator does not listen on a
    /// loopback address. A secret: do not log it.
    pub fn management_token(&self) -> Option<&str> {
        self.management_token.as_deref()
    }

    /// What an app needs to know of each tenant.
    pub fn tenants(&self) -> Vec<TenantFacts> {
        let origin = &self.shared.origin;
        let facts = |tenant: &Tenant| TenantFacts {
            name: tenant.name.clone(),
            tenant_id: tenant.id.clone(),
            authority: format!("{origin}/{}", tenant.domain()),
            authority_by_id: format!("{origin}/{}", tenant.id),
            scopes: tenant.scopes.clone(),
            apps: tenant
                .apps()
                .iter()
                .map(|app| AppFacts {
                    name: app.name.clone(),
                    client_id: app.client_id.clone(),
                })
                .collect(),
        };
        self.shared.domain().tenants.iter().map(facts).collect()
    }

    /// The one line that tells another program that, and where, the emulator is ready: a JSON
    /// object with `ready`, `origin`, `ca_certificate` (where the caller has put
    /// [`ca_certificate_pem`](Self::ca_certificate_pem), or null) and `tenants`. No line break.
    pub fn ready_json(&self, ca_certificate: Option<&Path>) -> String {
        let line = Ready {
            ready: true,
            origin: self.origin(),
            ca_certificate: ca_certificate.map(Path::to_string_lossy),
            tenants: self.tenants(),
        };
        serde_json::to_string(&line).unwrap_or_default()
    }

    /// Every message that would have been sent, newest last.
    pub fn messages(&self) -> Vec<Message> {
        self.shared.domain().state().inbox.list(None)
    }

    /// The messages for one recipient, in any case of letters, newest last.
    pub fn messages_for(&self, recipient: &str) -> Vec<Message> {
        self.shared.domain().state().inbox.list(Some(recipient))
    }

    /// The newest code sent to a recipient.
    pub fn last_code(&self, recipient: &str) -> Option<String> {
        self.messages_for(recipient).pop().map(|m| m.code)
    }

    /// The latest requests to the tenants, newest last.
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.shared.log.list()
    }

    /// All users, oldest first.
    pub fn users(&self) -> Vec<UserFacts> {
        let domain = self.shared.domain();
        let state = domain.state();
        state.users.list().map(User::facts).collect()
    }

    /// Makes a user, as `POST /_emulator/users` does, and tells the ID.
    ///
    /// # Errors
    ///
    /// [`UserError`] says which field to change, or that the name is taken.
    pub fn add_user(&self, user: &NewUser) -> Result<String, UserError> {
        self.shared.domain().add_user(user)
    }

    /// Deletes a user and revokes their tokens; false if there is none with this ID.
    pub fn delete_user(&self, id: &str) -> bool {
        self.shared.domain().delete_user(id)
    }

    /// Enables or disables a user. Disabling revokes their tokens for good; false if there is no
    /// user with this ID.
    pub fn enable_user(&self, id: &str, enabled: bool) -> bool {
        self.change_user(
            id,
            UserChange {
                enabled: Some(enabled),
                ..UserChange::default()
            },
        )
    }

    /// Makes a user's password good only to be changed: sign-in and refresh are refused with 50142
    /// until a reset. False if there is no user with this ID, or one without a password.
    pub fn require_password_change(&self, id: &str) -> bool {
        self.change_user(
            id,
            UserChange {
                must_change_password: Some(true),
                ..UserChange::default()
            },
        )
    }

    /// Makes a user's password one that has run out: sign-in with it is refused with 50055 until a
    /// reset. False if there is no user with this ID, or one without a password.
    pub fn expire_password(&self, id: &str) -> bool {
        self.change_user(
            id,
            UserChange {
                password_expired: Some(true),
                ..UserChange::default()
            },
        )
    }

    /// Makes a Conditional Access policy block a user, or no longer: sign-in and refresh are refused
    /// with 53003. False if there is no user with this ID.
    pub fn block_user(&self, id: &str, blocked: bool) -> bool {
        self.change_user(
            id,
            UserChange {
                blocked: Some(blocked),
                ..UserChange::default()
            },
        )
    }

    /// From now on the app with this client ID, in each tenant that has one, demands a second factor,
    /// or does not, whatever its configuration says; false if there is no such app. Sessions that were begun without one are refused at their
    /// next refresh (50076).
    pub fn require_mfa(&self, client_id: &str, required: bool) -> bool {
        self.shared.domain().require_mfa(None, client_id, required)
    }

    /// Forgets users, flows, tokens, messages and requests, and what
    /// [`require_mfa`](Self::require_mfa) said. The clock and the keys stay.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// Moves the emulator's clock forward: codes and tokens age, locks pass.
    pub fn advance(&self, by: Duration) {
        self.shared.domain().clock.advance(by);
    }

    /// What time it is for the emulator.
    pub fn now(&self) -> SystemTime {
        self.shared.domain().now().to_system()
    }

    /// All that the tenants are, as one JSON text for [`import`](Self::import): configuration and
    /// keys, users, what was issued to them and the flows under way. It holds secrets: password
    /// hashes, live codes and private keys.
    pub fn export(&self) -> String {
        snapshot::export(&self.shared.domain())
    }

    /// Takes over what was [exported](Self::export), here or elsewhere, in place of all users, flows
    /// and tokens, and of the tenants and rules where the text has them; all of it or nothing. The
    /// clock moves forward to the time of the export if it was behind.
    ///
    /// A text written by hand needs no more than
    /// `{"format": "native-auth-emulator", "version": 1, "new_users": […]}`, with users as
    /// [`NewUser`] has them; the tenants then stay as they are. What cannot change while the emulator
    /// runs stays in any case: where it listens, how many connections and how many records of
    /// requests it holds.
    ///
    /// Takes about as long as a start does, so not for a busy async thread.
    ///
    /// # Errors
    ///
    /// [`ImportError`] names the field at fault.
    pub fn import(&self, text: &str) -> Result<(), ImportError> {
        let domain = snapshot::import(text, &self.shared.domain())?;
        self.shared.replace_domain(domain);
        Ok(())
    }

    /// Queues a forced answer, as `POST /_emulator/faults` does.
    ///
    /// # Errors
    ///
    /// [`FaultError`] says which field to change, or that too many wait.
    pub fn force(&self, fault: Fault) -> Result<(), FaultError> {
        let added = self.shared.faults.add(vec![fault]);
        added.map(|_| ()).map_err(|(_, error)| error)
    }

    /// The forced answers that still wait, oldest first, each with the times that are left.
    pub fn forced(&self) -> Vec<Fault> {
        self.shared.faults.list()
    }

    fn change_user(&self, id: &str, change: UserChange) -> bool {
        self.shared.domain().change_user(id, change).is_ok()
    }

    /// Waits as long as the emulator serves. It stops only by [`shutdown`](Self::shutdown), by
    /// being dropped, or by a fault of its own.
    pub async fn serving(&mut self) {
        // A finished task must not be awaited again.
        if !self.server.is_finished() {
            // However it ended, it no longer serves.
            let _ = (&mut self.server).await;
        }
    }

    /// Stops the emulator. When this returns its port is free and its connections are closed.
    pub async fn shutdown(mut self) {
        self.server.abort();
        self.serving().await;
    }
}

/// The line of [`EmulatorHandle::ready_json`], in this order.
#[derive(Serialize)]
struct Ready<'a> {
    ready: bool,
    origin: &'a str,
    ca_certificate: Option<Cow<'a, str>>,
    tenants: Vec<TenantFacts>,
}

impl Drop for EmulatorHandle {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl std::fmt::Debug for EmulatorHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EmulatorHandle")
            .field("origin", &self.shared.origin)
            .finish_non_exhaustive()
    }
}

/// The tenants with fresh keys, made side by side off the async threads.
async fn tenants(
    configs: &[TenantConfig],
    randomness: &Randomness,
) -> Result<Vec<Tenant>, StartError> {
    let making: Vec<_> = configs
        .iter()
        .map(|_| {
            // Drawn in order, so that a seed does not depend on which key is ready first.
            let own = randomness.branch();
            tokio::task::spawn_blocking(move || SigningKey::make(&own))
        })
        .collect();
    let mut tenants = Vec::with_capacity(configs.len());
    for (config, key) in configs.iter().zip(making) {
        let key = key.await.ok().flatten();
        let key = key.ok_or(StartError::Keys("a signing key"))?;
        tenants.push(Tenant::new(config, key, randomness.bytes()));
    }
    Ok(tenants)
}

/// Who listens on every address is reached at the loopback one from here.
fn reached_at(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}
