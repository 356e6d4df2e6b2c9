//! Flows and their tokens as an export has them.

use serde::{Deserialize, Serialize};

use super::{Flow, Flows, Kept, Step, Token, TokenHash};
use crate::clock::Moment;

/// One flow under way; `F` is a [`Flow`] or a reference to one.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SavedFlow<F> {
    pub(crate) flow: F,
    /// Oldest first.
    tokens: Vec<SavedToken>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedToken {
    /// The token itself is nowhere.
    #[serde(with = "crate::encoded")]
    sha256: TokenHash,
    step: Step,
    expires: Moment,
}

impl Flows {
    /// Every flow, oldest first.
    pub(crate) fn saved(&self) -> Vec<SavedFlow<&Flow>> {
        let mut flows: Vec<_> = self.flows.iter().collect();
        flows.sort_by_key(|(id, _)| **id);
        let saved = |kept: &Kept| -> Vec<SavedToken> {
            let token = |hash: &TokenHash| {
                let token = self.tokens.get(hash)?;
                Some(SavedToken {
                    sha256: *hash,
                    step: token.step,
                    expires: token.expires,
                })
            };
            kept.tokens.iter().filter_map(token).collect()
        };
        let one = |(_, kept): (&u64, _)| {
            let kept: &Kept = kept;
            SavedFlow {
                flow: &kept.flow,
                tokens: saved(kept),
            }
        };
        flows.into_iter().map(one).collect()
    }

    /// The flows that were saved. `None` if two have the same token.
    pub(crate) fn restored(saved: Vec<SavedFlow<Flow>>) -> Option<Self> {
        let mut all = Self::default();
        for (id, SavedFlow { flow, tokens }) in (0..).zip(saved) {
            let mut kept = Kept {
                flow,
                tokens: Vec::new(),
            };
            for token in tokens {
                let SavedToken {
                    sha256,
                    step,
                    expires,
                } = token;
                kept.tokens.push(sha256);
                let token = Token {
                    flow: id,
                    step,
                    expires,
                };
                if all.tokens.insert(sha256, token).is_some() {
                    return None;
                }
            }
            all.flows.insert(id, kept);
            all.next = id.wrapping_add(1);
        }
        Some(all)
    }
}
