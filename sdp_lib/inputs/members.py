"""Members of a plan in a quarter: the activities that have joined it and have not left.

Rows here are text, as a plan is written, so that asking who is expected needs no frames.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from sdp_lib.errors import InputError
from sdp_lib.inputs.columns import OPTIONAL
from sdp_lib.inputs.csv_file import read_rows
from sdp_lib.inputs.recorded import PlanFiles, plan_files
from sdp_lib.periods import Period
from sdp_lib.problems.files import NO_COLUMN

Row = Mapping[str, str]
RECORDED = ("title", "outcome", "end")  # what a record in the old form has


def belongs(joined: str, left: str, quarter: Period) -> bool:
    """Return whether the plan has an activity in a quarter: from `joined` up to and with `left`.

    >>> [belongs("2019-20-Q2", "2019-20-Q3", Period(2019, number)) for number in (1, 2, 3, 4)]
    [False, True, True, False]
    >>> belongs("", "", Period(2019, 1))
    True
    """
    return (not joined or _parsed(joined, quarter) <= quarter) and (
        not left or quarter <= _parsed(left, quarter)
    )


def _parsed(text: str, quarter: Period) -> Period:
    with suppress(ValueError):  # the checks of the plan report what is wrong
        return Period.parse(text, quarter.calendar)
    return quarter


def members(rows: Iterable[Row], quarter: Period) -> list[Row]:
    """Return the rows of the activities that the plan has in a quarter, in its order."""
    return [row for row in rows if belongs(row.get("joined", ""), row.get("left", ""), quarter)]


def uses(rows: Iterable[Row]) -> frozenset[str]:
    """Return the optional columns that some activity uses.

    What a plan does not use is not in its reports.
    """
    return frozenset(name for row in rows for name in OPTIONAL if row.get(name))


def as_recorded(rows: Sequence[Row], record: Sequence[Row]) -> list[dict[str, str]]:
    """Lay a record in the old form over a plan's rows, which give what it does not say.

    The plan then had the activities of the record, whatever it says of joining and leaving.
    """
    today = {row["id"]: row for row in rows}
    names = list(rows[0]) if rows else ["id", *RECORDED]
    blank = dict.fromkeys(names, "")
    return [
        {
            **blank,
            **today.get(then["id"], {"id": then["id"]}),
            **{name: then[name] for name in RECORDED},
            **dict.fromkeys(("joined", "left", "left_as", "into"), ""),
        }
        for then in record
    ]


def list_rows(files: PlanFiles) -> list[dict[str, str]]:
    """List all activities of a quarter's plan as rows of text, in its order, members or not.

    `InputError` if a file is missing or lacks a column that is needed here.
    """
    rows = read_named(files.activities, ("id", "title", "lead"))
    if files.titles is None:
        return rows
    return as_recorded(rows, read_named(files.titles, ("id", *RECORDED)))


def list_members(data: Path, plan: str, quarter: Period) -> list[Row]:
    """List the activities that a plan has in a quarter, as rows of text, in the plan's order.

    `InputError` as for `list_rows`.
    """
    # The configuration is not read here, so its folder makes no difference.
    return members(list_rows(plan_files(data, data, plan, quarter)), quarter)


def read_named(path: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    """Read a CSV file as rows by column; `InputError` if a needed column is missing.

    Rows whose first needed cell is blank are skipped.
    """
    rows = read_rows(path)
    header = next(rows, [])
    lacking = [name for name in needed if name not in header]
    if lacking:
        raise InputError.of(
            NO_COLUMN, f"{path.as_posix()}, row 1", f"there is no column {', '.join(lacking)}"
        )
    blank = [""] * len(header)  # for the cells that a short row lacks
    read = (dict(zip(header, [*row, *blank], strict=False)) for row in rows)
    return [row for row in read if row[needed[0]]]
