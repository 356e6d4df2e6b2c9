//! What is kept of one flow under way.

use std::sync::Weak;

use serde::{Deserialize, Serialize};

use crate::attributes::Attributes;
use crate::clock::Moment;
use crate::contact::Contact;
use crate::negotiation::{Capabilities, ChallengeTypes};
use crate::one_time_code::OneTimeCode;
use crate::password::PasswordHash;
use crate::tenant::TenantForm;

/// What a token's flow waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Step {
    SignUpStarted,
    SignUpCodeSent,
    SignUpCredentialRequired,
    SignUpPasswordExpected,
    SignUpAttributesRequired,
    /// The user is there; the token can be cashed in for tokens.
    SignedUp,
    SignInInitiated,
    SignInPasswordExpected,
    SignInCodeSent,
    SecondFactorRequired,
    SecondFactorListed,
    SecondFactorCodeSent,
    RegistrationRequired,
    RegistrationListed,
    RegistrationCodeSent,
    RegistrationPreverified,
    /// The new method is stored; the token can be cashed in for tokens.
    MethodRegistered,
    ResetStarted,
    ResetCodeSent,
    ResetPasswordExpected,
    ResetSubmitted,
    /// The new password is in force; the token can be cashed in for tokens.
    PasswordReset,
}

/// One flow under way.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Flow {
    pub(crate) owner: Owner,
    pub(crate) challenge_types: ChallengeTypes,
    pub(crate) capabilities: Capabilities,
    pub(crate) code: Option<OneTimeCode>,
    pub(crate) subject: Subject,
    /// What a sign-up's code has verified just now.
    pub(crate) verified: Option<Contact>,
    /// What is being registered as a strong method.
    pub(crate) registering: Option<Contact>,
    pub(crate) reset: Reset,
    /// The authentication contexts that were asked for.
    #[serde(default)]
    pub(crate) contexts: Vec<String>,
    /// Alive while a request is sending this flow's next code.
    #[serde(skip)]
    pub(crate) sending: Weak<()>,
}

/// How far a password reset has come.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reset {
    /// The password that waits to be put in force.
    pub(crate) submitted: Option<Submitted>,
    /// How many submissions have failed.
    pub(crate) failures: u32,
    /// Whether the last one did.
    pub(crate) failed: bool,
}

/// A new password, accepted and not yet in force.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Submitted {
    pub(crate) password: PasswordHash,
    pub(crate) at: Moment,
    /// How often it was asked after.
    pub(crate) polls: u32,
}

/// To whom a flow belongs: nobody else's requests can go on with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Owner {
    pub(crate) tenant_id: String,
    pub(crate) form: TenantForm,
    pub(crate) client_id: String,
}

/// Whom a flow is about.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Subject {
    /// Somebody who is not a user yet.
    Draft(Draft),
    /// A user, by ID.
    User(String),
}

/// A user in the making.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Draft {
    pub(crate) username: String,
    pub(crate) password: Option<PasswordHash>,
    pub(crate) attributes: Attributes,
    #[serde(default)]
    pub(crate) collection: Collection,
}

/// What the tenant's extensions have been asked of a sign-up's attributes.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Collection {
    /// That they are about to be collected.
    pub(crate) started: bool,
    /// Whether they will do.
    pub(crate) submitted: bool,
}

impl Flow {
    pub(crate) fn new(
        owner: Owner,
        challenge_types: ChallengeTypes,
        capabilities: Capabilities,
        subject: Subject,
    ) -> Self {
        Self {
            owner,
            challenge_types,
            capabilities,
            code: None,
            subject,
            verified: None,
            registering: None,
            reset: Reset::default(),
            contexts: Vec::new(),
            sending: Weak::new(),
        }
    }
}
