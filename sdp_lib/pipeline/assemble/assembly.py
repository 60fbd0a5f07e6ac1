"""The end of a build: each report's files in their places, the shared files, and the manifest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import nbformat

from sdp_lib.ledger import read_ledger
from sdp_lib.pipeline.assemble.manifest import as_json, manifest
from sdp_lib.pipeline.assemble.shared_files import Site, WorkbookAhead, shared_files
from sdp_lib.pipeline.plan.changes import look_at_library
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.plan.staleness import MOVED, SHARED, Made, failures_of, made_from
from sdp_lib.pipeline.plan.work import Watch, Work
from sdp_lib.pipeline.render import PageRenderer, Renderer
from sdp_lib.pipeline.render.page_metadata import Page
from sdp_lib.pipeline.render.project import copy_assets, read_project
from sdp_lib.pipeline.render.report_page import page_of
from sdp_lib.pipeline.run.checkpoints import Checkpoint
from sdp_lib.pipeline.run.make_report import Task
from sdp_lib.storage import put, temporary, write_bytes, write_text

FAILED = ".failed"  # the notebook of a report that failed, beside that of its last good page
_SHARED_FOLDERS = ("assets", "data")
_DOCUMENTS = (".html", ".pdf", ".docx")


@dataclass(frozen=True)
class Finished:
    """The result of a build: why each failed report or page failed, and what is already stale."""

    failures: Mapping[str, str]
    moved: Sequence[str]


def finish(
    work: Work,
    tasks: Sequence[Task],
    found: Mapping[str, Checkpoint],
    *,
    renderer: Renderer,
    folder: Path,
    watch: Watch,
    ahead: WorkbookAhead,
) -> Finished:
    """Complete a build's folder, which contains the files of the previous build.

    `tasks`: the reports to be made; `found`: the checkpoint of each. A failed report keeps its last
    good page and that page's notebook.
    """
    names = [task.job.name for task in tasks]  # in their order, whichever ended first
    failures = {name: found[name].failure for name in names if found[name].failure}
    with ExitStack() as stack:
        pages = {name: one.pages for name, one in found.items()}
        if not isinstance(renderer, PageRenderer):
            rendered = stack.enter_context(temporary())
            left = [task for task in tasks if task.job.name not in failures]
            failures |= _render(renderer, left, found, rendered, watch)
            pages = {task.job.name: _files_of(rendered / task.job.page) for task in tasks}
        made = dict(work.plan.made)
        unsure = {} if _library_is_the_same(work) else {f"{MOVED} the library": "yes"}
        for task in tasks:
            name, checkpoint = task.job.name, found[task.job.name]
            if name in failures:
                _keep_last(task.job, checkpoint, folder, good=name in made)
            else:
                _put_report(task.job, checkpoint, pages[name], folder)
                made[name] = Made({**checkpoint.inputs, **unsure}, work.renderer, checkpoint.scopes)
    jobs = _jobs(work, tasks)
    made = {job.name: made[job.name] for job in jobs if job.name in made}
    _remove_others(jobs, folder)
    before = {
        name: why for name, why in failures_of(work.plan.manifest).items() if name not in found
    }
    failed = {job.name: why for job in jobs if (why := (before | failures).get(job.name))}
    shared = shared_files(work, renderer, Site(folder, jobs, made, failed), ahead)
    for place, content in shared.files.items():
        write_bytes(folder / place, content)
    copy_assets(read_project(work.plan.request.sources.root), folder / "site")
    made[SHARED] = Made({**work.shared_inputs, **unsure}, work.renderer)
    moved = [name for name in found if name not in failures and (found[name].moved or unsure)]
    about = manifest(work, jobs, folder, page=shared.page, failed=failed)
    about["made_from"] = {**made_from(made), "workbook": shared.workbook}
    write_text(folder / "manifest.json", as_json(about))
    return Finished({**failures, **shared.failures}, moved)


def _library_is_the_same(work: Work) -> bool:
    """Return whether the library is untouched since the plan was made, even by a reverted edit."""
    return look_at_library(work.plan.request.sources.root) == work.plan.library


def _jobs(work: Work, tasks: Sequence[Task]) -> list[Job]:
    """Return the reports of the quarter, and their other views: the fresh, and those asked for."""
    views = {job.name: job for job in work.plan.fresh_variants}
    views |= {task.job.name: task.job for task in tasks if task.job.variant}
    return [*work.plan.every_job, *(job for _, job in sorted(views.items()))]


def _render(
    renderer: Renderer,
    tasks: Sequence[Task],
    found: Mapping[str, Checkpoint],
    place: Path,
    watch: Watch,
) -> dict[str, str]:
    """Render all pages at once, as Quarto does; return why each failed report failed."""
    if not tasks:
        return {}
    watch.step("Making pages and documents", len(tasks))
    pages = [_page(task, found[task.job.name].notebook) for task in tasks]
    refused = renderer.render(pages, place, watch.tick)
    names = {task.job.page: task.job.name for task in tasks}
    return {names[stem]: why for stem, why in refused.items()}


def _page(task: Task, path: Path) -> Page:
    notebook = nbformat.read(path, as_version=4)
    content = read_ledger(notebook)
    if content is None:  # one without is a failure
        raise ValueError(f"{path} has no ledger")
    return page_of(task.job, notebook, content.page, task.setting)


def _files_of(place: Path) -> dict[str, Path]:
    """Return the files of a page by their extensions, with the full stop.

    The name of another view of the same report may begin with this page's name and a full stop.
    """
    files = {ending: place.with_name(f"{place.name}{ending}") for ending in _DOCUMENTS}
    return {ending: file for ending, file in files.items() if file.is_file()}


def _put_report(job: Job, made: Checkpoint, pages: Mapping[str, Path], folder: Path) -> None:
    """Put a report's files in their places and remove its earlier ones."""
    place = folder / "site" / job.page
    for path in _files_of(place).values():
        path.unlink()
    for ending, file in pages.items():
        _put(file, place.with_name(f"{place.name}{ending}"))
    _put(made.notebook, folder / "notebooks" / f"{job.name}.ipynb")
    (folder / "notebooks" / f"{job.name}{FAILED}.ipynb").unlink(missing_ok=True)


def _keep_last(job: Job, made: Checkpoint, folder: Path, *, good: bool) -> None:
    """Keep the failed notebook, beside that of the last good page if there is one."""
    if not good:
        for path in _files_of(folder / "site" / job.page).values():
            path.unlink()
    _put(made.notebook, folder / "notebooks" / f"{job.name}{FAILED if good else ''}.ipynb")


def _put(file: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    put(file, place)


def _remove_others(jobs: Iterable[Job], folder: Path) -> None:
    """Remove the files of reports and other views that are no longer wanted."""
    listed = [*jobs]
    pages = {job.page for job in listed}
    site, notebooks = folder / "site", folder / "notebooks"
    for path in [*site.rglob("*")]:
        place = path.relative_to(site)
        if path.suffix in _DOCUMENTS and place.parts[0] not in _SHARED_FOLDERS:
            if place.with_suffix("").as_posix() not in pages:
                path.unlink()
    names = {f"{job.name}{kind}.ipynb" for job in listed for kind in ("", FAILED)}
    for path in [*notebooks.glob("*.ipynb")]:
        if path.name not in names:
            path.unlink()
    views = site / "variants"
    if views.is_dir() and not any(views.iterdir()):
        views.rmdir()
