"""The activity that an answer is about: `45. Title`, `45`, or the number that Excel made of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property

from sdp_lib.inputs.forms.cells import Cell
from sdp_lib.inputs.forms.characters import without_marks
from sdp_lib.inputs.forms.findings import nearest, quoted
from sdp_lib.inputs.forms.sheet import Value, fold
from sdp_lib.problems.answers import TITLE_CHANGED, TITLE_OF_ANOTHER, UNKNOWN_ACTIVITY

_NUMBER = re.compile(r"([0-9]+)\.0+")
# A title has a letter: 45.5 is not activity 45 with the title "5".
_NUMBERED = re.compile(r"(?P<id>[A-Za-z0-9][A-Za-z0-9_-]*)\s*\.(?P<title>.*[^\W\d_].*)", re.DOTALL)
# What makes a sub-number of a number: 4.2b, 12.5 FTE, 4.9E+01, 45.½, 45.a, 45. (b), 45.iv.
_OF_A_NUMBER = re.compile(r"\s*\d|[a-z]\b|[ivx]+\b|\s*\(?(?:[a-z]|[ivx]+)\)")


class Activities:
    """The activities of the plan by ID, in its order, with their titles, as answers name them."""

    def __init__(self, titles: Mapping[str, str]):
        self.titles = dict(titles)

    @cached_property
    def _by_id(self) -> dict[str, str]:
        return {identifier.lower(): identifier for identifier in self.titles}

    @cached_property
    def _by_title(self) -> dict[str, str]:
        return {fold(title): identifier for identifier, title in self.titles.items()}

    @cached_property
    def _wordings(self) -> dict[str, str]:
        return {fold(title): f"{identifier}. {title}" for identifier, title in self.titles.items()}

    def read(self, cell: Cell) -> str:
        """Return the ID, or blank after reporting that the plan has no such activity.

        A title that has changed is a warning, and the number counts; but the number of one activity
        with the title of another is a problem, since it is not clear which was meant.
        """
        if cell.refuse_fault():
            return ""
        text = without_marks(_as_text(cell.value)).strip()
        if text.isascii() and text.lower() in self._by_id:  # an ID is what it is: ４５ is not 45
            return self._by_id[text.lower()]
        match = _NUMBERED.fullmatch(text)
        identifier = self._by_id.get(match["id"].lower()) if match else None
        if match is None or identifier is None:
            self._report_unknown(cell, fold(match["title"] if match else text))
            return ""
        return self._checked(cell, identifier, match["title"])

    def _checked(self, cell: Cell, identifier: str, typed: str) -> str:
        planned, title = fold(self.titles[identifier]), fold(typed)
        if title == planned:
            return identifier
        if _OF_A_NUMBER.match(unicodedata.normalize("NFKC", typed).lower()):
            cell.tell(
                "error",
                UNKNOWN_ACTIVITY,
                "is not an activity of the plan",
                fix=f"If you mean activity {identifier}, write {identifier} alone",
            )
            return ""
        other = self._by_title.get(title)
        if other is not None:
            cell.tell(
                "error",
                TITLE_OF_ANOTHER,
                f"has the title of activity {other}",
            )
            return ""
        cell.tell(
            "warning",
            TITLE_CHANGED,
            f"differs from the plan, where {identifier} is {quoted(self.titles[identifier])}",
        )
        return identifier

    def _report_unknown(self, cell: Cell, title: str) -> None:
        close = nearest(title, self._wordings)
        cell.tell(
            "error",
            UNKNOWN_ACTIVITY,
            "is not an activity of the plan",
            fix=f"Did you mean {close!r}?" if close else "",
        )


def _as_text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    match = _NUMBER.fullmatch(text.strip())
    return match[1] if match else text
