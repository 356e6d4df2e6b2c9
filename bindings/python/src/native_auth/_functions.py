"""What needs no client."""

from __future__ import annotations

from . import _checks
from ._bridge import native
from ._discreet import discreet
from ._words import PasswordFault


@discreet
def check_new_password(password: str) -> PasswordFault | None:
    """Checks a new password as far as that is possible without the server, for instance while the person types: ``None``
    if nothing is wrong with it. A password that passes may still be refused, one that fails surely is."""
    fault = native.check_new_password(_checks.text("password", password))
    return None if fault is None else PasswordFault.of(fault)


def custom_attribute_name(extensions_app_id: str, short_name: str) -> str | None:
    """The wire name of a custom attribute: ``extension_{app id}_{name}``. `extensions_app_id` is the application (client)
    id of the tenant's ``b2c-extensions-app``, with or without hyphens; ``None`` if it is no GUID."""
    app = _checks.text("extensions_app_id", extensions_app_id)
    return native.custom_attribute_name(app, _checks.text("short_name", short_name))


def generate_sealing_key() -> bytes:
    """A new key for `Client.suspend`: 32 random bytes, to be kept in the key store of the operating system."""
    return native.generate_sealing_key()
