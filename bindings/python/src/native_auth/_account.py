"""Somebody who is signed in on this device, for ``asyncio``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from ._account_facts import AccountFacts
from ._discreet import discreet
from ._objects import AccessToken, StepUpRequest

if TYPE_CHECKING:
    from ._steps import Step


class Account(AccountFacts):
    """Somebody who is signed in on this device. It is a handle: once the account has signed out, every handle of it says
    so."""

    __slots__ = ()

    @discreet
    async def access_token(
        self,
        scopes: Iterable[str] = (),
        *,
        minimum_ttl: timedelta | None = None,
        force_refresh: bool = False,
        claims: str | None = None,
        stale_in_outage: bool = False,
        renew_in_background: bool = True,
    ) -> AccessToken:
        """A token for an API: from memory if one that covers the scopes lives for at least `minimum_ttl` (five minutes,
        unless said otherwise), else by refresh. No scopes at all means those of the sign-in. Callers who ask for the
        same at the same time share one refresh, which goes on even if they all give up.

        With `force_refresh` a new one is fetched although there is one that serves. `claims` is an OpenID Connect claims
        request: a JSON object as text; no token that is there already meets it. With `stale_in_outage` a token whose
        life is over may be used while the service is down, if the service allowed that. Without `renew_in_background` a
        token that serves is not renewed once most of its life is over: for a program that ends at once.

        Raises `NativeAuthError` of the kind ``sign_in_required`` if only the person can go on, ``browser_required``,
        ``consent_missing``, and of those that any request can meet. While the device is offline that is ``network``, and
        the account stays signed in.
        """
        options = minimum_ttl, force_refresh, claims, stale_in_outage, renew_in_background
        return AccessToken._of(await self._core.wait(self._access_token(scopes, *options)))

    @discreet
    async def step_up(self, request: StepUpRequest, password: str | None = None) -> Step:
        """Proves more, because an API or a policy wants it: by a refresh if that is enough, else by the steps of a
        sign-in at whose end the same account has to stand.

        Raises `NativeAuthError` of the kind ``sign_in_required`` if the account has signed out, or if another account
        stands at the end; ``misuse`` for claims that are no JSON object; and of every kind that a sign-in can meet.
        """
        return await self._core.next(self._step_up(request, password))

    async def load(self) -> None:
        """Reads what is stored of the account, if that has not been done yet. Nothing is sent. Only who was listed by
        `Client.accounts` need do this, and only for `claims` and the ID token, which wait for nothing.

        Raises `NativeAuthError` of the kind ``sign_in_required`` if it is no longer there, or cannot be read because it
        is damaged. Besides, as `Client.accounts` does.
        """
        await self._core.wait(self._native.load())

    async def sign_out(self) -> None:
        """Signs out: forgets every token of this account on this device, without a request. Other accounts stay. Signing
        out twice is no error.

        Raises `NativeAuthError` of the kinds ``storage_unavailable`` and ``storage`` if the tokens may still be in the
        storage. This process has forgotten them all the same.
        """
        await self._core.wait(self._native.sign_out())
