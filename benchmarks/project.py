"""A copy of the project in a temporary folder, and the command `sdp` as people call it there."""

from __future__ import annotations

import compileall
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.commands import FailedError, interrupt, run
from benchmarks.tables import read_yaml, write_yaml

QUARTER = "2019-20-Q2"
ROOT = Path(__file__).resolve().parents[1]
BESIDE_PYTHON = Path(sys.executable).parent
_READ = ("data", "params", "notebooks", "sdp_lib", "_quarto.yml", "_brand.yml")
# Without records, since the plan is changed here and its quarters are to follow.
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "generator", "received", "recorded", ".*")


@dataclass(frozen=True)
class Report:
    """A report of the quarter: its name, its notebook and the parameters that are its own."""

    name: str
    notebook: str
    parameters: Mapping[str, str]

    @property
    def kind(self) -> str:
        """The kind that the report is counted as: `council`, `outcome` or `scorecard`."""
        return Path(self.notebook).stem


@dataclass(frozen=True)
class Project:
    """A copy of the project; its results are in its `outputs/`, or in a folder beside it."""

    root: Path

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which all commands find this copy and the programs of this Python."""
        path = os.pathsep.join([str(BESIDE_PYTHON), os.environ.get("PATH", "")])
        return {**os.environ, "PATH": path, "PYTHONPATH": str(self.root)}

    def run(self, *command: str) -> str:
        """Run a command in the project's root."""
        found = shutil.which(command[0], path=self.environment["PATH"]) or command[0]
        return run([found, *command[1:]], folder=self.root, environment=self.environment)

    def report(self, *options: str) -> list[str]:
        """Run `sdp report`, and return the names of the reports that it made.

        It renders without Quarto, also where there is one, if the options do not say otherwise: the
        machines that are compared have the embedded renderer in common.
        """
        chosen = () if "--renderer" in options else ("--renderer", "embedded")
        said = json.loads(self.run("sdp", "report", QUARTER, "--json", *chosen, *options))
        return list(said["reports"])

    @contextmanager
    def watching(self) -> Iterator[Callable[[], str]]:
        """Yield a watching `sdp report`, as a function that waits for it and returns its output."""
        command = [str(BESIDE_PYTHON / "sdp"), "report", QUARTER, "--watch"]
        with subprocess.Popen(  # noqa: S603 - a list, and no shell
            [*command, "--renderer", "embedded"],
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            try:
                yield lambda: _until_it_waits(process)
            finally:
                interrupt(process)

    def reports(self, out: str = "outputs") -> list[Report]:
        """Return all reports of a build, as its manifest lists them."""
        manifest = self.root / out / QUARTER / "manifest.json"
        listed = json.loads(manifest.read_text(encoding="utf-8"))["parameters"]
        return [_report(name, about) for name, about in listed.items()]

    def settings(self) -> dict[str, Any]:
        """Return the parameters of the quarter."""
        return read_yaml(self._parameters)

    def set(self, settings: Mapping[str, Any]) -> None:
        """Write the parameters of the quarter."""
        write_yaml(self._parameters, settings)

    @property
    def _parameters(self) -> Path:
        return self.root / "params" / f"{QUARTER}.yml"

    @contextmanager
    def copy(self) -> Iterator[Project]:
        """Yield a copy of the copy, without its results, and remove it at the end."""
        with copied(self.root) as project:
            yield project


def _until_it_waits(process: subprocess.Popen[str]) -> str:
    said = ""
    for line in process.stdout or ():
        said += line
        if line.startswith("Waiting for a change"):
            return said
    raise FailedError(f"'sdp report --watch' ended, and said: {said or 'nothing'}")


def _report(name: str, about: Mapping[str, str]) -> Report:
    parameters = {key: value for key, value in about.items() if key != "notebook"}
    return Report(name, about["notebook"], parameters)


@contextmanager
def copied(source: Path = ROOT) -> Iterator[Project]:
    """Yield a copy of a project, compiled as an installed one is, and remove it at the end.

    Nobody who works on the project meanwhile changes what is measured.
    """
    with TemporaryDirectory(prefix="sdp-bench-", ignore_cleanup_errors=True) as name:
        root = Path(name).resolve()
        for part in _READ:
            if (source / part).is_dir():
                shutil.copytree(source / part, root / part, ignore=_LEFT_OUT)
            else:
                shutil.copy2(source / part, root / part)
        compileall.compile_dir(root / "sdp_lib", quiet=1)
        yield Project(root)


def reduce(project: Project, activities: int) -> None:
    """Have the quarter make few reports, for a trial: the council, one outcome, some scorecards."""
    only = [str(number + 52) for number in range(activities)]
    reports: list[dict[str, Any]] = [
        {"notebook": "council"},
        {"notebook": "outcome", "each": "outcome", "only": ["3"]},
        {"notebook": "scorecard", "each": "activity", "only": only},
    ]
    project.set({**project.settings(), "reports": reports})
