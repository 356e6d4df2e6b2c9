"""Headers of the app's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from . import _checks
from ._bridge import native
from ._callbacks import report

RequestHeaders = Callable[[str], Mapping[str, str]]
"""Gives the headers for a request to this address, such as a fraud signal for a web application firewall. Called on a
thread of the library; it may block for as long as a request may take.

A name must begin with ``x-`` and not with ``x-ms-``, ``x-client-``, ``x-broker-`` or ``x-app-``, and a value must be
visible ASCII; anything else is dropped with a warning in the log. If it raises, the request is sent without them.
"""


class ForeignHeaders(native.RequestHeaders):  # type: ignore[misc]
    """Such a function, as the library wants it."""

    def __init__(self, headers: RequestHeaders) -> None:
        if not callable(headers):
            raise TypeError(f"request_headers must be callable, not {type(headers).__name__}")
        self._headers = headers

    def headers(self, url: str) -> dict[str, str]:
        """Called on a thread of the library."""
        try:
            given = self._headers(url)
            return {_checks.text("each name", name): _checks.text("each value", given[name]) for name in given}
        except BaseException as error:
            report("request headers", error)
        raise native.CallbackFailure.Failed
