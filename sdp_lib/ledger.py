"""The ledger of an executed notebook: its figures, and the words of its page.

The build reads nothing else of a notebook but this and what it shows, so a figure that is published
can only be the one that the notebook's sentences and charts were made from.
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
    """The page above a page: its path without an ending, and the words that lead there."""

    page: str
    words: str


class PageFrame(_Value):
    """What stands around the sections of a page, in words; `cutoff_date` is the ISO date.

    `description` is what the report says in one sentence, for search engines, and `detail` how much
    of it there is.
    `statuses` are pairs of a label and a count, since a notebook file sorts the keys of a mapping;
    `fingerprint` is the SHA-256 of what the report was made from. `place` is the number of the
    period in its year, and how many there are. `headings` holds those that replace a notebook's.
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
    """An activity that main points name; `page` is its scorecard without an ending, or empty.

    `why` says in words why it needs attention; empty in the other lists.
    """

    id: str
    title: str
    page: str
    why: str


class PointList(_Value):
    """A list of the main points; `figure` is what counts it, and `empty` what is said of none."""

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
    """What a report says first; every number of it is one of the report's figures.

    `missing` says who made no return or gave no status, `rule` by what rule `attention` is chosen,
    and `calm` that nothing needs it.
    """

    headline: str
    missing: str
    statuses: tuple[StatusPart, ...]
    lists: tuple[PointList, ...]
    attention: tuple[PointActivity, ...]
    calm: str
    rule: str


class QuarterStatus(_Value):
    """The status of an activity in a period, in words and by its look."""

    quarter: str
    label: str
    tone: str


class Card(_Value):
    """What the front page shows of an activity beside the title of its scorecard.

    `history` holds its status in every quarter of the plan so far, oldest first.
    """

    outcome: str
    directorate: str
    lead: str
    history: tuple[QuarterStatus, ...]

    @property
    def status(self) -> QuarterStatus:
        """Its status now."""
        return self.history[-1]


class Ledger(_Value):
    """What a report leaves in its notebook: its name, frame and figures, and those over time.

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
        """Return it as the JSON that a notebook holds."""
        return self.model_dump(mode="json")


def read_ledger(notebook: Mapping[str, Any]) -> Ledger | None:
    """Return the ledger that an executed notebook holds; None where it did not get that far.

    The notebook may also be the plain JSON of its file. `ValueError` where it is of another form.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            content = output.get("data", {}).get(LEDGER_MIME)
            if content is not None:
                return Ledger.model_validate(content)
    return None
