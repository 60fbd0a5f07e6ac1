"""The ledger of an executed notebook: its figures, and the words of its page.

Of a notebook, the build reads only this and the outputs, so a figure that is published can only be
the one that the notebook's sentences and charts were made from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

LEDGER_MIME = "application/vnd.sdp.ledger+json"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FigureRow(_Value):
    """A figure of a report; `previous` is its value in the period that it is `compared` with."""

    figure: str
    value: int
    of: int | None
    percent: int | None
    previous: int | None
    compared: str | None = None


class SeriesRow(_Value):
    """A figure in one of the periods of the plan so far."""

    quarter: str
    figure: str
    value: int
    of: int | None
    percent: int | None


class Parent(_Value):
    """The page above a page: its path without an ending, and the words of the link to it."""

    page: str
    words: str


class PageFrame(_Value):
    """The words around the sections of a page; `cutoff_date` is the ISO date.

    `description` is what the report says in one sentence, for search engines, and `detail` how much
    of it there is.
    `statuses` are pairs of a label and a count, since a notebook file sorts the keys of a mapping;
    `fingerprint` is the SHA-256 of what the report was made from. `place` is the number of the
    period in its year, and how many there are. `headings` are those that replace a notebook's.
    """

    title: str
    subject: str
    subtitle: str
    quarter: str
    period: str
    organisation: str
    plan: str
    cutoff: str
    cutoff_date: str
    state: str
    state_words: str
    version: str
    contact: Mapping[str, str]
    licence: Mapping[str, str]
    kind: str
    parent: Parent | None
    activities: int
    received: int
    statuses: tuple[tuple[str, int], ...]
    notices: tuple[str, ...]
    fingerprint: str
    detail: str = "full"
    description: str = ""
    place: tuple[int, int] = (0, 0)
    headings: Mapping[str, str] = {}


class PointActivity(_Value):
    """An activity that the main points name; `page` is its scorecard without an ending, or empty.

    `why` is the reason why it needs attention, in words; empty in the other lists.
    """

    id: str
    title: str
    page: str
    why: str


class PointList(_Value):
    """A list in the main points; `figure` counts it, and `empty` is shown if there is none."""

    heading: str
    figure: str
    empty: str
    activities: tuple[PointActivity, ...]


class StatusPart(_Value):
    """A part of the bar of statuses: its label, its tone, and how many activities have it."""

    label: str
    tone: str
    value: int


class MainPoints(_Value):
    """The first part of a report; each of its numbers is one of the report's figures.

    `missing` says who made no return or gave no status, `rule` explains how `attention` is chosen,
    and `calm` says that nothing needs it.
    """

    headline: str
    missing: str
    statuses: tuple[StatusPart, ...]
    lists: tuple[PointList, ...]
    attention: tuple[PointActivity, ...]
    calm: str
    rule: str


class QuarterStatus(_Value):
    """The status of an activity in a period: its label and its tone."""

    quarter: str
    label: str
    tone: str


class Card(_Value):
    """What the front page shows of an activity besides the title of its scorecard.

    `history` is its status in every quarter of the plan so far, oldest first.
    """

    outcome: str
    directorate: str
    lead: str
    history: tuple[QuarterStatus, ...]

    @property
    def status(self) -> QuarterStatus:
        """Its current status."""
        return self.history[-1]


class Ledger(_Value):
    """The ledger of a report: its name, its page's words, its figures, and those over time.

    `made_from` holds the digests of what was read, by name, and `scopes` which activities' rows.
    `points` is None for a scorecard, and `card` for any other report.
    """

    report: str
    page: PageFrame
    figures: tuple[FigureRow, ...]
    series: tuple[SeriesRow, ...]
    made_from: Mapping[str, str]
    scopes: tuple[str, ...]
    points: MainPoints | None = None
    card: Card | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the JSON that a notebook holds."""
        return self.model_dump(mode="json")


def read_ledger(notebook: Mapping[str, Any]) -> Ledger | None:
    """Return the ledger of an executed notebook; None if it failed before there was one.

    The notebook may also be the plain JSON of its file. `ValueError` if its form is another.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            content = output.get("data", {}).get(LEDGER_MIME)
            if content is not None:
                return Ledger.model_validate(content)
    return None
