"""The plan as a quarter left it: `data/plans/PLAN/recorded/QUARTER.csv`.

A plan holds no history, so what changed in it can only be told against a record. `sdp new` writes
that of the quarter that ends. Where no earlier quarter of the plan was recorded, nothing is said of
changes.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from sdp_lib.inputs.frames import DATE, matches, read_frame, to_dates, unique
from sdp_lib.inputs.params import known_files
from sdp_lib.periods import Period

COLUMNS = ("id", "title", "outcome", "end")
_WORDS = re.compile(r"(?s).*\S.*")


def record_path(data: Path, plan: str, quarter: Period) -> Path:
    """Return where a quarter's record of its plan is kept."""
    return data / "plans" / plan / "recorded" / f"{quarter}.csv"


def record_of(activities: pd.DataFrame) -> str:
    """Write the record of a plan's activities, to be kept when the quarter ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    kept = activities[list(COLUMNS)].astype({"end": object})
    for name, title, outcome, end in kept.itertuples(index=False):
        writer.writerow([name, title, outcome, "" if pd.isna(end) else end.date().isoformat()])
    return out.getvalue()


def read_record(data: Path, plan: str, before: Period) -> pd.DataFrame | None:
    """Read the newest record from before a quarter, indexed by `id`, `end` as a date.

    None where there is no record. `InputError` names every row that breaks a rule.
    """
    folder = record_path(data, plan, before).parent
    earlier = [one for one in known_files(folder, "csv", before.calendar) if one < before]
    if not earlier:
        return None
    schema = pa.DataFrameSchema(
        {
            "id": pa.Column(str, [matches(_WORDS, "an id"), unique()]),
            "end": pa.Column(str, DATE),
        }
    )
    frame = read_frame(folder / f"{earlier[-1]}.csv", COLUMNS, schema, key="id")
    return to_dates(frame, ["end"]).set_index("id", drop=False)
