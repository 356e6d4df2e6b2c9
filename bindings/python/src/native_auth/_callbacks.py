"""The app's own code, called by the library: what it raises never crosses the border, and is told to the log."""

from __future__ import annotations

import sys
from typing import Any

_NAME = "native_auth"


def report(what: str, error: BaseException) -> None:
    """Says in the log that the app's code failed, and where; without a log, on the standard error, as the standard library
    does with any warning. Not with which text: that may hold anything."""
    import logging

    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = "" if where is None else f" at {where.tb_frame.f_code.co_filename}:{where.tb_lineno}"
    logging.getLogger(_NAME).warning("the app's %s failed with %s%s", what, type(error).__name__, place)


def log() -> Any:
    """The logger of this package, if somebody has set up a log; without that the standard library would print the
    library's own warnings, which nobody asked for."""
    logging = sys.modules.get("logging")
    logger = None if logging is None else logging.getLogger(_NAME)
    return logger if logger is not None and logger.hasHandlers() else None
