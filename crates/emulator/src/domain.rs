//! Everything the emulator knows, without HTTP: what is fixed while it runs, and what changes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::{Clock, Moment};
use crate::config::{Lifetimes, Limits, Throttling};
use crate::continuation::Flows;
use crate::inbox::Inbox;
use crate::one_time_code::CodeCounts;
use crate::randomness::Randomness;
use crate::tenant::{Tenant, TenantForm};
use crate::tokens::{AuthorizationCodes, RefreshTokens};
use crate::traffic::Traffic;
use crate::users::{
    Credential, LockoutPolicy, NewUser, UserChange, UserChangeError, UserError, Users, create,
};

/// What holds for all tenants.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Rules {
    pub(crate) limits: Limits,
    pub(crate) lifetimes: Lifetimes,
    pub(crate) throttling: Throttling,
    pub(crate) strict_refresh_tokens: bool,
}

/// The tenants, their rules, and behind one lock what people did.
pub(crate) struct Domain {
    pub(crate) tenants: Arc<Vec<Tenant>>,
    pub(crate) limits: Limits,
    pub(crate) lifetimes: Lifetimes,
    /// A used refresh token ends the whole session.
    pub(crate) strict_refresh_tokens: bool,
    /// Codes by e-mail are sent to a real mail server too.
    pub(crate) mails_codes: bool,
    pub(crate) traffic: Traffic,
    pub(crate) clock: Arc<Clock>,
    pub(crate) randomness: Arc<Randomness>,
    state: Mutex<State>,
}

/// What changes while the emulator runs.
pub(crate) struct State {
    pub(crate) users: Users,
    pub(crate) flows: Flows,
    pub(crate) refresh_tokens: RefreshTokens,
    pub(crate) authorization_codes: AuthorizationCodes,
    pub(crate) inbox: Inbox,
    pub(crate) code_counts: CodeCounts,
    /// Apps, by tenant ID and client ID, whose demand for a second factor is no longer as configured.
    pub(crate) mfa_demands: BTreeMap<(String, String), bool>,
}

impl Domain {
    /// With nobody in it.
    pub(crate) fn new(
        tenants: Arc<Vec<Tenant>>,
        rules: Rules,
        mails_codes: bool,
        clock: Arc<Clock>,
        randomness: Arc<Randomness>,
    ) -> Self {
        let state = State::new(&rules.limits);
        Self::with_state(tenants, rules, mails_codes, clock, randomness, state)
    }

    pub(crate) fn with_state(
        tenants: Arc<Vec<Tenant>>,
        rules: Rules,
        mails_codes: bool,
        clock: Arc<Clock>,
        randomness: Arc<Randomness>,
        state: State,
    ) -> Self {
        Self {
            tenants,
            limits: rules.limits,
            lifetimes: rules.lifetimes,
            strict_refresh_tokens: rules.strict_refresh_tokens,
            mails_codes,
            traffic: Traffic::new(rules.throttling),
            clock,
            randomness,
            state: Mutex::new(state),
        }
    }

    /// What it was made with.
    pub(crate) fn rules(&self) -> Rules {
        Rules {
            limits: self.limits.clone(),
            lifetimes: self.lifetimes.clone(),
            throttling: self.traffic.throttling(),
            strict_refresh_tokens: self.strict_refresh_tokens,
        }
    }

    /// One request at a time changes the state, so no two can spend the same token. A panic under
    /// the lock would be a bug of ours; the others go on all the same.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tenant a path segment names.
    pub(crate) fn tenant(&self, segment: &str) -> Option<(&Tenant, TenantForm)> {
        self.tenants
            .iter()
            .find_map(|tenant| Some((tenant, tenant.named_by(segment)?)))
    }

    pub(crate) fn lockout_policy(&self) -> LockoutPolicy {
        LockoutPolicy {
            failures: self.limits.failed_passwords,
            first_lock: Duration::from_secs(self.limits.lock_seconds),
        }
    }

    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    pub(crate) fn add_user(&self, new: &NewUser) -> Result<String, UserError> {
        create(
            &mut self.state().users,
            &self.tenants,
            new,
            self.limits.users,
            &self.randomness,
            self.now(),
        )
    }

    /// Removes a user and everything issued to them.
    pub(crate) fn delete_user(&self, id: &str) -> bool {
        let mut state = self.state();
        state.revoke(id);
        state.users.remove(id)
    }

    /// Changes what a user may do, all of it or nothing.
    ///
    /// Disabling revokes what was issued; enabling does not bring it back. Who has no password has
    /// none to expire or to change.
    pub(crate) fn change_user(&self, id: &str, change: UserChange) -> Result<(), UserChangeError> {
        let mut state = self.state();
        let user = state.users.get_mut(id).ok_or(UserChangeError::Unknown)?;
        let has_password = matches!(user.credential, Credential::Password(_));
        if !has_password
            && (change.password_expired == Some(true) || change.must_change_password == Some(true))
        {
            return Err(UserChangeError::NoPassword);
        }
        for (value, wanted) in [
            (&mut user.enabled, change.enabled),
            (&mut user.blocked, change.blocked),
            (&mut user.password_expired, change.password_expired),
            (&mut user.must_change_password, change.must_change_password),
        ] {
            *value = wanted.unwrap_or(*value);
        }
        if change.enabled == Some(false) {
            state.revoke(id);
        }
        Ok(())
    }

    /// From now on the apps with this client ID, of one tenant or of all, demand a second factor, or
    /// do not; false if there is none.
    pub(crate) fn require_mfa(
        &self,
        tenant: Option<&str>,
        client_id: &str,
        required: bool,
    ) -> bool {
        let is_meant = |known: &&Tenant| {
            tenant.is_none_or(|named| {
                named.eq_ignore_ascii_case(&known.name) || named.eq_ignore_ascii_case(&known.id)
            })
        };
        let mut state = self.state();
        let mut found = false;
        for tenant in self.tenants.iter().filter(is_meant) {
            if let Some(app) = tenant.find_app(client_id) {
                let key = (tenant.id.clone(), app.client_id.clone());
                state.mfa_demands.insert(key, required);
                found = true;
            }
        }
        found
    }

    /// Forgets all users, flows, tokens and messages, and makes every app's demand for a second
    /// factor what the configuration says. Keys and the clock stay.
    pub(crate) fn reset(&self) {
        *self.state() = State::new(&self.limits);
    }
}

impl State {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            users: Users::default(),
            flows: Flows::default(),
            refresh_tokens: RefreshTokens::default(),
            authorization_codes: AuthorizationCodes::default(),
            inbox: Inbox::new(limits.messages),
            code_counts: CodeCounts::default(),
            mfa_demands: BTreeMap::new(),
        }
    }

    /// Everything issued to a user is void.
    fn revoke(&mut self, user_id: &str) {
        self.refresh_tokens.revoke(user_id);
        self.authorization_codes.forget(user_id);
    }

    /// What a user got by a password, which is no longer theirs, is void.
    pub(crate) fn revoke_by_password(&mut self, user_id: &str) {
        self.refresh_tokens.revoke_by_password(user_id);
        self.authorization_codes.forget_by_password(user_id);
    }
}
