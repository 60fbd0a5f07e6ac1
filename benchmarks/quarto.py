"""Quarto's own way: one `quarto render --execute` for each report, as HTML and as PDF by Typst.

Beside it stands the whole quarter by `sdp report`, with Quarto as its renderer.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.commands import FailedError, run
from benchmarks.measure import Meter
from benchmarks.project import BESIDE_PYTHON, Project, Report
from benchmarks.sample import cost_of_all, described, kinds
from benchmarks.tables import write_yaml
from benchmarks.taken import Asked, Taken

NO_QUARTO = "Quarto was not found on the PATH, so its own way was not measured."
# Quarto's own look: the least that a project has to say.
_SETTINGS = {
    "project": {"type": "default"},
    "execute": {"enabled": True, "echo": False},
    "format": {"html": "default", "typst": "default"},
}
_SHARED = ("data", "params", "sdp_lib")


def find_quarto() -> str | None:
    """Return the command of Quarto, on the PATH or beside this Python, or None."""
    return shutil.which("quarto") or shutil.which("quarto", path=str(BESIDE_PYTHON))


def measure_quarto(asked: Asked) -> Taken:
    """Make a sample of the reports by Quarto alone, and scale it to all, or note why not."""
    quarto = find_quarto()
    if quarto is None:
        return Taken(notes=(NO_QUARTO,))
    chosen = kinds(asked.project.reports(), scorecards=asked.scorecards, cores=asked.cores)
    with TemporaryDirectory(prefix="sdp-bench-") as name:

        def make(named: tuple[str, Report]) -> None:
            _make(asked.project, named[1], Path(name) / named[0], quarto)

        try:
            cost = cost_of_all(chosen, make, asked)
        except FailedError as error:
            return Taken(notes=(f"Quarto's own way could not be measured: {_first(error)}",))
    with Meter() as meter:
        asked.project.report("--force", "--renderer", "quarto", "--out", "outputs-quarto")
    costs = {"quarto": cost, "by quarto": meter.cost}
    return Taken(costs, {}, (f"Quarto made a sample ({described(chosen)}).",))


def _make(project: Project, report: Report, folder: Path, quarto: str) -> None:
    """Render a report in its own folder, since Quarto writes beside the notebook."""
    folder.mkdir()
    for shared in _SHARED:
        (folder / shared).symlink_to(project.root / shared)
    write_yaml(folder / "_quarto.yml", _SETTINGS)
    shutil.copy(project.root / "notebooks" / report.notebook, folder / "report.ipynb")
    run(
        [quarto, "render", "report.ipynb", *parameters(report), "--execute", "--to", "all"],
        folder=folder,
        environment=project.environment,
    )


def parameters(report: Report) -> list[str]:
    """Return a report's parameters as Quarto takes them, in quotes: `3` would become a number.

    >>> parameters(Report("outcome-3", "outcome.ipynb", {"outcome": "3"}))
    ['-P', 'outcome:"3"']
    """
    return [
        part
        for name, value in report.parameters.items()
        for part in ("-P", f"{name}:{json.dumps(value)}")
    ]


def _first(error: Exception) -> str:
    # Quarto's output may name folders of the machine, which do not belong in the results.
    return str(error).split(":", maxsplit=1)[0]
