//! There is a session bus, and no Secret Service on it.

use native_auth_cache::StorageErrorKind;

use crate::assert_every_call_fails;

#[test]
fn a_bus_without_secret_service_is_no_key_store() {
    assert_every_call_fails(StorageErrorKind::KeyStoreAbsent);
}
