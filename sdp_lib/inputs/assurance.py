"""`data/assurance/PLAN.csv`: what audits and reviews have found about activities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from sdp_lib.inputs.checked import checked
from sdp_lib.inputs.council import Council, ids
from sdp_lib.inputs.frames import known, matches, read_frame
from sdp_lib.periods import Calendar, Period
from sdp_lib.problems.files import BAD_PERIOD

COLUMNS = ("activity", "source", "reference", "title", "due_quarter", "opinion", "note")
OPINIONS = {
    "consistent": "Agrees with the lead officer",
    "inconsistent": "Does not agree with the lead officer",
    "pending": "Not yet reported",
}


def read_assurance(path: Path, activities: Sequence[str], council: Council) -> pd.DataFrame:
    """Read a plan's assurance, columns as in the contract, all text; no rows if there is no file.

    `InputError` names every row that breaks a rule.
    """
    if not path.is_file():
        return pd.DataFrame(columns=list(COLUMNS), dtype=str)
    return read_frame(
        path,
        COLUMNS,
        pa.DataFrameSchema(
            {
                "activity": pa.Column(str, known(activities, "activity of the plan")),
                "source": pa.Column(
                    str, known(ids(council.assurance_sources), "source of assurance")
                ),
                "title": pa.Column(str, matches(re.compile(r"(?s).*\S.*"), "a title")),
                "due_quarter": pa.Column(str, _period(council.calendar.value)),
                "opinion": pa.Column(str, known(list(OPINIONS), "opinion")),
            }
        ),
        key="activity",
    )


def _period(calendar: Calendar) -> pa.Check:
    def is_period(text: str) -> bool:
        try:
            Period.parse(text, calendar)
        except ValueError:
            return False
        return True

    return checked(
        BAD_PERIOD,
        lambda values: values.map(is_period),
        f"which is not a {calendar.word}",
        f"Write it like {calendar.example}",
    )
