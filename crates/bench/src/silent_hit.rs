//! A token that is in memory, beside a look-up in a map.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use native_auth::{Account, Client, MemoryStorage, TokenStorage};
use native_auth_cache::RecordTokenStore;
use native_auth_cache::storage::AppStorage;
use rand::Rng as _;
use tokio::runtime::Runtime;

use crate::Size;
use crate::no_network::NoNetwork;
use crate::people::{self, AUTHORITY, CLIENT_ID, Granted, Person, SCOPE};
use crate::sample::{Pairs, in_words};
use crate::table::Row;

/// How much dearer than the map it may be.
const TO_THE_MAP: f64 = 5.0;

/// How much dearer it may be for all these accounts than for one.
const TO_ONE: f64 = 1.3;

/// A client with accounts, and a map with as many tokens.
struct Stage {
    client: Client,
    accounts: Vec<Account>,
    usernames: Vec<String>,
    map: HashMap<String, String>,
    keys: Vec<String>,
}

pub(crate) fn rows(size: Size) -> Result<Vec<Row>> {
    let runtime = Runtime::new()?;
    let one = runtime.block_on(Stage::new(1, Granted::Asked))?;
    let many = runtime.block_on(Stage::new(size.accounts, Granted::Asked))?;
    let superset = runtime.block_on(Stage::new(size.accounts, Granted::More))?;

    let same = vec![size.accounts / 2; size.calls];
    let first = vec![0; size.calls];
    let mut random = rand::rng();
    let mut shuffled = || -> Vec<usize> {
        let numbers = (0..size.calls).map(|_| random.random_range(0..size.accounts));
        numbers.collect()
    };

    let mut in_one = Pairs::default();
    let mut in_many = Pairs::default();
    let mut in_many_shuffled = Pairs::default();
    let mut growth = Pairs::default();
    let mut growth_shuffled = Pairs::default();
    let mut map_growth_shuffled = Pairs::default();
    let mut by_username = Pairs::default();
    let mut wider = Pairs::default();
    for _ in 0..size.rounds {
        let order = shuffled();
        let a = (one.by_account(&runtime, &first)?, one.in_map(&first));
        let b = (many.by_account(&runtime, &same)?, many.in_map(&same));
        let c = (many.by_account(&runtime, &order)?, many.in_map(&order));
        in_one.push(a.0, a.1);
        in_many.push(b.0, b.1);
        in_many_shuffled.push(c.0, c.1);
        growth.push(b.0, a.0);
        growth_shuffled.push(c.0, a.0);
        map_growth_shuffled.push(c.1, a.1);
        wider.push(superset.by_account(&runtime, &same)?, b.1);
    }
    for _ in 0..size.slow_rounds {
        // Each is a trip to another thread, where the store is asked whether the account is still there.
        let few = same.get(..size.calls.min(100)).unwrap_or_default();
        by_username.push(many.by_username(&runtime, few)?, many.in_map(few));
    }

    let accounts = size.accounts;
    let beside = |name: &str, pairs: &Pairs| {
        let (ours, theirs) = (in_words(pairs.ours()), in_words(pairs.theirs()));
        Row::at_most(name, ours, theirs, pairs.ratio(), TO_THE_MAP)
    };
    let told = |name: &str, pairs: &Pairs| {
        let (ours, theirs) = (in_words(pairs.ours()), in_words(pairs.theirs()));
        Row::figure(name, ours, theirs, pairs.ratio())
    };
    let grown = |name: &str, pairs: &Pairs| {
        let (ours, theirs) = (in_words(pairs.ours()), in_words(pairs.theirs()));
        Row::at_most(name, ours, theirs, pairs.ratio(), TO_ONE)
    };
    Ok(vec![
        beside("silent hit, 1 account, to a map", &in_one),
        beside(
            &format!("silent hit, {accounts} accounts, the same again, to a map"),
            &in_many,
        ),
        beside(
            &format!("silent hit, {accounts} accounts, any of them, to a map"),
            &in_many_shuffled,
        ),
        grown(
            &format!("silent hit, {accounts} accounts, the same again, to 1 account"),
            &growth,
        ),
        told(
            &format!("silent hit, {accounts} accounts, any of them, to 1 account"),
            &growth_shuffled,
        ),
        told(
            &format!("the map alone, {accounts} entries, any of them, to 1 entry"),
            &map_growth_shuffled,
        ),
        told(
            &format!("a wider token, {accounts} accounts, the same again, to a map"),
            &wider,
        ),
        told(
            &format!("by user name, {accounts} accounts, the same again, to a map"),
            &by_username,
        ),
    ])
}

impl Stage {
    async fn new(accounts: usize, granted: Granted) -> Result<Self> {
        let memory = MemoryStorage::new();
        let records = AppStorage::new(Arc::new(memory.clone()));
        people::fill(&RecordTokenStore::new(Arc::new(records)), accounts, granted)?;
        let client = Client::builder(AUTHORITY, CLIENT_ID)
            .storage(TokenStorage::custom(memory))
            .transport(NoNetwork::default())
            .build()?;

        let mut stage = Self {
            client,
            accounts: Vec::new(),
            usernames: Vec::new(),
            map: HashMap::new(),
            keys: Vec::new(),
        };
        for number in 0..accounts {
            let person = Person::number(number);
            let account = stage.client.account(&person.id()).await?;
            let account = account.context("an account is not there")?;
            let token = account.access_token(&[SCOPE]).await?;
            ensure!(token.expose() == person.access_token, "it is another token");
            stage.accounts.push(account);
            stage.usernames.push(person.username);
            stage.keys.push(person.object_id.clone());
            stage.map.insert(person.object_id, person.access_token);
        }
        Ok(stage)
    }

    /// Seconds for one token, of accounts in hand.
    fn by_account(&self, runtime: &Runtime, order: &[usize]) -> Result<f64> {
        runtime.block_on(async {
            let start = Instant::now();
            for &number in order {
                let account = self.accounts.get(number).context("no such account")?;
                black_box(account.access_token(black_box(&[SCOPE])).await?);
            }
            Ok(per_call(start, order))
        })
    }

    /// Seconds for one token, of accounts that are looked for first.
    fn by_username(&self, runtime: &Runtime, order: &[usize]) -> Result<f64> {
        runtime.block_on(async {
            let start = Instant::now();
            for &number in order {
                let username = self.usernames.get(number).context("no such name")?;
                let account = self.client.account_by_username(black_box(username)).await?;
                let account = account.context("an account is not found")?;
                black_box(account.access_token(black_box(&[SCOPE])).await?);
            }
            Ok(per_call(start, order))
        })
    }

    /// Seconds for one clone out of the map.
    fn in_map(&self, order: &[usize]) -> f64 {
        let start = Instant::now();
        for &number in order {
            let key = self.keys.get(number);
            black_box(key.and_then(|key| self.map.get(black_box(key)).cloned()));
        }
        per_call(start, order)
    }
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn per_call(start: Instant, order: &[usize]) -> f64 {
    start.elapsed().as_secs_f64() / order.len() as f64
}
