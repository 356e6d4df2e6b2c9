//! The Rust player of the scenarios: see `tests/scenarios/README.md`. Of ours it knows `native-auth` alone.

mod answers;
mod calls;
mod events;
mod storage;
mod words;

use std::io::{self, BufRead as _, Write as _};

use serde_json::Value;

use calls::Stand;

type Failure = Box<dyn std::error::Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let mut stand = Stand::default();
    for line in io::stdin().lock().lines() {
        let command: Value = serde_json::from_str(&line?)?;
        let call = command.get("call").and_then(Value::as_str);
        let with = command.get("with").unwrap_or(&Value::Null);
        let answer = stand.obey(call.ok_or("no call")?, with).await?;
        let mut out = io::stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}
