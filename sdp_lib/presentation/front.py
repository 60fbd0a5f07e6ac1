"""The front page of a quarter: every report with its statuses, and the downloads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sdp_lib.inputs.vocabulary import DEFAULT, Vocabulary
from sdp_lib.ledger import MainPoints
from sdp_lib.presentation import main_points
from sdp_lib.presentation.downloads import document_link
from sdp_lib.presentation.fragments import Fragment, Markup, bullets, paragraph
from sdp_lib.presentation.front_rows import Entry, report_rows
from sdp_lib.presentation.scorecard_list import scorecard_list
from sdp_lib.presentation.tables import link
from sdp_lib.presentation.wording import counted, listed

# The groups of reports by subject, in the order of the page.
_GROUPS = {
    "Reports": ("council", "outcome"),
    "Directorates": ("directorate",),
    "Portfolios": ("portfolio",),
}
_SHORT = 12  # letters of a digest, enough to distinguish it from others


@dataclass(frozen=True)
class Failed:
    """A report that could not be made, with the title, cut-off and digest of its last good page."""

    name: str
    title: str = ""
    cutoff: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class View:
    """Another view of a report: its title, its page, how it differs, and its documents.

    `documents`: sizes in bytes by extension; `file`: the name they are saved as, without extension.
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
    words: Vocabulary = DEFAULT,
) -> Iterator[tuple[str, list[Fragment]]]:
    """Return the headings of the front page with their fragments.

    `reports`: in the order of the page; `failed`: those that could not be made; `missing`: how many
    have not been made yet; `points`: the main points of the whole plan; `words`: the organisation's
    vocabulary.
    """
    lost = [failure.name for failure in failed if not failure.title]
    if lost:
        these = "This report" if len(lost) == 1 else "These reports"
        yield (
            "Not available",
            [paragraph(f"{these} could not be made:", listed(lost) + Markup("."))],
        )
    kept = [failure for failure in failed if failure.title]
    if kept:
        yield "Not up to date", [bullets(_kept(failure) for failure in kept)]
    if points:
        yield "Main points", list(points)
    if missing:
        have = ("report has", "reports have")
        yield "Not made yet", [paragraph(f"{counted(missing, have)} not been made yet.")]
    for heading, kinds in _GROUPS.items():
        if group := [entry for entry in reports if entry.about in kinds and not entry.own]:
            yield words.say(heading), [report_rows(group, words)]
    if own := [report for report in reports if report.own]:
        yield "More reports", [report_rows(own, words)]
    if single := [entry for entry in reports if entry.about == "activity" and not entry.own]:
        yield words.say("Activity scorecards"), list(scorecard_list(single, words))


def plan_points(points: MainPoints, page: str, *, drawn: bool = False) -> list[Fragment]:
    """Return what the front page shows of a report's main points; `page` is that report's.

    `drawn`: with the bar of statuses, for a page that no renderer makes.
    """
    shown = [
        *main_points.headline(points),
        main_points.status_bar(points, drawn=drawn),
        main_points.point_lists(points),
        *main_points.attention(points),
        paragraph(link(f"{page}.html", "The whole report"), "has every figure and its sources."),
    ]
    return [fragment for fragment in shown if fragment]


def _kept(one: Failed) -> Markup:
    return Markup(
        "{} could not be made again. Its page is the last good one: data up to {}, made from {}."
    ).format(one.title, one.cutoff, one.fingerprint[:_SHORT])


def other_views(views: Sequence[View]) -> Fragment:
    """List the other views of reports, and how each differs from its report."""
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
