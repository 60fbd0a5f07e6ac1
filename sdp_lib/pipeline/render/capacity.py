"""Capacity for pages: a limit on the total size of the pages under way at the same time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Capacity:
    """A capacity, first come, first served; a page larger than all of it waits until it is free.

    >>> room = Capacity(10)
    >>> with room.taken(4), room.taken(6):
    ...     room.left
    0
    >>> room.left
    10
    """

    def __init__(self, size: int):
        self._size = self.left = size
        self._waiting: deque[object] = deque()
        self._changed = Condition()

    @contextmanager
    def taken(self, size: int) -> Iterator[bool]:
        """Take capacity as soon as it is free; yield whether that is all of it."""
        wanted, place = min(size, self._size), object()
        with self._changed:
            self._waiting.append(place)
            try:
                self._changed.wait_for(lambda: self._waiting[0] is place and self.left >= wanted)
                self.left -= wanted
            finally:  # also after an interruption
                self._waiting.remove(place)
                self._changed.notify_all()
        try:
            yield wanted == self._size
        finally:
            with self._changed:
                self.left += wanted
                self._changed.notify_all()
