//! Random operations, by two who know nothing of each other, against a map.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::storage::disk::simulated::SimulatedDisk;

#[derive(Debug, Clone)]
enum Operation {
    Put { by: usize, key: u8, length: usize },
    Conditional { by: usize, key: u8, generation: u64 },
    Delete { by: usize, key: u8 },
    Batch { by: usize, keys: Vec<(u8, bool)> },
    Open { by: usize },
    Changed { by: usize },
}

fn operation() -> impl Strategy<Value = Operation> {
    let by = 0..2_usize;
    let key = 0..6_u8;
    prop_oneof![
        (by.clone(), key.clone(), 0..2000_usize).prop_map(|(by, key, length)| Operation::Put {
            by,
            key,
            length
        }),
        (by.clone(), key.clone(), 0..20_u64).prop_map(|(by, key, generation)| {
            Operation::Conditional {
                by,
                key,
                generation,
            }
        }),
        (by.clone(), key.clone()).prop_map(|(by, key)| Operation::Delete { by, key }),
        (
            by.clone(),
            prop::collection::vec((key, any::<bool>()), 0..6)
        )
            .prop_map(|(by, keys)| Operation::Batch { by, keys }),
        by.clone().prop_map(|by| Operation::Open { by }),
        by.prop_map(|by| Operation::Changed { by }),
    ]
}

/// Keys that are prefixes of each other.
fn name(key: u8) -> String {
    "k".repeat(1 + usize::from(key))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn a_store_is_a_map(operations in prop::collection::vec(operation(), 1..60), slack in 0..6000_u64) {
        let disk = SimulatedDisk::new();
        let limits = Limits { slack, ..LIMITS };
        let open = || open_on(Arc::new(disk.clone()), limits).unwrap();
        let mut files = [open(), open()];
        let mut model = Contents::new();
        // What each has not heard of yet.
        let mut unheard: [std::collections::BTreeSet<String>; 2] = Default::default();
        for (number, operation) in (1..).zip(operations) {
            let (by, expected, changes) = match operation {
                Operation::Put { by, key, length } => {
                    (by, Expected::Anything, vec![put(&name(key), number, &vec![key; length])])
                }
                Operation::Conditional { by, key, generation } => {
                    let current = model.get(&name(key)).map(|record| record.0);
                    // Often the right one.
                    let generation = current.filter(|_| generation > 5).unwrap_or(generation);
                    let changes = vec![put(&name(key), number, b"conditional")];
                    (by, Expected::Generation(name(key), generation), changes)
                }
                Operation::Delete { by, key } => (by, Expected::Anything, vec![delete(&name(key))]),
                Operation::Batch { by, keys } => {
                    let change = |(key, gone)| match gone {
                        true => delete(&name(key)),
                        false => put(&name(key), number, &[key; 100]),
                    };
                    (by, Expected::Anything, keys.into_iter().map(change).collect())
                }
                Operation::Open { by } => {
                    files[by] = open();
                    unheard[by].clear();
                    continue;
                }
                Operation::Changed { by } => {
                    let crate::storage::Changed::Keys(keys) = files[by].changed().unwrap() else {
                        panic!("it can tell");
                    };
                    let told: std::collections::BTreeSet<String> = keys.into_iter().collect();
                    let missing: Vec<_> = unheard[by].difference(&told).collect();
                    prop_assert!(missing.is_empty(), "{missing:?}");
                    unheard[by].clear();
                    continue;
                }
            };
            let met = match &expected {
                Expected::Anything => true,
                Expected::Generation(key, generation) => {
                    model.get(key).is_some_and(|record| record.0 == *generation)
                }
            };
            let commit = files[by].commit(&expected, &changes).unwrap();
            prop_assert_eq!(commit == Commit::Done, met);
            if met {
                let before = model.clone();
                apply(&mut model, &changes);
                for change in &changes {
                    let (Change::Put { key, .. } | Change::Delete { key }) = change;
                    if model.get(key) != before.get(key) {
                        unheard[1 - by].insert(key.clone());
                    }
                }
            }
            for file in &files {
                prop_assert_eq!(everything(file), model.clone());
            }
        }
        let again = open();
        prop_assert_eq!(everything(&again), model.clone());
        for prefix in ["k", "kkk", "kkkkkk", "x"] {
            let found: Vec<_> = again.headings(prefix).unwrap().into_iter().map(|h| h.key).collect();
            let expected: Vec<_> = model.keys().filter(|key| key.starts_with(prefix)).cloned().collect();
            prop_assert_eq!(found, expected);
        }
        for file in files {
            prop_assert_eq!(file.losses(), []);
        }
    }
}
