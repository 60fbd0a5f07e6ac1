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

from sdp_lib.build.ahead import Ahead, read_ledgers
from sdp_lib.build.crew import Crew, local_crew, work_off
from sdp_lib.build.files import alone, swapped_in
from sdp_lib.build.finish import finish
from sdp_lib.build.freshness import common_files, key, own_files
from sdp_lib.build.jobs import SET_BY_THE_COMMAND, Job
from sdp_lib.build.make import Done, Ran, Task, make, nobody
from sdp_lib.build.pages import Setting
from sdp_lib.build.parts import Part, keep, kept, kept_notebook, parts_folder
from sdp_lib.build.render import PageRenderer
from sdp_lib.build.shared import Ledger, Shared, share
from sdp_lib.build.work import Watch, Work
from sdp_lib.build.workbook import import_writer


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


def build(work: Work, watch: Watch) -> Built:
    """Build what was asked for into `outputs/QUARTER/`, and swap it in whole.

    Whatever ends a build early, the next one goes on from the reports that are done. One that comes
    while another builds into the same `outputs/` waits for its end.
    """
    with alone(work.request.out, lambda: watch.step("Waiting for another build to end", 1)):
        return _build(work, watch)


def _build(work: Work, watch: Watch) -> Built:
    request = work.request
    target = request.out / str(request.quarter)
    parts = parts_folder(target)
    if request.force:
        shutil.rmtree(parts, ignore_errors=True)
    tasks = _tasks(work, target)
    found = {one.job.name: part for one in tasks if (part := kept(one.job.name, one.key, parts))}
    taken_up = len(found)
    left = [one for one in tasks if one.job.name not in found]
    ahead = Ahead(len(left), lambda ran: _share(work, ran, parts, target))
    found |= _make(left, work, parts, ahead=ahead, watch=watch)
    with swapped_in(target) as folder:
        failures = finish(work, tasks, found, ahead=ahead, folder=folder, watch=watch)
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


def _share(work: Work, ran: Mapping[str, Ledger], parts: Path, target: Path) -> Shared:
    """Make what reports share; those that did not just run are kept, or those of the last build."""
    made = {job.name for job in work.jobs}

    def notebook(job: Job) -> Path:
        built = target / "notebooks" / f"{job.name}.ipynb"
        return kept_notebook(job.name, parts) if job.name in made else built

    return share(work, read_ledgers(work.every_job, notebook, ran), {}, target)


def _make(
    tasks: Sequence[Task], work: Work, parts: Path, *, ahead: Ahead, watch: Watch
) -> dict[str, Part]:
    """Make reports, and keep each one as soon as it is done."""
    found: dict[str, Part] = {}
    if not tasks:
        return found
    alone = isinstance(work.renderer, PageRenderer)
    watch.step("Making reports" if alone else "Running notebooks", len(tasks))

    def tell(done: Done) -> None:
        found[done.report] = keep(done, parts)
        ahead.kept(done.report)
        watch.tick(done.report)

    with _crew(work, tasks, ahead.ran if alone else nobody) as crew:
        work_off(tasks, crew, tell)
    return found


def _crew(work: Work, tasks: Sequence[Task], ran: Ran) -> AbstractContextManager[Crew[Task, Done]]:
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
    kernels, hands = Semaphore(request.workers), 2 * request.workers
    first = partial(_get_ready, renderer) if renderer else None
    return local_crew(
        lambda task: make(task, root, renderer, kernels, ran),
        root,
        hands,
        first,
        again=request.again,
    )


def _get_ready(renderer: PageRenderer) -> None:
    """Do what the first page and the workbook would wait for, while the first kernels start."""
    renderer.get_ready()
    import_writer()
