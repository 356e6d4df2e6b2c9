//! `/oauth2/v2.0/initiate` and `/oauth2/v2.0/challenge`.

use super::Answer;
use super::context::{Context, Purpose, Sending};
use super::second_factor;
use crate::address;
use crate::contact::Contact;
use crate::continuation::{Found, Step, Subject};
use crate::negotiation::ChallengeTypes;
use crate::problem::Problem;
use crate::refusals;
use crate::users::Credential;

/// `POST /oauth2/v2.0/initiate`: begins a sign-in by name.
pub(super) fn initiate(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let params = context.params;
    let challenge_types = ChallengeTypes::parse(params.required("challenge_type")?)?;
    let username = params.required("username")?;
    let could_be_alias = context.tenant.alias_sign_in && address::is_alias(username);
    if !address::is_email(username) && !could_be_alias {
        return Err(refusals::not_valid("username"));
    }
    let user = context
        .state
        .users
        .named(&context.tenant.id, username)
        .ok_or_else(refusals::user_not_found)?;
    let subject = Subject::User(user.id.clone());
    context.begin(challenge_types, subject, Step::SignInInitiated)
}

/// `POST /oauth2/v2.0/challenge`: for the first factor says that the password is wanted, or sends
/// a code; which of the two is the user's doing and not the app's. Sends the second factor's codes
/// too.
pub(super) fn challenge(context: &mut Context<'_>) -> Result<Answer, Problem> {
    let found = context.found()?;
    match found.step {
        Step::SignInInitiated | Step::SignInPasswordExpected | Step::SignInCodeSent => {
            first_factor(context, found)
        }
        Step::SecondFactorRequired | Step::SecondFactorListed | Step::SecondFactorCodeSent => {
            second_factor::challenge(context, found)
        }
        _ => Err(refusals::continuation_token_not_valid()),
    }
}

fn first_factor(context: &mut Context<'_>, found: Found) -> Result<Answer, Problem> {
    let challenge_types = context.challenge_types(found)?;
    let user = context.user(found)?;
    match user.credential {
        Credential::Password(_) if challenge_types.password => {
            Ok(context.password_challenge(found, Step::SignInPasswordExpected))
        }
        Credential::Code if challenge_types.oob => {
            let contact = Contact::email(&user.username);
            let sending = Sending {
                contact: &contact,
                purpose: Purpose::SignIn,
                step: Step::SignInCodeSent,
            };
            context.send_code(found, &sending)
        }
        _ => Ok(context.redirect(
            Some(found),
            "challenge_type lacks the way this user signs in",
        )),
    }
}
