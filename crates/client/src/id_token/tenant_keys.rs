//! The tenant's issuer and keys: fetched in the background, kept for a day, fetched once for all who wait.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use native_auth_core::Error;
use native_auth_core::error::catalogue;
use native_auth_wire::{HttpRequest, HttpResponse, KeySet, MetadataFault, OpenIdMetadata};
use tracing::instrument::WithSubscriber as _;

use crate::client::correlation_id;
use crate::{Client, Result};

/// How long metadata and keys are good: the service announces the same.
const LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// How often at most keys are fetched because a token names one that is not among them. Whoever makes such tokens must
/// not make us ask the tenant for each.
const REFETCH_INTERVAL: Duration = Duration::from_secs(60);

/// The largest document that is read. The service's have some kilobytes.
const MAX_DOCUMENT: usize = 256 * 1024;

/// What ID tokens are verified with.
#[derive(Debug, Clone)]
pub(super) struct Trust {
    pub(super) metadata: Arc<OpenIdMetadata>,
    pub(super) keys: Arc<KeySet>,
}

/// The tenant's issuer and keys, and which tenant it is. Its lock is never held across an await.
pub(crate) struct TenantKeys(Mutex<State>);

type Flight = Shared<BoxFuture<'static, Result<Trust>>>;

#[derive(Default)]
struct State {
    metadata: Option<Fetched<OpenIdMetadata>>,
    keys: Option<Fetched<KeySet>>,
    /// The fetch under way.
    flight: Option<Flight>,
    /// Whether anything was fetched, or tried to be, since there is this client.
    tried: bool,
    /// When an unknown key was last looked for.
    refetched_at: Option<SystemTime>,
    tenant_id: Option<String>,
}

struct Fetched<T> {
    value: Arc<T>,
    at: SystemTime,
}

impl TenantKeys {
    /// None yet. `tenant_id` is the tenant that the app demands, if it does.
    pub(crate) fn new(tenant_id: Option<String>) -> Self {
        Self(Mutex::new(State {
            tenant_id,
            ..State::default()
        }))
    }

    /// Begins to fetch what is missing, so that it is there when a token comes. Every flow begins with this; one that was
    /// resumed does it with its first action. A failure is nobody's yet: whoever needs the keys tries again.
    pub(crate) fn fetch_ahead(&self, client: &Client, begins_flow: bool) {
        let flight = {
            let mut state = self.lock();
            let needed = begins_flow || !state.tried;
            if !needed || state.trust(client.inner().clock.now()).is_some() {
                return;
            }
            state.fly(client)
        };
        // Without a runtime nothing can be sent, which the first request says.
        let _under_way = flight.begin();
    }

    /// The issuer and the keys, good for now.
    pub(super) async fn current(&self, client: &Client) -> Result<Trust> {
        let flight = {
            let mut state = self.lock();
            if let Some(trust) = state.trust(client.inner().clock.now()) {
                return Ok(trust);
            }
            state.fly(client)
        };
        flight.begin()?.await
    }

    /// Newer keys than these, among which one was not found; once a minute at most.
    pub(super) async fn newer_than(&self, known: &Trust, client: &Client) -> Result<Trust> {
        let now = client.inner().clock.now();
        let flight = {
            let mut state = self.lock();
            if let Some(trust) = state.trust(now)
                && !Arc::ptr_eq(&trust.keys, &known.keys)
            {
                return Ok(trust);
            }
            if state.flight.is_none() {
                if let Some(wait) = state.wait_before_refetch(now) {
                    return Err(unavailable().with_retry_after(Some(wait)));
                }
                state.refetched_at = Some(now);
            }
            state.fly(client)
        };
        flight.begin()?.await
    }

    /// Which tenant it is, if that is known by now: as the app demands, or as it was learnt first.
    pub(crate) fn pinned_tenant(&self) -> Option<String> {
        self.lock().tenant_id.clone()
    }

    /// Notes which tenant it is, unless that is known.
    pub(crate) fn pin(&self, tenant_id: &str) {
        self.lock()
            .tenant_id
            .get_or_insert_with(|| tenant_id.to_ascii_lowercase());
    }

    /// Nothing panics while holding the lock, so a poisoned one holds whole data all the same.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn trust(&self, now: SystemTime) -> Option<Trust> {
        Some(Trust {
            metadata: fresh(self.metadata.as_ref(), now)?,
            keys: fresh(self.keys.as_ref(), now)?,
        })
    }

    /// The fetch under way, or a new one: of the keys in any case, and of the metadata if they are missing.
    fn fly(&mut self, client: &Client) -> Departure {
        if let Some(flight) = &self.flight {
            return Departure::Joined(flight.clone());
        }
        self.tried = true;
        let metadata = fresh(self.metadata.as_ref(), client.inner().clock.now());
        let landing = Landing(client.clone());
        let fetching = async move { fetch(&landing.0, metadata).await };
        // A transport of the app's own may panic.
        let flight = AssertUnwindSafe(fetching)
            .catch_unwind()
            .map(|ended| ended.unwrap_or_else(|_| Err(unavailable())))
            .boxed()
            .shared();
        self.flight = Some(flight.clone());
        Departure::New(flight)
    }

    fn wait_before_refetch(&self, now: SystemTime) -> Option<Duration> {
        // A clock that was set back tells nothing about how long ago that was.
        let since = now.duration_since(self.refetched_at?).ok()?;
        let wait = REFETCH_INTERVAL.checked_sub(since)?;
        (!wait.is_zero()).then_some(wait)
    }
}

