"""The one list of the files that a quarter's reports may read.

It is what a build plans with, the manifest names, `--watch` looks at and a cluster receives.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sdp_lib.errors import InputError
from sdp_lib.inputs.digests import label_of
from sdp_lib.inputs.members import list_rows
from sdp_lib.inputs.origins import origin_files, origins_of
from sdp_lib.inputs.params import QuarterParams, known_quarters, watched_quarters
from sdp_lib.inputs.recorded import place_of_today, plan_files
from sdp_lib.periods import Period

# Folders in data/: those that a dataset is read from, and those that a report is read from.
DATASET_FOLDERS = ("plans", "returns", "corrections", "assurance")
REPORT_FOLDERS = (*DATASET_FOLDERS, "commentary")


@dataclass(frozen=True)
class Sources:
    """The folders that a build reads, and its root."""

    root: Path
    data: Path
    params: Path
    notebooks: Path


def quarter_files(data: Path, params: Path, asked: QuarterParams) -> dict[str, Path]:
    """Return the files that all reports of a quarter may read, by their place in a project.

    Those are the files of the period and of the earlier ones of its plan, and the parameters of
    the last one before those, which say that it has another plan. Missing files are left out. A
    file of the period's own record has the place of the one that it was copied from.
    """
    quarters = [period.value for period in (*watched_quarters(params, asked), asked)]
    known = known_quarters(params, quarters[0].calendar)
    before = [period for period in known if period < quarters[0]][-1:]
    settings = [f"{period}.yml" for period in (*before, *quarters)]
    files = {f"params/{name}": params / name for name in settings}
    for quarter in quarters:
        files |= _plan_files(data, params, asked, quarter)
        for kind in ("returns", "corrections"):
            files[f"data/{kind}/{quarter}.csv"] = data / kind / f"{quarter}.csv"
    for plan in _earlier_plans(data, asked):
        files |= origin_files(data, plan)
    return {name: path for name, path in files.items() if path.is_file()}


def _plan_files(data: Path, params: Path, asked: QuarterParams, quarter: Period) -> dict[str, Path]:
    """Return the files of a quarter's plan; assurance is read of the quarter that is reported."""
    files = plan_files(data, params, asked.plan, quarter, until=asked.value)
    paths = [files.activities, files.plan, files.council, *([files.titles] if files.titles else [])]
    paths += [files.assurance] if quarter == asked.value else []
    places = {label_of(path, data, params): path for path in paths}
    return {place_of_today(name, asked.plan, asked.value): path for name, path in places.items()}


def _earlier_plans(data: Path, asked: QuarterParams) -> Iterable[str]:
    with suppress(InputError):  # reading the plan reports what is wrong with it
        return origins_of(list_rows(plan_files(data, data, asked.plan, asked.value)))
    return ()


def report_files(sources: Sources, quarter: str, report: str, notebook: Path) -> dict[str, Path]:
    """Return the files that only one report may read: its notebook and its commentary."""
    return {
        **_present("data", sources.data, [f"commentary/{quarter}/{report}.md"]),
        **_present("notebooks", sources.notebooks, [notebook.name]),
    }


def commentary_files(sources: Sources, quarter: str) -> dict[str, Path]:
    """Return all commentary of a quarter: the checks look at each, whatever reports there are."""
    folder = sources.data / "commentary" / quarter
    names = sorted(path.name for path in folder.glob("*.md"))
    return _present("data", sources.data, [f"commentary/{quarter}/{name}" for name in names])


def _present(name: str, folder: Path, paths: Iterable[str]) -> dict[str, Path]:
    """Name files by the folder that they belong to, and leave out those that do not exist."""
    files = {f"{name}/{path}": folder / path for path in paths}
    return {name: path for name, path in files.items() if path.is_file()}
