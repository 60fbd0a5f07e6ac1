"""Findings about an export: problems with a severity and a place, reported all at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from sdp_lib.errors import Problem
from sdp_lib.inputs.personal import masked

Severity = Literal["error", "warning", "note"]

_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Finding:
    """A problem and its severity: only an error keeps a quarter from being written."""

    severity: Severity
    problem: Problem

    def __str__(self) -> str:
        return f"{self.severity}: {self.problem}"


@dataclass
class Findings:
    """The findings of several readings, in the order in which they were found."""

    found: list[Finding] = field(default_factory=list)

    def add(self, severity: Severity, problem: Problem) -> None:
        """Add a finding."""
        self.found.append(Finding(severity, problem))

    def add_errors(self, problems: Iterable[Problem]) -> None:
        """Add the problems of an `InputError`, each once."""
        known = {finding.problem for finding in self.found}
        self.found += [Finding("error", problem) for problem in problems if problem not in known]

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep a quarter from being written."""
        return [finding.problem for finding in self.found if finding.severity == "error"]

    @property
    def others(self) -> list[Finding]:
        """Warnings and notes."""
        return [finding for finding in self.found if finding.severity != "error"]


def quoted(value: object) -> str:
    """Return a value as a message shows it: short, on one line, and without personal data.

    >>> quoted("Call jo@example.org"), quoted(45.5)
    ("'Call [address]'", '45.5')
    """
    if not isinstance(value, str):
        return str(value)
    text = masked(value)
    return repr(text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…")


def nearest(folded: str, choices: dict[str, str]) -> str | None:
    """Return the choice that is most like a text, or None; keys of `choices` are folded."""
    close = get_close_matches(folded, choices, n=1, cutoff=0.6)
    return choices[close[0]] if close else None
