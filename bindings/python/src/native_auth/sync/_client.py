"""The client, for programs without an event loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

from .. import _checks, _client
from .._bridge import blocking
from .._client_facts import ClientFacts, MsalImport
from .._core import Core, generated_client
from .._discreet import discreet
from .._request_headers import RequestHeaders
from .._storage import TokenStorage
from .._values import AccountEvent, AccountId
from .._words import Capability, ChallengeType
from ._account import Account
from ._documented import documented_as
from ._events import AccountSubscription
from ._steps import CLASSES, Step
from ._transport import BlockingTransport, Transport


@documented_as(_client.Client)
class Client(ClientFacts[Step, Account]):
    """Runs the flows of one app in one tenant and keeps its accounts.

    It may be used from many threads at once. ``with`` closes it at the end. After a fork, what was made before it gives
    the error ``process_forked`` in the child; a client made there works.
    """

    __slots__ = ()

    @discreet
    def __init__(
        self,
        tenant: str,
        client_id: str,
        *,
        storage: TokenStorage | None = None,
        tenant_id: str | None = None,
        challenge_types: Iterable[ChallengeType] | None = None,
        capabilities: Iterable[Capability] | None = None,
        transport: Transport | None = None,
        request_headers: RequestHeaders | None = None,
        proxy: str | None = None,
        root_certificate: bytes | None = None,
        root_certificates_from_environment: bool = False,
        proxy_from_environment: bool = False,
        connect_timeout: timedelta | None = None,
        exchange_timeout: timedelta | None = None,
        polling_timeout: timedelta | None = None,
        lock_timeout: timedelta | None = None,
        suspension_lifetime: timedelta | None = None,
        allow_http_loopback: bool = False,
    ) -> None:
        own = None
        if transport is not None:
            own = BlockingTransport(_checks.instance("transport", transport, Transport))  # type: ignore[type-abstract]
        client = generated_client(
            tenant,
            client_id,
            own,
            storage,
            tenant_id,
            challenge_types,
            capabilities,
            request_headers,
            proxy,
            root_certificate,
            root_certificates_from_environment,
            proxy_from_environment,
            connect_timeout,
            exchange_timeout,
            polling_timeout,
            lock_timeout,
            suspension_lifetime,
            allow_http_loopback,
        )
        self._core = Core(client, CLASSES, None)
        self._named = tenant, client_id

    @discreet
    def sign_in(
        self,
        username: str,
        password: str | None = None,
        *,
        scopes: Iterable[str] = (),
        claims: str | None = None,
        correlation_id: str | None = None,
    ) -> Step:
        return self._core.next_here(self._sign_in(username, password, scopes, claims, correlation_id))

    @discreet
    def sign_up(
        self,
        username: str,
        password: str | None = None,
        *,
        attributes: Mapping[str, str | int | bool] | None = None,
        sign_in: bool = True,
        scopes: Iterable[str] = (),
        claims: str | None = None,
        correlation_id: str | None = None,
    ) -> Step:
        return self._core.next_here(
            self._sign_up(username, password, attributes, sign_in, scopes, claims, correlation_id)
        )

    @discreet
    def reset_password(
        self,
        username: str,
        *,
        sign_in: bool = True,
        scopes: Iterable[str] = (),
        correlation_id: str | None = None,
    ) -> Step:
        return self._core.next_here(self._reset_password(username, sign_in, scopes, correlation_id))

    def accounts(self) -> list[Account]:
        return self._core.accounts(blocking(self._core.client.accounts()))

    def account(self, id: AccountId) -> Account | None:
        return self._core.account(blocking(self._account(id)))

    @discreet
    def account_by_username(self, username: str) -> Account | None:
        return self._core.account(blocking(self._account_by_username(username)))

    def remove_account(self, id: AccountId) -> None:
        blocking(self._remove_account(id))

    def export_msal_cache(self) -> str:
        return blocking(self._core.client.export_msal_cache())

    @discreet
    def import_msal_cache(self, cache: str) -> MsalImport[Account]:
        return self._imported(blocking(self._import_msal_cache(cache)))

    def account_events(self, observer: Callable[[AccountEvent], object]) -> AccountSubscription:
        """Tells the observer what happens to the accounts from now on, in this process or in another one with the same
        storage, for as long as the subscription is kept. It is called on a thread of the library, for one event after
        the other.

        Raises `NativeAuthError` of the kind ``misuse`` if the client was closed, or made before a fork.
        """
        return self._core.ending(AccountSubscription._observing(self._core.client, observer))

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
