//! What can be asked, and what cannot.

use crate::session::Session;

const COMMANDS: [&str; 9] = [
    "demo",
    "emulator",
    "sign-up",
    "sign-in",
    "reset-password",
    "attributes",
    "token",
    "accounts",
    "sign-out",
];

#[test]
fn help() {
    let mut all = Vec::new();
    for arguments in std::iter::once(&[][..]).chain(COMMANDS.each_ref().map(std::slice::from_ref)) {
        let with_help: Vec<&str> = arguments.iter().copied().chain(["--help"]).collect();
        let ended = Session::start(&with_help).end();
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""));
        all.push(format!(
            "$ native-auth {}\n\n{}",
            with_help.join(" "),
            ended.stdout
        ));
    }
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn no_command_takes_a_name_a_password_or_a_code() {
    for command in COMMANDS {
        for option in [
            "--username",
            "--user",
            "--email",
            "--password",
            "--passphrase",
            "--code",
            "--otp",
            "--attribute",
            "--attributes",
            "--method",
            "--contact",
            "--phone",
            "-p",
            "-u",
        ] {
            let ended = Session::start(&[command, option, "x"]).end();
            assert_eq!(ended.code, Some(2), "{command} {option}");
            assert!(
                ended.stderr.contains("unexpected argument"),
                "{command} {option}"
            );
            assert!(
                ended.stderr.contains("never arguments"),
                "{command} {option}"
            );
            // None of our options is what they meant.
            assert!(!ended.stderr.contains("similar"), "{command} {option}");
            assert_eq!(ended.stdout, "", "{command} {option}");
        }
    }
}

#[test]
fn what_is_missing_is_named() {
    let ended = Session::start(&["sign-in"]).end();
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("--authority"), "{}", ended.stderr);
    assert!(ended.stderr.contains("--client-id"), "{}", ended.stderr);

    let ended = Session::start(&["sign-in", "--authority"]).end();
    assert_eq!(ended.code, Some(2));
    assert!(
        ended.stderr.contains("value is required"),
        "{}",
        ended.stderr
    );

    let nothing: [&str; 0] = [];
    assert_eq!(Session::start(&nothing).end().code, Some(2));
}
