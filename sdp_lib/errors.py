"""What can go wrong, and how it is told.

SdpError            something the user can mend; shown without a traceback
├── InputError      the call or the input is wrong; exit status 2, nothing was changed
└── BuildError      something in the work failed; exit status 1, what could be built is built
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, TypeVar

Read = TypeVar("Read")

SHOWN_OF_EACH_KIND = 10


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong: where, what was found, what was expected, and what to do.

    >>> str(Problem("params/2019-20-Q2.yml, line 3", "state is 'done'",
    ...             "which is neither draft nor final", "write draft or final"))
    "params/2019-20-Q2.yml, line 3: state is 'done', which is neither draft nor final; write draft or final."
    """  # noqa: E501 - the example is one line because the message is one line

    where: str
    found: str
    expected: str
    action: str

    def __str__(self) -> str:
        return f"{self.where}: {self.found}, {self.expected}; {self.action}.".replace("\n", " ")

    @property
    def lines(self) -> list[str]:
        """The message in three lines, for a notebook: what was found, what is right, what to do.

        >>> wrong = Problem("parameter outcome", "'9' was found",
        ...                 "which is no outcome; these are: 1, 2, 3", "choose one of them")
        >>> for line in wrong.lines:
        ...     print(line)
        parameter outcome: '9' was found,
        which is no outcome; these are: 1, 2, 3.
        Choose one of them.
        """
        action = f"{self.action[:1].upper()}{self.action[1:]}."
        told = (f"{self.where}: {self.found},", f"{self.expected}.", action)
        return [line.replace("\n", " ") for line in told]

    @property
    def kind(self) -> tuple[str, str]:
        """What makes two problems alike, so that a long list can be cut short."""
        return self.expected, self.action


class SdpError(Exception):
    """Something the user can mend."""

    exit_status: ClassVar[int] = 1


class InputError(SdpError):
    """The call or the input is wrong: every problem at once, and nothing was changed."""

    exit_status = 2

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(shown(self.problems)))

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows instead of a traceback, which would tell an analyst nothing."""
        return self.problems[0].lines if len(self.problems) == 1 else shown(self.problems)

    @classmethod
    def of(cls, where: str, found: str, expected: str, action: str) -> InputError:
        """Make the error of a single problem."""
        return cls([Problem(where, found, expected, action)])


class BuildError(SdpError):
    """A notebook or a rendering failed; `failures` maps the report's name to what happened."""

    def __init__(self, failures: dict[str, str]):
        self.failures = failures
        super().__init__("\n".join(f"{name}: {why}" for name, why in failures.items()))


def shown(problems: Iterable[Problem], limit: int = SHOWN_OF_EACH_KIND) -> list[str]:
    """Lines for a terminal: ten of each kind, then how many more there are of it.

    >>> alike = [Problem(f"a.csv, row {n}", "x", "which is no date", "mend it") for n in range(12)]
    >>> shown(alike)[-1]
    'and 2 more of this kind (which is no date; mend it).'
    """
    by_kind: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        by_kind[problem.kind].append(problem)
    lines: list[str] = []
    for (expected, action), alike in by_kind.items():
        lines += [str(problem) for problem in alike[:limit]]
        if len(alike) > limit:
            lines.append(f"and {len(alike) - limit} more of this kind ({expected}; {action}).")
    return lines


class Problems:
    """Collects the problems of several readings, so that all are told at once."""

    def __init__(self) -> None:
        self.found: dict[Problem, None] = {}

    def reading(self, read: Callable[[], Read], /) -> Read | None:
        """Return what is read, or None with its problems kept."""
        try:
            return read()
        except InputError as error:
            self.found |= dict.fromkeys(error.problems)
            return None

    def check(self) -> None:
        """Raise an `InputError` of all problems, if there are any."""
        if self.found:
            raise InputError(self.found)
