"""`data/assurance/PLAN.csv`: what audits and reviews have said of activities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from sdp_lib.inputs.frames import known, matches, read_frame
from sdp_lib.periods import Period

COLUMNS = ("activity", "source", "reference", "title", "due_quarter", "opinion", "note")
OPINIONS = {
    "consistent": "Agrees with the lead officer",
    "inconsistent": "Does not agree with the lead officer",
    "pending": "Not yet reported",
}


def read_assurance(
    data: Path, plan: str, activities: Sequence[str], sources: Sequence[str]
) -> pd.DataFrame:
    """Read a plan's assurance, columns as in the contract, all text; no rows where no file is.

    `InputError` names every row that breaks a rule.
    """
    path = data / "assurance" / f"{plan}.csv"
    if not path.is_file():
        return pd.DataFrame(columns=list(COLUMNS), dtype=str)
    return read_frame(
        path,
        COLUMNS,
        pa.DataFrameSchema(
            {
                "activity": pa.Column(str, known(activities, "activity of the plan")),
                "source": pa.Column(str, known(sources, "source of assurance")),
                "title": pa.Column(str, matches(re.compile(r"(?s).*\S.*"), "a title")),
                "due_quarter": pa.Column(str, _QUARTER),
                "opinion": pa.Column(str, known(list(OPINIONS), "opinion")),
            }
        ),
        key="activity",
    )


def _is_quarter(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True


_QUARTER = pa.Check(
    lambda values: values.map(_is_quarter),
    error="which is no quarter; quarters are written like 2019-20-Q2",
)
