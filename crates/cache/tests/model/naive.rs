//! The cache as plainly as it can be written: lists, looked through from the beginning each time.

use std::collections::BTreeSet;

use native_auth_wire::AccountId;

/// Seconds on the test's clock.
pub(crate) type Second = u64;

/// Everything, in one list.
#[derive(Debug, Default)]
pub(crate) struct Naive {
    accounts: Vec<NaiveAccount>,
}

#[derive(Debug)]
struct NaiveAccount {
    whose: Whose,
    username: String,
    tokens: Vec<NaiveToken>,
}

/// Whose tokens: authority, client id, tenant id and account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Whose {
    pub(crate) authority: String,
    pub(crate) client_id: String,
    pub(crate) account: AccountId,
}

/// A token that came.
#[derive(Debug, Clone)]
pub(crate) struct NaiveToken {
    pub(crate) text: String,
    pub(crate) granted: BTreeSet<String>,
    pub(crate) asked: BTreeSet<String>,
    pub(crate) obtained_at: Second,
    pub(crate) expires_at: Second,
}

/// What a look-up gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    One(String),
    Nothing,
    Ambiguous,
}

impl Naive {
    pub(crate) fn sign_in(&mut self, whose: &Whose, username: &str, token: NaiveToken) {
        self.sign_out(whose);
        self.accounts.push(NaiveAccount {
            whose: whose.clone(),
            username: username.to_owned(),
            tokens: vec![token],
        });
    }

    pub(crate) fn sign_out(&mut self, whose: &Whose) {
        self.accounts.retain(|account| account.whose != *whose);
    }

    pub(crate) fn add(&mut self, whose: &Whose, token: NaiveToken) {
        for account in &mut self.accounts {
            if account.whose == *whose {
                account.tokens.retain(|t| t.granted != token.granted);
                account.tokens.push(token.clone());
            }
        }
    }

    pub(crate) fn find(&self, whose: &Whose, wanted: &BTreeSet<String>, now: Second) -> Found {
        let account = self.accounts.iter().find(|a| a.whose == *whose);
        let Some(account) = account else {
            return Found::Nothing;
        };
        let tokens = || account.tokens.iter();
        // What was granted just so; else the newest that stands for just what was asked.
        let exact = tokens().find(|t| t.granted == *wanted).or_else(|| {
            tokens()
                .filter(|t| t.asked == *wanted && !t.granted.is_subset(&t.asked))
                .max_by_key(|t| t.obtained_at)
        });
        if let Some(token) = exact.filter(|t| t.expires_at > now) {
            return Found::One(token.text.clone());
        }
        if wanted.is_empty() {
            return Found::Nothing;
        }
        let living: Vec<_> = tokens()
            .filter(|t| t.expires_at > now && t.granted.is_superset(wanted) && t.granted != *wanted)
            .collect();
        let least = |one: &&&NaiveToken| living.iter().all(|t| t.granted.is_superset(&one.granted));
        match living.iter().find(least) {
            Some(token) => Found::One(token.text.clone()),
            None if living.is_empty() => Found::Nothing,
            None => Found::Ambiguous,
        }
    }

    pub(crate) fn by_username(&self, authority: &str, client_id: &str, username: &str) -> Found {
        let mut found = self.accounts.iter().filter(|account| {
            account.whose.authority == authority
                && account.whose.client_id == client_id
                && account.username.to_lowercase() == username.to_lowercase()
        });
        match (found.next(), found.next()) {
            (None, _) => Found::Nothing,
            (Some(account), None) => Found::One(account.whose.account.to_string()),
            (Some(_), Some(_)) => Found::Ambiguous,
        }
    }

    pub(crate) fn accounts(&self, authority: &str, client_id: &str) -> BTreeSet<String> {
        let here = self.accounts.iter().filter(|account| {
            account.whose.authority == authority && account.whose.client_id == client_id
        });
        here.map(|account| account.whose.account.to_string())
            .collect()
    }
}
