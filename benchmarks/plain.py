"""The plain way: papermill, nbconvert and a browser, one command after another for each report."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.project import Project, Report
from benchmarks.sample import cost_of_all, described, kinds
from benchmarks.taken import Asked, Taken

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Without a network, since pages name scripts elsewhere that would only cost time.
_HEADLESS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
NO_BROWSER = (
    "No Chromium was found: the plain way made no PDF, so its cost is too low and its ratio too."
)


def find_browser() -> str | None:
    """Return the command of a Chromium that is installed, or None."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def measure_plain(asked: Asked) -> Taken:
    """Make a sample of the reports the plain way, and scale it to all."""
    browser = find_browser()
    chosen = kinds(asked.project.reports(), scorecards=asked.scorecards, cores=asked.cores)
    with TemporaryDirectory(prefix="sdp-bench-") as name:

        def make(named: tuple[str, Report]) -> None:
            _make(asked.project, named[1], Path(name) / named[0], browser)

        cost = cost_of_all(chosen, make, asked)
    notes = [f"The plain way made a sample ({described(chosen)})."]
    return Taken({"plain": cost}, {}, tuple(notes if browser else [*notes, NO_BROWSER]))


def _make(project: Project, report: Report, folder: Path, browser: str | None) -> None:
    folder.mkdir()
    notebook, page = folder / "report.ipynb", folder / "report.html"
    given = [part for name, value in report.parameters.items() for part in ("-p", name, value)]
    project.run(
        "papermill", f"notebooks/{report.notebook}", str(notebook), "--no-progress-bar", *given
    )
    project.run("jupyter", "nbconvert", "--to", "html", "--no-input", str(notebook))
    if browser:
        project.run(browser, *_print(page, folder))


def _print(page: Path, folder: Path) -> Iterator[str]:
    yield from _HEADLESS
    yield f"--user-data-dir={folder / 'browser'}"  # two browsers at once cannot share one
    yield f"--print-to-pdf={page.with_suffix('.pdf')}"
    yield page.as_uri()
