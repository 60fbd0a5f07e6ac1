"""Rehearsal: a report made in advance, so that later ones of the process need less time."""

from __future__ import annotations

from sdp_lib.inputs.calendar_setting import parse_quarter
from sdp_lib.inputs.dataset_cache import read_dataset_cached
from sdp_lib.inputs.folders import find_folder
from sdp_lib.measures.responses import Activity, Answer, responses
from sdp_lib.report.kinds import AnyReport
from sdp_lib.report.reports import Report
from sdp_lib.report.section import SectionCall


def rehearse(quarter: str, data: str, params: str) -> None:
    """Make one scorecard and discard it, in the process that workers are forked from.

    What remains is the data read, and what libraries set up at first use: typefaces, templates,
    checks.
    """
    folder = find_folder(params)
    dataset = read_dataset_cached(find_folder(data), folder, parse_quarter(quarter, folder))
    seen = responses(dataset.now)
    # The activity with most milestones has everything that a scorecard can show.
    first: Activity | None = next(iter(seen.activities), None)
    fullest = max(seen.answers, key=_milestones_given, default=first)
    if fullest is not None:  # the plan may have no activities yet
        _make(Report.activity(quarter=quarter, activity=fullest.id, data=data, params=params))


def _milestones_given(answer: Answer) -> int:
    return sum(day is not None for day in answer.milestones.values())


def recall(**parameters: str) -> None:
    """Make a report with the parameters of its notebook, so that its charts are cached."""
    if "activity" in parameters:
        _make(Report.activity(**parameters))
    elif {"outcome", "directorate", "portfolio"} & parameters.keys():
        _make(Report.outcome(**parameters))
    else:
        _make(Report.council(**parameters))


def _make(report: AnyReport) -> None:
    for name in {name for kind in type(report).__mro__ for name in vars(kind)}:
        if isinstance(made := getattr(report, name, None), SectionCall):
            made()
    report.ledger()
