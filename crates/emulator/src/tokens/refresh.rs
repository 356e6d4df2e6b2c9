//! Refresh tokens: opaque, kept under their hash, good for one user and one app.

use std::collections::{HashMap, VecDeque};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::clock::Moment;
use crate::problem::Problem;
use crate::randomness::Randomness;
use crate::refusals;

/// What a refresh token stands for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RefreshGrant {
    pub(crate) tenant_id: String,
    pub(crate) client_id: String,
    pub(crate) user_id: String,
    /// The `sid` of every token of one sign-in.
    pub(crate) session_id: String,
    /// Whether the person signed in with a password: then a new password ends the session.
    pub(crate) by_password: bool,
    /// Whether the sign-in did all that a demand for a second factor asks.
    pub(crate) second_factor: bool,
    /// When the session ends, however often it is refreshed.
    #[serde(default)]
    pub(crate) ends: Option<Moment>,
}

/// Whether a refresh token can still be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Good,
    /// Used before, where that is once too often.
    Used,
    Revoked,
    Expired,
    /// The session has lived its fixed time.
    Ended,
}

struct Kept {
    grant: RefreshGrant,
    expires: Moment,
    revoked: bool,
    /// Only ever true where a token is good once.
    used: bool,
}

/// One refresh token as an export has it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SavedRefreshToken {
    /// The token itself is nowhere.
    #[serde(with = "crate::encoded")]
    sha256: [u8; 32],
    pub(crate) grant: RefreshGrant,
    expires: Moment,
    #[serde(default)]
    revoked: bool,
    #[serde(default)]
    used: bool,
}

/// All refresh tokens. Using one does not revoke it, unless the caller says so.
#[derive(Default)]
pub(crate) struct RefreshTokens {
    tokens: HashMap<[u8; 32], Kept>,
    order: VecDeque<[u8; 32]>,
}

impl RefreshTokens {
    /// Makes a token; the oldest is forgotten when there are `most`.
    pub(crate) fn issue(
        &mut self,
        grant: RefreshGrant,
        expires: Moment,
        most: usize,
        randomness: &Randomness,
    ) -> String {
        while self.order.len() >= most {
            let Some(oldest) = self.order.pop_front() else {
                break;
            };
            self.tokens.remove(&oldest);
        }
        let token = format!("1.{}", randomness.opaque::<96>());
        let hash = hash(&token);
        self.tokens.insert(
            hash,
            Kept {
                grant,
                expires,
                revoked: false,
                used: false,
            },
        );
        self.order.push_back(hash);
        token
    }

    /// What a token stands for, and whether it still does: 70008 for an invented one or another
    /// app's.
    pub(crate) fn find(
        &self,
        token: &str,
        tenant_id: &str,
        client_id: &str,
        now: Moment,
    ) -> Result<(RefreshGrant, Standing), Problem> {
        let kept = self
            .tokens
            .get(&hash(token))
            .filter(|kept| kept.grant.tenant_id == tenant_id)
            .ok_or_else(refusals::refresh_token_not_valid)?;
        if kept.grant.client_id != client_id {
            return Err(refusals::refresh_token_of_another_app());
        }
        let standing = if kept.revoked {
            Standing::Revoked
        } else if kept.grant.ends.is_some_and(|end| now >= end) {
            Standing::Ended
        } else if now >= kept.expires {
            Standing::Expired
        } else if kept.used {
            Standing::Used
        } else {
            Standing::Good
        };
        Ok((kept.grant.clone(), standing))
    }

    /// From now on this token is one that was used.
    pub(crate) fn spend(&mut self, token: &str) {
        if let Some(kept) = self.tokens.get_mut(&hash(token)) {
            kept.used = true;
        }
    }

    /// Revokes every token of one sign-in.
    pub(crate) fn revoke_session(&mut self, session_id: &str) {
        self.revoke_where(|grant| grant.session_id == session_id);
    }

    /// Whose token this is, good or not.
    pub(crate) fn user_id(&self, token: &str) -> Option<&str> {
        let kept = self.tokens.get(&hash(token))?;
        Some(&kept.grant.user_id)
    }

    /// Revokes every token of a user.
    pub(crate) fn revoke(&mut self, user_id: &str) {
        self.revoke_where(|grant| grant.user_id == user_id);
    }

    /// Revokes the tokens a user got by a password, which is no longer theirs.
    pub(crate) fn revoke_by_password(&mut self, user_id: &str) {
        self.revoke_where(|grant| grant.user_id == user_id && grant.by_password);
    }

    /// Every token, oldest first.
    pub(crate) fn saved(&self) -> Vec<SavedRefreshToken> {
        let saved = |hash: &[u8; 32]| {
            let kept = self.tokens.get(hash)?;
            Some(SavedRefreshToken {
                sha256: *hash,
                grant: kept.grant.clone(),
                expires: kept.expires,
                revoked: kept.revoked,
                used: kept.used,
            })
        };
        self.order.iter().filter_map(saved).collect()
    }

    /// The tokens that were saved. `None` if one is there twice.
    pub(crate) fn restored(saved: Vec<SavedRefreshToken>) -> Option<Self> {
        let mut all = Self::default();
        for token in saved {
            let kept = Kept {
                grant: token.grant,
                expires: token.expires,
                revoked: token.revoked,
                used: token.used,
            };
            all.order.push_back(token.sha256);
            if all.tokens.insert(token.sha256, kept).is_some() {
                return None;
            }
        }
        Some(all)
    }

    fn revoke_where(&mut self, is_meant: impl Fn(&RefreshGrant) -> bool) {
        for kept in self
            .tokens
            .values_mut()
            .filter(|kept| is_meant(&kept.grant))
        {
            kept.revoked = true;
        }
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
