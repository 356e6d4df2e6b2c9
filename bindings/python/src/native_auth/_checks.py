"""What the library is given, checked before anything is done with it.

A value of a wrong type is a `TypeError`, one that cannot be taken is a `ValueError`; neither shows the value.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, TypeVar

_T = TypeVar("_T")


def text(name: str, value: str) -> str:
    """A text that can be written as UTF-8."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be str, not {type(value).__name__}")
    if not is_unicode(value):
        raise ValueError(f"{name} holds half of a surrogate pair, which is no character")
    return value


def is_unicode(value: str) -> bool:
    """Whether a text can be written as UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        # Not re-raised: it holds the whole text.
        return False
    return True


def optional_text(name: str, value: str | None) -> str | None:
    """A text, or nothing."""
    return None if value is None else text(name, value)


def texts(name: str, values: Iterable[str]) -> list[str]:
    """Several texts. One text alone is refused, for it would be taken letter by letter."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a list or another iterable of str, not {type(values).__name__}")
    return [text(f"each of {name}", value) for value in values]


def octets(name: str, value: bytes) -> bytes:
    """Bytes, in any type that holds them."""
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError(f"{name} must be bytes, not {type(value).__name__}")
    return bytes(value)


def path(name: str, value: str | os.PathLike[str]) -> str:
    """A path of the file system."""
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(f"{name} must be str or os.PathLike, not {type(value).__name__}")
    return text(name, os.fspath(value))


def flag(name: str, value: bool) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be bool, not {type(value).__name__}")
    return value


def duration(name: str, value: timedelta | None) -> timedelta | None:
    """A length of time, or nothing."""
    if value is None:
        return None
    if not isinstance(value, timedelta):
        raise TypeError(f"{name} must be datetime.timedelta, not {type(value).__name__}")
    if value < timedelta(0):
        raise ValueError(f"{name} must not be negative")
    return value


def instance(name: str, value: Any, kind: type[_T]) -> _T:
    """An object of this kind. It is called by its full name: both flavours have a ``Transport``."""
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be {kind.__module__}.{kind.__name__}, not {type(value).__name__}")
    return value


def words(name: str, values: Iterable[Any] | None, kind: type[Any], generated: Any) -> list[Any] | None:
    """Several words of one enumeration, as the generated module wants them; or nothing."""
    if values is None:
        return None
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(
            f"{name} must be a list or another iterable of {kind.__module__}.{kind.__name__}, not {type(values).__name__}"
        )
    return [generated[instance(f"each of {name}", value, kind).name] for value in values]


def attributes(name: str, values: Mapping[str, str | int | bool], generated: Any) -> dict[str, Any]:
    """Attributes by name, as the generated module wants them."""
    if not isinstance(values, Mapping):
        raise TypeError(f"{name} must be a mapping, not {type(values).__name__}")
    return {text(f"each name of {name}", key): _attribute(name, value, generated) for key, value in values.items()}


def _attribute(name: str, value: str | int | bool, generated: Any) -> Any:
    if isinstance(value, bool):
        return generated.BOOLEAN(value=value)
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise ValueError(f"a number among {name} is too large")
        return generated.INTEGER(value=value)
    if isinstance(value, str):
        return generated.TEXT(value=text(f"each value of {name}", value))
    raise TypeError(f"each value of {name} must be str, int or bool, not {type(value).__name__}")
