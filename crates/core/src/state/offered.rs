//! The authentication methods that a person may choose from.

use std::sync::Arc;

use native_auth_wire::AuthenticationMethod;
use serde_json::Value;

use crate::error::catalogue;
use crate::{Error, Result};

/// The methods that the server offers, in its order. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Offered(Arc<[AuthenticationMethod]>);

impl Offered {
    pub(crate) fn new(methods: Vec<AuthenticationMethod>) -> Self {
        Self(methods.into())
    }

    pub(super) fn as_slice(&self) -> &[AuthenticationMethod] {
        &self.0
    }

    /// The method with this id.
    pub(crate) fn find(&self, id: &str) -> Result<AuthenticationMethod> {
        let found = self.0.iter().find(|method| method.id() == id);
        found
            .cloned()
            .ok_or_else(|| Error::new(&catalogue::METHOD_UNKNOWN))
    }

    /// As a suspended flow keeps them.
    pub(super) fn to_form(&self) -> Vec<Value> {
        self.0.iter().map(AuthenticationMethod::to_json).collect()
    }

    pub(super) fn restored(form: &[Value]) -> Option<Self> {
        let methods = form.iter().map(AuthenticationMethod::from_json);
        methods.collect::<Option<_>>().map(Self)
    }
}
