//! Who signs up and signs in, and where.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use native_auth_core::error::catalogue;
use native_auth_core::id_token::IdToken;
use native_auth_core::{Application, ClientTag, Error, Next, Result, Verification};
use native_auth_wire::{
    Authority, Capability, ChallengeType, CompactToken, CorrelationId, HttpResponse,
};

use crate::fixtures;

/// The client that runs the actions.
pub(crate) fn tag() -> ClientTag {
    ClientTag::new(1)
}

/// The app.
pub(crate) const CLIENT_ID: &str = "5f1c7e0a-2b7d-4c55-9d62-6a3f0e8b9c11";

/// The tenant's base address.
pub(crate) const BASE: &str = "https://contoso.ciamlogin.com/contoso.onmicrosoft.com";

/// Who it is about.
pub(crate) const USERNAME: &str = "maya@fabrikam.example";

/// What proves it.
pub(crate) const PASSWORD: &str = "Quiet-Harbour 9";

/// An app that can handle codes and passwords.
pub(crate) fn application() -> Arc<Application> {
    application_at(BASE)
}

/// An app that can also handle a second factor and its registration.
pub(crate) fn capable_application() -> Arc<Application> {
    capable_application_at(BASE)
}

/// The second one at another tenant.
pub(crate) fn capable_application_at(base: &str) -> Arc<Application> {
    let mut application = declaring_nothing(base);
    application.capabilities = vec![Capability::MfaRequired, Capability::RegistrationRequired];
    Arc::new(application)
}

/// The first one at another tenant, plain `http` to this machine among them.
pub(crate) fn application_at(base: &str) -> Arc<Application> {
    Arc::new(declaring_nothing(base))
}

fn declaring_nothing(base: &str) -> Application {
    Application {
        tag: tag(),
        authority: Authority::parse(base, true).unwrap(),
        client_id: CLIENT_ID.to_owned(),
        challenge_types: vec![ChallengeType::Oob, ChallengeType::Password],
        capabilities: Vec::new(),
    }
}

/// The correlation id of every flow.
pub(crate) fn correlation_id() -> CorrelationId {
    CorrelationId::from_random_bytes([7; 16])
}

/// The time of every walk.
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

/// Goes on with the claims that stand in the ID token, whoever signed it. Its header has to be in order.
pub(crate) fn resumed_unverified(verification: Verification) -> Result<Next> {
    let malformed = |_| Error::new(&catalogue::ID_TOKEN_MALFORMED);
    let id_token = verification.id_token().clone();
    let claims = IdToken::read(&id_token).and_then(|_| {
        let token = CompactToken::parse(id_token.expose()).map_err(malformed)?;
        token.unverified_claims().map_err(malformed)
    });
    verification.arrived(now());
    verification.resume(claims)
}

/// A documented answer.
pub(crate) fn response(fixture: &str) -> HttpResponse {
    let fixture = fixtures::named(fixture);
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    HttpResponse::new(fixture.status, headers, fixture.body.as_bytes().to_vec())
}
