"""A rehearsal: what the first report of a process pays for, the next ones need not pay again."""

from __future__ import annotations

import matplotlib as mpl

from sdp_lib.inputs.folders import find_folder
from sdp_lib.inputs.once import read_dataset_once
from sdp_lib.inputs.params import parse_quarter
from sdp_lib.report.reports import Report


def rehearse(quarter: str, data: str, params: str) -> None:
    """Make one scorecard and forget it, in the process that kernels are forked from.

    What stays is what was read, and what libraries set up when they are first used: typefaces,
    templates, checks. What a report sets for its charts does not stay.
    """
    dataset = read_dataset_once(find_folder(data), find_folder(params), parse_quarter(quarter))
    kinds = [kind.column for kind in dataset.council.milestones]
    dates = dataset.now.returns[kinds].notna().sum(axis="columns")
    with mpl.rc_context():  # the one with most milestones has all that a scorecard can have
        report = Report.activity(
            quarter=quarter, activity=str(dates.idxmax()), data=data, params=params
        )
        for section in (report.status, report.progress, report.milestones, report.governance):
            section()
        report.ledger()
