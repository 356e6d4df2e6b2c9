//! Waiting for facts about the person.

use native_auth_wire::{AttributeFault, Attributes, CorrelationId, RequiredAttribute, Secret};
use serde_json::Value;

use crate::session::Session;
use crate::suspended::StateForm;
use crate::v1::sign_up;
use crate::{Action, FlowKind};

/// The tenant wants to know something before the account can exist.
#[derive(Debug, Clone)]
pub struct AttributesRequired {
    session: Session,
    attributes: Vec<RequiredAttribute>,
}

impl AttributesRequired {
    pub(crate) fn new(
        session: &Session,
        token: Secret,
        attributes: Vec<RequiredAttribute>,
    ) -> Self {
        Self {
            session: session.next(Some(token)),
            attributes,
        }
    }

    pub(crate) fn to_form(&self) -> (&Session, StateForm) {
        let attributes = self.attributes.iter().map(RequiredAttribute::to_json);
        let attributes = attributes.collect();
        (&self.session, StateForm::AttributesRequired { attributes })
    }

    pub(crate) fn restored(session: Session, attributes: &[Value]) -> Option<Self> {
        let attributes = attributes.iter().map(RequiredAttribute::from_json);
        let attributes = attributes.collect::<Option<_>>()?;
        Some(Self {
            session,
            attributes,
        })
    }

    /// Which flow this is.
    #[must_use]
    pub fn flow(&self) -> FlowKind {
        self.session.flow()
    }

    /// What is wanted; never empty.
    #[must_use]
    pub fn attributes(&self) -> &[RequiredAttribute] {
        &self.attributes
    }

    /// The flow's correlation id.
    #[must_use]
    pub fn correlation_id(&self) -> CorrelationId {
        self.session.correlation_id()
    }

    /// What the server would refuse of these values, by name, as far as that can be told without it; empty when nothing
    /// is. The wanted attributes come first, in their order, then what else is too long.
    ///
    /// It is a courtesy, for instance before submitting, or while the person types:
    /// [`submit_attributes`](Self::submit_attributes) sends what it is given.
    #[must_use]
    pub fn validate(&self, attributes: &Attributes) -> Vec<(String, AttributeFault)> {
        let wanted = self.attributes.iter().filter_map(|wanted| {
            let fault = wanted.validate_given(attributes.get(wanted.name())).err()?;
            Some((wanted.name().to_owned(), fault))
        });
        let is_wanted = |name: &str| self.attributes.iter().any(|wanted| wanted.name() == name);
        let others = attributes.validate().into_iter();
        wanted
            .chain(others.filter(|(name, _)| !is_wanted(name)))
            .collect()
    }

    /// Submits values, all wanted ones at once. Optional attributes of the tenant may be among them: it is their
    /// last chance.
    ///
    /// Running it fails with [`InvalidAttributes`](crate::ErrorKind::InvalidAttributes) if the server refuses a
    /// value (`server()` names the attributes), after which this state can be used again. If some are still
    /// missing, it leads to a new state that names them.
    pub fn submit_attributes(&self, attributes: impl Into<Attributes>) -> Action {
        let attributes = attributes.into();
        Action::from_state("submit_attributes", &self.session, move |session| {
            sign_up::submit_attributes(session, &attributes)
        })
    }
}
