"""Figures that analysts write into sentences: `f"{report.figure('delivery.on_track')}"`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from sdp_lib.errors import InputError
from sdp_lib.measures.figure import Figure, Figures
from sdp_lib.presentation.fragments import paragraph
from sdp_lib.presentation.wording import quantity
from sdp_lib.problems.notebooks import UNKNOWN_FIGURE

_MOST_NAMED = 3


class FigureQuote:
    """One figure of a report; as text it is its count, "14"."""

    def __init__(self, figure: Figure):
        self._figure = figure

    @property
    def value(self) -> int:
        """The count."""
        return self._figure.value

    @property
    def of(self) -> int:
        """What the count is out of."""
        return self._figure.of

    @property
    def percent(self) -> int | None:
        """The whole percentage, halves rounded up; None if there is nothing to divide by."""
        return self._figure.percent

    @property
    def previous(self) -> int | None:
        """The count in the period compared with; None if there is none."""
        return self._figure.previous

    @property
    def words(self) -> str:
        """The count with what it is out of: "14 of 17"."""
        return quantity(self._figure)

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, spec: str) -> str:
        return format(self.value, spec)

    def __repr__(self) -> str:
        return f"{self._figure.name}: {self.words}"

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        return paragraph(self.words)._repr_mimebundle_()


def find_figure(figures: Figures, name: str) -> Figure:
    """Return a figure by its name; `InputError` for one that the report does not count."""
    if name in figures:
        return figures[name]
    near = get_close_matches(name, figures, n=_MOST_NAMED, cutoff=0.4) or list(figures)
    raise InputError.of(
        UNKNOWN_FIGURE,
        "report.figure",
        f"{name!r} is not a figure of this report",
        f"Did you mean {' or '.join(near[:_MOST_NAMED])}? docs/figures.md lists all of them",
    )
