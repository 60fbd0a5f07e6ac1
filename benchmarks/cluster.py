"""Two Dask workers against two local jobs: how long each takes, and whether the bytes agree."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.commands import FailedError
from benchmarks.measure import Meter
from benchmarks.project import Project
from benchmarks.taken import Asked, Taken

WORKERS = 2
_PATIENCE = 60.0  # seconds for the scheduler to write down where it listens
_LOCAL, _REMOTE = "outputs-local", "outputs-cluster"


def measure_cluster(asked: Asked) -> Taken:
    """Build the quarter by two local jobs and by two workers, or note why not."""
    project = asked.project
    if why := why_not(project.run("sdp", "report", "--help")):
        return Taken(notes=(why,))
    with Meter() as local:
        project.report("--force", "--jobs", str(WORKERS), "--out", _LOCAL)
    with _cluster(project) as address, Meter() as cluster:
        project.report("--force", "--cluster", address, "--out", _REMOTE)
    here, there = (fingerprint(project.root / out) for out in (_LOCAL, _REMOTE))
    counts = {"files": len(here), "files that differ": len(differing(here, there))}
    return Taken({"local": local.cost, "cluster": cluster.cost}, counts)


def why_not(help_text: str) -> str:
    """Return why a cluster cannot be measured, or nothing if it can.

    >>> why_not("--jobs INTEGER")
    'The command has no --cluster, so no cluster was measured.'
    """
    if "--cluster" not in help_text:
        return "The command has no --cluster, so no cluster was measured."
    if find_spec("distributed") is None:
        return "The package distributed is not installed, so no cluster was measured."
    return ""


@contextmanager
def _cluster(project: Project) -> Iterator[str]:
    """Yield the address of a scheduler with workers, all on this machine."""
    with TemporaryDirectory(prefix="sdp-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        file = folder / "scheduler.json"
        scheduler = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        stack.enter_context(_dask(project, folder, *scheduler, "--scheduler-file", str(file)))
        address = _address(file)
        worker = ("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
        for number in range(WORKERS):
            own = folder / str(number)
            own.mkdir()
            stack.enter_context(_dask(project, own, *worker, "--local-directory", str(own)))
        _wait_for_workers(address)
        yield address


@contextmanager
def _dask(project: Project, folder: Path, *arguments: str) -> Iterator[None]:
    process = subprocess.Popen(  # noqa: S603 - this very Python
        [sys.executable, "-m", "dask", *arguments],
        cwd=folder,
        env=project.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            yield
        finally:
            process.terminate()


def _address(file: Path) -> str:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            return str(json.loads(file.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError):  # not there yet, or not yet whole
            time.sleep(0.1)
    raise FailedError("the Dask scheduler did not start")


def _wait_for_workers(address: str) -> None:
    from distributed import Client

    with Client(address, timeout=_PATIENCE, set_as_default=False) as client:
        client.wait_for_workers(WORKERS, timeout=_PATIENCE)


def fingerprint(folder: Path) -> dict[str, str]:
    """Return every file below a folder with the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def differing(here: dict[str, str], there: dict[str, str]) -> list[str]:
    """Return the files that differ, or that only one of the two has.

    >>> differing({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"})
    ['b', 'c']
    """
    return sorted(name for name in {*here, *there} if here.get(name) != there.get(name))
