"""The end of a build: what reports are rendered together, downloads, front page and manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

from sdp_lib.build.files import sha256, write_text
from sdp_lib.build.frame import Page
from sdp_lib.build.freshness import environment, key
from sdp_lib.build.jobs import Job
from sdp_lib.build.make import Task
from sdp_lib.build.manifest import as_json, digests, input_files, manifest
from sdp_lib.build.notebooks import ledger
from sdp_lib.build.pages import front_pages_of, page_of
from sdp_lib.build.parts import Part
from sdp_lib.build.render import PageRenderer
from sdp_lib.build.render.project import copy_assets, read_project
from sdp_lib.build.states import Made, made_from, read_made, read_manifest
from sdp_lib.build.tables import as_csv, figures_csv, series_csv
from sdp_lib.build.work import Watch, Work
from sdp_lib.build.workbook import write_workbook
from sdp_lib.inputs.returns import read_as_text
from sdp_lib.presentation.fragments import Fragment
from sdp_lib.presentation.quality import quality_page

Ledgers = Mapping[str, Mapping[str, Any]]


def finish(
    work: Work, tasks: Sequence[Task], found: Mapping[str, Part], folder: Path, watch: Watch
) -> dict[str, str]:
    """Put a build's folder together; return why each report, or page of its own, failed.

    `tasks` are the reports that were to be made, `found` what making each has left.
    """
    for task in tasks:
        found[task.job.name].take_up(task.job, folder)
    ledgers = _ledgers(work.every_job, folder)
    workbook = _write_downloads(work, ledgers, folder)
    failures = _render_rest(work, tasks, found, folder, watch)
    failures |= _render_front(work, ledgers, folder, failures)
    _write_manifest(work, ledgers, folder, failures, workbook=workbook)
    return failures


def _ledgers(jobs: Sequence[Job], folder: Path) -> dict[str, dict[str, Any]]:
    """Return the ledger of every report that the folder has, in the order of the jobs."""
    found = {}
    for job in jobs:
        path = folder / "notebooks" / f"{job.name}.ipynb"
        content = ledger(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else None
        if content is not None:
            found[job.name] = content
    return found


def _render_rest(
    work: Work, tasks: Sequence[Task], found: Mapping[str, Part], folder: Path, watch: Watch
) -> dict[str, str]:
    """Render what could not be rendered before; return why each report that failed did.

    Quarto renders all pages at once. Else only pages that lead to a report which then failed are
    made again, without those links.
    """
    failures = {name: part.failure for name, part in found.items() if part.failure}
    lost = {one.job.page for one in tasks if one.job.name in failures}
    left = [one for one in tasks if one.job.name not in failures]
    if isinstance(work.renderer, PageRenderer):
        left = [one for one in left if lost & {*found[one.job.name].links}]
    if not left:
        return failures
    watch.step("Making pages and documents", len(left))
    pages = [_page(one, lost, folder) for one in left]
    refused = work.renderer.render(pages, folder / "site", watch.tick)
    names = {one.job.page: one.job.name for one in left}
    return failures | {names[stem]: why for stem, why in refused.items()}


def _page(task: Task, lost: set[str], folder: Path) -> Page:
    path = folder / "notebooks" / f"{task.job.name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    content = ledger(notebook) or {}
    setting = replace(task.setting, there=task.setting.there - lost)
    return page_of(task.job, notebook, content["page"], setting)


def _render_front(
    work: Work, ledgers: Ledgers, folder: Path, failed: Mapping[str, str]
) -> dict[str, str]:
    """Render the quarter's front page and the page on the quality of its data."""
    everything = {name: value for one in work.inputs.values() for name, value in one.items()}
    front = front_pages_of(
        work.every_job,
        folder,
        ledgers,
        work.request.formats,
        work.shown(everything),
        failed,
        _quality(work),
    )
    return work.renderer.render(front, folder / "site", lambda _: None)


def _quality(work: Work) -> list[tuple[str, list[Fragment]]]:
    """Return the sections of the page on the quality of the data."""
    if work.checked.turnout is None:
        return []
    listed = [str(one) for one in work.dataset.activities.index]
    return list(
        quality_page(
            work.checked.turnout,
            work.checked.findings,
            work.checked.corrections,
            council=work.dataset.council,
            titles=dict(zip(listed, work.dataset.activities["title"], strict=True)),
        )
    )


def _write_downloads(work: Work, ledgers: Ledgers, folder: Path) -> str:
    """Put the stylesheet, the figures, their series, the returns and the workbook on the site.

    Return the key of the workbook.
    """
    site = folder / "site"
    copy_assets(read_project(work.request.sources.root), site)
    listed = list(work.dataset.activities.index)
    returns = read_as_text(
        work.request.sources.data, work.request.quarter, work.dataset.council, listed
    )
    tables = {
        "figures": figures_csv(ledgers.values()),
        "series": series_csv(ledgers.values()),
        "returns": as_csv(list(returns.columns), returns.itertuples(index=False)),
    }
    write_text(folder / "figures.csv", tables["figures"])
    for name, text in tables.items():
        write_text(site / "data" / f"{name}.csv", text)
    return _write_workbook(work, ledgers, tables, folder)


def _write_workbook(work: Work, ledgers: Ledgers, tables: Mapping[str, str], folder: Path) -> str:
    """Write the workbook, unless it is there and would be the same; return what it is made of."""
    if not ledgers:
        return ""
    page = next(iter(ledgers.values()))["page"]
    sheets = [("Figures", tables["figures"]), ("Returns", tables["returns"])]
    made_of = key({"page": json.dumps(page), **dict(sheets), **environment()})
    path = folder / "site" / "data" / f"{work.request.quarter}.xlsx"
    before = read_manifest(folder)
    digest = before.get("outputs", {}).get(path.relative_to(folder).as_posix())
    same = before.get("made_from", {}).get("workbook") == made_of
    if not (same and path.is_file() and sha256(path) == digest):
        write_workbook(path, page, sheets)
    return made_of


def _write_manifest(
    work: Work, ledgers: Ledgers, folder: Path, failures: Mapping[str, str], *, workbook: str
) -> None:
    inputs = digests(input_files(work.request.sources, work.dataset, work.every_job))
    content = manifest(
        folder,
        quarter=str(work.request.quarter),
        page=next(iter(ledgers.values()), {}).get("page", {}),
        jobs=[job for job in work.every_job if job.name in ledgers or job in work.jobs],
        inputs=inputs,
        shown=work.shown(inputs),
        failures=failures,
    )
    content["made_from"] = {**made_from(_made(work, folder, failures)), "workbook": workbook}
    write_text(folder / "manifest.json", as_json(content))


def _made(work: Work, folder: Path, failures: Mapping[str, str]) -> dict[str, Made]:
    """Return how each report was made: now, or by the build whose files the folder still has."""
    name = work.renderer.name
    now = {
        job.name: Made(work.inputs[job.name], name, failures.get(job.name, "")) for job in work.jobs
    }
    return read_made(read_manifest(folder)) | now
