"""Somebody who is signed in on this device."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from .. import _account
from .._account_facts import AccountFacts
from .._bridge import blocking
from .._discreet import discreet
from .._objects import AccessToken, StepUpRequest
from ._documented import documented_as

if TYPE_CHECKING:
    from ._steps import Step


@documented_as(_account.Account)
class Account(AccountFacts):
    __slots__ = ()

    @discreet
    def access_token(
        self,
        scopes: Iterable[str] = (),
        *,
        minimum_ttl: timedelta | None = None,
        force_refresh: bool = False,
        claims: str | None = None,
        stale_in_outage: bool = False,
        renew_in_background: bool = True,
    ) -> AccessToken:
        options = minimum_ttl, force_refresh, claims, stale_in_outage, renew_in_background
        return AccessToken._of(blocking(self._access_token(scopes, *options)))

    @discreet
    def step_up(self, request: StepUpRequest, password: str | None = None) -> Step:
        return self._core.next_here(self._step_up(request, password))

    def load(self) -> None:
        blocking(self._native.load())

    def sign_out(self) -> None:
        blocking(self._native.sign_out())
