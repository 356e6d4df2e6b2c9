//! Continuation tokens and the flows behind them.
//!
//! A token is a random string; all it stands for is kept here, under its hash. It is good for one
//! step of one flow of one app under one of the tenant's two names. A step taken kills every token
//! of the flow and makes a new one; a refusal leaves things as they are.

mod flow;
mod saved;

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use crate::clock::Moment;
use crate::problem::Problem;
use crate::randomness::Randomness;
use crate::refusals;

pub(crate) use flow::{Collection, Draft, Flow, Owner, Step, Subject, Submitted};
pub(crate) use saved::SavedFlow;

/// Tokens one flow can have that are good side by side.
const MOST_FORKS: usize = 8;

/// A token that was found good: its flow and the step it stands at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) step: Step,
    flow: u64,
    token: TokenHash,
}

/// How new tokens are made.
pub(crate) struct Mint<'a> {
    pub(crate) randomness: &'a Randomness,
    pub(crate) now: Moment,
    pub(crate) expires: Moment,
}

type TokenHash = [u8; 32];

struct Token {
    flow: u64,
    step: Step,
    expires: Moment,
}

struct Kept {
    flow: Flow,
    tokens: Vec<TokenHash>,
}

/// All flows under way, and all their tokens.
#[derive(Default)]
pub(crate) struct Flows {
    flows: HashMap<u64, Kept>,
    tokens: HashMap<TokenHash, Token>,
    next: u64,
}

impl Flows {
    /// Starts a flow; refused when `most` are under way.
    pub(crate) fn begin(
        &mut self,
        flow: Flow,
        step: Step,
        most: usize,
        mint: &Mint<'_>,
    ) -> Result<String, Problem> {
        if self.flows.len() >= most {
            self.forget_expired(mint.now);
        }
        if self.flows.len() >= most {
            return Err(refusals::too_many_flows());
        }
        let id = self.next;
        self.next = self.next.wrapping_add(1);
        let tokens = Vec::new();
        self.flows.insert(id, Kept { flow, tokens });
        Ok(self.issue(id, step, mint))
    }

    /// The flow behind a token. 55200 for a token nobody made or somebody else's, 552003 for one
    /// that was good once.
    pub(crate) fn find(&self, token: &str, owner: &Owner, now: Moment) -> Result<Found, Problem> {
        let hash = hash(token);
        let record = self.tokens.get(&hash);
        let kept = record.and_then(|record| self.flows.get(&record.flow));
        match (record, kept) {
            (Some(record), Some(kept)) if kept.flow.owner == *owner => {
                if now >= record.expires {
                    return Err(refusals::continuation_token_expired());
                }
                Ok(Found {
                    step: record.step,
                    flow: record.flow,
                    token: hash,
                })
            }
            _ => Err(refusals::continuation_token_not_valid()),
        }
    }

    pub(crate) fn flow(&mut self, found: Found) -> Result<&mut Flow, Problem> {
        self.flows
            .get_mut(&found.flow)
            .map(|kept| &mut kept.flow)
            .ok_or_else(refusals::continuation_token_not_valid)
    }

    /// The step was taken: every earlier token of the flow is dead.
    pub(crate) fn advance(&mut self, found: Found, step: Step, mint: &Mint<'_>) -> String {
        self.keep_only(found.flow, None);
        self.issue(found.flow, step, mint)
    }

    /// The step was not taken, and yet the answer carries a token: both are good, since some
    /// clients go on with the old one.
    pub(crate) fn branch(&mut self, found: Found, step: Step, mint: &Mint<'_>) -> String {
        self.keep_only(found.flow, Some(found.token));
        self.issue(found.flow, step, mint)
    }

    /// A question was answered again, and each answer carries a token: all are good, since whoever
    /// asks may have lost an answer. Only so many of them, though.
    pub(crate) fn fork(&mut self, found: Found, step: Step, mint: &Mint<'_>) -> String {
        if let Some(kept) = self.flows.get_mut(&found.flow) {
            let spare = kept.tokens.iter().position(|t| *t != found.token);
            if let (Some(oldest), true) = (spare, kept.tokens.len() >= MOST_FORKS) {
                let oldest = kept.tokens.remove(oldest);
                self.tokens.remove(&oldest);
            }
        }
        self.issue(found.flow, step, mint)
    }

    /// Whom the flow behind a token is about, whoever asks.
    pub(crate) fn subject(&self, token: &str) -> Option<&Subject> {
        let record = self.tokens.get(&hash(token))?;
        self.flows.get(&record.flow).map(|kept| &kept.flow.subject)
    }

    /// One more token for the same step, as a forced answer carries one: nothing moves. `None` if
    /// this one is not good.
    pub(crate) fn another(&mut self, token: &str, mint: &Mint<'_>) -> Option<String> {
        let token = hash(token);
        let record = self.tokens.get(&token).filter(|r| mint.now < r.expires)?;
        let (step, flow) = (record.step, record.flow);
        Some(self.fork(Found { step, flow, token }, step, mint))
    }

    /// The flow is over.
    pub(crate) fn end(&mut self, found: Found) {
        self.keep_only(found.flow, None);
        self.flows.remove(&found.flow);
    }

    fn issue(&mut self, flow: u64, step: Step, mint: &Mint<'_>) -> String {
        // Real tokens run to hundreds of characters, and clients should meet such.
        let token = mint.randomness.opaque::<192>();
        let hash = hash(&token);
        let expires = mint.expires;
        self.tokens.insert(
            hash,
            Token {
                flow,
                step,
                expires,
            },
        );
        if let Some(kept) = self.flows.get_mut(&flow) {
            kept.tokens.push(hash);
        }
        token
    }

