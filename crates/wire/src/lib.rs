//! What native authentication sends and receives, as plain data.
//!
//! This crate knows the server's spelling of everything: paths, field names, enum strings, error bodies. It
//! performs no input or output and knows no clock, no randomness and no environment, so every request and every
//! reply can be looked at in a test.
//!
//! - A [`Call`] is one request to one [`Endpoint`] together with the way to read its answer.
//! - An [`Answer`] is where the server leads: the call's own reply, a redirect to the browser, or a refusal
//!   ([`Problem`]). Several destinations arrive as HTTP 400 (`credential_required`, `attributes_required`, …);
//!   they are replies here, so that a [`Problem`] is always a true refusal.
//! - Reading is tolerant. Unknown members, enum strings and error values never fail; what is missing and cannot
//!   be done without is a [`MalformedReply`] that names it.
//! - A [`Secret`] holds every password, code and token. It does not print itself and is zeroed when dropped.
//!
//! Applications use the `native-auth` crate, which re-exports what they need from here.

mod attribute;
mod attribute_consent;
mod attribute_extensions;
mod attribute_fault;
mod attribute_pattern;
mod attribute_required;
mod attribute_value;
mod authority;
mod call;
mod challenge_type;
mod claims_challenge;
mod claims_request;
mod compact_token;
mod correlation;
mod form;
mod http;
mod id_token;
mod identity;
mod key_set;
mod members;
mod new_password;
mod openid_metadata;
mod problem;
mod secret;
mod strict_json;
pub mod v1;

pub use attribute::Attributes;
pub use attribute_consent::ConsentAttributes;
pub use attribute_extensions::{ExtensionsApp, InvalidExtensionsApp};
pub use attribute_fault::AttributeFault;
pub use attribute_required::RequiredAttribute;
pub use attribute_value::AttributeValue;
pub use authority::{Authority, AuthorityError};
pub use call::{Answer, Call, MalformedReason, MalformedReply, Redirect};
pub use challenge_type::{Capability, ChallengeChannel, ChallengeType};
pub use claims_challenge::ClaimsChallenge;
pub use claims_request::join_claims_requests;
pub use compact_token::{CompactToken, TokenFault};
pub use correlation::{CorrelationId, InvalidCorrelationId};
pub use http::{HttpRequest, HttpResponse, Method, app_header_allowed};
pub use id_token::{IdTokenClaims, is_from_emulator};
pub use identity::{AccountId, IdentityError, identify, is_same_account};
pub use key_set::{KeySet, RsaPublicKey};
pub use new_password::{PasswordFault, check_new_password};
pub use openid_metadata::{MetadataFault, OpenIdMetadata};
pub use problem::{InnerError, Problem};
pub use secret::Secret;
pub use v1::{AuthenticationMethod, Endpoint};
