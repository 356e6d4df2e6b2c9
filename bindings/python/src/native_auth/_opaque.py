"""Objects that cannot be looked into."""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

_O = TypeVar("_O", bound="Opaque")


class Unpicklable:
    """What may hold a secret, or a part of the library, is neither copied nor written down."""

    __slots__ = ()

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(f"cannot pickle {type(self).__name__!r} object")


class Opaque(Unpicklable):
    """An object behind which there is one of the library. It has no attributes to look into."""

    __slots__ = ("__weakref__", "_native")

    _native: Any

    def __init__(self) -> None:
        raise TypeError(f"{type(self).__name__} cannot be made; the library gives it")

    @classmethod
    def _of(cls: type[_O], generated: Any) -> _O:
        made = cls.__new__(cls)
        made._native = generated
        return made

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self._shown().items())
        return f"{type(self).__name__}({facts})"

    def _shown(self) -> dict[str, object]:
        """The facts that may be shown: nothing secret, and nothing about the person."""
        return {}
