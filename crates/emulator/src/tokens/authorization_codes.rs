//! Authorization codes: opaque, kept under their hash, good once and for ten minutes.

use std::collections::HashMap;
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
#[derive(Debug, Clone, Serialize, Deserialize)]
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

/// All codes that have not expired.
#[derive(Default)]
pub(crate) struct AuthorizationCodes(HashMap<[u8; 32], Kept>);

impl AuthorizationCodes {
    pub(crate) fn issue(
        &mut self,
        code: CodeGrant,
        now: Moment,
        randomness: &Randomness,
    ) -> String {
        self.0.retain(|_, kept| now < kept.expires);
        let text = format!("1.{}", randomness.opaque::<96>());
        let kept = Kept {
            code,
            expires: now.plus(LIFE),
            used: false,
        };
        self.0.insert(hash(&text), kept);
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
        let kept = self.0.get(&hash(text)).filter(|kept| {
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
        if let Some(kept) = self.0.get_mut(&hash(text)) {
            kept.used = true;
        }
    }

    /// In the order of the hashes.
    pub(crate) fn saved(&self) -> Vec<SavedCode> {
        let saved = |(sha256, kept): (&[u8; 32], &Kept)| SavedCode {
            sha256: *sha256,
            code: kept.code.clone(),
            expires: kept.expires,
            used: kept.used,
        };
        let mut all: Vec<_> = self.0.iter().map(saved).collect();
        all.sort_by_key(|saved| saved.sha256);
        all
    }

    pub(crate) fn restored(saved: Vec<SavedCode>) -> Self {
        let one = |saved: SavedCode| {
            let SavedCode {
                sha256,
                code,
                expires,
                used,
            } = saved;
            let kept = Kept {
                code,
                expires,
                used,
            };
            (sha256, kept)
        };
        Self(saved.into_iter().map(one).collect())
    }
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}
