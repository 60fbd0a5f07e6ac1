"""Reports on a Dask cluster: inputs travel with the work, and pages come back as bytes.

A worker needs the same packages as the machine of the command, and nothing of the project: the
inputs of reports come in a bundle, which each worker unpacks once. If a worker is lost, Dask gives
its tasks to another.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sdp_lib.errors import InputError, Problem
from sdp_lib.pipeline.plan.fingerprints import environment
from sdp_lib.pipeline.render import PageRenderer
from sdp_lib.pipeline.render.embedded import EmbeddedRenderer
from sdp_lib.pipeline.render.project import read_project
from sdp_lib.pipeline.run.make_report import Done, Task, make
from sdp_lib.pipeline.run.task_pool import TaskPool
from sdp_lib.pipeline.run.warm_up import REHEARSE
from sdp_lib.pipeline.run.worker_pool import Workers
from sdp_lib.problems.building import (
    NO_DISTRIBUTED,
    NO_SCHEDULER,
    NO_WORKERS,
    WORKER_DIFFERS,
    WORKER_WITHOUT_LIBRARY,
)
from sdp_lib.storage import temporary_folder

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE = 20  # seconds for the scheduler to answer, and for a first worker to appear
_RETRIES = 3


@dataclass(frozen=True)
class Bundle:
    """Every input of reports, by its path in a project; `name` is the digest."""

    name: str
    files: Mapping[str, bytes]


def bundle_of(files: Mapping[str, Path]) -> Bundle:
    """Read the files of a project; bundles with the same name have the same contents."""
    contents = {place: path.read_bytes() for place, path in sorted(files.items())}
    digest = hashlib.sha256()
    for place, content in contents.items():
        digest.update(f"{place}\n{len(content)}\n".encode() + content)
    return Bundle(digest.hexdigest(), contents)


def _of_one_build(bundle: Bundle) -> Bundle:
    """Give a bundle a unique name, so that the end of another build does not end this one."""
    return replace(bundle, name=f"{bundle.name}-{uuid4().hex}")


@contextmanager
def cluster_pool(
    address: str, bundle: Bundle, rehearsal: Mapping[str, str], *, rendered: bool
) -> Iterator[TaskPool[Task, Done]]:
    """Yield the pool of a cluster's workers; with `rendered` they make the pages too.

    `InputError` if the cluster does not answer, or a worker would make different reports from this
    machine.
    """
    bundle = _of_one_build(bundle)
    with _connected(address) as client:
        at_once = _check_workers(client)
        # Sent as a task, so that it can be sent again if its worker is lost.
        sent = client.submit(_same, bundle, pure=False)
        there = _placed(rehearsal)
        do = partial(make_there, rehearsal=there, rendered=rendered)
        with client.get_executor(retries=_RETRIES, pure=False) as executor:
            try:
                yield TaskPool(
                    start=lambda task: executor.submit(do, _moved(task), sent),
                    at_once=at_once,
                    stop=lambda running: _stop(client, running, bundle.name),
                )
            finally:
                client.run(leave, bundle.name, on_error="ignore")


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        from distributed import Client
    except ImportError:
        raise InputError.of(
            NO_DISTRIBUTED, "--cluster", "the package 'distributed' is not installed"
        ) from None
    try:
        client = Client(address, timeout=_PATIENCE)
    except (OSError, ValueError, TypeError):
        raise InputError.of(
            NO_SCHEDULER, "--cluster", f"no scheduler answers at {address!r}"
        ) from None
    with client:
        yield client


def _check_workers(client: Client) -> int:
    """Return how many tasks the workers do at once; `InputError` if they differ from here."""
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        raise InputError.of(NO_WORKERS, "--cluster", "the scheduler has no workers") from None
    problems: list[Problem] = []
    here = environment()
    for worker, there in client.run(environment, on_error="return").items():
        problems += _differences(worker, here, there)
    if problems:
        raise InputError(problems)
    return sum(client.nthreads().values())


def _differences(worker: str, here: Mapping[str, str], there: Any) -> Iterator[Problem]:
    where = f"--cluster, worker {worker}"
    if isinstance(there, Exception):
        yield Problem(
            WORKER_WITHOUT_LIBRARY, where, f"it cannot use sdp_lib ({type(there).__name__})"
        )
        return
    for name in sorted(here):
        if there.get(name) != here[name]:
            yield Problem(
                WORKER_DIFFERS,
                where,
                f"{name} is {there.get(name, 'not installed')} there and {here[name]} here, so "
                "reports could differ",
            )


def _same(bundle: Bundle) -> Bundle:
    return bundle


def _moved(task: Task) -> Task:
    """Return a task with its paths as in the unpacked bundle."""
    job = task.job
    moved = replace(
        job, notebook=Path("notebooks") / job.notebook.name, parameters=_placed(job.parameters)
    )
    return replace(task, job=moved)


def _placed(parameters: Mapping[str, str]) -> dict[str, str]:
    return {**parameters, "data": "data", "params": "params"}


def _stop(client: Client, running: set[Future[Done]], name: str) -> None:
    for future in running:
        future.cancel()
    client.run(stop, name, on_error="ignore")


# On the worker ---------------------------------------------------------------------------------

_unpacked: dict[str, Place] = {}
_lock = Lock()


@dataclass(frozen=True)
class Place:
    """A bundle's folder on a worker, with what runs its notebooks and renders its pages there."""

    root: Path
    renderer: PageRenderer | None
    workers: Workers


def make_there(task: Task, bundle: Bundle, *, rehearsal: Mapping[str, str], rendered: bool) -> Done:
    """Make a report on a worker, in a folder that contains only the bundle."""
    place = _unpack(bundle, rehearsal, rendered=rendered)
    return make(task, place.root, place.renderer, place.workers)


def _unpack(bundle: Bundle, rehearsal: Mapping[str, str], *, rendered: bool) -> Place:
    with _lock:
        if bundle.name not in _unpacked:
            root = temporary_folder()
            try:
                for name, content in bundle.files.items():
                    path = root / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
                renderer = EmbeddedRenderer(read_project(root)) if rendered else None
            except BaseException:
                shutil.rmtree(root, ignore_errors=True)
                raise
            workers = Workers(root)
            workers.start()
            workers.call(REHEARSE, rehearsal)
            _unpacked[bundle.name] = Place(root, renderer, workers)
        return _unpacked[bundle.name]


def leave(name: str) -> None:
    """End the parent of a bundle's workers, and remove the unpacked files."""
    with _lock:
        place = _unpacked.pop(name, None)
    if place is not None:
        place.workers.close()
        shutil.rmtree(place.root, ignore_errors=True)


def stop(name: str) -> None:
    """Stop a bundle's running notebooks here; one in an ordinary kernel ends by itself."""
    if place := _unpacked.get(name):
        place.workers.close()


@atexit.register
def _leave_all() -> None:
    for name in list(_unpacked):
        leave(name)
