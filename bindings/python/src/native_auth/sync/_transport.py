"""The app's own HTTP stack."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from .._bridge import native
from .._callbacks import report
from .._errors import TransportError
from .._http import HttpRequest, HttpResponse
from .._transport import respond
from .._words import TransportFailure


class Transport(ABC):
    """Sends requests with the app's own HTTP stack.

    Whoever implements this keeps three rules: a request that may have reached the server is **never sent again**,
    redirects are never followed, and cookies are neither stored nor sent. An answer's body should be capped at 1 MiB.
    """

    @abstractmethod
    def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and gives the whole answer, whatever its status.

        Called on threads of the library, from several at once; it may block for as long as a request may take. If there
        is no complete answer it raises `TransportError`; whatever else it raises counts as
        `TransportFailure.CONNECTION_LOST`.
        """


class BlockingTransport(native.Transport):  # type: ignore[misc]
    """A transport of the app's, as the library wants one."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def begin(self, exchange: Any) -> bool:
        """Called on a thread of the library where it may block."""
        failure = TransportFailure.CONNECTION_LOST
        try:
            respond(exchange, self._transport.send(HttpRequest._of(exchange)))
        except TransportError as error:
            failure = error.failure
        except BaseException as error:
            report("transport", error)
        # After an answer this changes nothing.
        exchange.fail(native.TransportFailure[failure.name])
        return True

    def cancel(self, exchange: int) -> None:
        """A call that blocks cannot be given up; its answer is dropped."""
