"""Errors that do not keep what was passed: a report of an error may show the local variables of every frame."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import iscoroutinefunction
from types import TracebackType
from typing import Any, ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_R = TypeVar("_R")


def discreet(method: Callable[_P, _R]) -> Callable[_P, _R]:
    """Empties this package's frames, which are over, when something is raised. Those of the app keep what they have."""
    if iscoroutinefunction(method):

        @wraps(method)
        async def waits(*arguments: _P.args, **named: _P.kwargs) -> Any:
            try:
                return await method(*arguments, **named)
            except BaseException as error:
                del arguments, named
                _empty(error.__traceback__)
                raise

        return cast(Any, waits)

    @wraps(method)
    def blocks(*arguments: _P.args, **named: _P.kwargs) -> _R:
        try:
            return method(*arguments, **named)
        except BaseException as error:
            del arguments, named
            _empty(error.__traceback__)
            raise

    return blocks


def _empty(traceback: TracebackType | None) -> None:
    # The first frame is that of the caller here, which is not over, and has emptied itself.
    while traceback is not None and (traceback := traceback.tb_next) is not None:
        if traceback.tb_frame.f_globals.get("__name__", "").startswith("native_auth."):
            try:
                traceback.tb_frame.clear()
            except RuntimeError:
                pass  # It runs: somebody raises again what was raised before.
