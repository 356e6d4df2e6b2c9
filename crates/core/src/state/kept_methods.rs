//! Authentication methods in the form in which a suspended flow keeps them.

use std::sync::Arc;

use native_auth_wire::AuthenticationMethod;
use serde_json::Value;

pub(super) fn write_methods(methods: &[AuthenticationMethod]) -> Vec<Value> {
    methods.iter().map(AuthenticationMethod::to_json).collect()
}

pub(super) fn read_methods(methods: &[Value]) -> Option<Arc<[AuthenticationMethod]>> {
    methods
        .iter()
        .map(AuthenticationMethod::from_json)
        .collect()
}
