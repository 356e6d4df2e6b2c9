//! An app that is killed after every step: what it comes back to is a resumed state.

use std::sync::Arc;
use std::time::Duration;

use native_auth_core::{Application, Step, Tokens, resume, suspend};
use native_auth_wire::HttpRequest;

use crate::setting::{application_at, capable_application_at, now};

/// Suspends and resumes; it has to know what the app of the walk declared.
#[derive(Debug, Default)]
pub(crate) struct Revival {
    capable: bool,
}

impl Revival {
    /// Sees from the request that begins a flow what the app declares.
    pub(crate) fn notice(&mut self, request: &HttpRequest) {
        let body = String::from_utf8_lossy(request.body()).into_owned();
        if body.contains("username=") && body.contains("challenge_type=") {
            self.capable = body.contains("capabilities=");
        }
    }

    /// The same step, as the app finds it when it is started again.
    ///
    /// A step that ends the flow cannot be suspended and stays as it is.
    pub(crate) fn of(&self, step: Step<Tokens>, base: &str) -> Step<Tokens> {
        let application = self.application(base);
        let now = now();
        let waits = match &step {
            Step::SignedIn { .. } | Step::BrowserRequired { .. } => false,
            Step::Completed { state } => state.sign_in().is_some(),
            _ => true,
        };
        let suspended = suspend(&application, &step, now, Duration::from_secs(600));
        match suspended {
            Ok(text) => {
                assert!(waits, "{step:?} can be suspended");
                let resumed = resume(&application, &text, now).unwrap();
                assert_eq!(resumed.name(), step.name());
                resumed
            }
            Err(error) => {
                assert_eq!(error.code(), "step_not_suspendable", "{step:?}");
                assert!(!waits, "{step:?} cannot be suspended");
                step
            }
        }
    }

    fn application(&self, base: &str) -> Arc<Application> {
        if self.capable {
            capable_application_at(base)
        } else {
            application_at(base)
        }
    }
}
