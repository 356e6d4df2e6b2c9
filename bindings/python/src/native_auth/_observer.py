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
    """Hands events over. Called on threads of the library, one after the other."""

    def __init__(self, tell: Callable[[AccountEvent], object]) -> None:
        self._tell = tell

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
