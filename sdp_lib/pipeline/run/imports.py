"""Imports of slow packages without their unneeded dependencies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

# With the first ipykernel would create a debugger, which inspects every module; the second, for
# test data, takes pandera a long time to import.
NEEDLESS = ("debugpy", "hypothesis")


@contextmanager
def hidden(*packages: str) -> Iterator[None]:
    """Hide packages from the imports within the block; afterwards they can be imported again."""
    names = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type] # as import documents it
    try:
        yield
    finally:
        for name in names:
            sys.modules.pop(name, None)
