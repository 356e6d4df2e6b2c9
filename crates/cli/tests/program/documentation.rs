//! The transcript of `docs/cli.md` is what happens.

use native_auth_emulator::{CONTOSO_APP_PASSWORD, Config, Emulator};
use serde_json::Value;

use crate::session::{Session, json_arguments};

#[tokio::test(flavor = "multi_thread")]
async fn the_transcript_is_what_happens() {
    let page = include_str!("../../../../docs/cli.md");
    let (_, rest) = page.split_once("```transcript\n").unwrap();
    let (transcript, _) = rest.split_once("```").unwrap();

    let emulator = Emulator::start(Config::default()).await.unwrap();
    let mut session = Session::start(&json_arguments("sign-up", &emulator, CONTOSO_APP_PASSWORD));
    let mut lines = 0;
    for line in transcript.lines() {
        lines += 1;
        match line.split_at(2) {
            ("> ", answer) if answer.contains("CODE") => {
                let code = emulator.last_code("ada@example.com").unwrap();
                session.send_line(&answer.replace("CODE", &code));
            }
            ("> ", answer) => session.send_line(answer),
            ("< ", expected) => {
                let printed = session.next_line().unwrap();
                // The text too, since the page shows the order of the members.
                let value = serde_json::from_str(&printed).unwrap();
                let mut text = printed.clone();
                for id in ids(&value) {
                    text = text.replace(&id, "ID");
                }
                assert_eq!(text, expected);
            }
            _ => panic!("neither read nor written: {line}"),
        }
    }
    assert_eq!(lines, 12);
    let ended = session.end();
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), ""));
}

/// Every GUID in the values.
fn ids(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text
            .split('.')
            .filter(|part| part.len() == 36 && part.split('-').count() == 5)
            .map(str::to_owned)
            .collect(),
        Value::Array(values) => values.iter().flat_map(ids).collect(),
        Value::Object(members) => members.values().flat_map(ids).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_exit_code_is_on_the_page() {
    let page = include_str!("../../../../docs/cli.md");
    let help = Session::start(&["--help"]).end().stdout;
    for code in [0, 2, 10, 11, 12, 13, 14, 15, 16, 17, 70, 130] {
        assert!(page.contains(&format!("\n| {code} | ")), "{code}");
        assert!(help.contains(&format!("\n {code:>3}  ")), "{code}");
    }
}
