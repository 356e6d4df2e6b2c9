//! What an app demands after the first factor, and how it can be met.

use crate::config::{AppConfig, MfaMode};
use crate::contact::Channel;
use crate::negotiation::Capabilities;
use crate::users::{Credential, StrongMethod, User};

/// An app's rules for the second factor.
#[derive(Debug, Clone)]
pub(crate) struct MfaPolicy {
    pub(crate) required: bool,
    channels: Vec<Channel>,
    registration: bool,
}

/// How far somebody has proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// By a password, by a code to the account's address, or by a reset.
    FirstFactor,
    /// By a sign-up that has just verified the address.
    SignUp,
    /// By a second factor, or by registering one.
    SecondFactor,
}

/// What still stands between somebody and their tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Demand {
    Nothing,
    SecondFactor,
    Registration,
    /// It cannot be met in the app; the sentence says why.
    Browser(&'static str),
}

impl MfaPolicy {
    pub(crate) fn new(app: &AppConfig) -> Self {
        Self {
            required: app.mfa == MfaMode::Required,
            channels: app.mfa_methods.clone(),
            registration: app.registration,
        }
    }

    /// The same rules, demanded or not.
    pub(crate) fn with_required(&self, required: bool) -> Self {
        Self {
            required,
            ..self.clone()
        }
    }

    /// What the user still has to do. A fresh sign-up spares the second factor, but not its
    /// registration.
    pub(crate) fn demand(&self, user: &User, proof: Proof, client: Capabilities) -> Demand {
        if !self.required || proof == Proof::SecondFactor {
            return Demand::Nothing;
        }
        if self.usable(user).next().is_some() {
            return match proof {
                Proof::SignUp => Demand::Nothing,
                _ if client.mfa_required => Demand::SecondFactor,
                _ => Demand::Browser("the flow's capabilities do not name mfa_required"),
            };
        }
        if !self.registration {
            return Demand::Browser("no second factor can be registered in this app");
        }
        if self.channels_for(user).next().is_none() {
            return Demand::Browser("none of the app's second factors can be this user's");
        }
        if client.registration_required {
            Demand::Registration
        } else {
            Demand::Browser("the flow's capabilities do not name registration_required")
        }
    }

    /// The registered methods that the user may use.
    pub(crate) fn usable<'a>(&'a self, user: &'a User) -> impl Iterator<Item = &'a StrongMethod> {
        let takes = |channel| self.channels_for(user).any(|c| c == channel);
        user.methods
            .iter()
            .filter(move |method| takes(method.contact.channel))
    }

    /// The channels the user may register a method on: what was the first factor cannot be the
    /// second.
    pub(crate) fn channels_for(&self, user: &User) -> impl Iterator<Item = Channel> {
        let first = match user.credential {
            Credential::Password(_) => None,
            Credential::Code => Some(Channel::Email),
        };
        let channels = self.channels.iter().copied();
        channels.filter(move |channel| Some(*channel) != first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attributes::Attributes;
    use crate::contact::Contact;
    use crate::password::PasswordHash;
    use crate::randomness::Randomness;
    use crate::users::Lockout;

    const ALL: Capabilities = Capabilities {
        mfa_required: true,
        registration_required: true,
    };

    fn user(password: bool, methods: &[&str]) -> User {
        let randomness = Randomness::new(Some(1)).unwrap();
        let contact = |target: &&str| {
            let channel = if target.starts_with('+') {
                Channel::Sms
            } else {
                Channel::Email
            };
            Contact::new(channel, target).unwrap()
        };
        User {
            id: "u".to_owned(),
            tenant_id: "t".to_owned(),
            username: "ada@example.com".to_owned(),
            alias: None,
            enabled: true,
            credential: if password {
                Credential::Password(PasswordHash::of("Quiet-River-41", &randomness).unwrap())
            } else {
                Credential::Code
            },
            earlier_passwords: Default::default(),
            must_change_password: false,
            password_expired: false,
            blocked: false,
            attributes: Attributes::new(),
            methods: methods
                .iter()
                .map(|target| StrongMethod {
                    id: "m".to_owned(),
                    contact: contact(target),
                })
                .collect(),
            lockout: Lockout::default(),
            created_at: String::new(),
        }
    }

    fn policy(channels: &[Channel]) -> MfaPolicy {
        MfaPolicy {
            required: true,
            channels: channels.to_vec(),
            registration: true,
        }
    }

    #[test]
    fn who_must_do_what() {
        use Channel::{Email, Sms};
        let (mail, phone) = ("eve@example.com", "+4790012345");
        let (second, register) = (Demand::SecondFactor, Demand::Registration);
        for (password, methods, channels, expected) in [
            (true, &[mail][..], &[Email, Sms][..], Some(second)),
            (true, &[phone], &[Email, Sms], Some(second)),
            (true, &[phone], &[Email], Some(register)),
            (true, &[], &[Email, Sms], Some(register)),
            (false, &[mail], &[Email, Sms], Some(register)),
            (false, &[mail, phone], &[Email, Sms], Some(second)),
            (false, &[mail], &[Email], None),
        ] {
            let demand = policy(channels).demand(&user(password, methods), Proof::FirstFactor, ALL);
            match expected {
                Some(expected) => assert_eq!(demand, expected, "{methods:?} {channels:?}"),
                None => assert!(matches!(demand, Demand::Browser(_))),
            }
        }
    }

    #[test]
    fn a_sign_up_spares_the_factor_and_not_its_registration() {
        let policy = policy(&[Channel::Email, Channel::Sms]);
        let (with, without) = (user(true, &["+4790012345"]), user(true, &[]));
        assert_eq!(policy.demand(&with, Proof::SignUp, ALL), Demand::Nothing);
        assert_eq!(
            policy.demand(&without, Proof::SignUp, ALL),
            Demand::Registration
        );
        for user in [&with, &without] {
            let demand = policy.demand(user, Proof::SecondFactor, ALL);
            assert_eq!(demand, Demand::Nothing);
            let off = policy.with_required(false);
            assert_eq!(off.demand(user, Proof::FirstFactor, ALL), Demand::Nothing);
        }
    }

    #[test]
    fn what_a_client_cannot_do_leads_to_the_browser() {
        let policy = policy(&[Channel::Email, Channel::Sms]);
        for (methods, mfa, registration, browser) in [
            (&["+4790012345"][..], true, false, false),
            (&["+4790012345"], false, true, true),
            (&[], false, true, false),
            (&[], true, false, true),
        ] {
            let client = Capabilities {
                mfa_required: mfa,
                registration_required: registration,
            };
            let demand = policy.demand(&user(true, methods), Proof::FirstFactor, client);
            assert_eq!(matches!(demand, Demand::Browser(_)), browser, "{demand:?}");
        }
    }
}
