//! The users of all tenants.

mod change;
mod lockout;
mod new_user;

use std::collections::{BTreeMap, HashMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::attributes::Attributes;
use crate::clock::Moment;
use crate::contact::{Channel, Contact};
use crate::password::PasswordHash;

pub(crate) use change::{UserChange, UserChangeError};
pub(crate) use lockout::{Lockout, LockoutPolicy};
pub(crate) use new_user::create;
pub use new_user::{NewMethod, NewUser, UserError};

/// One user. Users belong to the tenant, not to an app.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) tenant_id: String,
    /// The e-mail address, as given.
    pub(crate) username: String,
    pub(crate) alias: Option<String>,
    pub(crate) enabled: bool,
    pub(crate) credential: Credential,
    /// Earlier passwords, oldest first; none of them may come back.
    pub(crate) earlier_passwords: VecDeque<PasswordHash>,
    /// Whether the password is taken only to be changed (50142).
    pub(crate) must_change_password: bool,
    /// Whether the password has run out (50055).
    #[serde(default)]
    pub(crate) password_expired: bool,
    /// Whether a policy lets nobody sign in who is this user (53003).
    #[serde(default)]
    pub(crate) blocked: bool,
    pub(crate) attributes: Attributes,
    pub(crate) methods: Vec<StrongMethod>,
    pub(crate) lockout: Lockout,
    pub(crate) created_at: String,
}

/// How many earlier passwords are remembered. The real service does not say how many it does.
const EARLIER_PASSWORDS: usize = 5;

/// How a user signs in; kept from sign-up on, whatever the app's user flow says later.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Credential {
    Password(PasswordHash),
    Code,
}

/// A registered second way to prove who one is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StrongMethod {
    pub(crate) id: String,
    #[serde(flatten)]
    pub(crate) contact: Contact,
}

/// A user as `/_emulator/users` shows it. Its `Debug` tells only the ID.
#[derive(Clone, Serialize)]
pub struct UserFacts {
    /// The object ID: `oid` in tokens.
    pub id: String,
    /// The ID of the tenant.
    pub tenant_id: String,
    /// The e-mail address.
    pub username: String,
    /// The alias, if there is one.
    pub alias: Option<String>,
    /// Whether the account is enabled.
    pub enabled: bool,
    /// Whether a policy lets this person nowhere in (53003).
    pub blocked: bool,
    /// Whether the password has run out (50055).
    pub password_expired: bool,
    /// Whether the password is taken only to be changed (50142).
    pub must_change_password: bool,
    /// `password` or `otp`.
    pub sign_in_method: &'static str,
    /// The attributes, by wire name.
    pub attributes: BTreeMap<String, Value>,
    /// The registered strong methods, as `{id, channel, target}`.
    pub methods: Vec<Value>,
    /// When the user was created, in RFC 3339, UTC.
    pub created_at: String,
}

impl std::fmt::Debug for UserFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserFacts")
            .field("id", &self.id)
            .field("enabled", &self.enabled)
            .finish_non_exhaustive()
    }
}

impl User {
    /// Somebody of whom nothing is known but a name, and who signs in by code.
    pub(crate) fn new(id: String, tenant_id: &str, username: &str, now: Moment) -> Self {
        Self {
            id,
            tenant_id: tenant_id.to_owned(),
            username: username.to_owned(),
            alias: None,
            enabled: true,
            credential: Credential::Code,
            earlier_passwords: VecDeque::new(),
            must_change_password: false,
            password_expired: false,
            blocked: false,
            attributes: Attributes::new(),
            methods: Vec::new(),
            lockout: Lockout::default(),
            created_at: now.rfc3339(),
        }
    }

    pub(crate) fn facts(&self) -> UserFacts {
        UserFacts {
            id: self.id.clone(),
            tenant_id: self.tenant_id.clone(),
            username: self.username.clone(),
            alias: self.alias.clone(),
            enabled: self.enabled,
            blocked: self.blocked,
            password_expired: self.password_expired,
            must_change_password: self.must_change_password,
            sign_in_method: match self.credential {
                Credential::Password(_) => "password",
                Credential::Code => "otp",
            },
            attributes: self.attributes.clone(),
            methods: self
                .methods
                .iter()
                .filter_map(|method| serde_json::to_value(method).ok())
                .collect(),
            created_at: self.created_at.clone(),
        }
    }

    /// The password and all earlier ones: none may be chosen again.
    pub(crate) fn used_passwords(&self) -> Vec<PasswordHash> {
        let current = match &self.credential {
            Credential::Password(hash) => Some(hash),
            Credential::Code => None,
        };
        let earlier = self.earlier_passwords.iter();
        earlier.chain(current).cloned().collect()
    }

    /// A new password, by which a lock-out is lifted and any duty to change it done.
    pub(crate) fn change_password(&mut self, new: PasswordHash) {
        let old = std::mem::replace(&mut self.credential, Credential::Password(new));
        if let Credential::Password(old) = old {
            if self.earlier_passwords.len() >= EARLIER_PASSWORDS {
                self.earlier_passwords.pop_front();
            }
            self.earlier_passwords.push_back(old);
        }
        self.lockout.succeeded();
        self.must_change_password = false;
        self.password_expired = false;
    }

    /// The registered method on a channel, if there is one.
    pub(crate) fn method_on(&self, channel: Channel) -> Option<&StrongMethod> {
        let mut methods = self.methods.iter();
        methods.find(|method| method.contact.channel == channel)
    }

    /// What tokens call the user; `unknown` when no name was collected.
    pub(crate) fn display_name(&self) -> &str {
        self.attributes
            .get("displayName")
            .and_then(Value::as_str)
            .unwrap_or("unknown")
    }
}

/// All users, found by ID, address or alias.
#[derive(Default)]
pub(crate) struct Users {
    by_id: BTreeMap<String, User>,
    /// Tenant ID and lower-case address or alias, to ID.
    names: HashMap<(String, String), String>,
    /// In the order they came.
    order: Vec<String>,
}

impl Users {
    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Adds a user whose names are free; the caller has looked.
    pub(crate) fn insert(&mut self, user: User) {
        for name in [Some(&user.username), user.alias.as_ref()]
            .into_iter()
            .flatten()
        {
            self.names
                .insert(key(&user.tenant_id, name), user.id.clone());
        }
        self.order.push(user.id.clone());
        self.by_id.insert(user.id.clone(), user);
    }

    /// By e-mail address or alias, in any case of letters.
    pub(crate) fn named(&self, tenant_id: &str, name: &str) -> Option<&User> {
        self.names
            .get(&key(tenant_id, name))
            .and_then(|id| self.by_id.get(id))
    }

    pub(crate) fn get(&self, id: &str) -> Option<&User> {
        self.by_id.get(id)
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut User> {
        self.by_id.get_mut(id)
    }

    pub(crate) fn remove(&mut self, id: &str) -> bool {
        self.names.retain(|_, owner| owner != id);
        self.order.retain(|other| other != id);
        self.by_id.remove(id).is_some()
    }

    /// Oldest first.
    pub(crate) fn list(&self) -> impl Iterator<Item = &User> {
        self.order.iter().filter_map(|id| self.by_id.get(id))
    }
}

fn key(tenant_id: &str, name: &str) -> (String, String) {
    (tenant_id.to_owned(), name.to_lowercase())
}
