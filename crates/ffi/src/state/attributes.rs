//! The tenant wants to know something.

use std::collections::HashMap;
use std::sync::Arc;

use crate::attributes::attributes;
use crate::shared::Shared;
use crate::{
    AttributeFault, AttributeValue, CancelToken, FlowKind, RequiredAttribute, Result, Step,
};

/// The tenant wants to know something before the account can exist.
#[derive(Debug, uniffi::Object)]
pub struct AttributesRequired {
    pub(crate) shared: Arc<Shared>,
    pub(crate) state: native_auth::AttributesRequired,
}

#[uniffi::export]
impl AttributesRequired {
    /// Which flow this is.
    #[must_use]
    pub fn flow(&self) -> FlowKind {
        self.state.flow()
    }

    /// The flow's correlation id, to quote to support.
    #[must_use]
    pub fn correlation_id(&self) -> String {
        self.state.correlation_id().to_string()
    }

    /// What is wanted; never empty.
    #[must_use]
    pub fn attributes(&self) -> Vec<RequiredAttribute> {
        self.state.attributes().iter().map(Into::into).collect()
    }

    /// What the server would refuse of these values, by name, as far as that can be told without it. It is a courtesy:
    /// `submit_attributes` sends what it is given.
    #[must_use]
    pub fn validate(
        &self,
        values: HashMap<String, AttributeValue>,
    ) -> HashMap<String, AttributeFault> {
        let faults = self.state.validate(&attributes(values)).into_iter();
        faults.map(|(name, fault)| (name, fault.into())).collect()
    }

    /// Submits values, all wanted ones at once. Optional attributes of the tenant may be among them: it is their last chance.
    /// If some are still missing, it leads to a new state that names them.
    ///
    /// # Errors
    ///
    /// `InvalidAttributes` if the server refuses a value, after which this state can be used again, and everything that any
    /// request can meet.
    #[uniffi::method(default(cancel = None))]
    pub async fn submit_attributes(
        &self,
        values: HashMap<String, AttributeValue>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Step> {
        Step::run(
            &self.shared,
            self.state.submit_attributes(attributes(values)),
            cancel,
        )
        .await
    }
}
