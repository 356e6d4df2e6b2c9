//! The Secret Service is a process that does not run on: whoever asks it waits.

use native_auth_cache::StorageErrorKind;

use crate::assert_every_call_fails;

#[test]
fn a_secret_service_that_does_not_answer_is_not_waited_for() {
    assert_every_call_fails(StorageErrorKind::KeyStoreTimedOut);
}
