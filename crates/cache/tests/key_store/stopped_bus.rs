//! The bus itself is a process that does not run on: whoever connects waits.

use native_auth_cache::StorageErrorKind;

use crate::assert_every_call_fails;

#[test]
fn a_bus_that_does_not_answer_is_not_waited_for() {
    assert_every_call_fails(StorageErrorKind::KeyStoreTimedOut);
}
