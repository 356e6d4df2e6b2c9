use std::process::Command;

/// The table that the program prints, and whether it ended well.
fn run(arguments: &[&str]) -> (String, bool) {
    let program = env!("CARGO_BIN_EXE_native-auth-bench");
    let output = Command::new(program).args(arguments).output().unwrap();
    (
        String::from_utf8(output.stdout).unwrap(),
        output.status.success(),
    )
}

#[test]
fn everything_that_needs_no_python_is_measured() {
    for (subject, rows) in [("silent-hit", 8), ("saving", 2), ("callers", 4)] {
        let (table, ok) = run(&["--tiny", "--only", subject]);
        assert!(ok, "{table}");
        assert!(!table.contains("not measured"), "{table}");
        // Besides the head and the rule below it.
        assert_eq!(table.trim().lines().count(), rows + 2, "{table}");
    }
}

#[test]
fn what_cannot_be_measured_is_said_and_fails_a_check() {
    let arguments = ["--tiny", "--only", "opening", "--python", "no/such/python"];
    let (table, ok) = run(&arguments);
    assert!(ok && table.contains("not measured"), "{table}");
    let (table, ok) = run(&[&arguments[..], &["--check"]].concat());
    assert!(!ok && table.contains("MISSED"), "{table}");
}

#[test]
fn a_process_of_its_own_needs_a_store_with_the_person() {
    let empty = tempfile::tempdir().unwrap();
    let (said, ok) = run(&["open", empty.path().to_str().unwrap(), "0"]);
    assert!(!ok && said.is_empty(), "{said}");
}
