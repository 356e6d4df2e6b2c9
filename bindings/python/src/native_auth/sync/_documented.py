"""One text for what both flavours have."""

from __future__ import annotations

from typing import TypeVar

_C = TypeVar("_C", bound=type)


def documented_as(original: type) -> _DocumentedAs:
    """Gives a class, and those of its methods that have none, the documentation of the class of the other flavour."""
    return _DocumentedAs(original)


class _DocumentedAs:
    def __init__(self, original: type) -> None:
        self._original = original

    def __call__(self, cls: _C) -> _C:
        if cls.__doc__ is None:
            cls.__doc__ = self._original.__doc__
        for name, member in vars(cls).items():
            if callable(member) and member.__doc__ is None:
                member.__doc__ = getattr(getattr(self._original, name, None), "__doc__", None)
        return cls
