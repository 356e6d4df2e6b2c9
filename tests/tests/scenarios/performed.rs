use std::path::Path;

use native_auth_tests::scenarios::{Player, Scenario, compare, perform, read_all};

fn rust() -> Player {
    Player {
        name: "rust".to_owned(),
        program: env!("CARGO_BIN_EXE_scenario-player").into(),
        arguments: Vec::new(),
    }
}

fn all() -> Vec<Scenario> {
    read_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")).unwrap()
}

/// Twice, because that is what makes the comparison of four languages worth something: the same script gives the same
/// bytes.
#[tokio::test(flavor = "multi_thread")]
async fn the_rust_player_does_what_the_scenarios_expect_and_again_to_the_byte() {
    for scenario in all() {
        let first = perform(&scenario, &rust()).await.unwrap();
        assert_eq!(first.faults, Vec::<String>::new(), "{}", scenario.name);
        assert_eq!(first.skus, ["native-auth.rust".to_owned()].into());
        let second = perform(&scenario, &rust()).await.unwrap();
        assert_eq!(first.trace, second.trace, "{}", scenario.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_expectation_is_told() {
    for expect in [
        r#"{"step":"password_required"}"#,
        r#"{"step":"code_required","purpose":"sign_up"}"#,
        r#"{"step":"code_required","nothing_like_it":1}"#,
    ] {
        let text = format!(
            r#"{{"about":"","app":"otp","script":[
                {{"add_user":{{"tenant":"contoso","username":"ada@example.test"}}}},
                {{"call":"client","with":{{"tenant":"{{authority}}","client_id":"{{client_id}}",
                  "allow_http_loopback":true,"storage":{{"kind":"in_memory"}}}},"expect":{{"done":true}}}},
                {{"call":"sign_in","with":{{"username":"ada@example.test"}},"expect":{expect}}}
            ]}}"#
        );
        let scenario = Scenario::parse("wrong", &text).unwrap();
        let performance = perform(&scenario, &rust()).await.unwrap();
        assert_eq!(performance.faults.len(), 1, "{:?}", performance.faults);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn players_that_answer_differently_or_alike_in_name_are_told() {
    let scenarios: Vec<_> = all().into_iter().take(1).collect();
    // The same program twice gives the same name for itself, which two languages must not.
    let faults = compare(&scenarios, &[rust(), rust()]).await.unwrap();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].contains("native-auth.rust"), "{faults:?}");
    let mute = Player {
        program: "true".into(),
        ..rust()
    };
    let faults = compare(&scenarios, &[rust(), mute]).await.unwrap();
    assert!(
        faults.iter().any(|fault| fault.contains("differs")),
        "{faults:?}"
    );
}

#[test]
fn what_is_no_scenario_is_refused() {
    for text in [
        "",
        "{}",
        r#"{"about":"","app":"otp","script":[]}"#,
        r#"{"about":"","app":"otp","script":[{"call":"client"}]}"#,
        r#"{"about":"","app":"otp","script":[{"call":"accounts","expect":{},"expcet":{}}]}"#,
        r#"{"about":"","app":"otp","script":[{"dance":true}]}"#,
        r#"{"about":"","app":"otp","scrip":[]}"#,
    ] {
        assert!(Scenario::parse("none", text).is_err(), "{text}");
    }
}
