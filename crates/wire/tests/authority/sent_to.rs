//! Where the requests of an authority go.

use native_auth_wire::v1::sign_in::Challenge;
use native_auth_wire::{Authority, Call, Secret};
use url::Url;

/// The address that a call of this authority is sent to.
pub(crate) fn sent_to(authority: &Authority) -> Url {
    let call = Challenge {
        client_id: "app",
        token: &Secret::from("t"),
        challenge_types: &[],
        method: None,
    };
    call.request(authority).url().clone()
}
