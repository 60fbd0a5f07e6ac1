"""The plan as it was in a quarter: its configuration, its outcomes, and its activities."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from sdp_lib.errors import InputError, Problems
from sdp_lib.inputs.council import Council, read_council_file
from sdp_lib.inputs.frames import DATE, matches, read_frame, unique
from sdp_lib.inputs.members import RECORDED, Row, as_recorded, belongs, uses
from sdp_lib.inputs.plan import (
    ACTIVITY_ID,
    Plan,
    read_activities,
    read_plan_file,
    typed_activities,
)
from sdp_lib.inputs.recorded import PlanFiles, plan_files
from sdp_lib.periods import Period


@dataclass(frozen=True, eq=False)
class PlanThen:
    """The plan as it was in a quarter; `rows` holds all its activities, as text.

    `listed` is the same, typed and indexed by ID.
    """

    council: Council
    plan: Plan
    rows: tuple[Row, ...]
    listed: pd.DataFrame

    @cached_property
    def uses(self) -> frozenset[str]:
        """The optional columns that some activity uses."""
        return uses(self.rows)

    def members(self, quarter: Period) -> pd.DataFrame:
        """Return the activities that the plan has in a quarter, in its order."""
        present = [belongs(row["joined"], row["left"], quarter) for row in self.rows]
        return self.listed[pd.Series(present, index=self.listed.index, dtype=bool)]


def plan_in(data: Path, params: Path, plan: str, quarter: Period) -> PlanThen:
    """Read a plan as it is in a quarter; `InputError` holds every problem."""
    problems = Problems()
    then = read_plan_then(plan_files(data, params, plan, quarter), problems)
    if then is None:
        raise InputError(problems.found)
    return then


def read_plan_then(files: PlanFiles, problems: Problems) -> PlanThen | None:
    """Read what a quarter's plan was; None if it cannot be read, with every problem added."""
    council = problems.reading(lambda: read_council_file(files.council))
    plan = problems.reading(lambda: read_plan_file(files.plan))
    if council is None or plan is None:
        return None
    frame = problems.reading(lambda: _read_activities(files, plan, council))
    if frame is None:
        return None
    rows = tuple(_text(row) for row in frame.to_dict("records"))
    return PlanThen(council, plan, rows, typed_activities(frame))


def _read_activities(files: PlanFiles, plan: Plan, council: Council) -> pd.DataFrame:
    frame = read_activities(files.activities, plan, council)
    if files.titles is None:
        return frame
    record = [_text(row) for row in _read_titles(files.titles).to_dict("records")]
    then = as_recorded([_text(row) for row in frame.to_dict("records")], record)
    return pd.DataFrame(then, columns=frame.columns, dtype=str)


def _text(row: Mapping[Hashable, object]) -> dict[str, str]:
    return {str(name): str(cell) for name, cell in row.items()}


def _read_titles(path: Path) -> pd.DataFrame:
    schema = pa.DataFrameSchema(
        {
            "id": pa.Column(str, [matches(ACTIVITY_ID, "an ID"), unique()]),
            "end": pa.Column(str, DATE),
        }
    )
    return read_frame(path, ("id", *RECORDED), schema, key="id")
