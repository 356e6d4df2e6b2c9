"""What all objects of one client share, and how a client is set up."""

from __future__ import annotations

import atexit
import weakref
from collections.abc import Callable, Coroutine, Iterable
from datetime import timedelta
from typing import Any, TypeVar, cast

from . import _checks, _logs
from ._bridge import blocking, native, settle, without_frames
from ._request_headers import ForeignHeaders, RequestHeaders
from ._storage import TokenStorage
from ._words import Capability, ChallengeType

_T = TypeVar("_T")

# How long the end of the interpreter waits for the app's code to come back from a thread of the library.
_PATIENCE = timedelta(seconds=2)

# How this package names itself to the service.
_SKU = "native-auth.python"


class Core:
    """The client of the library, and which classes its steps and accounts are shown with."""

    __slots__ = ("__weakref__", "_classes", "_closed", "_ending", "before_waiting", "client")

    def __init__(self, client: Any, classes: dict[Any, Any], before_waiting: Callable[[], None] | None) -> None:
        self.client = client
        self.before_waiting = before_waiting
        self._classes = classes
        self._ending: weakref.WeakSet[Any] = weakref.WeakSet()
        self._closed = False
        _cores.add(self)

    def ending(self, thing: _T) -> _T:
        """Closes this with the client, even if that is closed by another thread right now."""
        self._ending.add(thing)
        if self._closed:
            cast(Any, thing).close()
        return thing

    def close(self) -> None:
        """Closes the client and what ends with it. Twice is no error."""
        self._closed = True
        self.client.close_client()
        # It is the transport's, which the client lets go of.
        self.before_waiting = None
        # Others may add to it meanwhile.
        while self._ending:
            try:
                self._ending.pop().close()
            except KeyError:
                pass  # Nobody keeps it any more.

    def step(self, generated: Any) -> Any:
        """The step that a generated one is; nothing for nothing."""
        return None if generated is None else self._classes[type(generated)](generated, self)

    def account(self, generated: Any) -> Any:
        """The account that a generated one is; nothing for nothing."""
        return None if generated is None else self._classes[native.Account](generated, self)

    def accounts(self, generated: list[Any]) -> list[Any]:
        """The accounts that generated ones are."""
        return [self.account(each) for each in generated]

    async def wait(self, call: Coroutine[Any, Any, _T]) -> _T:
        """Waits for a call in the running loop."""
        before_waiting = self.before_waiting
        if before_waiting is not None:
            before_waiting()
        return await without_frames(call)

    async def next(self, call: Coroutine[Any, Any, Any]) -> Any:
        """Waits in the running loop for a call that leads to a step."""
        return self.step(await self.wait(call))

    def next_here(self, call: Coroutine[Any, Any, Any]) -> Any:
        """Waits in this thread for a call that leads to a step."""
        return self.step(blocking(call))


def generated_client(
    tenant: str,
    client_id: str,
    transport: Any,
    storage: TokenStorage | None,
    tenant_id: str | None,
    challenge_types: Iterable[ChallengeType] | None,
    capabilities: Iterable[Capability] | None,
    request_headers: RequestHeaders | None,
    proxy: str | None,
    root_certificate: bytes | None,
    root_certificates_from_environment: bool,
    proxy_from_environment: bool,
    connect_timeout: timedelta | None,
    exchange_timeout: timedelta | None,
    polling_timeout: timedelta | None,
    lock_timeout: timedelta | None,
    suspension_lifetime: timedelta | None,
    allow_http_loopback: bool,
) -> Any:
    """A client of the library, as a `Client` was asked for."""
    environment = "root_certificates_from_environment", root_certificates_from_environment
    options = native.ClientOptions(
        tenant=_checks.text("tenant", tenant),
        client_id=_checks.text("client_id", client_id),
        tenant_id=_checks.optional_text("tenant_id", tenant_id),
        challenge_types=_checks.words("challenge_types", challenge_types, ChallengeType, native.ChallengeType),
        capabilities=_checks.words("capabilities", capabilities, Capability, native.Capability),
        allow_http_loopback=_checks.flag("allow_http_loopback", allow_http_loopback),
        connect_timeout=_checks.duration("connect_timeout", connect_timeout),
        exchange_timeout=_checks.duration("exchange_timeout", exchange_timeout),
        polling_timeout=_checks.duration("polling_timeout", polling_timeout),
        lock_timeout=_checks.duration("lock_timeout", lock_timeout),
        suspension_lifetime=_checks.duration("suspension_lifetime", suspension_lifetime),
        sku=_SKU,
        root_certificate=None if root_certificate is None else _checks.octets("root_certificate", root_certificate),
        root_certificates_from_environment=_checks.flag(*environment),
        proxy_from_environment=_checks.flag("proxy_from_environment", proxy_from_environment),
    )
    log_sink, log_level = _logs.sink()
    return native.NativeAuthClient(
        options,
        storage=None if storage is None else _checks.instance("storage", storage, TokenStorage)._native,
        transport=transport,
        request_headers=None if request_headers is None else ForeignHeaders(request_headers),
        proxy=_checks.optional_text("proxy", proxy),
        log_sink=log_sink,
        log_level=log_level,
    )


_cores: weakref.WeakSet[Core] = weakref.WeakSet()


@atexit.register
def _end() -> None:
    """A thread of the library that came back to an interpreter that is gone would take the process down."""
    for core in list(_cores):
        core.close()
    native.end_callbacks(_PATIENCE)
    settle(_PATIENCE)
