"""Which activity an answer is about: `45. Title`, `45`, or the number that Excel made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from sdp_lib.inputs.forms.cells import Cell
from sdp_lib.inputs.forms.findings import nearest, quoted
from sdp_lib.inputs.forms.sheet import Value, fold

_NUMBER = re.compile(r"(\d+)\.0+")
# A title has a letter: 45.5 is no activity 45 of the title "5".
_NUMBERED = re.compile(r"(?P<id>[a-z0-9][a-z0-9_-]*)\s*\.\s*(?P<title>.*[^\W\d_].*)")


class Activities:
    """The activities of the plan by ID, in its order, with their titles, as answers name them."""

    def __init__(self, titles: Mapping[str, str]):
        self.titles = dict(titles)

    @cached_property
    def _by_id(self) -> dict[str, str]:
        return {fold(identifier): identifier for identifier in self.titles}

    @cached_property
    def _by_title(self) -> dict[str, str]:
        return {fold(title): identifier for identifier, title in self.titles.items()}

    @cached_property
    def _wordings(self) -> dict[str, str]:
        return {fold(title): f"{one}. {title}" for one, title in self.titles.items()}

    def read(self, cell: Cell) -> str:
        """Return the ID, or blank after telling that the plan has no such activity.

        A title that has changed is a warning, and the number counts; but the number of one activity
        with the title of another is a problem, because nobody can know which was meant.
        """
        if cell.refuse_fault():
            return ""
        folded = fold(_as_text(cell.value))
        if folded in self._by_id:
            return self._by_id[folded]
        match = _NUMBERED.fullmatch(folded)
        identifier = self._by_id.get(match["id"]) if match else None
        if match is None or identifier is None:
            self._tell_unknown(cell, match["title"] if match else folded)
            return ""
        return self._checked(cell, identifier, match["title"])

    def _checked(self, cell: Cell, identifier: str, title: str) -> str:
        planned = fold(self.titles[identifier])
        if title == planned:
            return identifier
        other = self._by_title.get(title)
        if other is not None:
            cell.tell(
                "error",
                f"but that is the title of activity {other}",
                "correct the number or the title",
            )
            return ""
        cell.tell(
            "warning",
            f"but the plan calls activity {identifier} {quoted(self.titles[identifier])}",
            "the number counts; correct the title in the form or in the plan",
        )
        return identifier

    def _tell_unknown(self, cell: Cell, title: str) -> None:
        close = nearest(title, self._wordings)
        cell.tell(
            "error",
            "which is no activity of the plan",
            f"write {close!r}, which is the nearest" if close else "write the number in the plan",
        )


def _as_text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    match = _NUMBER.fullmatch(text.strip())
    return match[1] if match else text
