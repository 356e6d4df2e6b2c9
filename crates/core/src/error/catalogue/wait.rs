// Made from crates/core/errors.toml; change that file, not this one.
//! The errors whose recovery is `Wait`.

use super::entry::rows;

rows! {
    ACTION_IN_PROGRESS "action_in_progress" InProgress (WhenFree)
        "an action of this state is under way; let it finish"
        "ein Schritt ist schon im Gange; warten Sie, bis er beendet ist"
}
