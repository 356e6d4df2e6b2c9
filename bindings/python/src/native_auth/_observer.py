"""What happens to accounts, told by the library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._bridge import native
from ._callbacks import report
from ._values import (
    AccountEvent,
    AccountRefreshed,
    AccountSignedIn,
    AccountSignedOut,
    StorageLost,
    account_id,
)
from ._words import StorageLoss


class Observer(native.AccountObserver):  # type: ignore[misc]
    """Hands events over. Called on threads of the library, one after the other.

    The library lets go of it when nothing more can happen: after `end`, and with a client that was closed or is gone.
    """

    def __init__(self, tell: Callable[[AccountEvent], object], ended: Callable[[], object] | None = None) -> None:
        self._tell = tell
        self._ended = ended

    def __del__(self) -> None:
        if self._ended is not None:
            self._ended()

    def signed_in(self, account: Any) -> None:
        self._guarded(AccountSignedIn(account_id(account)))

    def refreshed(self, account: Any) -> None:
        self._guarded(AccountRefreshed(account_id(account)))

    def signed_out(self, account: Any) -> None:
        self._guarded(AccountSignedOut(account_id(account)))

    def storage_lost(self, loss: Any) -> None:
        self._guarded(StorageLost(StorageLoss.of(loss)))

    def _guarded(self, event: AccountEvent) -> None:
        try:
            self._tell(event)
        except BaseException as error:
            # The next event is told all the same.
            report("account observer", error)
