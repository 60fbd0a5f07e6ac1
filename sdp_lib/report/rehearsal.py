"""A rehearsal: what the first report of a process pays for, the next ones need not pay again."""

from __future__ import annotations

from sdp_lib.inputs.dataset_cache import read_dataset_cached
from sdp_lib.inputs.folders import find_folder
from sdp_lib.inputs.params import parse_quarter
from sdp_lib.report.reports import Report


def rehearse(quarter: str, data: str, params: str) -> None:
    """Make one scorecard and forget it, in the process that workers are forked from.

    What stays is what was read, and what libraries set up when they are first used: typefaces,
    templates, checks.
    """
    dataset = read_dataset_cached(find_folder(data), find_folder(params), parse_quarter(quarter))
    kinds = [kind.column for kind in dataset.council.milestones]
    dates = dataset.now.returns[kinds].notna().sum(axis="columns")
    # The one with most milestones has all that a scorecard can have.
    _make(Report.activity(quarter=quarter, activity=str(dates.idxmax()), data=data, params=params))


def recall(**parameters: str) -> None:
    """Make a report with the parameters of its notebook, for the charts that stay drawn."""
    if "activity" in parameters:
        _make(Report.activity(**parameters))
    elif {"outcome", "directorate", "portfolio"} & parameters.keys():
        _make(Report.outcome(**parameters))
    else:
        _make(Report.council(**parameters))


def _make(report: Report) -> None:
    for kind in type(report).__mro__:
        if kind is Report:
            break
        for name, section in vars(kind).items():
            if callable(section) and not name.startswith("_"):
                getattr(report, name)()
    report.ledger()
