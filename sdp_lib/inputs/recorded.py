"""`data/plans/PLAN/recorded/QUARTER/`: a plan as it was when a quarter was reported.

A plan changes: titles are edited, activities join and leave. Once recorded, a quarter is made from
its record, both in its own reports and where later ones look back on it. The files of a record are
copies of those that the quarter was made from, and are inputs under the same names, so recording a
quarter changes none of its pages.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from sdp_lib.periods import Period

ACTIVITIES, PLAN, ASSURANCE, COUNCIL = "activities.csv", "plan.yml", "assurance.csv", "council.yml"


@dataclass(frozen=True)
class PlanFiles:
    """Where the plan of a quarter is read from: its record, or the files as they are today.

    `titles` is a record in the old form, `recorded/QUARTER.csv`, which has only titles, outcomes
    and end dates. `recorded` says whether the quarter has a record of its own.
    """

    activities: Path
    plan: Path
    assurance: Path
    council: Path
    titles: Path | None = None
    recorded: bool = field(default=False, compare=False)


def record_folder(data: Path, plan: str, quarter: Period) -> Path:
    """Return where the record of a quarter is kept."""
    return data / "plans" / plan / "recorded" / str(quarter)


def is_recorded(data: Path, plan: str, quarter: Period) -> bool:
    """Return whether a quarter has a record, in either form."""
    folder = record_folder(data, plan, quarter)
    return (folder / ACTIVITIES).is_file() or folder.with_name(f"{quarter}.csv").is_file()


def record_files(data: Path, plan: str, quarter: Period) -> list[Path]:
    """Return the files of a quarter's record that exist, in either form."""
    folder = record_folder(data, plan, quarter)
    return sorted([*folder.glob("*.*"), *folder.parent.glob(f"{quarter}.csv")])


def files_of_today(data: Path, params: Path, plan: str) -> PlanFiles:
    """Return the files of a plan as they are today."""
    return PlanFiles(
        activities=data / "plans" / plan / ACTIVITIES,
        plan=data / "plans" / plan / PLAN,
        assurance=data / "assurance" / f"{plan}.csv",
        council=params / COUNCIL,
    )


def plan_files(
    data: Path, params: Path, plan: str, quarter: Period, *, until: Period | None = None
) -> PlanFiles:
    """Return the files that a quarter of a plan is made from, in a report of the quarter `until`.

    A quarter without a record is made from the next one recorded by then: that has what was known
    of it at the time. Only if there is none, today's files are read.
    """
    titles = record_folder(data, plan, quarter).with_name(f"{quarter}.csv")
    folder = _first_record(data, plan, quarter, until or quarter)
    files = files_of_today(data, params, plan)
    if folder is not None:
        files = PlanFiles(folder / ACTIVITIES, folder / PLAN, folder / ASSURANCE, folder / COUNCIL)
    own = folder is not None and folder.name == str(quarter)
    if own or not titles.is_file():
        return replace(files, recorded=own)
    return replace(files, titles=titles, recorded=True)


def _first_record(data: Path, plan: str, quarter: Period, until: Period) -> Path | None:
    records: dict[Period, Path] = {}
    for path in record_folder(data, plan, quarter).parent.glob(f"*/{ACTIVITIES}"):
        with suppress(ValueError):  # a folder that is not a record
            records[Period.parse(path.parent.name, quarter.calendar)] = path.parent
    return min(
        ((period, folder) for period, folder in records.items() if quarter <= period <= until),
        default=(None, None),
    )[1]


def record_of(data: Path, params: Path, plan: str, quarter: Period) -> dict[Path, bytes]:
    """Return the record of a quarter that is not recorded yet: each file with its bytes.

    The command that begins the next quarter, or publishes this one, writes them. A recorded quarter
    has nothing more to write: what was reported stays as it was.
    """
    if is_recorded(data, plan, quarter):
        return {}
    folder, today = record_folder(data, plan, quarter), files_of_today(data, params, plan)
    files = {
        ACTIVITIES: today.activities,
        PLAN: today.plan,
        ASSURANCE: today.assurance,
        COUNCIL: today.council,
    }
    return {folder / name: path.read_bytes() for name, path in files.items() if path.is_file()}


def place_of_today(name: str, plan: str, quarter: Period) -> str:
    """Return the name under which a file is an input of a quarter's reports.

    A file in the quarter's own record has the name of the one that it was copied from.

    >>> place_of_today("data/plans/P/recorded/2019-20-Q2/council.yml", "P", Period(2019, 2))
    'params/council.yml'
    >>> place_of_today("data/plans/P/recorded/2019-20-Q1/council.yml", "P", Period(2019, 2))
    'data/plans/P/recorded/2019-20-Q1/council.yml'
    """
    folder = record_folder(Path("data"), plan, quarter).as_posix()
    if not name.startswith(f"{folder}/"):
        return name
    places = {COUNCIL: f"params/{COUNCIL}", ASSURANCE: f"data/assurance/{plan}.csv"}
    own = name.rpartition("/")[2]
    return places.get(own, f"data/plans/{plan}/{own}")
