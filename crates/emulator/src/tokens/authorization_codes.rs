//! Authorization codes: opaque, kept under their hash, good once and for ten minutes.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::RefreshGrant;
use crate::clock::Moment;
use crate::problem::Problem;
use crate::randomness::Randomness;
use crate::refusals;

/// How long a code is good, as documented.
const LIFE: Duration = Duration::from_secs(600);

/// What a code stands for.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeGrant {
    pub(crate) grant: RefreshGrant,
    pub(crate) redirect_uri: String,
    pub(crate) is_spa: bool,
    pub(crate) scope: String,
    pub(crate) nonce: Option<String>,
    pub(crate) code_challenge: String,
    /// The authentication contexts that the sign-in was for.
    pub(crate) contexts: Vec<String>,
}

/// One code as an export has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SavedCode {
    /// The code itself is nowhere.
    #[serde(with = "crate::encoded")]
    sha256: [u8; 32],
    pub(crate) code: CodeGrant,
    expires: Moment,
    used: bool,
}

struct Kept {
    code: CodeGrant,
    expires: Moment,
    used: bool,
}

/// The codes that have not expired, up to a number.
#[derive(Default)]
pub(crate) struct AuthorizationCodes {
    codes: HashMap<[u8; 32], Kept>,
    /// Oldest first.
    order: VecDeque<[u8; 32]>,
}

impl AuthorizationCodes {
    /// Makes a code; the oldest is forgotten when there are `most`.
    pub(crate) fn issue(
        &mut self,
        code: CodeGrant,
        now: Moment,
        most: usize,
        randomness: &Randomness,
    ) -> String {
        self.retain(|kept| now < kept.expires);
        while self.order.len() >= most {
            let Some(oldest) = self.order.pop_front() else {
                break;
            };
            self.codes.remove(&oldest);
        }
        let text = format!("1.{}", randomness.opaque::<96>());
        let kept = Kept {
            code,
            expires: now.plus(LIFE),
            used: false,
        };
        let hash = hash(&text);
        self.codes.insert(hash, kept);
        self.order.push_back(hash);
        text
    }

    /// What a code stands for: 70008 for an invented one, another app's and one that has expired,
    /// 54005 for one that was used.
    pub(crate) fn find(
        &self,
        text: &str,
        tenant_id: &str,
        client_id: &str,
        now: Moment,
    ) -> Result<CodeGrant, Problem> {
        let kept = self.codes.get(&hash(text)).filter(|kept| {
            let grant = &kept.code.grant;
            grant.tenant_id == tenant_id && grant.client_id == client_id && now < kept.expires
        });
        match kept {
            None => Err(refusals::authorization_code_not_valid()),
            Some(kept) if kept.used => Err(refusals::authorization_code_used()),
            Some(kept) => Ok(kept.code.clone()),
        }
    }

    pub(crate) fn spend(&mut self, text: &str) {
        if let Some(kept) = self.codes.get_mut(&hash(text)) {
            kept.used = true;
        }
    }

    /// A user's codes are good for nothing from now on.
    pub(crate) fn forget(&mut self, user_id: &str) {
        self.retain(|kept| kept.code.grant.user_id != user_id);
    }

    /// The same for those the user got by a password, which is no longer theirs.
    pub(crate) fn forget_by_password(&mut self, user_id: &str) {
        self.retain(|kept| {
            let grant = &kept.code.grant;
            grant.user_id != user_id || !grant.by_password
        });
    }

    /// Every code, oldest first.
    pub(crate) fn saved(&self) -> Vec<SavedCode> {
        let saved = |hash: &[u8; 32]| {
            let kept = self.codes.get(hash)?;
            Some(SavedCode {
                sha256: *hash,
                code: kept.code.clone(),
                expires: kept.expires,
                used: kept.used,
            })
        };
        self.order.iter().filter_map(saved).collect()
    }

    /// The codes that were saved. `None` if one is there twice.
    pub(crate) fn restored(saved: Vec<SavedCode>) -> Option<Self> {
        let mut all = Self::default();
        for code in saved {
            let kept = Kept {
                code: code.code,
                expires: code.expires,
                used: code.used,
            };
            all.order.push_back(code.sha256);
            if all.codes.insert(code.sha256, kept).is_some() {
                return None;
            }
        }
        Some(all)
    }

    fn retain(&mut self, is_kept: impl Fn(&Kept) -> bool) {
        let codes = &mut self.codes;
        codes.retain(|_, kept| is_kept(kept));
        self.order.retain(|hash| codes.contains_key(hash));
    }
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}
