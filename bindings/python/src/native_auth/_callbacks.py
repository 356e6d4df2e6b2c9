"""The app's own code, called by the library: what it raises never crosses the border, and is told to the log."""

from __future__ import annotations

import sys


def report(what: str, error: BaseException) -> None:
    """Says in the log that the app's code failed, and where. Not with which text: that may hold anything."""
    logging = sys.modules.get("logging")
    if logging is None:
        return  # Nobody has set up a log.
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = "" if where is None else f" at {where.tb_frame.f_code.co_filename}:{where.tb_lineno}"
    logging.getLogger("native_auth").warning("the app's %s failed with %s%s", what, type(error).__name__, place)
