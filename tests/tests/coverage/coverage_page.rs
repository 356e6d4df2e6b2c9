//! `docs/coverage.md`: each endpoint and each documented answer, from what was recorded.

use std::fmt::Write as _;
use std::sync::Arc;

use native_auth::error::catalogue;
use native_auth_tests::Stage;

use crate::actor::Seen;
use crate::approach::ENDPOINTS;
use crate::by_state;
use crate::forced;
use crate::generated;
use crate::v1_answers::{self, Documented};
use crate::walks::{self, Leg, is_step};

const HEAD: &str = "\
# Coverage

What the client makes of every documented answer of API version 1, at every endpoint. Made by a test from recorded
runs; do not edit it by hand.

- **Answer**: the status, then the kind of success, or the error with its suberror and numbers, then in brackets the
  parameter that the sentence blames, and `+token` where a continuation token comes along. The list is
  `tests/fixtures/v1-answers.txt`.
- **Walk**: the walk of `crates/core/tests/walks` in which the flow met it.
- **Run**: how the client received it from the emulator, over HTTP: a scene of `tests/tests/coverage/by_state`, where
  the tenant's own state led to it, or *forced*, by the scenario of that name or by its words.
- **Leads to**: the step or the error's `code()`, the same in both; *(error)* tells an error from a step of the same
  name. An error leaves the state usable, unless its recovery says otherwise. Where an answer leads to another request,
  it is where that came to in the end.
";

/// One row of the table.
struct Row {
    documented: Documented,
    led_to: String,
    run: String,
    walk: &'static str,
}

