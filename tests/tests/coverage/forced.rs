//! Documented answers that a tenant's state does not cause, forced where a flow comes to their endpoint.

use std::sync::Arc;

use native_auth_emulator::Fault;
use native_auth_tests::Stage;
use serde_json::{Value, json};

use crate::actor::Seen;
use crate::approach;
use crate::v1_answers::Documented;

/// Has the emulator give this answer to somebody new, and tells what came of it.
pub(crate) async fn run(row: &Documented, stage: &Arc<Stage>, person: &str) -> Seen {
    let host = Arc::clone(stage);
    let faults = faults(row);
    let seen = approach::to(row.endpoint, stage, person, move || {
        for fault in faults {
            host.emulator.force(fault).unwrap();
        }
    })
    .await;
    assert!(stage.emulator.forced().is_empty(), "not used up: {row:?}");
    let seen = seen.into_iter().next().unwrap();
    assert_eq!(seen.answer, row.answer, "{row:?}");
    seen
}

/// What a forced answer leads on to: its words, the endpoint, and the scenario there.
const LEADS_ON: [(&str, &str, &str); 2] = [
    (
        "registration_required 50079 +token",
        "register/v1.0/introspect",
        "RegistrationIntrospectSuccess",
    ),
    (
        "introspect_required",
        "oauth2/v2.0/introspect",
        "IntrospectSuccess",
    ),
];

/// The answer, and where it leads on where the flow does not stand, the answer after it.
fn faults(row: &Documented) -> Vec<Fault> {
    let path = path(row.endpoint);
    let fault = match row.scenario {
        Some(name) => Fault::named(&path, name),
        None => {
            let mut fault = Fault::status(&path, row.status());
            fault.body = Some(body(row));
            fault
        }
    };
    let mut faults = vec![fault];
    for (demand, path, answer) in LEADS_ON {
        if row.answer.contains(demand) {
            faults.push(Fault::named(path, answer));
        }
    }
    faults
}

fn body(row: &Documented) -> Value {
    match row.answer.strip_prefix("200 status ") {
        Some(status) => json!({ "status": status }),
        None if row.answer == "200 nothing" => json!({}),
        None => row.refusal().unwrap(),
    }
}

/// The path below the tenant's.
fn path(endpoint: &str) -> String {
    let (api, call) = endpoint.split_once('/').unwrap();
    let call = call.trim_end_matches(":refresh");
    let version = if api == "oauth2" { "v2.0" } else { "v1.0" };
    format!("{api}/{version}/{call}")
}
