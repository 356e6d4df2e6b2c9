"""The client, for ``asyncio``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from . import _checks
from ._account import Account
from ._client_facts import ClientFacts, MsalImport
from ._core import Core, generated_client
from ._discreet import discreet
from ._events import AccountEvents
from ._request_headers import RequestHeaders
from ._steps import CLASSES, Step
from ._storage import TokenStorage
from ._transport import LoopTransport, Transport
from ._values import AccountId
from ._words import Capability, ChallengeType


class Client(ClientFacts[Step, Account]):
    """Runs the flows of one app in one tenant and keeps its accounts.

    It may be used from several tasks and event loops at once. ``async with`` closes it at the end. After a fork, what was
    made before it gives the error ``process_forked`` in the child; a client made there works.
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
        """Sets a client up.

        - `tenant`: the tenant's subdomain (``contoso``), its host (``contoso.ciamlogin.com``) or its full authority
          address.
        - `client_id`: the app's id (a GUID) from its registration.
        - `storage`: where tokens are kept; a sealed file with its key in the key store of the operating system, unless
          said otherwise.
        - `tenant_id`: the tenant's id (a GUID), which every sign-in then has to be of.
        - `challenge_types`: the ways of proving that the app has screens for; all of them, unless said otherwise.
        - `capabilities`: what else the app has screens for; everything, unless said otherwise.
        - `transport`: the app's own HTTP stack.
        - `request_headers`: gives headers that the app adds to requests.
        - `proxy`: the address of a proxy. It may carry a user name and a password, which are never shown.
        - `root_certificate`: one more root certificate (PEM; several in one text are all added), beside those of the
          system.
        - `root_certificates_from_environment`: takes the system's root certificates from where ``SSL_CERT_FILE`` and
          ``SSL_CERT_DIR`` point, if they are set.
        - `proxy_from_environment`: takes the proxy from ``HTTPS_PROXY``, ``HTTP_PROXY``, ``ALL_PROXY`` and ``NO_PROXY``.
        - `connect_timeout`: how long making a connection may take; 10 seconds.
        - `exchange_timeout`: how long one request and its whole answer may take; 30 seconds.
        - `polling_timeout`: how long waiting for the server to finish something may take; 300 seconds.
        - `lock_timeout`: how long another process of the app that renews the same tokens is waited for; 10 seconds.
        - `suspension_lifetime`: how long a flow may stay suspended, in whole seconds; 600.
        - `allow_http_loopback`: permits plain ``http`` to this machine, for a tenant emulator. There is no way to permit
          it to anywhere else.

        Raises `NativeAuthError` of the kind ``configuration``; its text names the field and says what is wrong.
        """
        own = None
        if transport is not None:
            own = LoopTransport(_checks.instance("transport", transport, Transport))  # type: ignore[type-abstract]
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
        self._core = Core(client, CLASSES, None if own is None else own.note_loop)
        self._named = tenant, client_id

    @discreet
    async def sign_in(
        self,
        username: str,
        password: str | None = None,
        *,
        scopes: Iterable[str] = (),
        claims: str | None = None,
        correlation_id: str | None = None,
    ) -> Step:
        """Begins a sign-in. With the password it can be one call. `scopes` are what the access token shall be for, those
        of one API; `claims` is an OpenID Connect claims request; `correlation_id` is a GUID to find the flow by.

        Raises `NativeAuthError` of the kinds ``invalid_username``, ``user_not_found``, ``invalid_credentials``, and of
        those that any request can meet.
        """
        return await self._core.next(self._sign_in(username, password, scopes, claims, correlation_id))

    @discreet
    async def sign_up(
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
        """Begins a sign-up. What is known already saves a step; an optional attribute can be given only here, or together
        with required ones. With `sign_in` the person is signed in as soon as the account exists.

        Raises `NativeAuthError` of the kinds ``invalid_username``, ``user_exists``, ``password_rejected``,
        ``invalid_attributes``, and of those that any request can meet.
        """
        return await self._core.next(
            self._sign_up(username, password, attributes, sign_in, scopes, claims, correlation_id)
        )

    @discreet
    async def reset_password(
        self,
        username: str,
        *,
        sign_in: bool = True,
        scopes: Iterable[str] = (),
        correlation_id: str | None = None,
    ) -> Step:
        """Begins a password reset. With `sign_in` the person is signed in as soon as the new password is in force.

        Raises `NativeAuthError` of the kinds ``invalid_username``, ``user_not_found``, ``no_password``, and of those that
        any request can meet.
        """
        return await self._core.next(self._reset_password(username, sign_in, scopes, correlation_id))

    async def accounts(self) -> list[Account]:
        """The accounts that are signed in, in no particular order, those that other processes have signed in included.

        Raises `NativeAuthError` of the kinds ``storage_unavailable`` and ``storage`` if the storage cannot tell.
        """
        return self._core.accounts(await self._core.wait(self._core.client.accounts()))

    async def account(self, id: AccountId) -> Account | None:
        """The account of this identity, if it is signed in.

        Raises as `accounts` does.
        """
        return self._core.account(await self._core.wait(self._account(id)))

    @discreet
    async def account_by_username(self, username: str) -> Account | None:
        """The account with this user name, if it is signed in; case does not matter. User names change hands: what
        belongs to a person is kept by its `Account.id`.

        Raises `NativeAuthError` of the kind ``misuse`` if several accounts have it. Besides, as `accounts` does.
        """
        return self._core.account(await self._core.wait(self._account_by_username(username)))

    async def remove_account(self, id: AccountId) -> None:
        """Signs the account of this identity out. One that is not there is no error.

        Raises as `Account.sign_out` does.
        """
        await self._core.wait(self._remove_account(id))

    async def export_msal_cache(self) -> str:
        """The accounts of this client as a token cache of Microsoft's clients, in the JSON that MSAL for Python, Node and
        .NET share. **It holds every token in the clear.**

        Raises as `accounts` does.
        """
        return await self._core.wait(self._core.client.export_msal_cache())

    @discreet
    async def import_msal_cache(self, cache: str) -> MsalImport[Account]:
        """Takes accounts over from such a cache. The ID tokens in it are not believed: what is known about a person comes
        with the next refresh. Nothing is sent.

        Raises `NativeAuthError` of the kind ``misuse`` if the text is no such cache. Besides, as `accounts` does.
        """
        return self._imported(await self._core.wait(self._import_msal_cache(cache)))

    def account_events(self) -> AccountEvents:
        """What happens to the accounts from now on, in this process or in another one with the same storage.

        Raises `NativeAuthError` of the kind ``misuse`` if the client was closed, or made before a fork.
        """
        return self._core.ending(AccountEvents._observing(self._core.client))

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *error: object) -> None:
        self.close()
