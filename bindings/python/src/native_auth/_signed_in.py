"""The step at which somebody is signed in."""

from __future__ import annotations

from typing import Any, Generic, TypeVar, cast

from ._bridge import native
from ._core import Core
from ._opaque import Unpicklable

A = TypeVar("A")


class SignedInFacts(Unpicklable, Generic[A]):
    """Facts of ``SignedIn``."""

    __slots__ = ("_account", "_core")

    _account: A
    _core: Core

    __match_args__ = ("account",)

    def __init__(self) -> None:
        raise TypeError(f"{type(self).__name__} cannot be made; a flow leads to it")

    @classmethod
    def _bound(cls, step: Any, core: Core) -> Any:
        made = cls.__new__(cls)
        made._core = core
        made._account = core.account(step.account)
        return made

    def _step(self) -> Any:
        return native.Step.SIGNED_IN(account=cast(Any, self._account)._native)

    @property
    def account(self) -> A:
        """Who."""
        return self._account

    def __repr__(self) -> str:
        return f"SignedIn(account={self.account!r})"
