"""The app's own HTTP stack, for ``asyncio``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from ._bridge import native
from ._callbacks import report
from ._errors import TransportError
from ._http import HttpRequest, HttpResponse
from ._words import TransportFailure

if TYPE_CHECKING:
    import asyncio


class Transport(ABC):
    """Sends requests with the app's own HTTP stack.

    Whoever implements this keeps three rules: a request that may have reached the server is **never sent again**,
    redirects are never followed, and cookies are neither stored nor sent. An answer's body should be capped at 1 MiB.
    """

    @abstractmethod
    async def send(self, request: HttpRequest) -> HttpResponse:
        """Sends the request and gives the whole answer, whatever its status.

        It runs as a task of its own in the loop that the client was used in last, and is cancelled when nobody waits
        for the answer any more. If there is no complete answer it raises `TransportError`; whatever else it raises
        counts as `TransportFailure.CONNECTION_LOST`.
        """


class LoopTransport(native.Transport):  # type: ignore[misc]
    """A transport of the app's, as the library wants one."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def note_loop(self) -> None:
        """The running loop is the one to send in."""
        import asyncio

        self._loop = asyncio.get_running_loop()

    def begin(self, exchange: Any) -> bool:
        """Called on a thread of the library."""
        loop = self._loop
        if loop is None or not _soon(loop, self._start, loop, exchange):
            exchange.fail(native.TransportFailure.UNREACHABLE)
        return True

    def cancel(self, exchange: int) -> None:
        """Called on a thread of the library."""
        task = self._tasks.get(exchange)
        if task is not None:
            _soon(task.get_loop(), task.cancel)

    def _start(self, loop: asyncio.AbstractEventLoop, exchange: Any) -> None:
        if exchange.is_given_up():
            return
        number = exchange.number()
        task = loop.create_task(self._send(exchange))
        self._tasks[number] = task
        task.add_done_callback(lambda _: self._tasks.pop(number, None))
        # Who gave up since the first look has found no task to cancel.
        if exchange.is_given_up():
            task.cancel()

    async def _send(self, exchange: Any) -> None:
        failure = TransportFailure.CONNECTION_LOST
        try:
            answer = await self._transport.send(HttpRequest._of(exchange))
            respond(exchange, answer)
            return
        except TransportError as error:
            failure = error.failure
        except Exception as error:
            report("transport", error)
        finally:
            # After an answer this changes nothing.
            exchange.fail(native.TransportFailure[failure.name])


def respond(exchange: Any, answer: HttpResponse) -> None:
    """Gives the answer to the exchange."""
    if not isinstance(answer, HttpResponse):
        raise TypeError(f"send must give an HttpResponse, not {type(answer).__name__}")
    exchange.respond(answer.status, answer.headers, answer.body)


def _soon(loop: asyncio.AbstractEventLoop, callback: Any, *arguments: Any) -> bool:
    try:
        loop.call_soon_threadsafe(callback, *arguments)
    except RuntimeError:
        return False  # The loop is closed.
    return True
