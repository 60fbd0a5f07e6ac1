"""Reports on the front page: a row each, with the bar of its statuses and its documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sdp_lib.inputs.vocabulary import DEFAULT, Vocabulary
from sdp_lib.ledger import Card, MainPoints, StatusPart
from sdp_lib.presentation.downloads import document_link
from sdp_lib.presentation.fragments import Fragment, Markup, template
from sdp_lib.presentation.tables import link, tag
from sdp_lib.presentation.wording import counted


@dataclass(frozen=True)
class Entry:
    """A report that the front page lists: its page below `site/`, and its documents.

    `documents`: sizes in bytes by extension; `file`: the name they are saved as, without extension;
    `about`: the subject, such as `council` or `activity`; `own`: whether the report is not one of
    those that come with the project. A scorecard has a `card`, any other report `points`.
    """

    stem: str
    title: str
    about: str
    own: bool
    activities: int
    documents: Mapping[str, int]
    file: str
    points: MainPoints | None = None
    card: Card | None = None

    @property
    def linked(self) -> Markup:
        """Its title, linked to its page."""
        return link(f"{self.stem}.html", self.title)

    @property
    def downloads(self) -> list[Markup]:
        """Links to its documents; screen readers add the report's title to each."""
        return [
            document_link(self.stem, ending, number, file=self.file, title=self.title)
            for ending, number in self.documents.items()
        ]


def report_rows(reports: Sequence[Entry], words: Vocabulary = DEFAULT) -> Fragment:
    """List reports, each with a bar of its statuses, else with its status or headline."""
    rows = [
        (report, counted(report.activities, words.activity), _statuses(report), _instead(report))
        for report in reports
    ]
    return Fragment(template("report_rows.html", rows=rows, tag=tag))


def _statuses(report: Entry) -> Sequence[StatusPart]:
    return report.points.statuses if report.points else ()


def _instead(report: Entry) -> Markup | str:
    if report.card:
        return tag(report.card.status.label, report.card.status.tone)
    return report.points.headline if report.points else ""
