"""Public things say that they are of the module where they are to be found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def publish(module: dict[str, Any], names: Iterable[str]) -> None:
    """Makes what a module has under these names its own, unless another public module has it."""
    for name in names:
        thing = module[name]
        if "._" in getattr(thing, "__module__", ""):
            try:
                thing.__module__ = module["__name__"]
            except AttributeError:
                pass  # An alias of a type is of no module.
