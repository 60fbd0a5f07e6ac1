"""Reading files into a `Case`: everything that can be read, and every problem with the rest."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from sdp_lib.errors import InputError, Problems
from sdp_lib.inputs.assurance import COLUMNS as ASSURANCE_COLUMNS
from sdp_lib.inputs.assurance import read_assurance
from sdp_lib.inputs.columns import OPTIONAL
from sdp_lib.inputs.columns import PLAN as PLAN_COLUMNS
from sdp_lib.inputs.corrections import apply, corrections_path, read_corrections
from sdp_lib.inputs.council import read_council_file
from sdp_lib.inputs.csv_file import read_rows
from sdp_lib.inputs.dataset import Dataset, Wave, read_dataset, read_plans
from sdp_lib.inputs.frames import read_frame
from sdp_lib.inputs.params import QuarterParams, Reports, earlier_quarters, read_quarter
from sdp_lib.inputs.plan import left_out
from sdp_lib.inputs.plan_as_it_was import PlanThen
from sdp_lib.inputs.quality.rule import Case
from sdp_lib.inputs.recorded import is_recorded, plan_files
from sdp_lib.inputs.returns import (
    columns,
    read_returns,
    returns_path,
    schema_of_returns,
    typed,
)
from sdp_lib.inputs.text_file import read_text
from sdp_lib.periods import Period

_ANYTHING = pa.DataFrameSchema({})


def read_what_is_there(
    reader: Problems, data: Path, params: Path, quarter: Period
) -> Dataset | None:
    """Read a quarter's dataset; if it has errors, what is left of it without them.

    The reports stop where `read_dataset` stops. Here reading goes on after the first error, so that
    all of them are reported at once, and the rules still see the answers that can be read.
    """
    dataset = reader.reading(lambda: read_dataset(data, params, quarter))
    return dataset or _salvaged(reader, data, params, quarter)


def _salvaged(reader: Problems, data: Path, params: Path, quarter: Period) -> Dataset | None:
    current = reader.reading(lambda: read_quarter(params, quarter))
    if current is None:
        return None
    earlier = reader.reading(lambda: earlier_quarters(data, params, current)) or []
    asked = [*earlier, current]
    reported = Problems()  # read_dataset has reported these already
    plans = read_plans(data, params, asked, reported)
    now = plans[-1]
    if now is None:
        _read_on(reader, data, params, asked)
        return None
    waves = [
        # mypy cannot infer a lambda that binds loop variables by its defaults.
        reported.reading(lambda one=one, then=then: _readable_wave(data, one, then))  # type: ignore[misc]
        for one, then in [*zip(asked, plans, strict=True)][-2:]
        if then is not None
    ]
    if waves[-1] is None:
        return None
    files = plan_files(data, params, current.plan, quarter)
    listed = [*now.listed.index]
    assurance = reported.reading(lambda: read_assurance(files.assurance, listed, now.council))
    if assurance is None:
        assurance = pd.DataFrame(columns=list(ASSURANCE_COLUMNS), dtype=str)
    return Dataset(tuple(wave for wave in waves if wave is not None), assurance)


def _read_on(reader: Problems, data: Path, params: Path, waves: list[QuarterParams]) -> None:
    """Look for errors in returns and assurance even though the plan itself has some."""
    files = plan_files(data, params, waves[-1].plan, waves[-1].value)
    reported = Problems()
    council = reported.reading(lambda: read_council_file(files.council))
    if council is None:
        return
    absent = left_out(council)
    needed = [column for column in PLAN_COLUMNS if column not in absent]
    optional = [*absent, *OPTIONAL]
    rows = reader.reading(
        lambda: read_frame(files.activities, needed, _ANYTHING, key="id", optional=optional)
    )
    if rows is not None:
        listed = list(rows["id"])
        for asked in waves:
            reader.reading(lambda asked=asked: read_returns(data, asked.value, council, listed))  # type: ignore[misc]
        reader.reading(lambda: read_assurance(files.assurance, listed, council))


def _readable_wave(data: Path, asked: QuarterParams, then: PlanThen) -> Wave:
    """Read returns without the rows and cells that are wrong, which have been reported already."""
    council, members = then.council, then.members(asked.value)
    schema = schema_of_returns(council, list(members.index))
    others = [name for name in council.return_columns if name not in columns(council)]
    path = returns_path(data, asked.value)
    frame = read_frame(path, columns(council), _ANYTHING, key="activity", optional=others)
    try:
        corrections = read_corrections(data, asked.value, columns(council)[1:])
    except InputError:
        corrections = []
    frame, _ = apply(frame, corrections, schema, corrections_path(data, asked.value))
    returns = typed(_without_failures(frame, schema), council)
    return Wave(asked, returns, then, members, is_recorded(data, asked.plan, asked.value))


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
    """Combine a dataset with what else the rules look at: places, commentary.

    `InputError` if a file of commentary cannot be read.
    """
    quarter = dataset.quarter
    returns = returns_path(data, quarter)
    files = plan_files(data, params, dataset.now.params.plan, quarter)
    commentary = data / "commentary" / str(quarter)
    answers = dataset.activities.join(dataset.now.returns.drop(columns="activity"), how="inner")
    return Case(
        dataset,
        answers,
        paths={
            "returns": returns.as_posix(),
            "plan": files.activities.as_posix(),
            "outcomes": files.plan.as_posix(),
            "params": (params / f"{quarter}.yml").as_posix(),
            "commentary": commentary.as_posix(),
            "assurance": files.assurance.as_posix(),
        },
        rows=row_numbers(returns),
        plan_rows=row_numbers(files.activities),
        commentary={path.stem: read_text(path) for path in sorted(commentary.glob("*.md"))},
        reports=reports,
    )


def row_numbers(path: Path) -> dict[str, int]:
    """Return the row of each ID in the first column, as a spreadsheet numbers it."""
    numbers: dict[str, int] = {}
    for number, row in enumerate(read_rows(path), 1):
        if row:
            numbers.setdefault(row[0], number)
    return numbers
