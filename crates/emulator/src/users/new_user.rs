//! Users made by hand rather than by sign-up.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::{Credential, Lockout, StrongMethod, User, Users};
use crate::address;
use crate::attributes;
use crate::clock::Moment;
use crate::contact::{Channel, Contact};
use crate::password::{self, PasswordHash};
use crate::randomness::Randomness;
use crate::tenant::Tenant;

/// A user to be made, as `POST /_emulator/users` takes it. Its `Debug` tells nothing.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// The tenant: its name, its domain or its ID.
    pub tenant: String,
    /// The e-mail address.
    pub username: String,
    /// The password; a user without one signs in by code.
    #[serde(default)]
    pub password: Option<String>,
    /// Another name to sign in with.
    #[serde(default)]
    pub alias: Option<String>,
    /// Whether the account is enabled; it is, unless said otherwise.
    #[serde(default)]
    pub enabled: Option<bool>,
    /// Attributes by wire name, as the tenant's user flows know them, or built-in ones.
    #[serde(default)]
    pub attributes: BTreeMap<String, Value>,
    /// Strong methods the user has registered.
    #[serde(default)]
    pub methods: Vec<NewMethod>,
    /// Whether the password must be changed before it signs anybody in (50142); a reset does that.
    #[serde(default)]
    pub must_change_password: Option<bool>,
    /// Whether the password has run out (50055); a reset makes a new one.
    #[serde(default)]
    pub password_expired: Option<bool>,
    /// Whether a Conditional Access policy blocks the user, at sign-in and at refresh (53003).
    #[serde(default)]
    pub blocked: Option<bool>,
}

/// A strong method of a [`NewUser`].
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMethod {
    /// `email` or `sms`.
    pub channel: String,
    /// The e-mail address, or the phone number in the form `+4790012345`.
    pub target: String,
}

impl NewUser {
    /// A user with a password, or one who signs in by code when there is none.
    pub fn new(tenant: &str, username: &str, password: Option<&str>) -> Self {
        Self {
            tenant: tenant.to_owned(),
            username: username.to_owned(),
            password: password.map(str::to_owned),
            alias: None,
            enabled: None,
            attributes: BTreeMap::new(),
            methods: Vec::new(),
            must_change_password: None,
            password_expired: None,
            blocked: None,
        }
    }
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser").finish_non_exhaustive()
    }
}

impl fmt::Debug for NewMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewMethod").finish_non_exhaustive()
    }
}

/// Why a user could not be made. `Display` is a sentence that says what to change and repeats
/// nothing of what was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserError {
    /// A field's value cannot be used.
    Field {
        /// The field, such as `methods[0].target`.
        field: String,
        /// What it should be.
        reason: String,
    },
    /// The address or the alias belongs to somebody.
    Exists,
    /// The emulator holds as many users as it may.
    TooMany,
}

impl UserError {
    fn field(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Field {
            field: field.into(),
            reason: reason.into(),
        }
    }
}

impl fmt::Display for UserError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field { field, reason } => write!(f, "the field `{field}` {reason}"),
            Self::Exists => f.write_str("the username or the alias is taken in this tenant"),
            Self::TooMany => f.write_str("the emulator holds as many users as it may"),
        }
    }
}

impl std::error::Error for UserError {}

