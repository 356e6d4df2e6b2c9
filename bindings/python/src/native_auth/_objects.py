"""Objects that the library gives and that show nothing secret by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from . import _checks
from ._bridge import native
from ._discreet import discreet
from ._errors import NativeAuthError
from ._opaque import Opaque
from ._words import ChallengeChannel


class AccessToken(Opaque):
    """A token to call an API with: ``Authorization: Bearer …``. It does not show itself."""

    __slots__ = ()

    def expose(self) -> str:
        """The token's text, to put behind ``Bearer``. Never log, print or store it."""
        return str(self._native.expose())

    @property
    def scopes(self) -> tuple[str, ...]:
        """What was granted, which may differ from what was asked."""
        return tuple(self._native.scopes())

    @property
    def expires_at(self) -> datetime:
        """When it ends, by this device's clock; aware, in UTC."""
        return self._native.expires_at()

    @property
    def is_stale(self) -> bool:
        """Whether its life is over and it is for use while the service is down only."""
        return bool(self._native.is_stale())

    def _shown(self) -> dict[str, object]:
        ends = self.expires_at.isoformat(timespec="seconds")
        return {"scopes": self.scopes, "expires_at": ends, "is_stale": self.is_stale}


class IdTokenClaims(Opaque, Mapping[str, Any]):
    """What the newest ID token says about an account, which was verified when it came.

    A mapping of all claims by their name. It shows the names, and no values.
    """

    __slots__ = ()

    @property
    def name(self) -> str | None:
        """The display name."""
        return self._native.name()

    @property
    def preferred_username(self) -> str | None:
        """The user name, to show to its owner; it may change."""
        return self._native.preferred_username()

    @property
    def email(self) -> str | None:
        """The e-mail address, if the tenant tells it; it may change."""
        return self._native.email()

    @property
    def subject(self) -> str | None:
        """The subject: who, for this app alone."""
        return self._native.subject()

    @property
    def is_from_emulator(self) -> bool:
        """Whether an emulator made the token."""
        return bool(self._native.is_from_emulator())

    def __getitem__(self, name: str) -> Any:
        import json

        # No other name is one, as in any mapping.
        is_name = isinstance(name, str) and _checks.is_unicode(name)
        found = self._native.claim(name) if is_name else None
        if found is None:
            raise KeyError(name)
        return json.loads(found)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._native.names()))

    def __len__(self) -> int:
        return len(self._native.names())

    def _shown(self) -> dict[str, object]:
        return {"names": list(self)}


class AuthenticationMethod(Opaque):
    """One way of proving who somebody is. It shows its channel alone."""

    __slots__ = ()

    @property
    def id(self) -> str:
        """Its id, to choose it by."""
        return str(self._native.id())

    @property
    def channel(self) -> ChallengeChannel | str:
        """How it reaches the person: a `ChallengeChannel`, or the server's own word for one that this version does not
        know."""
        return channel(self._native.channel())

    @property
    def hint(self) -> str | None:
        """Where it reaches the person, masked by the server, or a suggestion to fill the field with, if there is one."""
        return self._native.hint()

    def _shown(self) -> dict[str, object]:
        return {"channel": str(self.channel)}


class StepUpRequest(Opaque):
    """What an account has to prove more than it did, and for what. It shows nothing by itself."""

    __slots__ = ()

    @classmethod
    @discreet
    def from_challenge(
        cls, www_authenticate: str, scopes: Iterable[str] = (), *, username: str | None = None, try_refresh: bool = True
    ) -> StepUpRequest:
        """What an API asks for with HTTP 401: `www_authenticate` is its ``WWW-Authenticate`` header as it came (RFC 9110,
        section 11.6.1), `scopes` those of the token that was not enough. With `username` the sign-in is made under this
        name instead of the one that the account's ID token tells; without `try_refresh` the person is asked at once.

        Raises `NativeAuthError` of the kind ``misuse`` if the header holds no such challenge.
        """
        made = native.StepUpRequest.from_challenge(
            _checks.text("www_authenticate", www_authenticate),
            _checks.texts("scopes", scopes),
            username=_checks.optional_text("username", username),
            try_refresh=_checks.flag("try_refresh", try_refresh),
        )
        return cls._of(made)

    @classmethod
    @discreet
    def from_error(
        cls, error: NativeAuthError, scopes: Iterable[str] = (), *, username: str | None = None
    ) -> StepUpRequest:
        """What a refresh could not give: the claims of an error of ``access_token``, and the scopes it was asked for. The
        person is asked at once, with `username` under this name.

        Raises `NativeAuthError` of the kind ``misuse`` if the error names no claims, and the same error again if it is of
        the kind ``internal``.
        """
        refused = _checks.instance("error", error, NativeAuthError)
        if not isinstance(refused._native, native.NativeAuthError):
            raise refused
        made = native.StepUpRequest.from_error(
            refused._native, _checks.texts("scopes", scopes), username=_checks.optional_text("username", username)
        )
        return cls._of(made)

    @classmethod
    @discreet
    def from_claims(
        cls, claims: str, scopes: Iterable[str] = (), *, username: str | None = None, try_refresh: bool = True
    ) -> StepUpRequest:
        """A claims request of the app's own: a JSON object as text. `username` and `try_refresh` as for
        `from_challenge`."""
        made = native.StepUpRequest.from_claims(
            _checks.text("claims", claims),
            _checks.texts("scopes", scopes),
            username=_checks.optional_text("username", username),
            try_refresh=_checks.flag("try_refresh", try_refresh),
        )
        return cls._of(made)


def channel(generated: Any) -> ChallengeChannel | str:
    """The word for a generated channel, or the server's own."""
    if isinstance(generated, native.ChallengeChannel.OTHER):
        return str(generated[0])
    return ChallengeChannel[type(generated).__name__.rpartition(".")[2]]
