"""What a client does without waiting, and the calls that it makes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from . import _checks
from ._bridge import native
from ._core import Core
from ._discreet import discreet
from ._facts import State
from ._opaque import Unpicklable
from ._signed_in import SignedInFacts
from ._values import AccountId

StepT = TypeVar("StepT")
AccountT = TypeVar("AccountT")


@dataclass(frozen=True)
class MsalImport(Generic[AccountT]):
    """What was taken over from a cache of Microsoft's clients."""

    accounts: list[AccountT]
    """The accounts that are signed in now."""
    skipped: int
    """How many entities belong to other apps or tenants, or to no account."""
    malformed: int
    """How many entities lack something or cannot be read."""


class ClientFacts(Unpicklable, Generic[StepT, AccountT]):
    """Calls of ``Client``."""

    __slots__ = ("__weakref__", "_core", "_named")

    _core: Core
    # Tenant and client id, as they were given.
    _named: tuple[str, str]

    @discreet
    def suspend(self, step: StepT, key: bytes) -> bytes:
        """Seals a step that waits for the person with a key of 32 random bytes (`generate_sealing_key`), so that the app
        can keep it and be killed: `resume` makes it a step again. Nothing is sent, and the step itself stays usable.
        What comes out may be kept anywhere; the key belongs into the key store of the operating system.

        Raises `NativeAuthError` of the kind ``misuse`` for a step after which nothing can be gone on with, for a stale
        state and for another client's; ``in_progress`` while an action of the state is under way; ``configuration`` for
        a key of another length.
        """
        if not isinstance(step, (State, SignedInFacts)):
            raise TypeError(f"step must be one of the steps, not {type(step).__name__}")
        return self._core.client.suspend(step._step(), _checks.octets("key", key))

    @discreet
    def resume(self, sealed: bytes, key: bytes) -> StepT:
        """Makes a step of what `suspend` sealed, in this or an earlier run of the app. Nothing is sent.

        Raises `NativeAuthError` of the kind ``flow_expired``, with a code of its own each, if it was tampered with or
        sealed with another key, is of another version, too old, or another app's or tenant's; ``configuration`` for a
        key of another length.
        """
        sealed, key = _checks.octets("sealed", sealed), _checks.octets("key", key)
        return self._core.step(self._core.client.resume(sealed, key))

    @discreet
    def peek_account(self, username: str) -> AccountT | None:
        """The account with this user name if it is known in memory: at once and without waiting. ``None`` means nothing
        more than that: ask `account_by_username` then.

        Raises `NativeAuthError` of the kind ``misuse`` if several accounts have it, and if the client was closed, or
        made before a fork.
        """
        return self._core.account(self._core.client.peek_account(_checks.text("username", username)))

    def close(self) -> None:
        """Closes the client, at once: calls under way fail with the code ``client_closed``, as do later ones of
        everything that came from it. Accounts stay signed in, and a refresh that has begun goes on, since its tokens
        would be lost. Closing twice is no error."""
        self._core.close()

    def __repr__(self) -> str:
        tenant, client_id = self._named
        return f"{type(self).__name__}(tenant={tenant!r}, client_id={client_id!r})"

    def _sign_in(
        self,
        username: str,
        password: str | None,
        scopes: Iterable[str],
        claims: str | None,
        correlation_id: str | None,
    ) -> Any:
        return self._core.client.sign_in(
            _checks.text("username", username),
            password=_checks.optional_text("password", password),
            scopes=_checks.texts("scopes", scopes),
            claims=_checks.optional_text("claims", claims),
            correlation_id=_checks.optional_text("correlation_id", correlation_id),
        )

    def _sign_up(
        self,
        username: str,
        password: str | None,
        attributes: Mapping[str, str | int | bool] | None,
        sign_in: bool,
        scopes: Iterable[str],
        claims: str | None,
        correlation_id: str | None,
    ) -> Any:
        return self._core.client.sign_up(
            _checks.text("username", username),
            password=_checks.optional_text("password", password),
            attributes=_checks.attributes("attributes", attributes or {}, native.AttributeValue),
            sign_in=_checks.flag("sign_in", sign_in),
            scopes=_checks.texts("scopes", scopes),
            claims=_checks.optional_text("claims", claims),
            correlation_id=_checks.optional_text("correlation_id", correlation_id),
        )

    def _reset_password(self, username: str, sign_in: bool, scopes: Iterable[str], correlation_id: str | None) -> Any:
        return self._core.client.reset_password(
            _checks.text("username", username),
            sign_in=_checks.flag("sign_in", sign_in),
            scopes=_checks.texts("scopes", scopes),
            correlation_id=_checks.optional_text("correlation_id", correlation_id),
        )

    def _account(self, id: AccountId) -> Any:
        return self._core.client.account(_generated_id(id))

    def _account_by_username(self, username: str) -> Any:
        return self._core.client.account_by_username(_checks.text("username", username))

    def _remove_account(self, id: AccountId) -> Any:
        return self._core.client.remove_account(_generated_id(id))

    def _import_msal_cache(self, cache: str) -> Any:
        return self._core.client.import_msal_cache(_checks.text("cache", cache))

    def _imported(self, generated: Any) -> MsalImport[AccountT]:
        accounts = self._core.accounts(generated.accounts)
        return MsalImport(accounts, generated.skipped, generated.malformed)


def _generated_id(id: AccountId) -> Any:
    known = _checks.instance("id", id, AccountId)
    return native.AccountId(
        tenant_id=_checks.text("id.tenant_id", known.tenant_id),
        object_id=_checks.text("id.object_id", known.object_id),
    )
