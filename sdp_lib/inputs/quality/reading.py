"""From files to a `Case`: everything that can be read, and every problem of what cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pandas as pd
import pandera.pandas as pa

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.assurance import COLUMNS as ASSURANCE_COLUMNS
from sdp_lib.inputs.assurance import read_assurance
from sdp_lib.inputs.corrections import apply, corrections_path, read_corrections
from sdp_lib.inputs.council import Council, read_council
from sdp_lib.inputs.csv_file import read_rows
from sdp_lib.inputs.dataset import Dataset, Wave, read_dataset
from sdp_lib.inputs.frames import read_frame
from sdp_lib.inputs.params import QuarterParams, Reports, earlier_quarters, read_quarter
from sdp_lib.inputs.plan import COLUMNS as PLAN_COLUMNS
from sdp_lib.inputs.plan import left_out, read_activities, read_plan
from sdp_lib.inputs.quality.rule import Case
from sdp_lib.inputs.returns import (
    all_columns,
    columns,
    read_returns,
    returns_path,
    schema_of_returns,
    typed,
)
from sdp_lib.inputs.text_file import read_text
from sdp_lib.periods import Period

Read = TypeVar("Read")
_ANYTHING = pa.DataFrameSchema({})


@dataclass
class Reader:
    """Reads what it can, and keeps every problem once."""

    problems: dict[Problem, None] = field(default_factory=dict)

    def attempt(self, read: Callable[[], Read]) -> Read | None:
        """Return what is read, or None with its problems kept."""
        try:
            return read()
        except InputError as error:
            self.problems |= dict.fromkeys(error.problems)
            return None


def read_what_is_there(reader: Reader, data: Path, params: Path, quarter: Period) -> Dataset | None:
    """Read a quarter's dataset; where it has errors, what is left of it without them.

    The reports stop where `read_dataset` stops. Here the reading goes on behind the first error, so
    that all of them are told at once, and the rules still see the answers that can be read.
    """
    dataset = reader.attempt(lambda: read_dataset(data, params, quarter))
    return dataset or _salvaged(reader, data, params, quarter)


def _salvaged(reader: Reader, data: Path, params: Path, quarter: Period) -> Dataset | None:
    council = reader.attempt(lambda: read_council(params))
    current = reader.attempt(lambda: read_quarter(params, quarter))
    if council is None or current is None:
        return None
    plan = reader.attempt(lambda: read_plan(data, current.plan))
    if plan is None:
        return None
    earlier = reader.attempt(lambda: earlier_quarters(data, params, current)) or []
    activities = reader.attempt(lambda: read_activities(data, current.plan, plan, council))
    if activities is None:
        _read_on(reader, data, council, [*earlier, current])
        return None
    listed = list(activities.index)
    told = Reader()  # read_dataset has told the problems of what follows
    waves = [
        told.attempt(lambda asked=asked: _readable_wave(data, asked, council, listed))  # type: ignore[misc]
        for asked in [*earlier[-1:], current]
    ]
    if waves[-1] is None:
        return None
    assurance = told.attempt(lambda: read_assurance(data, current.plan, listed, council))
    if assurance is None:
        assurance = pd.DataFrame(columns=list(ASSURANCE_COLUMNS), dtype=str)
    read = tuple(wave for wave in waves if wave is not None)
    return Dataset(council, plan, activities, read, assurance)


def _read_on(reader: Reader, data: Path, council: Council, waves: list[QuarterParams]) -> None:
    """Look for the errors of returns and assurance although the plan itself has some."""
    path = data / "plans" / waves[-1].plan / "activities.csv"
    absent = left_out(council)
    needed = [column for column in PLAN_COLUMNS if column not in absent]
    rows = reader.attempt(lambda: read_frame(path, needed, _ANYTHING, key="id", optional=absent))
    if rows is not None:
        listed = list(rows["id"])
        for asked in waves:
            reader.attempt(lambda asked=asked: read_returns(data, asked.value, council, listed))  # type: ignore[misc]
        reader.attempt(lambda: read_assurance(data, waves[-1].plan, listed, council))


def _readable_wave(
    data: Path, asked: QuarterParams, council: Council, activities: list[str]
) -> Wave:
    """Read returns without the rows and cells that are wrong: they have been told already."""
    schema = schema_of_returns(council, activities)
    others = [name for name in all_columns(council) if name not in columns(council)]
    path = returns_path(data, asked.value)
    frame = read_frame(path, columns(council), _ANYTHING, key="activity", optional=others)
    try:
        corrections = read_corrections(data, asked.value, columns(council)[1:])
    except InputError:
        corrections = []
    frame, _ = apply(frame, corrections, schema, corrections_path(data, asked.value))
    return Wave(asked, typed(_without_failures(frame, schema), council))


def _without_failures(frame: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        failed = error.failure_cases
    left = frame.copy()
    for column, group in failed.groupby("column"):
        if column == "activity":
            left = left.drop(index=group["index"])
    for column, group in failed[failed["column"].ne("activity")].groupby("column"):
        left.loc[left.index.intersection(group["index"]), column] = ""
    return left


def case_of(data: Path, params: Path, dataset: Dataset, reports: Reports | None) -> Case:
    """Put a dataset beside what the rules look at besides: places, commentary.

    `InputError` where a file of commentary cannot be read.
    """
    quarter, plan = dataset.quarter, dataset.now.params.plan
    returns, activities = returns_path(data, quarter), data / "plans" / plan / "activities.csv"
    commentary = data / "commentary" / str(quarter)
    answers = dataset.activities.join(dataset.now.returns.drop(columns="activity"), how="inner")
    return Case(
        dataset,
        answers,
        paths={
            "returns": returns.as_posix(),
            "plan": activities.as_posix(),
            "params": (params / f"{quarter}.yml").as_posix(),
            "commentary": commentary.as_posix(),
            "assurance": (data / "assurance" / f"{plan}.csv").as_posix(),
        },
        rows=row_numbers(returns),
        plan_rows=row_numbers(activities),
        commentary={path.stem: read_text(path) for path in sorted(commentary.glob("*.md"))},
        reports=reports,
    )


def row_numbers(path: Path) -> dict[str, int]:
    """Return the row of each ID in the first column, as a spreadsheet numbers it."""
    found: dict[str, int] = {}
    for number, row in enumerate(read_rows(path), 1):
        if row:
            found.setdefault(row[0], number)
    return found
