"""Account events, for ``asyncio``."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, NoReturn

from ._observer import Observer
from ._values import AccountEvent

if TYPE_CHECKING:
    import asyncio


class AccountEvents:
    """The account events of a client since this was made, in order: ``async for event in client.account_events()``.

    It ends with `close`, which leaving its ``with`` block does too, and when the client is closed. One task at a time
    waits for the next event.
    """

    __slots__ = ("__weakref__", "_mailbox", "_subscription")

    _mailbox: _Mailbox
    _subscription: Any

    def __init__(self) -> None:
        raise TypeError("AccountEvents cannot be made; take client.account_events()")

    @classmethod
    def _of(cls, client: Any) -> AccountEvents:
        made = cls.__new__(cls)
        made._mailbox = _Mailbox()
        made._subscription = client.observe_accounts(Observer(made._mailbox.put))
        return made

    def close(self) -> None:
        """Ends it, at once; whoever waits for the next event is told that there is none."""
        self._subscription.end()
        self._mailbox.close()

    def __aiter__(self) -> AccountEvents:
        return self

    async def __anext__(self) -> AccountEvent:
        event = await self._mailbox.take()
        if event is None:
            raise StopAsyncIteration
        return event

    def __enter__(self) -> AccountEvents:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return "AccountEvents()"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("cannot pickle 'AccountEvents' object")


class _Mailbox:
    """Filled on threads of the library, emptied in a loop. What is done to its members is atomic each."""

    def __init__(self) -> None:
        self._events: deque[AccountEvent] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._closed = False

    def put(self, event: AccountEvent) -> None:
        self._events.append(event)
        self._wake()

    def close(self) -> None:
        self._closed = True
        self._wake()

    async def take(self) -> AccountEvent | None:
        import asyncio

        while True:
            # Before looking, so that what comes after the look wakes it up.
            waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting = waiting
            if self._events:
                return self._events.popleft()
            if self._closed:
                return None
            try:
                await waiting
            finally:
                self._waiting = None

    def _wake(self) -> None:
        waiting = self._waiting
        if waiting is None:
            return

        def resolve() -> None:
            if not waiting.done():
                waiting.set_result(None)

        try:
            waiting.get_loop().call_soon_threadsafe(resolve)
        except RuntimeError:
            pass  # The loop is closed.
