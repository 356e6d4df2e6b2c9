//! Made-up accounts with tokens of a likely size, the same in every run.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Result, bail};
use native_auth::{AccountId, Secret};
use native_auth_cache::storage::Commit;
use native_auth_cache::store::{Others, Save};
use native_auth_cache::{
    AccessTokenRecord, AccountKey, AccountRecord, Partition, ScopeSet, TokenStore,
};
use rand::distr::{Alphanumeric, SampleString as _};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde::Serialize;

/// The tenant that all are of.
pub(crate) const TENANT: &str = "8a4c6d2e-31b7-4f0a-9c55-d07e2b18f6a3";

/// The app that has signed them in.
pub(crate) const CLIENT_ID: &str = "e27f94b1-6c08-4d3a-8f12-5ba90c7d4e66";

/// Where nobody listens: nothing measured here may need the network.
pub(crate) const AUTHORITY: &str =
    "https://bench.ciamlogin.com/8a4c6d2e-31b7-4f0a-9c55-d07e2b18f6a3";

/// What is asked for.
pub(crate) const SCOPE: &str = "api://bench/read";

const ACCESS_TOKEN: usize = 2048;
const REFRESH_TOKEN: usize = 1536;
const ID_TOKEN: usize = 1228;

/// Long enough for any run.
const LIFE: Duration = Duration::from_secs(24 * 3600);

/// What was granted for a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Granted {
    /// Just [`SCOPE`].
    Asked,
    /// [`SCOPE`] and others.
    More,
}

/// Somebody.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Person {
    tenant_id: &'static str,
    client_id: &'static str,
    authority: &'static str,
    scope: &'static str,
    /// Within the tenant.
    pub(crate) object_id: String,
    /// What they sign in with.
    pub(crate) username: String,
    /// For the API.
    pub(crate) access_token: String,
    /// For the next tokens.
    pub(crate) refresh_token: String,
    /// Of the right size; what it says is not looked at.
    pub(crate) id_token: String,
}

impl Person {
    /// The person of this number.
    pub(crate) fn number(number: usize) -> Self {
        let mut random = StdRng::seed_from_u64(number as u64);
        let id: u128 = random.random();
        let hex = format!("{id:032x}");
        let groups = [0..8, 8..12, 12..16, 16..20, 20..32];
        let groups = groups.map(|range| hex.get(range).unwrap_or_default().to_owned());
        let mut text = |length| Alphanumeric.sample_string(&mut random, length);
        Self {
            tenant_id: TENANT,
            client_id: CLIENT_ID,
            authority: AUTHORITY,
            scope: SCOPE,
            object_id: groups.join("-"),
            username: format!("person-{number}@bench.example"),
            access_token: text(ACCESS_TOKEN),
            refresh_token: text(REFRESH_TOKEN),
            id_token: text(ID_TOKEN),
        }
    }

    /// Who it is.
    pub(crate) fn id(&self) -> AccountId {
        AccountId::new(TENANT, &self.object_id)
    }
}

/// What the app sees of a store.
pub(crate) fn partition() -> Partition {
    Partition::new(AUTHORITY, CLIENT_ID)
}

/// Keeps this many people in a store, each with a token for [`SCOPE`].
pub(crate) fn fill(store: &dyn TokenStore, people: usize, granted: Granted) -> Result<()> {
    for number in 0..people {
        keep(store, &Person::number(number), granted, None)?;
    }
    Ok(())
}

/// Keeps an answer of the token endpoint for this person: that of a sign-in, or that of a refresh of the account of this
/// generation.
pub(crate) fn keep(
    store: &dyn TokenStore,
    person: &Person,
    granted: Granted,
    expected: Option<u64>,
) -> Result<()> {
    let now = SystemTime::now();
    let account = AccountRecord {
        key: AccountKey::new(&partition(), TENANT, &person.id()),
        sign_in: 1,
        generation: expected.map_or(1, |generation| generation + 1),
        username: Some(person.username.clone()),
        asked: vec![SCOPE.to_owned()],
        refresh_token: Some(Secret::new(person.refresh_token.clone())),
        id_token: Some(Secret::new(person.id_token.clone())),
        updated_at: now,
    };
    let token = Arc::new(access_token(person, granted, now));
    let save = Save {
        account: &account,
        expected,
        put: &[token],
        others: Others::Keep { but: &[] },
    };
    match store.save(&save)? {
        Commit::Done => Ok(()),
        Commit::Overtaken => bail!("a save was overtaken"),
    }
}

fn access_token(person: &Person, granted: Granted, now: SystemTime) -> AccessTokenRecord {
    let scopes: &[&str] = match granted {
        Granted::Asked => &[SCOPE],
        Granted::More => &[SCOPE, "api://bench/write", "api://bench/manage"],
    };
    AccessTokenRecord {
        token: Secret::new(person.access_token.clone()),
        scopes: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
        granted: ScopeSet::new(scopes),
        asked: vec![ScopeSet::new(scopes)],
        obtained_at: now,
        expires_at: now + LIFE,
        extended_expires_at: None,
        refresh_at: now + LIFE / 2,
    }
}
