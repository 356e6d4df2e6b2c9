"""What a transport of the app's own sends and gives back."""

from __future__ import annotations

from collections.abc import Mapping

from . import _checks
from ._discreet import discreet
from ._opaque import Opaque, Unpicklable


class HttpRequest(Opaque):
    """One request to send. It does not show its body, which may hold a password."""

    __slots__ = ()

    @property
    def method(self) -> str:
        """``GET`` or ``POST``."""
        return str(self._native.method())

    @property
    def url(self) -> str:
        """The full address."""
        return str(self._native.url())

    @property
    def headers(self) -> dict[str, str]:
        """The headers to send, each name once."""
        return dict(self._native.headers())

    @property
    def body(self) -> bytes:
        """The body to send; empty for none. Never log it."""
        return bytes(self._native.body())

    def _shown(self) -> dict[str, object]:
        return {"method": self.method, "url": self.url.partition("?")[0]}


class HttpResponse(Unpicklable):
    """A whole answer, whatever its status. It does not show its body, which may hold tokens.

    Several values of one header are joined with commas (RFC 9110, section 5.3).
    """

    __slots__ = ("_body", "_headers", "_status")

    @discreet
    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        if not isinstance(status, int) or isinstance(status, bool):
            raise TypeError(f"status must be int, not {type(status).__name__}")
        if not 100 <= status <= 999:
            raise ValueError("status must have three digits")
        if not isinstance(headers, Mapping):
            raise TypeError(f"headers must be a mapping, not {type(headers).__name__}")
        self._status = status
        self._headers = {
            _checks.text("each header's name", name): _checks.text("each header's value", value)
            for name, value in headers.items()
        }
        self._body = _checks.octets("body", body)

    @property
    def status(self) -> int:
        """The status, such as 200."""
        return self._status

    @property
    def headers(self) -> dict[str, str]:
        """The headers by name."""
        return dict(self._headers)

    @property
    def body(self) -> bytes:
        """The body. Never log it."""
        return self._body

    def __repr__(self) -> str:
        return f"HttpResponse(status={self._status}, length={len(self._body)})"
