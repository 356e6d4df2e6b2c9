//! Many callers at once for one token that has ended.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context as _, Result, bail, ensure};
use native_auth::{Account, Client, Clock, SignIn, Step, TokenStorage};
use native_auth_emulator::{
    CONTOSO_APP_PASSWORD, CONTOSO_NAME, Config, Emulator, EmulatorHandle, Fault, NewUser,
};
use tokio::runtime::Runtime;

use crate::Size;
use crate::sample::{in_words, median};
use crate::sealed;
use crate::table::Row;

const CALLERS: usize = 64;

/// How long the server takes.
const SERVER: Duration = Duration::from_millis(50);

/// How much longer the last caller may wait.
const BAR: f64 = 1.5;

/// Longer than an access token lives.
const ENDED: Duration = Duration::from_secs(3 * 3600);

const USERNAME: &str = "casey.lund@example.test";
const PASSWORD: &str = "Copper-Lantern-27";

/// The system's time, and what was added to it.
#[derive(Debug, Clone, Default)]
struct MovedClock(Arc<AtomicU64>);

#[native_auth::async_trait]
impl Clock for MovedClock {
    fn now(&self) -> SystemTime {
        SystemTime::now() + Duration::from_secs(self.0.load(Ordering::Relaxed))
    }

    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

pub(crate) fn rows(size: Size) -> Result<Vec<Row>> {
    let runtime = Runtime::new()?;
    let directory = sealed::scratch()?;
    let storages = [
        ("in memory", TokenStorage::in_memory()),
        ("in a sealed file", sealed::storage(directory.path())),
    ];
    let mut rows = Vec::new();
    for (name, storage) in storages {
        rows.extend(runtime.block_on(measure(name, storage, size))?);
    }
    Ok(rows)
}

async fn measure(name: &str, storage: TokenStorage, size: Size) -> Result<[Row; 2]> {
    let emulator = Emulator::start(Config {
        strict_refresh_tokens: true,
        ..Config::default()
    });
    let emulator = emulator.await.context("the emulator does not start")?;
    let user = NewUser::new(CONTOSO_NAME, USERNAME, Some(PASSWORD));
    emulator.add_user(&user).context("nobody can be made")?;
    let clock = MovedClock::default();
    let client = Client::builder(emulator.authority(), CONTOSO_APP_PASSWORD)
        .allow_http_loopback()
        .storage(storage)
        .clock(clock.clone())
        .build()?;
    let account = signed_in(&client).await?;

    let mut times = Vec::new();
    let mut refreshes = Vec::new();
    for _ in 0..size.slow_rounds {
        clock.0.fetch_add(ENDED.as_secs(), Ordering::Relaxed);
        emulator.advance(ENDED);
        emulator.force(Fault {
            status: None,
            delay_ms: Some(u64::try_from(SERVER.as_millis())?),
            ..Fault::status("oauth2/v2.0/token", 200)
        })?;
        let before = refreshes_of(&emulator);
        times.push(all_at_once(&account).await?);
        refreshes.push(refreshes_of(&emulator) - before);
    }
    emulator.shutdown().await;

    let server = SERVER.as_secs_f64();
    let time = median(times);
    // The count that is farthest from one.
    let most = refreshes
        .iter()
        .copied()
        .max_by_key(|count| count.abs_diff(1));
    let most = most.context("no rounds")?;
    let what = |figure: &str| format!("{CALLERS} callers, tokens {name}, {figure}");
    Ok([
        Row::exactly(&what("refreshes"), most.to_string(), most, 1),
        Row::at_most(
            &what("time to the server's"),
            in_words(time),
            in_words(server),
            time / server,
            BAR,
        ),
    ])
}

async fn signed_in(client: &Client) -> Result<Account> {
    let request = SignIn {
        username: USERNAME.to_owned(),
        password: Some(PASSWORD.into()),
        ..SignIn::default()
    };
    match client.sign_in(request).await? {
        Step::SignedIn { account } => Ok(account),
        other => bail!("the sign-in wants more: {}", other.name()),
    }
}

/// Seconds until the last of the callers has a token, and all have the same.
async fn all_at_once(account: &Account) -> Result<f64> {
    let start = Instant::now();
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let account = account.clone();
            tokio::spawn(async move { account.access_token(&[]).await })
        })
        .collect();
    let mut tokens = Vec::new();
    for caller in callers {
        tokens.push(caller.await??);
    }
    let seconds = start.elapsed().as_secs_f64();
    tokens.dedup_by(|a, b| a.expose() == b.expose());
    ensure!(tokens.len() == 1, "not all have the same token");
    Ok(seconds)
}

fn refreshes_of(emulator: &EmulatorHandle) -> usize {
    let requests = emulator.requests();
    let grants = requests
        .iter()
        .filter_map(|request| request.fields.get("grant_type"));
    grants.filter(|grant| *grant == "refresh_token").count()
}
