"""Importing what takes long, without what nobody needs of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

# ipykernel would make a debugger with one, which looks at every module; pandera takes long to
# import the other, with which it could invent data for tests.
NEEDLESS = ("debugpy", "hypothesis")


@contextmanager
def hidden(*packages: str) -> Iterator[None]:
    """Let imports within find these packages missing; after it they can be imported as ever."""
    names = [name for name in packages if name not in sys.modules]
    sys.modules.update(dict.fromkeys(names))  # type: ignore[arg-type] # as import documents it
    try:
        yield
    finally:
        for name in names:
            sys.modules.pop(name, None)
