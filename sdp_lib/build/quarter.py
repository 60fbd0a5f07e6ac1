"""The main job as a recipe: make each report, then what they share, and swap the quarter in."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Semaphore

from sdp_lib.build.crew import Crew, local_crew, work_off
from sdp_lib.build.execute import kill_kernels
from sdp_lib.build.files import alone, swapped_in
from sdp_lib.build.finish import finish
from sdp_lib.build.freshness import common_files, key, own_files
from sdp_lib.build.jobs import SET_BY_THE_COMMAND
from sdp_lib.build.make import Done, Task, make
from sdp_lib.build.pages import Setting
from sdp_lib.build.parts import Part, keep, kept, parts_folder
from sdp_lib.build.render import PageRenderer
from sdp_lib.build.work import Watch, Work
from sdp_lib.build.workbook import import_writer
from sdp_lib.build.workers import Workers


@dataclass(frozen=True)
class Built:
    """What a build left: its folder, its reports, which failed and why, and the renderer.

    `taken_up` counts the reports that an interrupted build had made, `seconds` holds how long each
    report took.
    """

    folder: Path
    reports: Sequence[str]
    failures: Mapping[str, str]
    renderer: str
    taken_up: int
    seconds: Mapping[str, float]


def build(work: Work, watch: Watch, workers: Workers | None = None) -> Built:
    """Build what was asked for into `outputs/QUARTER/`, and swap it in whole.

    Notebooks run in the `workers`, or in ordinary kernels where there are none.
    Whatever ends a build early, the next one goes on from the reports that are done. One that comes
    while another builds into the same `outputs/` waits for its end.
    """
    with alone(work.request.out, lambda: watch.step("Waiting for another build to end", 1)):
        return _build(work, watch, workers)


def _build(work: Work, watch: Watch, workers: Workers | None) -> Built:
    request = work.request
    target = request.out / str(request.quarter)
    parts = parts_folder(target)
    if request.force:
        shutil.rmtree(parts, ignore_errors=True)
    tasks = _tasks(work, target)
    found = {one.job.name: part for one in tasks if (part := kept(one.job.name, one.key, parts))}
    taken_up = len(found)
    left = [one for one in tasks if one.job.name not in found]
    found |= _make(left, work, parts, watch=watch, workers=workers)
    with swapped_in(target) as folder:
        failures = finish(work, tasks, found, folder=folder, watch=watch)
    shutil.rmtree(parts, ignore_errors=True)
    return Built(
        target,
        reports=[one.job.name for one in tasks],
        failures=failures,
        renderer=work.renderer.name,
        taken_up=taken_up,
        seconds={name: part.seconds for name, part in found.items()},
    )


def _tasks(work: Work, target: Path) -> list[Task]:
    """Return what has to be made, with the pages that there will be if all goes well."""
    site = target / "site"
    left = {job.page for job in work.every_job if (site / f"{job.page}.html").is_file()}
    there = frozenset({"index", *left, *(job.page for job in work.jobs)})
    pages = hashlib.sha256(" ".join(sorted(there)).encode()).hexdigest()
    tasks = []
    for job in work.jobs:
        inputs = work.inputs[job.name]
        setting = Setting(tuple(work.request.formats), work.shown(inputs), there)
        about = {"pages": pages, "formats": " ".join(setting.formats), **setting.provenance}
        tasks.append(Task(job, setting, key({**inputs, **about})))
    return tasks


def _make(
    tasks: Sequence[Task], work: Work, parts: Path, *, watch: Watch, workers: Workers | None
) -> dict[str, Part]:
    """Make reports, and keep each one as soon as it is done."""
    found: dict[str, Part] = {}
    if not tasks:
        return found
    alone = isinstance(work.renderer, PageRenderer)
    watch.step("Making reports" if alone else "Running notebooks", len(tasks))

    def tell(done: Done) -> None:
        found[done.report] = keep(done, parts)
        watch.tick(done.report)

    with _crew(work, tasks, workers) as crew:
        work_off(tasks, crew, tell)
    if workers and not work.request.again:
        workers.close()  # which gives back its memory
    return found


def _crew(
    work: Work, tasks: Sequence[Task], workers: Workers | None
) -> AbstractContextManager[Crew[Task, Done]]:
    request = work.request
    root = request.sources.root
    renderer = work.renderer if isinstance(work.renderer, PageRenderer) else None
    if request.cluster:
        from sdp_lib.build.cluster import bundle_of, cluster_crew

        shared = {name: tasks[0].job.parameters[name] for name in SET_BY_THE_COMMAND}
        files = common_files(request.sources, work.dataset.now.params)
        for task in tasks:
            files |= own_files(task.job, request.sources)
        return cluster_crew(
            request.cluster, bundle_of(files), shared, rendered=renderer is not None
        )
    # While as many notebooks run as were asked for, as many others are begun, ended or rendered.
    turns, hands = Semaphore(request.workers), 2 * request.workers
    return local_crew(
        lambda task: make(task, root, renderer, workers, turns),
        hands,
        partial(_stop, workers),
        partial(_get_ready, renderer) if renderer else None,
    )


def _stop(workers: Workers | None) -> None:
    """End every notebook that runs."""
    if workers:
        workers.close()
    kill_kernels()


def _get_ready(renderer: PageRenderer) -> None:
    """Do what the first page and the workbook would wait for, while the first workers start."""
    renderer.get_ready()
    import_writer()