    fn keep_only(&mut self, flow: u64, token: Option<TokenHash>) {
        let Some(kept) = self.flows.get_mut(&flow) else {
            return;
        };
        for old in kept.tokens.iter().filter(|old| Some(**old) != token) {
            self.tokens.remove(old);
        }
        kept.tokens.retain(|old| Some(*old) == token);
    }

    /// Until room is needed, expired tokens stay, to be told from invented ones.
    fn forget_expired(&mut self, now: Moment) {
        let tokens = &mut self.tokens;
        self.flows.retain(|_, kept| {
            let alive = kept
                .tokens
                .iter()
                .any(|t| tokens.get(t).is_some_and(|t| now < t.expires));
            if !alive {
                for token in &kept.tokens {
                    tokens.remove(token);
                }
            }
            alive
        });
    }
}

fn hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;
    use crate::clock::{Clock, ClockMode};
    use crate::negotiation::{Capabilities, ChallengeTypes};
    use crate::tenant::TenantForm;

    struct Bench {
        flows: Flows,
        randomness: Randomness,
        now: Moment,
    }

    impl Bench {
        fn new() -> Self {
            Self {
                flows: Flows::default(),
                randomness: Randomness::new(Some(5)).unwrap(),
                now: Clock::new(ClockMode::Frozen(UNIX_EPOCH)).now(),
            }
        }

        fn with<T>(&mut self, act: impl FnOnce(&mut Flows, &Mint<'_>) -> T) -> T {
            let mint = Mint {
                randomness: &self.randomness,
                now: self.now,
                expires: self.now.plus(Duration::from_secs(600)),
            };
            act(&mut self.flows, &mint)
        }

        fn begin(&mut self, most: usize) -> Result<String, Problem> {
            let flow = Flow::new(
                owner(),
                ChallengeTypes::default(),
                Capabilities::default(),
                Subject::User("u".to_owned()),
            );
            self.with(|flows, mint| flows.begin(flow, Step::SignInInitiated, most, mint))
        }

        fn outcome(&self, token: &str, owner: &Owner) -> String {
            match self.flows.find(token, owner, self.now) {
                Ok(found) => format!("{:?}", found.step),
                Err(problem) => problem.outcome(),
            }
        }
    }

    fn owner() -> Owner {
        Owner {
            tenant_id: "t".to_owned(),
            form: TenantForm::ByName,
            client_id: "c".to_owned(),
        }
    }

    #[test]
    fn a_token_is_long_and_bound_to_tenant_form_and_client() {
        let mut bench = Bench::new();
        let token = bench.begin(9).unwrap();
        assert_eq!(token.len(), 256);
        assert_eq!(bench.outcome(&token, &owner()), "SignInInitiated");
        for other in [
            Owner {
                tenant_id: "x".to_owned(),
                ..owner()
            },
            Owner {
                form: TenantForm::ById,
                ..owner()
            },
            Owner {
                client_id: "x".to_owned(),
                ..owner()
            },
        ] {
            assert_eq!(bench.outcome(&token, &other), "invalid_request");
        }
        assert_eq!(bench.outcome("invented", &owner()), "invalid_request");
    }

    #[test]
    fn a_step_taken_kills_the_old_token_and_a_branch_does_not() {
        let mut bench = Bench::new();
        let first = bench.begin(9).unwrap();
        let found = bench.flows.find(&first, &owner(), bench.now).unwrap();
        let second = bench.with(|f, m| f.advance(found, Step::SignInCodeSent, m));
        assert_eq!(bench.outcome(&first, &owner()), "invalid_request");
        let found = bench.flows.find(&second, &owner(), bench.now).unwrap();
        let third = bench.with(|f, m| f.branch(found, Step::SignInCodeSent, m));
        let fourth = bench.with(|f, m| f.branch(found, Step::SignInCodeSent, m));
        assert_eq!(bench.outcome(&second, &owner()), "SignInCodeSent");
        // Only the one presented and the newest live: asking again and again keeps nothing.
        assert_eq!(bench.outcome(&third, &owner()), "invalid_request");
        assert_eq!(bench.outcome(&fourth, &owner()), "SignInCodeSent");
        bench.flows.end(found);
        assert_eq!(bench.outcome(&fourth, &owner()), "invalid_request");
        assert!(bench.flows.tokens.is_empty() && bench.flows.flows.is_empty());
    }

    #[test]
    fn a_fork_leaves_earlier_tokens_alone_up_to_a_number() {
        let mut bench = Bench::new();
        let first = bench.begin(9).unwrap();
        let found = bench.flows.find(&first, &owner(), bench.now).unwrap();
        let forks: Vec<String> = (0..MOST_FORKS)
            .map(|_| bench.with(|f, m| f.fork(found, Step::PasswordReset, m)))
            .collect();
        assert_eq!(bench.outcome(&first, &owner()), "SignInInitiated");
        assert_eq!(bench.outcome(&forks[0], &owner()), "invalid_request");
        for fork in &forks[1..] {
            assert_eq!(bench.outcome(fork, &owner()), "PasswordReset");
        }
        assert_eq!(bench.flows.tokens.len(), MOST_FORKS);
    }

    #[test]
    fn an_expired_token_says_so_until_its_room_is_needed() {
        let mut bench = Bench::new();
        let old = bench.begin(2).unwrap();
        bench.begin(2).unwrap();
        assert_eq!(
            bench.begin(2).unwrap_err().outcome(),
            "temporarily_unavailable"
        );
        bench.now = bench.now.plus(Duration::from_secs(600));
        assert_eq!(bench.outcome(&old, &owner()), "expired_token");
        bench.begin(2).unwrap();
        assert_eq!(bench.outcome(&old, &owner()), "invalid_request");
    }
}
