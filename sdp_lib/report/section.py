"""A section of a report: its fragments, shown one after another under a heading of the notebook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sdp_lib.presentation.fragments import MARKED, Fragment, in_notebook
from sdp_lib.presentation.notebook_outputs import show


@dataclass(frozen=True)
class Section:
    """The fragments of a section, in order."""

    fragments: tuple[Fragment, ...]

    def _ipython_display_(self) -> None:
        if self.fragments:
            show(in_notebook(self.html), MARKED)

    @property
    def html(self) -> str:
        """The whole section as HTML."""
        return "\n".join(str(fragment.html) for fragment in self.fragments)


def section(fragments: Iterable[Fragment | None], *, detail: str = "full") -> Section:
    """Make a section of the fragments that are there; a summary leaves out what only `full` has."""
    there = (fragment for fragment in fragments if fragment is not None)
    return Section(tuple(one for one in there if detail == "full" or not one.full))
