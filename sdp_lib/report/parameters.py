"""The opening of a report: its parameters, its data and its context."""

from __future__ import annotations

import hashlib
from functools import cache, partial

from sdp_lib.errors import InputError
from sdp_lib.inputs.calendar_setting import parse_period, parse_quarter
from sdp_lib.inputs.commentary import read_commentary
from sdp_lib.inputs.dataset import Dataset
from sdp_lib.inputs.dataset_cache import read_dataset_cached
from sdp_lib.inputs.digests import label_of, scoped_inputs
from sdp_lib.inputs.folders import find_folder
from sdp_lib.inputs.scope import Scope
from sdp_lib.inputs.text_file import recording
from sdp_lib.measures.names import figure_names
from sdp_lib.measures.report_data import report_data
from sdp_lib.periods import Period
from sdp_lib.problems.notebooks import UNKNOWN_COMPARE, UNKNOWN_DETAIL
from sdp_lib.report import reads
from sdp_lib.report.context import Context
from sdp_lib.report.counting import make_context
from sdp_lib.report.section import DETAILS


def text(value: object) -> str:
    """Return a parameter as text; papermill reads some as numbers, and `null` counts as blank."""
    return "" if value is None else str(value)


def read(quarter: str, data: str, params: str) -> Dataset:
    """Read a quarter's data; `InputError` contains every problem."""
    folder = find_folder(params)
    return read_dataset_cached(find_folder(data), folder, parse_quarter(quarter, folder))


def context_of(
    dataset: Dataset,
    scope: Scope,
    subject: str,
    name: str,
    *,
    data: str,
    compare: str | None = "",
    up: str = "",
) -> Context:
    """Restrict the data to what a report covers, count it, and record what it was made from."""
    folder, quarter = find_folder(data), _compared(dataset, compare)
    then, compared = dataset.now.then, dataset.before is not None
    known = cache(partial(figure_names, then.council, compared=compared, plan=then))
    reads.watch()
    with recording() as opened:
        words = read_commentary(folder, dataset.quarter, name, known=known)
    held = report_data(dataset, scope)
    covered = dataset.covers.of(scope)
    rows = scoped_inputs(dataset.evidence, scope, covered, dataset.now.params)
    own = {label_of(path, folder, folder): content for path, content in opened.items()}
    commented = {name: hashlib.sha256(content).hexdigest() for name, content in own.items()}
    reads.note({**rows, **commented}, scope)
    return make_context(held, subject, words, compare=quarter, up=up)


def _compared(dataset: Dataset, compare: str | None) -> Period | None:
    if not compare:
        return None
    asked = parse_period(compare, dataset.quarter.calendar)
    known = [wave.quarter for wave in dataset.waves[:-1]]
    if asked not in known:
        names = ", ".join(map(str, known))
        raise InputError.of(
            UNKNOWN_COMPARE,
            "parameter compare",
            f"{compare!r} is not an earlier {asked.calendar.word} of this plan",
            f"Choose from {names}, or leave it blank" if names else "Leave it blank",
        )
    return asked


def detail_of(detail: str | None) -> str:
    """Return a report's level of detail, one of `DETAILS`; `InputError` for anything else."""
    detail = text(detail) or "full"
    if detail not in DETAILS:
        raise InputError.of(
            UNKNOWN_DETAIL, "parameter detail", f"{detail!r} is not a level of detail"
        )
    return detail
