"""`data/returns/QUARTER.csv`: the lead officers' answers, one row for each activity."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from sdp_lib.errors import InputError
from sdp_lib.inputs.checked import checked
from sdp_lib.inputs.corrections import read_corrected
from sdp_lib.inputs.council import Council, ids
from sdp_lib.inputs.frames import (
    DATE,
    MOMENT,
    known,
    known_list,
    to_dates,
    to_lists,
    unique,
)
from sdp_lib.periods import Period
from sdp_lib.problems.files import UNKNOWN_ID
from sdp_lib.problems.returns import NO_RETURNS

FORWARD_PLAN = "forward_plan_date"
ALWAYS = ("activity", "submitted", "delivery")
TEXTS = ("progress", "other_milestone_name", "issue_other", "issue_detail", "mitigation")
LISTS = ("issues", "mitigation_themes", "boards_reported", "boards_expected", "risk_registers")


def columns(council: Council) -> list[str]:
    """Return the columns of a returns file: those that the form fills, in the contract's order."""
    return [name for name in council.return_columns if name in ALWAYS or council.asks(name)]


def date_columns(council: Council) -> list[str]:
    """Return the columns that hold a date: milestones, revised end, forward plan."""
    dates = [*(kind.column for kind in council.milestones), "revised_end", FORWARD_PLAN]
    return [name for name in dates if council.asks(name)]


def returns_path(data: Path, quarter: Period) -> Path:
    """Return where a quarter's returns are kept."""
    return data / "returns" / f"{quarter}.csv"


def read_returns(
    data: Path, quarter: Period, council: Council, activities: Sequence[str]
) -> pd.DataFrame:
    """Read a quarter's returns, indexed by `activity`; `submitted` and dates as `datetime64`.

    Lists become tuples of IDs, blanks NaT, empty tuples or "". `InputError` as `read_as_text`.
    """
    return typed(read_as_text(data, quarter, council, activities), council)


def read_as_text(
    data: Path, quarter: Period, council: Council, activities: Sequence[str]
) -> pd.DataFrame:
    """Read a quarter's returns as they are published: every cell as text, corrections applied.

    `InputError` if the file is missing, an activity is not in the plan or answers twice, a cell is
    not valid, or a correction is refused.
    """
    path = returns_path(data, quarter)
    if not path.is_file():
        raise InputError.of(
            NO_RETURNS,
            path.as_posix(),
            f"the file does not exist, so {quarter} has no returns",
            f"Import the form's export with 'sdp ingest FILE --quarter {quarter}'",
        )
    schema = schema_of_returns(council, activities)
    asked = columns(council)
    others = [name for name in council.return_columns if name not in asked]
    return read_corrected(data, quarter, path, asked, schema, optional=others)[asked]


def typed(frame: pd.DataFrame, council: Council) -> pd.DataFrame:
    """Turn returns that are all text into what `read_returns` gives.

    What the form does not ask is blank, even if an earlier form asked it.
    """
    whole, asked = council.return_columns, columns(council)
    frame = frame.assign(**{name: "" for name in whole if name not in asked})[whole]
    dates = [kind.column for kind in council.milestones]
    frame = to_dates(to_lists(frame, LISTS), ["submitted", *dates, "revised_end", FORWARD_PLAN])
    return frame.set_index("activity", drop=False)


def schema_of_returns(council: Council, activities: Sequence[str]) -> pa.DataFrameSchema:
    """Return the rules for each cell of the returns of a plan's activities, as text."""
    in_plan = checked(
        UNKNOWN_ID,
        lambda values: values.isin(set(activities)),
        council.say("which is not an activity of the plan"),
        "Correct the ID or remove the row",
    )
    checks: dict[str, pa.Check | list[pa.Check]] = {
        "activity": [in_plan, unique()],
        "submitted": MOMENT,
        "delivery": known(ids(council.statuses), "delivery status", blank=True),
        "issues": known_list(ids(council.issues), "issue"),
        "mitigation_themes": known_list(ids(council.mitigations), "mitigation theme"),
        "boards_reported": known_list(ids(council.boards), "board"),
        "boards_expected": known_list(ids(council.boards), "board"),
        "risk_registers": known_list(ids(council.registers), "risk register"),
        **dict.fromkeys(date_columns(council), DATE),
    }
    asked = columns(council)
    return pa.DataFrameSchema(
        {name: pa.Column(str, check) for name, check in checks.items() if name in asked}
    )
