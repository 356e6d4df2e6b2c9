# The build makes the module; nothing of it is public.

from typing import Any

def __getattr__(name: str) -> Any: ...
