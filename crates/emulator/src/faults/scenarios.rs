//! The forced answers that go by a name: those that Microsoft's Android and iOS clients are tested
//! against. What each says is the documented answer of that name, with what is known of the request
//! filled in. One that carries a continuation token carries one for the step the flow stands at.

use serde_json::json;

use super::stage::Stage;
use crate::contact::Channel::{Email, Sms};
use crate::flows::Answer;
use crate::problem::Problem;
use crate::refusals;

/// Writes one answer.
pub(crate) type Make = fn(&mut Stage<'_>) -> Result<Answer, Problem>;

const SCENARIOS: [(&str, Make); 60] = [
    ("SignUpStartSuccess", |s| s.only_token("started")),
    ("InitiateSuccess", |s| s.only_token("started")),
    ("SSPRStartSuccess", |s| s.only_token("started")),
    ("ChallengeTypePassword", |s| s.password_challenge()),
    ("ChallengeTypeOOB", |s| s.code_challenge(Email)),
    ("ChallengeSuccessSMS", |s| s.code_challenge(Sms)),
    ("ChallengeTypeRedirect", |_| Ok(redirect())),
    ("SignUpContinueSuccess", |s| s.lasting_token("user_created")),
    ("SSPRContinueSuccess", |s| s.lasting_token("code_verified")),
    ("SSPRSubmitSuccess", |s| s.submitted()),
    ("SSPRPollSuccess", |s| s.polled_to_the_end("succeeded")),
    ("SSPRPollInProgress", |_| Ok(pending("in_progress"))),
    ("SSPRPollFailed", |s| s.polled_to_the_end("failed")),
    ("SSPRPollNotStarted", |_| Ok(pending("not_started"))),
    ("TokenSuccess", |s| s.tokens()),
    ("IntrospectSuccess", |s| s.methods(&[Email, Sms])),
    ("IntrospectSMSSuccess", |s| s.methods(&[Sms])),
    ("RegistrationIntrospectSuccess", |s| s.registrable()),
    ("RegistrationChallengeSuccess", |s| s.registration(Email)),
    ("RegistrationChallengeSMSSuccess", |s| s.registration(Sms)),
    ("RegistrationContinueSuccess", |s| {
        s.only_token("method_registered")
    }),
    ("CredentialRequired", |s| {
        Err(refusals::credential_required(s.token()))
    }),
    ("AttributesRequired", |s| Err(s.attributes_required())),
    ("AttributeValidationFailed", |s| Err(s.attributes_refused())),
    ("VerificationRequired", |s| {
        Err(refusals::verification_required(s.token()))
    }),
    ("MFARequired", |s| Err(refusals::mfa_required(s.token()))),
    ("RegistrationRequired", |s| {
        Err(refusals::registration_required(s.token()))
    }),
    ("IntrospectRequired", |_| {
        Err(refusals::introspect_required())
    }),
    ("AuthMethodBlocked", |_| {
        Err(refusals::contact_of_bad_reputation())
    }),
    ("AccessDenied", |_| Err(bare("access_denied", None))),
    ("RegistrationInvalidOOBValue", |_| {
        Err(refusals::code_wrong())
    }),
    ("InvalidOOBValue", |_| Err(refusals::code_wrong())),
    ("RegistrationInvalidChallengeTarget", |_| {
        Err(refusals::contact_not_valid())
    }),
    ("InvalidPassword", |_| Err(refusals::password_wrong())),
    ("InvalidUsername", |_| Err(refusals::not_valid("username"))),
    ("PasswordTooWeak", |_| password("password_too_weak")),
    ("PasswordTooShort", |_| password("password_too_short")),
    ("PasswordTooLong", |_| password("password_too_long")),
    ("PasswordRecentlyUsed", |_| {
        password("password_recently_used")
    }),
    ("PasswordBanned", |_| password("password_banned")),
    ("NewPasswordIsInvalid", |_| password("password_is_invalid")),
    ("UserAlreadyExists", |_| Err(refusals::user_exists())),
    ("UserNotFound", |_| Err(refusals::user_not_found())),
    ("InvalidContinuationToken", |_| {
        Err(refusals::continuation_token_not_valid())
    }),
    ("ExpiredToken", |_| {
        Err(refusals::continuation_token_expired())
    }),
    // These two numbers are known only from the mock service the names come from.
    ("TokenExpiredSLT", |_| {
        Err(bare("expired_token", Some(55_112)))
    }),
    ("InvalidPurposeToken", |_| {
        Err(bare("invalid_request", Some(55_000)))
    }),
    ("InvalidClient", |_| Err(refusals::app_not_public())),
    ("UnauthorizedClient", |_| Err(refusals::app_not_found())),
    ("InvalidRequest", |_| {
        Err(bare("invalid_request", Some(90_023)))
    }),
    ("InvalidGrant", |_| Err(refusals::grant_not_expected())),
    ("InvalidScope", |_| Err(refusals::scope_not_valid())),
    ("UnsupportedChallengeType", |_| {
        Err(bare("unsupported_challenge_type", None))
    }),
    ("UnsupportedAuthMethod", |_| {
        Err(bare("unsupported_auth_method", None))
    }),
    ("AuthNotSupported", |_| {
        Err(bare("auth_not_supported", None))
    }),
    ("InvalidAuthMethodForUser", |_| {
        Err(refusals::wrong_kind_of_credential())
    }),
    ("SlowDown", |_| Err(bare("slow_down", None))),
    ("AuthorizationPending", |_| {
        Err(bare("authorization_pending", None))
    }),
    // As documented for these endpoints; a server that is down answers 5xx, which `status` forces.
    ("ServerError", |_| Err(refusals::server_error().status(400))),
    ("TemporarilyUnavailable", |_| {
        Err(bare("temporarily_unavailable", None))
    }),
];

/// The answer of this name.
pub(crate) fn scenario(name: &str) -> Option<Make> {
    SCENARIOS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, make)| *make)
}

/// Every name, for a sentence that helps.
pub(crate) fn names() -> String {
    let names: Vec<&str> = SCENARIOS.iter().map(|(name, _)| *name).collect();
    names.join(", ")
}

fn bare(error: &'static str, code: Option<u32>) -> Problem {
    Problem::new(error, code, "This answer was asked for.")
}

fn password(suberror: &'static str) -> Result<Answer, Problem> {
    Err(refusals::password_refused(suberror))
}

fn redirect() -> Answer {
    Answer {
        body: json!({ "challenge_type": "redirect", "redirect_reason": "It was asked for" }),
        outcome: "redirect",
    }
}

fn pending(status: &'static str) -> Answer {
    Answer {
        body: json!({ "status": status }),
        outcome: status,
    }
}