/// Makes a user and tells the ID.
pub(crate) fn create(
    users: &mut Users,
    tenants: &[Tenant],
    new: &NewUser,
    most: usize,
    randomness: &Randomness,
    now: Moment,
) -> Result<String, UserError> {
    let tenant = tenants
        .iter()
        .find(|t| t.name.eq_ignore_ascii_case(&new.tenant) || t.named_by(&new.tenant).is_some())
        .ok_or_else(|| {
            let names: Vec<&str> = tenants.iter().map(|t| t.name.as_str()).collect();
            UserError::field("tenant", format!("must be one of: {}", names.join(", ")))
        })?;
    if !address::is_email(&new.username) {
        return Err(UserError::field("username", "must be an e-mail address"));
    }
    if new.must_change_password == Some(true) && new.password.is_none() {
        let reason = "needs a password to change";
        return Err(UserError::field("must_change_password", reason));
    }
    if new.password_expired == Some(true) && new.password.is_none() {
        let reason = "needs a password that can expire";
        return Err(UserError::field("password_expired", reason));
    }
    if new.alias.as_deref().is_some_and(|a| !address::is_alias(a)) {
        return Err(UserError::field(
            "alias",
            "takes 1 to 64 letters, digits, dots, underscores and hyphens",
        ));
    }
    let credential = credential(new.password.as_deref(), tenant, randomness)?;
    let attributes = accepted_attributes(tenant, &new.attributes)?;
    let methods = methods(&new.methods, randomness)?;
    let taken = |name: &str| users.named(&tenant.id, name).is_some();
    if taken(&new.username) || new.alias.as_deref().is_some_and(taken) {
        return Err(UserError::Exists);
    }
    if users.len() >= most {
        return Err(UserError::TooMany);
    }
    let id = randomness.guid();
    users.insert(User {
        id: id.clone(),
        tenant_id: tenant.id.clone(),
        username: new.username.clone(),
        alias: new.alias.clone(),
        enabled: new.enabled.unwrap_or(true),
        credential,
        earlier_passwords: VecDeque::new(),
        must_change_password: new.must_change_password.unwrap_or(false),
        password_expired: new.password_expired.unwrap_or(false),
        blocked: new.blocked.unwrap_or(false),
        attributes,
        methods,
        lockout: Lockout::default(),
        created_at: now.rfc3339(),
    });
    Ok(id)
}

fn credential(
    password: Option<&str>,
    tenant: &Tenant,
    randomness: &Randomness,
) -> Result<Credential, UserError> {
    let Some(password) = password else {
        return Ok(Credential::Code);
    };
    password::check(password, &tenant.banned_passwords, &[]).map_err(|suberror| {
        UserError::field(
            "password",
            format!(
                "breaks the rule {suberror}: use 8 to 256 characters with three of lower case, \
                 upper case, digit and symbol, and no common word"
            ),
        )
    })?;
    PasswordHash::of(password, randomness)
        .map(Credential::Password)
        .ok_or_else(|| UserError::field("password", "could not be hashed"))
}

/// Unlike at sign-up a name nobody knows is an error here: whoever writes it means something.
fn accepted_attributes(
    tenant: &Tenant,
    given: &BTreeMap<String, Value>,
) -> Result<attributes::Attributes, UserError> {
    let mut accepted = attributes::Attributes::new();
    for (name, value) in given {
        let field = || {
            format!(
                "attributes.{}",
                if known(tenant, name) { name } else { "?" }
            )
        };
        let value = if let Some(asked) = tenant.attributes().find(|a| a.name == *name) {
            asked.accept(value)
        } else if attributes::is_built_in(name) {
            value.is_string().then(|| value.clone())
        } else {
            let names: Vec<&str> = tenant.attributes().map(|a| a.name.as_str()).collect();
            return Err(UserError::field(
                field(),
                format!(
                    "is neither built-in nor one of this tenant's: {}",
                    names.join(", ")
                ),
            ));
        };
        let value =
            value.ok_or_else(|| UserError::field(field(), "has a value that does not fit"))?;
        accepted.insert(name.clone(), value);
    }
    Ok(accepted)
}

/// An unknown name may be anything, so it is not repeated.
fn known(tenant: &Tenant, name: &str) -> bool {
    attributes::is_built_in(name) || tenant.attributes().any(|a| a.name == *name)
}

fn methods(given: &[NewMethod], randomness: &Randomness) -> Result<Vec<StrongMethod>, UserError> {
    let one = |(i, method): (usize, &NewMethod)| {
        let field = |name: &str| format!("methods[{i}].{name}");
        let channel = Channel::named(&method.channel)
            .ok_or_else(|| UserError::field(field("channel"), "must be email or sms"))?;
        let contact = Contact::new(channel, &method.target).ok_or_else(|| {
            UserError::field(
                field("target"),
                "must be an e-mail address, or for sms a phone number like +4790012345",
            )
        })?;
        let id = randomness.guid();
        Ok(StrongMethod { id, contact })
    };
    given.iter().enumerate().map(one).collect()
}
