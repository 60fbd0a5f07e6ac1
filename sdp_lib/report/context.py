"""What every section of a report reads: the data, this quarter and the last, figures and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sdp_lib.inputs.council import Council, Status, label
from sdp_lib.inputs.dataset import Dataset
from sdp_lib.measures.counts import counts
from sdp_lib.measures.figure import Figure, Figures, compared
from sdp_lib.measures.responses import EVERYTHING, Responses, Scope, responses
from sdp_lib.presentation.fragments import Fragment, Markup
from sdp_lib.presentation.markdown import commentary
from sdp_lib.presentation.tables import link, tag
from sdp_lib.presentation.wording import statement
from sdp_lib.quarters import Quarter


@dataclass(frozen=True)
class Context:
    """A report in the making: all that its sections may read, none of it to be changed.

    `subject` names what the report covers in a sentence ("Strategic Outcome 3").
    """

    dataset: Dataset
    subject: str
    now: Responses
    before: Responses | None
    figures: Figures
    everywhere: Figures
    words: Mapping[str, str]

    @property
    def council(self) -> Council:
        """The organisation's configuration."""
        return self.dataset.council

    @property
    def quarter(self) -> Quarter:
        """The quarter that is reported."""
        return self.now.quarter

    @property
    def last_quarter(self) -> Quarter | None:
        """The quarter it is compared with, if there is one."""
        return self.before.quarter if self.before else None

    def commentary(self, name: str) -> Fragment | None:
        """Return the analyst's words for a section, or None."""
        return commentary(self.words.get(name, ""))

    def say_status(self, status: Status) -> Markup:
        """Say how many activities have a status, and how that moved since the quarter before."""
        figure = self.figures[f"delivery.{status.id}"]
        return statement(figure, status.one, status.many, self.last_quarter)

    def figure(self, name: str) -> Figure:
        """Return a figure of this report."""
        return self.figures[name]

    def status(self, delivery: str) -> Markup:
        """Show a delivery status as its tag."""
        for one in self.council.statuses:
            if one.id == delivery:
                return tag(one.label, one.tone)
        return tag("Status not given", "none")

    @property
    def no_return(self) -> Markup:
        """Show that an activity made no return: never as zero, and never as on track."""
        return tag("No return", "none")

    def status_then(self, activity: str) -> Markup:
        """Show the status that an activity had in the quarter before."""
        if self.before is None:
            return tag("Not available", "none")
        if activity not in self.before.answered.index:
            return self.no_return
        return self.status(str(self.before.answered.at[activity, "delivery"]))

    def labels(self, items: Any, identifiers: Any) -> list[str]:
        """Return the labels of several IDs of a list."""
        return [label(items, one) for one in identifiers]

    @property
    def has_scorecards(self) -> bool:
        """Whether this quarter's build makes scorecards that pages can link to."""
        return any(request.each == "activity" for request in self.dataset.now.params.reports)

    def activity(self, row: Any) -> Markup:
        """Name an activity with its number, linked to its scorecard where there is one."""
        words = activity_name(row)
        return link(f"scorecards/activity-{row.id}.html", words) if self.has_scorecards else words


def activity_name(row: Any) -> Markup:
    """Name an activity with its number: `52. Review of grants`."""
    return Markup("{}. {}").format(row.id, row.title)


def rows(frame: pd.DataFrame) -> list[Any]:
    """Return a frame's rows as named tuples."""
    return list(frame.itertuples(index=False))


def make_context(dataset: Dataset, scope: Scope, subject: str, words: Mapping[str, str]) -> Context:
    """Measure a scope in this quarter and the one before."""
    now, before = _waves(dataset, scope)
    return Context(
        dataset,
        subject,
        now,
        before,
        _figures(now, before),
        _figures(*_waves(dataset, EVERYTHING)),
        words,
    )


def _waves(dataset: Dataset, scope: Scope) -> tuple[Responses, Responses | None]:
    before = responses(dataset, dataset.before, scope) if dataset.before else None
    return responses(dataset, dataset.now, scope), before


def _figures(now: Responses, before: Responses | None) -> Figures:
    return compared(counts(now), counts(before) if before else None)
