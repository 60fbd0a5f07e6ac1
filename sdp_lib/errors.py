"""Errors that a user can fix, and how they are reported.

SdpError            something the user can fix; shown without a traceback
├── InputError      the call or the input is wrong; exit status 2, nothing was changed
└── BuildError      something in the work failed; exit status 1, what could be built is built
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, Self, TypeVar

from sdp_lib.problems.kind import Kind

Read = TypeVar("Read")

SHOWN_OF_EACH_KIND = 10


@dataclass(frozen=True, order=True)
class Problem:
    """Something that is wrong: its kind, where it is, what is wrong, and what to do.

    `wrong` follows "where: ", so it begins with a small letter and has no full stop. Without a
    `fix` of its own, a problem has that of its kind.

    >>> stray = Kind("SDP-224", "A stray value", "It is not allowed.", "Correct it")
    >>> str(Problem(stray, "params/2019-20-Q2.yml, line 3", "state is 'done'", "Write draft or final"))
    "params/2019-20-Q2.yml, line 3: state is 'done'. Write draft or final. [SDP-224]"
    """  # noqa: E501 - the example is one line because the message is one line

    kind: Kind
    where: str
    wrong: str
    fix: str = ""

    def __post_init__(self) -> None:
        """Take the fix from the kind if none more precise is given."""
        object.__setattr__(self, "fix", self.fix or self.kind.fix)

    def __str__(self) -> str:
        return " ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """The message in two lines, for a notebook: what is wrong, and what to do.

        >>> unknown = Kind("SDP-520", "No such thing", "It is not in the plan.", "Choose another")
        >>> for line in Problem(unknown, "parameter outcome", "the plan has no outcome '9'").lines:
        ...     print(line)
        parameter outcome: the plan has no outcome '9'.
        Choose another. [SDP-520]
        """
        message = (
            f"{self.where}: {_sentence(self.wrong)}",
            f"{_sentence(self.fix)} [{self.kind.code}]",
        )
        return [line.replace("\n", " ") for line in message]

    @property
    def as_json(self) -> dict[str, str]:
        """The problem as JSON."""
        return {
            "code": self.kind.code,
            "where": self.where,
            "wrong": self.wrong,
            "fix": self.fix,
        }


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


class SdpError(Exception):
    """Something the user can fix: every problem at once."""

    exit_status: ClassVar[int] = 1

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(shown(self.problems)))

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows instead of a traceback, which would not help an analyst."""
        return self.problems[0].lines if len(self.problems) == 1 else shown(self.problems)

    @classmethod
    def of(cls, kind: Kind, where: str, wrong: str, fix: str = "") -> Self:
        """Make the error of a single problem."""
        return cls([Problem(kind, where, wrong, fix)])


class InputError(SdpError):
    """The call or the input is wrong, and nothing was changed."""

    exit_status = 2


class BuildError(SdpError):
    """Something in the work failed."""


def shown(problems: Iterable[Problem], limit: int = SHOWN_OF_EACH_KIND) -> list[str]:
    """Return lines for a terminal: ten of each kind, then how many more there are.

    >>> stray = Kind("SDP-210", "Not a date", "Dates have a form.", "Write it as YYYY-MM-DD")
    >>> alike = [Problem(stray, f"a.csv, row {n}", "on is 'x'") for n in range(12)]
    >>> shown(alike)[-1]
    'And 2 more of this kind. Write it as YYYY-MM-DD. [SDP-210]'
    """
    by_kind: dict[Kind, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_kind[problem.kind].append(problem)
    lines: list[str] = []
    for kind, alike in by_kind.items():
        lines += [str(problem) for problem in alike[:limit]]
        if len(alike) > limit:
            more = f"And {len(alike) - limit} more of this kind."
            lines.append(f"{more} {_sentence(kind.fix)} [{kind.code}]")
    return lines


class Problems:
    """The problems of several readings, collected so that all are reported at once."""

    def __init__(self) -> None:
        self.found: dict[Problem, None] = {}

    def reading(self, read: Callable[[], Read], /) -> Read | None:
        """Return what is read, or None and keep the problems."""
        try:
            return read()
        except InputError as error:
            self.found |= dict.fromkeys(error.problems)
            return None

    def check(self) -> None:
        """Raise an `InputError` with all problems, if there are any."""
        if self.found:
            raise InputError(self.found)
