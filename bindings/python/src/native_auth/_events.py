"""Account events, for ``asyncio``."""

from __future__ import annotations

import os
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any

from ._observer import Observer
from ._opaque import Opaque
from ._values import AccountEvent

if TYPE_CHECKING:
    import asyncio


class AccountEvents(Opaque):
    """The account events of a client since this was made, in order: ``async for event in client.account_events()``.

    It ends with `close`, which leaving its ``with`` block does too, and when the client is closed, or when nobody holds it
    or anything that came from it any more; what happened before is told first. One task at a time waits for the next
    event: a second one raises `RuntimeError`.
    """

    __slots__ = ("_client", "_mailbox", "_process")

    _mailbox: _Mailbox
    _client: weakref.ref[Any]
    _process: int

    def __init__(self) -> None:
        raise TypeError("AccountEvents cannot be made; take client.account_events()")

    @classmethod
    def _observing(cls, client: Any) -> AccountEvents:
        mailbox = _Mailbox()
        made = cls._of(client.observe_accounts(Observer(mailbox.put, mailbox.close)))
        # Weakly, for it ends with the client.
        made._mailbox, made._client, made._process = mailbox, weakref.ref(client), os.getpid()
        return made

    def close(self) -> None:
        """Ends it, at once; whoever waits for the next event is told that there is none."""
        self._native.end()
        self._mailbox.close()

    def __aiter__(self) -> AccountEvents:
        return self

    async def __anext__(self) -> AccountEvent:
        if os.getpid() != self._process:
            # Nothing will ever be told here, and this raises for that reason.
            client = self._client()
            if client is None:
                raise StopAsyncIteration
            client.peek_account("")
        event = await self._mailbox.take()
        if event is None:
            raise StopAsyncIteration
        return event

    def __enter__(self) -> AccountEvents:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


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

        if self._waiting is not None:
            raise RuntimeError("another task waits for these events already; take client.account_events() for each")
        loop = asyncio.get_running_loop()
        try:
            while True:
                # Before looking, so that what comes after the look wakes it up.
                self._waiting = waiting = loop.create_future()
                if self._events:
                    return self._events.popleft()
                if self._closed:
                    return None
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
