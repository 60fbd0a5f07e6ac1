"""The end of a build: what reports are rendered together, what they share, and the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import nbformat

from sdp_lib.ledger import read_ledger
from sdp_lib.pipeline.assemble.manifest import as_json, manifest
from sdp_lib.pipeline.assemble.shared_files import Shared, read_ledgers, share
from sdp_lib.pipeline.plan.fingerprints import input_files
from sdp_lib.pipeline.plan.staleness import Made, made_from, read_made, read_manifest
from sdp_lib.pipeline.plan.work import Watch, Work
from sdp_lib.pipeline.render import PageRenderer, Renderer
from sdp_lib.pipeline.render.page_metadata import Page
from sdp_lib.pipeline.render.project import copy_assets, read_project
from sdp_lib.pipeline.render.report_page import page_of
from sdp_lib.pipeline.run.checkpoints import Checkpoint
from sdp_lib.pipeline.run.make_report import Task
from sdp_lib.storage import digests, write_bytes, write_text


def finish(
    work: Work,
    tasks: Sequence[Task],
    found: Mapping[str, Checkpoint],
    *,
    renderer: Renderer,
    folder: Path,
    watch: Watch,
) -> dict[str, str]:
    """Put a build's folder together; return why each report, or page of its own, failed.

    `tasks` are the reports that were to be made, `found` what making each has left.
    """
    for task in tasks:
        found[task.job.name].restore(task.job, folder)
    failures = _render_rest(renderer, tasks, found, folder, watch)
    shared = share(
        work, renderer, read_ledgers(work.plan.every_job, folder), failures, before=folder
    )
    for place, content in shared.files.items():
        write_bytes(folder / place, content)
    copy_assets(read_project(work.plan.request.sources.root), folder / "site")
    failures |= shared.failures
    _write_manifest(work, shared, folder, failures)
    return failures


def _render_rest(
    renderer: Renderer,
    tasks: Sequence[Task],
    found: Mapping[str, Checkpoint],
    folder: Path,
    watch: Watch,
) -> dict[str, str]:
    """Render what could not be rendered before; return why each report that failed did.

    Quarto renders all pages at once. Else only pages that lead to a report which then failed are
    made again, without those links.
    """
    failures = {
        name: checkpoint.failure for name, checkpoint in found.items() if checkpoint.failure
    }
    lost = {one.job.page for one in tasks if one.job.name in failures}
    left = [one for one in tasks if one.job.name not in failures]
    if isinstance(renderer, PageRenderer):
        left = [one for one in left if lost & {*found[one.job.name].links}]
    if not left:
        return failures
    watch.step("Making pages and documents", len(left))
    pages = [_page(one, lost, folder) for one in left]
    refused = renderer.render(pages, folder / "site", watch.tick)
    names = {one.job.page: one.job.name for one in left}
    return failures | {names[stem]: why for stem, why in refused.items()}


def _page(task: Task, lost: set[str], folder: Path) -> Page:
    path = folder / "notebooks" / f"{task.job.name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    content = read_ledger(notebook)
    if content is None:  # one that was rendered once has a ledger
        raise ValueError(f"{path} has no ledger")
    setting = replace(task.setting, there=task.setting.there - lost)
    return page_of(task.job, notebook, content.page, setting)


def _write_manifest(work: Work, shared: Shared, folder: Path, failures: Mapping[str, str]) -> None:
    params = work.dataset.now.params
    inputs = digests(input_files(work.plan.request.sources, params, work.plan.every_job))
    content = manifest(
        folder,
        quarter=str(work.plan.request.quarter),
        page=next((one.page for one in shared.ledgers.values()), None),
        jobs=[
            job
            for job in work.plan.every_job
            if job.name in shared.ledgers or job in work.plan.jobs
        ],
        inputs=inputs,
        shown=work.shown(inputs),
        failures=failures,
    )
    content["made_from"] = {**made_from(_made(work, folder, failures)), "workbook": shared.workbook}
    write_text(folder / "manifest.json", as_json(content))


def _made(work: Work, folder: Path, failures: Mapping[str, str]) -> dict[str, Made]:
    """Return how each report was made: now, or by the build whose files the folder still has."""
    name = work.renderer
    now = {
        job.name: Made(work.plan.inputs[job.name], name, failures.get(job.name, ""))
        for job in work.plan.jobs
    }
    return read_made(read_manifest(folder)) | now
