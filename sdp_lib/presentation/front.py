"""The front page of a quarter: every report, how its activities stand, and the downloads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sdp_lib.ledger import MainPoints
from sdp_lib.presentation import main_points
from sdp_lib.presentation.downloads import document_link
from sdp_lib.presentation.fragments import Fragment, Markup, bullets, paragraph
from sdp_lib.presentation.tables import Column, link, table
from sdp_lib.presentation.wording import are, counted, listed

Entry = Mapping[str, Any]
_STAND = "of this quarter, and how their activities stand"
_SHORT = 12  # letters of a digest that tell one from another


@dataclass(frozen=True)
class Failed:
    """A report that could not be made; with the title, cut-off and digest of its last good page."""

    name: str
    title: str = ""
    cutoff: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class View:
    """Another view of a report: its title, page, what makes it another one, and documents.

    `documents` are sizes in bytes by ending, `file` is what they are kept as, without an ending.
    """

    title: str
    page: str
    words: str
    documents: Mapping[str, int]
    file: str


def front_page(
    reports: Sequence[Entry],
    failed: Sequence[Failed] = (),
    missing: int = 0,
    *,
    points: Sequence[Fragment] = (),
) -> Iterator[tuple[str, list[Fragment]]]:
    """Return the headings of the front page with their fragments.

    `reports`: for each its `stem`, `title`, `kind`, `own` (whether it is none of the reports that
    come with the project), `activities`, `received`, `statuses` (pairs of label and count),
    `documents` (sizes in bytes by ending) and `file` (what they are kept as, without an ending), in
    their order; `failed`: those that could not be made; `missing`: how many have not been made yet;
    `points`: what the main points of the whole plan show.
    """
    lost = [one.name for one in failed if not one.title]
    if lost:
        these = "This report" if len(lost) == 1 else "These reports"
        yield (
            "Not available",
            [paragraph(f"{these} could not be made:", listed(lost) + Markup("."))],
        )
    kept = [one for one in failed if one.title]
    if kept:
        yield "Not up to date", [bullets(_kept(one) for one in kept)]
    if missing:
        words = ("report has", "reports have")
        yield "Not made yet", [paragraph(f"{counted(missing, words)} not been made yet.")]
    if points:
        yield "Main points", list(points)
    shipped = [one for one in reports if not one["own"]]
    own = [one for one in reports if one["own"]]
    whole = [one for one in shipped if one["kind"] != "scorecard"]
    single = [one for one in shipped if one["kind"] == "scorecard"]
    if whole:
        yield "Reports", [_reports("reports", f"The reports {_STAND}", whole)]
    if own:
        yield "More reports", [_reports("more-reports", f"More reports {_STAND}", own)]
    if single:
        yield "Activity scorecards", [_scorecards(single)]


def plan_points(points: MainPoints, page: str) -> list[Fragment]:
    """Return what the front page shows of a report's main points; `page` is that report's."""
    shown = [
        *main_points.headline(points),
        main_points.status_bar(points),
        main_points.point_lists(points),
        *main_points.attention(points),
        paragraph(link(f"{page}.html", "The whole report"), "has every figure and its sources."),
    ]
    return [one for one in shown if one]


def _kept(one: Failed) -> Markup:
    return Markup(
        "{} could not be made again. Its page is the last good one: data up to {}, made from {}."
    ).format(one.title, one.cutoff, one.fingerprint[:_SHORT])


def other_views(views: Sequence[View]) -> Fragment:
    """List the other views of reports, with what makes each another one."""
    return bullets(
        Markup("{}. {}.{}").format(
            link(f"{view.page}.html", view.title),
            view.words,
            Markup("").join(
                Markup(" {}").format(
                    document_link(view.page, ending, number, file=view.file, title=view.title)
                )
                for ending, number in view.documents.items()
            ),
        )
        for view in views
    )


def _reports(name: str, caption: str, reports: Sequence[Entry]) -> Fragment:
    columns = [Column("Report", 8), Column("Activities", 2, "number")]
    columns += [Column(label, 2, "number") for label, _ in reports[0]["statuses"]]
    not_given = any(_not_given(one) for one in reports)
    columns += [Column("Status not given", 2, "number")] if not_given else []
    columns += [Column("No return", 2, "number")]
    rows = [
        [
            _title(one),
            one["activities"],
            *(count for _, count in one["statuses"]),
            *([_not_given(one)] if not_given else []),
            one["activities"] - one["received"],
            _documents(one),
        ]
        for one in reports
    ]
    return table(
        name,
        caption,
        [*columns, Column("Documents", 3)],
        rows,
        numbered=False,
    )


def _not_given(report: Entry) -> int:
    given = sum(int(count) for _, count in report["statuses"])
    return int(report["received"]) - given


def _scorecards(reports: Sequence[Entry]) -> Fragment:
    return table(
        "scorecards",
        f"One scorecard for each activity; there {are(len(reports))} {len(reports)}",
        [Column("Activity", 8), Column("Delivery status", 3), Column("Documents", 3)],
        [[_title(one), _status(one), _documents(one)] for one in reports],
        numbered=False,
    )


def _status(report: Entry) -> str:
    if not report["received"]:
        return "No return"
    return next((label for label, count in report["statuses"] if count), "Status not given")


def _title(report: Entry) -> Markup:
    return link(f"{report['stem']}.html", report["title"])


def _documents(report: Entry) -> Markup | str:
    links = [
        document_link(
            report["stem"], ending, number, file=report["file"], title=str(report["title"])
        )
        for ending, number in report["documents"].items()
    ]
    return listed(links) or "None"
