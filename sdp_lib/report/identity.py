"""The identity of a report: its name and title, given or taken from its subject."""

from __future__ import annotations

import re

from sdp_lib.errors import InputError
from sdp_lib.inputs.dataset import Dataset
from sdp_lib.inputs.params import NOTEBOOK_NAME, own_name, report_name
from sdp_lib.problems.notebooks import BAD_REPORT_NAME
from sdp_lib.report.context import Context
from sdp_lib.report.parameters import context_of, text
from sdp_lib.report.scopes import covers

_NOTEBOOKS = {"council": "council", "activity": "scorecard"}  # any other: `outcome`


def identify(
    dataset: Dataset,
    each: str,
    one: str,
    *,
    name: str | None,
    title: str | None,
    data: str,
    compare: str | None = "",
) -> tuple[str, str, Context]:
    """Return the name, the title and the context of a report about one thing.

    `name` is that of an analyst's own notebook. A report for each outcome, directorate or the like
    adds the ID to that name, and its subject to the given title.
    """
    covered, scope, subject = covers(dataset, each, one)
    shipped = report_name(_NOTEBOOKS.get(each, "outcome"), each, one)
    known, given = _notebook(text(name)), text(title)
    full = own_name(dataset.now.params.reports, known, each, one) if known else shipped
    if given and known not in {"", full}:
        given = f"{given} – {covered}"
    # The scorecards that come with the project have a folder of their own.
    up = "../" if each == "activity" and full == shipped else ""
    context = context_of(dataset, scope, subject, full, data=data, compare=compare, up=up)
    return full, given or covered, context


def _notebook(name: str) -> str:
    if name and not re.fullmatch(NOTEBOOK_NAME, name):
        raise InputError.of(
            BAD_REPORT_NAME, "parameter name", f"{name!r} is not the name of a notebook"
        )
    return name
