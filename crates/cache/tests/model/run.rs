//! A million operations on both, which have to agree after each.

use std::collections::BTreeSet;

use native_auth_wire::AccountId;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};

use crate::naive::{Naive, NaiveToken, Second, Whose};
use crate::operations::Real;

const OPERATIONS: usize = 1_000_000;
const ACCOUNTS: usize = 5;
const TENANTS: usize = 3;
const CLIENTS: usize = 3;
const SCOPE_SETS: usize = 50;

#[test]
fn a_million_operations_agree_with_the_model() {
    assert_eq!(first_mismatch(7, false, OPERATIONS), None);
}

#[test]
fn a_cache_that_serves_a_subset_is_caught() {
    let mismatch = first_mismatch(7, true, OPERATIONS);
    assert!(mismatch.is_some(), "the planted bug was not seen");
}

/// Runs so many operations and tells the first on which cache and model differ.
fn first_mismatch(seed: u64, serves_subsets: bool, operations: usize) -> Option<String> {
    let mut random = StdRng::seed_from_u64(seed);
    let world = World::new(&mut random);
    let mut naive = Naive::default();
    let mut real = Real::new(serves_subsets);
    let mut now: Second = 1_000;
    for number in 0..operations {
        now += random.random_range(0..3);
        let whose = world.somebody(&mut random);
        match random.random_range(0..100) {
            0..3 => {
                let username = world.username(&mut random);
                let token = world.token(&mut random, number, now);
                real.sign_in(&whose, &username, &token);
                naive.sign_in(&whose, &username, token);
            }
            3..4 => {
                real.sign_out(&whose);
                naive.sign_out(&whose);
            }
            4..24 => {
                let token = world.token(&mut random, number, now);
                real.add(&whose, &token);
                naive.add(&whose, token);
            }
            24..92 => {
                let set = world.scopes(&mut random);
                let spelt = world.spelt(&mut random, &set);
                let spelt: Vec<&str> = spelt.iter().map(String::as_str).collect();
                let (ours, theirs) = (
                    real.find(&whose, &spelt, now),
                    naive.find(&whose, &set, now),
                );
                if ours != theirs {
                    return Some(format!("{number}: {set:?} gave {ours:?}, not {theirs:?}"));
                }
            }
            92..98 => {
                let name = world.username(&mut random).to_uppercase();
                let ours = real.by_username(&whose.authority, &whose.client_id, &name);
                let theirs = naive.by_username(&whose.authority, &whose.client_id, &name);
                if ours != theirs {
                    return Some(format!("{number}: a name gave {ours:?}, not {theirs:?}"));
                }
            }
            _ => {
                let ours = real.accounts(&whose.authority, &whose.client_id);
                let theirs = naive.accounts(&whose.authority, &whose.client_id);
                if ours != theirs {
                    return Some(format!("{number}: accounts {ours:?}, not {theirs:?}"));
                }
            }
        }
    }
    None
}

struct World {
    people: Vec<Whose>,
    sets: Vec<BTreeSet<String>>,
}

impl World {
    fn new(random: &mut StdRng) -> Self {
        let mut people = Vec::new();
        for account in 0..ACCOUNTS {
            for tenant in 0..TENANTS {
                for client in 0..CLIENTS {
                    people.push(Whose {
                        authority: format!("https://t{tenant}.example.test/t{tenant}"),
                        client_id: format!("client-{client}"),
                        account: AccountId::new(
                            &format!("tenant-{tenant}"),
                            &format!("object-{account}"),
                        ),
                    });
                }
            }
        }
        let mut sets: BTreeSet<BTreeSet<String>> = BTreeSet::from([BTreeSet::new()]);
        while sets.len() < SCOPE_SETS {
            let size = random.random_range(1..5);
            let set = (0..size).map(|_| format!("api://a/s{}", random.random_range(0..7)));
            sets.insert(set.collect());
        }
        Self {
            people,
            sets: sets.into_iter().collect(),
        }
    }

    fn somebody(&self, random: &mut StdRng) -> Whose {
        self.people.choose(random).unwrap().clone()
    }

    fn scopes(&self, random: &mut StdRng) -> BTreeSet<String> {
        self.sets.choose(random).unwrap().clone()
    }

    /// Four names for forty-five accounts: some are shared.
    fn username(&self, random: &mut StdRng) -> String {
        format!("Person-{}@example.test", random.random_range(0..4))
    }

    /// The scopes in another order and case, with those that every request has.
    fn spelt(&self, random: &mut StdRng, set: &BTreeSet<String>) -> Vec<String> {
        let mut spelt: Vec<String> = set.iter().cloned().collect();
        if random.random() {
            spelt.reverse();
        }
        for scope in &mut spelt {
            if random.random() {
                *scope = scope.to_ascii_uppercase();
            }
        }
        if random.random_range(0..4) == 0 {
            spelt.insert(0, "openid".to_owned());
        }
        spelt
    }

    fn token(&self, random: &mut StdRng, number: usize, now: Second) -> NaiveToken {
        let asked = self.scopes(random);
        let granted = match random.random_range(0..4) {
            0 => self.scopes(random),
            _ => asked.clone(),
        };
        NaiveToken {
            text: format!("token {number}"),
            granted,
            asked,
            obtained_at: now,
            expires_at: now + random.random_range(0..20_000),
        }
    }
}