/// What was seen in one scene.
type Played = (&'static str, Vec<Seen>);

#[tokio::test(flavor = "multi_thread")]
async fn every_documented_answer_is_received_and_the_page_says_what_it_led_to() {
    let played = play().await;
    let legs = walks::recorded();
    let tasks: Vec<_> = ENDPOINTS
        .into_iter()
        .map(|endpoint| tokio::spawn(rows(endpoint, played.clone(), legs.clone())))
        .collect();
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for task in tasks {
        for row in task.await.unwrap() {
            match row {
                Ok(row) => found.push(row),
                Err(why) => missing.push(why),
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert_eq!(found.len(), v1_answers::all().len());
    generated::check("coverage.md", &page(&found));
}

/// What the check for the catch-all looks for is what an unknown refusal comes to.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_is_documented_nowhere_is_unknown() {
    let stage = Arc::new(Stage::http().await);
    for endpoint in ENDPOINTS {
        let row = Documented {
            endpoint,
            answer: "400 moon_phase/waning 1",
            scenario: None,
            meaning: "nothing",
        };
        let person = format!("{}@example.test", endpoint.replace(['/', ':'], "."));
        let seen = forced::run(&row, &stage, &person).await;
        assert!(is_catch_all(&seen.led_to), "{endpoint}: {}", seen.led_to);
    }
}

/// Plays every scene, all at once, and gives what was seen in their order.
async fn play() -> Arc<[Played]> {
    let scenes = by_state::SCENES.iter().flat_map(|scenes| scenes.iter());
    let tasks: Vec<_> = scenes
        .map(|(name, play)| (*name, tokio::spawn(play())))
        .collect();
    let mut played = Vec::new();
    for (name, task) in tasks {
        played.push((name, task.await.unwrap()));
    }
    played.into()
}

/// The rows of one endpoint, or why there is none.
async fn rows(
    endpoint: &'static str,
    played: Arc<[Played]>,
    legs: Vec<Leg>,
) -> Vec<Result<Row, String>> {
    let stage = Arc::new(Stage::http().await);
    let here = |row: &Documented| row.endpoint == endpoint;
    let mut rows = Vec::new();
    for (number, documented) in v1_answers::all().into_iter().filter(here).enumerate() {
        let person = format!("person{number}@example.test");
        let seen = match seen(&documented, &played) {
            Some((scene, seen)) => (format!("`{scene}`"), seen),
            None => {
                let seen = forced::run(&documented, &stage, &person).await;
                let how = documented.scenario.map(|name| format!("*forced*: {name}"));
                (how.unwrap_or_else(|| "*forced*".to_owned()), seen)
            }
        };
        rows.push(row(documented, seen, &legs));
        stage.emulator.reset();
    }
    rows
}

/// The first scene in which the answer came, one where it led on before others.
fn seen(row: &Documented, played: &[Played]) -> Option<(&'static str, Seen)> {
    let every = played
        .iter()
        .flat_map(|(scene, seen)| seen.iter().map(move |seen| (*scene, seen)));
    let fits = |seen: &Seen| seen.endpoint == row.endpoint && seen.answer == row.answer;
    let fitting: Vec<_> = every.filter(|(_, seen)| fits(seen)).collect();
    let leading_on = fitting.iter().find(|(_, seen)| is_step(&seen.led_to));
    let (scene, seen) = leading_on.or(fitting.first())?;
    Some((scene, (*seen).clone()))
}

/// Joins a run with a walk that came to the same.
fn row(documented: Documented, (run, seen): (String, Seen), legs: &[Leg]) -> Result<Row, String> {
    let (endpoint, answer) = (documented.endpoint, documented.answer);
    let what = format!("{endpoint} {answer}");
    let led_to = seen.led_to;
    if is_catch_all(&led_to) {
        return Err(format!("{what}: is not known, but {led_to}"));
    }
    let met = legs
        .iter()
        .filter(|leg| leg.answers.contains(&(endpoint, answer)));
    let met: Vec<&Leg> = met.collect();
    let same = met.iter().filter(|leg| leg.led_to == led_to);
    // The shorter the leg the more it is about this answer.
    let Some(leg) = same.min_by_key(|leg| leg.answers.len()) else {
        let others: Vec<&str> = met.iter().map(|leg| leg.led_to).collect();
        return Err(format!(
            "{what}: {run} led to {led_to}, the walks to {others:?}"
        ));
    };
    Ok(Row {
        documented,
        led_to,
        run,
        walk: leg.walk,
    })
}

fn is_catch_all(led_to: &str) -> bool {
    led_to.contains(catalogue::UNKNOWN_REFUSAL.code)
}

fn page(rows: &[Row]) -> String {
    let mut page = HEAD.to_owned();
    let forced = rows.iter().filter(|row| row.run.starts_with('*')).count();
    let (all, caused) = (rows.len(), rows.len() - forced);
    let count = format!("\n{all} answers: {caused} by the tenant's own state, {forced} forced.\n");
    page.push_str(&count);
    for endpoint in ENDPOINTS {
        page.push_str(&format!("\n## {}\n\n", title(endpoint)));
        page.push_str("| Answer | It says | Walk | Run | Leads to |\n|---|---|---|---|---|\n");
        for row in rows
            .iter()
            .filter(|row| row.documented.endpoint == endpoint)
        {
            let Documented {
                answer, meaning, ..
            } = row.documented;
            let cells = [
                format!("`{answer}`"),
                meaning.to_owned(),
                format!("`{}`", row.walk),
                row.run.clone(),
                led_to(&row.led_to),
            ];
            assert!(
                cells.iter().all(|cell| cell.len() > 2),
                "an empty cell: {answer}"
            );
            writeln!(page, "| {} |", cells.join(" | ")).unwrap();
        }
    }
    page
}

/// `code_required (reset)` as `` `code_required` (reset) ``.
fn led_to(words: &str) -> String {
    let (name, rest) = words.split_once(' ').unwrap_or((words, ""));
    format!("`{name}` {rest}").trim_end().to_owned()
}

fn title(endpoint: &str) -> String {
    match endpoint.split_once(':') {
        Some((path, use_)) => format!("{path}, for a {use_}"),
        None => endpoint.to_owned(),
    }
}

#[test]
fn a_run_and_a_walk_that_disagree_make_no_row() {
    let documented = Documented {
        endpoint: "signup/start",
        answer: "400 slow_down",
        scenario: None,
        meaning: "slower",
    };
    let seen = |led_to: &str| {
        let seen = Seen {
            endpoint: "signup/start".to_owned(),
            answer: "400 slow_down".to_owned(),
            led_to: led_to.to_owned(),
        };
        ("*forced*".to_owned(), seen)
    };
    let leg = |led_to| Leg {
        from: "start",
        action: "sign_up",
        answers: vec![("signup/start", "400 slow_down")],
        led_to,
        walk: "walked",
    };
    let made = row(documented, seen("slow_down"), &[leg("slow_down")]);
    assert_eq!(made.map(|row| row.walk), Ok("walked"));
    for (led_to, legs) in [
        ("slow_down", vec![leg("throttled")]),
        ("slow_down", Vec::new()),
        ("unknown_refusal", vec![leg("unknown_refusal")]),
    ] {
        assert!(row(documented, seen(led_to), &legs).is_err(), "{led_to}");
    }
}
