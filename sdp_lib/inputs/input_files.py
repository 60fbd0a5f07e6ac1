"""The one list of the files that a quarter's reports may read.

What is planned, what the manifest names, what is watched and what travels to a cluster is this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sdp_lib.inputs.params import QuarterParams, known_quarters, watched_quarters
from sdp_lib.periods import Period

# Of the folders in data/: what a dataset is read from, and with commentary what a report is.
DATASET_FOLDERS = ("plans", "returns", "corrections", "assurance")
REPORT_FOLDERS = (*DATASET_FOLDERS, "commentary")


@dataclass(frozen=True)
class Sources:
    """The folders that a build reads, and its root."""

    root: Path
    data: Path
    params: Path
    notebooks: Path


def quarter_files(sources: Sources, params: QuarterParams) -> dict[str, Path]:
    """Return the files that all reports of a quarter may read, by their place in a project.

    Those are the files of the period and of the earlier ones of its plan, and the parameters of
    the last one before those, which say that it has another plan. Missing files are left out.
    """
    quarters = [one.value for one in (*watched_quarters(sources.params, params), params)]
    known = known_quarters(sources.params, quarters[0].calendar)
    asked = [*[one for one in known if one < quarters[0]][-1:], *quarters]
    data = _data_files(sources.data, params.plan, quarters)
    return {
        **_present("data", sources.data, data),
        **_present("params", sources.params, (f"{one}.yml" for one in ("council", *asked))),
    }


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


def _data_files(data: Path, plan: str, quarters: Sequence[Period]) -> Iterator[str]:
    yield from (f"plans/{plan}/{name}" for name in ("plan.yml", "activities.csv"))
    for path in sorted((data / "plans" / plan / "recorded").rglob("*.*")):
        yield path.relative_to(data).as_posix()
    for kind in ("returns", "corrections"):
        yield from (f"{kind}/{one}.csv" for one in quarters)
    yield f"assurance/{plan}.csv"


def _present(name: str, folder: Path, paths: Iterable[str]) -> dict[str, Path]:
    """Name files by the folder that they belong to; one that is not there has no name either."""
    found = {f"{name}/{path}": folder / path for path in paths}
    return {name: path for name, path in found.items() if path.is_file()}
