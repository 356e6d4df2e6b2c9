//! What a request carries.

use native_auth_wire::v1::sign_up;
use native_auth_wire::{Attributes, Authority, Call, Secret};
use serde_json::Value;

/// The JSON object in the `attributes` field.
pub(crate) fn sent(attributes: &Attributes) -> Value {
    let call = sign_up::Continue {
        client_id: "app",
        token: &Secret::from("token"),
        grant: sign_up::Grant::Attributes(attributes),
    };
    let request = call.request(&Authority::parse("contoso", false).unwrap());
    let mut fields = url::form_urlencoded::parse(request.body());
    let (_, json) = fields.find(|(name, _)| name == "attributes").unwrap();
    serde_json::from_str(&json).unwrap()
}
