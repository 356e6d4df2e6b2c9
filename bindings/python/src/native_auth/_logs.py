"""The log of the library, in the logger ``native_auth`` of the standard library."""

from __future__ import annotations

from typing import Any

from ._bridge import native
from ._callbacks import log

# Levels of the standard library; what is below DEBUG has no name there.
_LEVELS = {"ERROR": 40, "WARN": 30, "INFO": 20, "DEBUG": 10, "TRACE": 5}


class _Sink(native.LogSink):  # type: ignore[misc]
    """Hands lines over. Called on a thread of the library, in order."""

    def __init__(self, logger: Any) -> None:
        self._logger = logger

    def log(self, entry: Any) -> None:
        try:
            self._logger.log(_LEVELS[entry.level.name], "%s", entry.message, extra={"target": entry.target})
        except BaseException:
            pass  # It is the log itself that fails, and what it raises may hold anything.


def sink() -> tuple[Any, Any]:
    """A sink for a new client with the least level it takes; nothing if nobody would see a line."""
    logger = log()
    if logger is None:
        return None, None
    taken = [name for name, level in _LEVELS.items() if logger.isEnabledFor(level)]
    if not taken:
        return None, None
    return _Sink(logger), native.LogLevel[taken[-1]]