/// A fetch to wait for. It has to be begun where nothing is locked: a runtime that shuts down drops it then and there.
#[must_use]
enum Departure {
    Joined(Flight),
    New(Flight),
}

impl Departure {
    /// Sends a new one off in a task of its own: whoever waits may give up, and the keys are there for the next.
    fn begin(self) -> Result<Flight> {
        match self {
            Self::Joined(flight) => Ok(flight),
            Self::New(flight) => {
                let Ok(runtime) = tokio::runtime::Handle::try_current() else {
                    return Err(Error::new(&catalogue::RUNTIME_MISSING));
                };
                runtime.spawn(flight.clone().with_current_subscriber());
                Ok(flight)
            }
        }
    }
}

/// Ends a fetch however it ends, so that nobody joins one that is over.
struct Landing(Client);

impl Drop for Landing {
    fn drop(&mut self) {
        self.0.inner().tenant_keys.lock().flight = None;
    }
}

/// A clock that was set back makes the age unknown, which is as good as too old.
fn fresh<T>(fetched: Option<&Fetched<T>>, now: SystemTime) -> Option<Arc<T>> {
    let fetched = fetched?;
    let age = now.duration_since(fetched.at).ok()?;
    (age < LIFETIME).then(|| Arc::clone(&fetched.value))
}

/// Fetches what is missing and keeps each document as it comes.
async fn fetch(client: &Client, metadata: Option<Arc<OpenIdMetadata>>) -> Result<Trust> {
    let inner = client.inner();
    let metadata = match metadata {
        Some(metadata) => metadata,
        None => {
            let metadata = Arc::new(fetch_metadata(client).await?);
            let at = inner.clock.now();
            let mut state = inner.tenant_keys.lock();
            check_tenant(&mut state, &metadata)?;
            let value = Arc::clone(&metadata);
            state.metadata = Some(Fetched { value, at });
            metadata
        }
    };
    let keys = Arc::new(fetch_keys(client, &metadata).await?);
    let at = inner.clock.now();
    let value = Arc::clone(&keys);
    inner.tenant_keys.lock().keys = Some(Fetched { value, at });
    Ok(Trust { metadata, keys })
}

/// The tenant stays the one it was.
fn check_tenant(state: &mut State, metadata: &OpenIdMetadata) -> Result<()> {
    let Some(theirs) = metadata.tenant_id() else {
        return Ok(());
    };
    let ours = state.tenant_id.get_or_insert_with(|| theirs.to_owned());
    if !ours.eq_ignore_ascii_case(theirs) {
        return Err(Error::new(&catalogue::TENANT_ID_MISMATCH));
    }
    Ok(())
}

async fn fetch_metadata(client: &Client) -> Result<OpenIdMetadata> {
    let authority = &client.inner().application.authority;
    let document = get(client, &OpenIdMetadata::request(authority)).await?;
    OpenIdMetadata::read(document.body(), authority).map_err(|fault| match fault {
        // Some other page stands in the way, which passes.
        MetadataFault::NotAnObject | MetadataFault::Missing(_) => unavailable().with_source(fault),
        fault => Error::new(&catalogue::OPENID_METADATA_REFUSED).with_detail(fault.to_string()),
    })
}

async fn fetch_keys(client: &Client, metadata: &OpenIdMetadata) -> Result<KeySet> {
    let document = get(client, &metadata.keys_request()).await?;
    KeySet::read(document.body())
        .map_err(|reason| unavailable().with_detail(format!("the answer with the keys {reason}")))
}

/// One try. Where the app adds headers to its requests it does so to these as well: what stands in front of the tenant
/// wants them for whatever comes.
async fn get(client: &Client, request: &HttpRequest) -> Result<HttpResponse> {
    let mut request = request.clone();
    // It belongs to no flow, since all of them share what comes of it.
    request.set_header("client-request-id", &correlation_id().to_string());
    request.set_header("return-client-request-id", "true");
    let response = client
        .exchange(&request)
        .await
        .map_err(|error| unavailable().with_source(error))?;
    if response.status() != 200 {
        return Err(unavailable()
            .with_detail(format!("the server answered HTTP {}", response.status()))
            .with_retry_after(response.retry_after()));
    }
    if response.body().len() > MAX_DOCUMENT {
        return Err(unavailable().with_detail("the server's answer is too long"));
    }
    Ok(response)
}

fn unavailable() -> Error {
    Error::new(&catalogue::ID_TOKEN_KEYS_UNAVAILABLE)
}

impl fmt::Debug for TenantKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TenantKeys").finish_non_exhaustive()
    }
}
