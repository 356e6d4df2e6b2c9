"""Account events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._observer import Observer
from .._opaque import Opaque
from .._values import AccountEvent


class AccountSubscription(Opaque):
    """An observer that is told of account events. It ends with `close`, which leaving its ``with`` block does too, when
    nobody keeps it, and with the client."""

    __slots__ = ()

    @classmethod
    def _observing(cls, client: Any, observer: Callable[[AccountEvent], object]) -> AccountSubscription:
        if not callable(observer):
            raise TypeError(f"observer must be callable, not {type(observer).__name__}")
        return cls._of(client.observe_accounts(Observer(observer)))

    def close(self) -> None:
        """Tells the observer no more. A call that has begun goes on."""
        self._native.end()

    def __enter__(self) -> AccountSubscription:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
