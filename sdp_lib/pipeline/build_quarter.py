"""The build of a quarter: make each report, then the shared files, and swap the quarter in."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Semaphore

from sdp_lib.errors import SdpError
from sdp_lib.pipeline.assemble.assembly import finish
from sdp_lib.pipeline.assemble.shared_files import WorkbookAhead
from sdp_lib.pipeline.assemble.workbook import import_writer
from sdp_lib.pipeline.plan.build_plan import plan_build
from sdp_lib.pipeline.plan.fingerprints import common_files, digests_of, key
from sdp_lib.pipeline.plan.jobs import SET_BY_THE_COMMAND
from sdp_lib.pipeline.plan.provenance import provenance
from sdp_lib.pipeline.plan.work import Watch, Work, prepare
from sdp_lib.pipeline.render import PageRenderer, Renderer
from sdp_lib.pipeline.render.report_page import Setting
from sdp_lib.pipeline.run.checkpoints import (
    Checkpoint,
    checkpoints_folder,
    load_checkpoint,
    save_checkpoint,
)
from sdp_lib.pipeline.run.execute import kill_kernels
from sdp_lib.pipeline.run.make_report import Done, Task, make
from sdp_lib.pipeline.run.task_pool import TaskPool, run_all, thread_pool
from sdp_lib.pipeline.run.worker_pool import Workers
from sdp_lib.storage import swapped_in


@dataclass(frozen=True)
class Built:
    """The result of a build: its folder, its reports, which failed and why, and the renderer.

    `moved` names reports that are already stale, since their inputs changed both while they were
    made and while they were made again. `taken_up` counts the reports that an interrupted build had
    finished, `seconds` is the time that each report took, and `warnings` is what its cells wrote to
    standard error.
    """

    folder: Path
    reports: Sequence[str]
    failures: Mapping[str, str]
    moved: Sequence[str]
    renderer: str
    taken_up: int
    seconds: Mapping[str, float]
    warnings: Mapping[str, Sequence[str]]


def build(work: Work, renderer: Renderer, watch: Watch, workers: Workers | None = None) -> Built:
    """Build what was planned, and swap it into `outputs/QUARTER/` as a whole.

    Notebooks run in the `workers`, or in ordinary kernels if there are none. If a build ends early,
    the next one resumes from the finished reports. The caller has locked the folder `outputs/`
    since before the plan was made.
    """
    request = work.plan.request
    target = request.folder
    checkpoints = checkpoints_folder(target)
    if request.force:
        shutil.rmtree(checkpoints, ignore_errors=True)
    tasks = _tasks(work)
    found = {
        task.job.name: checkpoint
        for task in tasks
        if (checkpoint := load_checkpoint(task.job.name, task.key, checkpoints))
    }
    taken_up = len(found)
    left = [entry for entry in tasks if entry.job.name not in found]
    # With many reports, other pages keep both cores busy while the last ones are rendered.
    few = left if len(left) <= 2 * request.workers else []
    ahead = WorkbookAhead(work, [item.job.name for item in few])
    found |= _make(left, work, checkpoints, ahead, renderer=renderer, watch=watch, workers=workers)
    put_together = partial(finish, renderer=renderer, watch=watch, ahead=ahead)
    with swapped_in(target) as folder:
        finished = put_together(work, tasks, found, folder=folder)
        if (again := _of_now(work)) is not None:  # shared inputs were read before
            finished = put_together(again, tasks, found, folder=folder)
    shutil.rmtree(checkpoints, ignore_errors=True)
    return Built(
        target,
        reports=[item.job.name for item in tasks],
        failures=finished.failures,
        moved=finished.moved,
        renderer=renderer.name,
        taken_up=taken_up,
        seconds={name: checkpoint.seconds for name, checkpoint in found.items()},
        warnings={name: checkpoint.warnings for name, checkpoint in found.items()},
    )


def _of_now(work: Work) -> Work | None:
    """Read the quarter again if a file has changed since; None if none has, or the inputs fail."""
    plan = work.plan
    there = {name: plan.files[name] for name in work.read if name in plan.files}
    if digests_of(there) == {name: work.read[name] for name in there}:
        return None
    try:
        return prepare(replace(plan_build(plan.request), jobs=plan.jobs), work.renderer)
    except SdpError:  # it will be reported as stale, and the next command reports the problem
        return None


def _tasks(work: Work) -> list[Task]:
    """Return the reports that have to be made."""
    setting = Setting(tuple(work.plan.request.formats), provenance(work.renderer))
    about = {"formats": " ".join(setting.formats), **setting.provenance}
    tasks = []
    for job in work.plan.jobs:
        inputs = work.plan.now.of(job)
        tasks.append(Task(job, setting, inputs, key({**inputs, **about})))
    return tasks


def _make(
    tasks: Sequence[Task],
    work: Work,
    checkpoints: Path,
    ahead: WorkbookAhead,
    *,
    renderer: Renderer,
    watch: Watch,
    workers: Workers | None,
) -> dict[str, Checkpoint]:
    """Make reports, and save each one as soon as it is finished."""
    found: dict[str, Checkpoint] = {}
    if not tasks:
        return found
    pages = renderer if isinstance(renderer, PageRenderer) else None
    watch.step("Making reports" if pages else "Running notebooks", len(tasks))

    def tell(done: Done) -> None:
        found[done.report] = save_checkpoint(done, checkpoints)
        watch.tick(done.report)

    with _task_pool(work, tasks, pages, workers, ahead) as pool:
        run_all(tasks, pool, tell)
    if workers and not work.plan.request.again:
        workers.close()  # which gives back its memory
    return found


def _task_pool(
    work: Work,
    tasks: Sequence[Task],
    renderer: PageRenderer | None,
    workers: Workers | None,
    ahead: WorkbookAhead,
) -> AbstractContextManager[TaskPool[Task, Done]]:
    request = work.plan.request
    root = request.sources.root
    if request.cluster:
        from sdp_lib.pipeline.run.cluster import bundle_of, cluster_pool

        shared = {name: tasks[0].job.parameters[name] for name in SET_BY_THE_COMMAND}
        files = common_files(request.sources) | work.plan.files
        return cluster_pool(
            request.cluster, bundle_of(files), shared, rendered=renderer is not None
        )
    # While the requested number of notebooks run, as many others start, end or are rendered.
    turns, threads = Semaphore(request.workers), 2 * request.workers
    return thread_pool(
        lambda task: make(task, root, renderer, workers, turns, ahead.ran),
        threads,
        partial(_stop, workers),
        partial(_get_ready, renderer) if renderer else None,
    )


def _stop(workers: Workers | None) -> None:
    """Stop every running notebook."""
    if workers:
        workers.close()
    kill_kernels()


def _get_ready(renderer: PageRenderer) -> None:
    """Prepare for the first page and the workbook while the first workers start."""
    renderer.get_ready()
    import_writer()
