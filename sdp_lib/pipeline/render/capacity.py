"""Capacity for pages: what is under way at the same time is never larger than that, in all."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Capacity:
    """A capacity: what needs more than there is waits for all of it; first come, first served.

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
        """Take room as soon as it is there; gives whether that is all the room there is."""
        wanted, place = min(size, self._size), object()
        with self._changed:
            self._waiting.append(place)
            try:
                self._changed.wait_for(lambda: self._waiting[0] is place and self.left >= wanted)
                self.left -= wanted
            finally:  # also of one that is interrupted
                self._waiting.remove(place)
                self._changed.notify_all()
        try:
            yield wanted == self._size
        finally:
            with self._changed:
                self.left += wanted
                self._changed.notify_all()
