"""Chance that falls the same way every time, whatever the machine or the Python version."""

import hashlib
import random
from collections.abc import Iterable, Sequence
from typing import TypeVar

SEED = "strategic delivery plan, illustrative data, 1"

Option = TypeVar("Option")


class Chance:
    """A stream of random choices that belongs to one place: one activity, one quarter, one matter.

    Each place has a stream of its own, so that adding an activity or a sentence in one place
    changes nothing anywhere else. Only `random.Random.random` is used, because Python promises
    the same numbers from it in every version, and does not for `choice` or `shuffle`.
    """

    def __init__(self, *place: str) -> None:
        """Begin the stream that belongs to this place."""
        digest = hashlib.sha256("\n".join((SEED, *place)).encode()).digest()
        self._random = random.Random(int.from_bytes(digest, "big"))

    def happens(self, probability: float) -> bool:
        """Say whether something of this probability happens."""
        return self._random.random() < probability

    def number(self, lowest: int, highest: int) -> int:
        """Pick a whole number, both ends included."""
        return lowest + int(self._random.random() * (highest - lowest + 1))

    def pick(self, options: Sequence[Option]) -> Option:
        """Pick one of the options."""
        return options[self.number(0, len(options) - 1)]

    def some(self, options: Iterable[Option], probability: float) -> list[Option]:
        """Keep each option with this probability, in the given order."""
        return [option for option in options if self.happens(probability)]

    def weighted(self, weights: dict[str, float]) -> str:
        """Pick a key, each as likely as its weight."""
        point = self._random.random() * sum(weights.values())
        for key, weight in weights.items():
            point -= weight
            if point < 0:
                return key
        return next(reversed(weights))
