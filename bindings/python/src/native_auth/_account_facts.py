"""What an account shows, whichever way its calls wait, and the calls that it makes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from . import _checks
from ._bridge import native
from ._core import Core
from ._objects import IdTokenClaims, StepUpRequest
from ._opaque import Opaque
from ._values import AccountId, account_id


class AccountFacts(Opaque):
    """Facts and calls of ``Account``."""

    __slots__ = ("_core",)

    _core: Core

    @classmethod
    def _bound(cls, generated: Any, core: Core) -> Any:
        made = cls._of(generated)
        made._core = core
        return made

    @property
    def id(self) -> AccountId:
        """Who: tenant and object id. Never an e-mail address."""
        return account_id(self._native.id())

    @property
    def username(self) -> str | None:
        """What the person signs in with: for a list to choose from. It can change hands: what is kept about a person is
        kept by `id`. ``None`` once signed out, and where no ID token said it.

        Raises as `claims` does.
        """
        return self._native.username()

    @property
    def claims(self) -> IdTokenClaims | None:
        """What the newest ID token says, which was verified when it came. ``None`` once signed out, and before anything
        was read of an account that was listed: see ``load``.

        Raises `NativeAuthError` of the kind ``misuse`` if the client was closed, or made before a fork.
        """
        claims = self._native.claims()
        return None if claims is None else IdTokenClaims._of(claims)

    def expose_id_token(self) -> str | None:
        """The newest raw ID token, for an API that wants it, which has to verify it itself; ``None`` as for
        `claims`. Never log, print or store it.

        Raises as `claims` does.
        """
        return self._native.expose_id_token()

    def peek_token(self, scopes: Iterable[str] = ()) -> str | None:
        """The text of a token that is in memory, covers these scopes (none at all means those of the sign-in) and lives
        for five more minutes: at once, without a request, and without waiting. ``None`` if there is none: ask
        `access_token` then. It is renewed in the background once most of its life is over. Never log, print or store
        it.

        Raises as `claims` does.
        """
        return self._native.peek_token(" ".join(_checks.texts("scopes", scopes)) if scopes != () else "")

    def _access_token(
        self,
        scopes: Iterable[str],
        minimum_ttl: timedelta | None,
        force_refresh: bool,
        claims: str | None,
        stale_in_outage: bool,
        renew_in_background: bool,
    ) -> Any:
        options = native.TokenOptions(
            minimum_ttl=_checks.duration("minimum_ttl", minimum_ttl),
            force_refresh=_checks.flag("force_refresh", force_refresh),
            stale_in_outage=_checks.flag("stale_in_outage", stale_in_outage),
            renew_in_background=_checks.flag("renew_in_background", renew_in_background),
        )
        asked = _checks.optional_text("claims", claims)
        return self._native.access_token(_checks.texts("scopes", scopes), options, asked)

    def _step_up(self, request: StepUpRequest, password: str | None) -> Any:
        asked = _checks.instance("request", request, StepUpRequest)._native
        return self._native.step_up(asked, _checks.optional_text("password", password))

    def _shown(self) -> dict[str, object]:
        return {"id": self.id}
