//! There is no session bus.

use native_auth_cache::StorageErrorKind;

use crate::assert_every_call_fails;

#[test]
fn no_bus_is_no_key_store() {
    assert_every_call_fails(StorageErrorKind::KeyStoreAbsent);
}
