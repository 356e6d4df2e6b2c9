//! Whom a request is about.

use crate::continuation::Subject;
use crate::domain::State;
use crate::form::Form;
use crate::tenant::Tenant;
use crate::users::{User, Users};

/// A person, as far as a request tells: by name, or by a token of a flow or a sign-in.
pub(crate) struct Person {
    /// The name in the request; else the address the flow or the user has.
    pub(crate) name: String,
    user_id: Option<String>,
}

impl Person {
    pub(crate) fn of(state: &State, tenant: Option<&Tenant>, form: &Form) -> Option<Self> {
        let field = |name: &str| form.optional(name).ok().flatten();
        if let Some(name) = field("username") {
            let user = tenant.and_then(|tenant| state.users.named(&tenant.id, name));
            return Some(Self {
                name: name.to_owned(),
                user_id: user.map(|user| user.id.clone()),
            });
        }
        let subject = field("continuation_token").and_then(|token| state.flows.subject(token));
        match subject {
            Some(Subject::Draft(draft)) => Some(Self {
                name: draft.username.clone(),
                user_id: None,
            }),
            Some(Subject::User(id)) => Self::user_with(state, id),
            None => Self::user_with(
                state,
                state.refresh_tokens.user_id(field("refresh_token")?)?,
            ),
        }
    }

    fn user_with(state: &State, id: &str) -> Option<Self> {
        let user = state.users.get(id)?;
        Some(Self {
            name: user.username.clone(),
            user_id: Some(id.to_owned()),
        })
    }

    /// The user this is, if there is one.
    pub(crate) fn user<'s>(&self, users: &'s Users) -> Option<&'s User> {
        users.get(self.user_id.as_deref()?)
    }

    /// Every name the person goes by, in lower case.
    pub(crate) fn names(&self, state: &State) -> Vec<String> {
        let user = self.user(&state.users);
        let alias = user.and_then(|user| user.alias.clone());
        [
            Some(self.name.clone()),
            user.map(|user| user.username.clone()),
            alias,
        ]
        .into_iter()
        .flatten()
        .map(|name| name.to_lowercase())
        .collect()
    }
}
