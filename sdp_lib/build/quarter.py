"""The main job as a recipe: check, plan, execute, render, write down, swap in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from sdp_lib.build.execute import Executed, execute_all
from sdp_lib.build.files import swapped_in, write_text
from sdp_lib.build.freshness import inputs_of_all, is_own
from sdp_lib.build.jobs import Job, choose, plan_jobs, with_overrides
from sdp_lib.build.manifest import as_json, commit, digests, input_files, manifest, provenance
from sdp_lib.build.notebooks import known_parameters, ledger
from sdp_lib.build.pages import front_pages_of, pages_of
from sdp_lib.build.render import Renderer, choose_renderer
from sdp_lib.build.render.project import copy_assets, read_project
from sdp_lib.build.request import Request
from sdp_lib.build.states import Made, made_from, read_made, read_manifest
from sdp_lib.build.tables import as_csv, figures_csv, series_csv
from sdp_lib.build.workbook import write_workbook
from sdp_lib.inputs.dataset import Dataset, check_commentary, read_dataset
from sdp_lib.inputs.quality.check import Checked, check_dataset
from sdp_lib.inputs.quality.rule import Reports
from sdp_lib.inputs.returns import read_as_text
from sdp_lib.presentation.fragments import Fragment
from sdp_lib.presentation.quality import quality_page

Step = Callable[[str, int], None]
Tick = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What a build left: its folder, its reports, which failed and why, and the renderer."""

    folder: Path
    reports: Sequence[str]
    failures: Mapping[str, str]
    renderer: str


@dataclass(frozen=True)
class Work:
    """A request that was checked: everything is known, and nothing has been written."""

    request: Request
    dataset: Dataset
    every_job: Sequence[Job]
    jobs: Sequence[Job]
    renderer: Renderer
    inputs: Mapping[str, Mapping[str, str]]
    made_by: str
    checked: Checked


def prepare(request: Request) -> Work:
    """Check a request and everything it reads; `InputError` holds every problem of a stage."""
    sources = request.sources
    dataset = read_dataset(sources.data, sources.params, request.quarter)
    every_job = plan_jobs(
        dataset.now.params,
        notebooks=sources.notebooks,
        members=_members(dataset),
        common={
            "quarter": str(request.quarter),
            "data": sources.data.as_posix(),
            "params": sources.params.as_posix(),
        },
    )
    chosen = choose(every_job, request.only)
    jobs = with_overrides(chosen, request.overrides, known_parameters(chosen))
    check_commentary(sources.data, request.quarter, [job.name for job in every_job])
    renderer = choose_renderer(request.renderer, read_project(sources.root))
    # Before anything runs: what changes while notebooks run is not what they were made from.
    overridden = {job.name: job for job in jobs}
    known = [overridden.get(job.name, job) for job in every_job]
    inputs = inputs_of_all(known, sources, dataset.now.params)
    shared = {label for one in inputs.values() for label in one if not is_own(label)}
    checked = check_dataset(sources.data, sources.params, dataset, _planned(every_job))
    made_by = commit(sources, shared)
    return Work(request, dataset, every_job, jobs, renderer, inputs, made_by, checked)


def _planned(jobs: Sequence[Job]) -> Reports:
    """Say which reports there are, and which of them show commentary."""
    commented = [job.name for job in jobs if "activity" not in job.parameters]
    return Reports(tuple(job.name for job in jobs), tuple(commented))


def _members(dataset: Dataset) -> dict[str, list[str]]:
    return {
        "council": ["council"],
        "outcome": [one.id for one in dataset.plan.outcomes],
        "directorate": [one.id for one in dataset.council.directorates],
        "portfolio": list(dict.fromkeys(dataset.activities["portfolio_id"])),
        "activity": list(dataset.activities.index),
    }


def build(work: Work, step: Step, tick: Tick) -> Built:
    """Build what was asked for into `outputs/QUARTER/`, and swap it in whole.

    `step` is told of each stage and how many things it has, `tick` of each that is done.
    """
    request = work.request
    target = request.out / str(request.quarter)
    with swapped_in(target) as folder:
        failures = _execute(work, folder, step, tick)
        ledgers = _ledgers(work.every_job, folder)
        write_text(folder / "figures.csv", figures_csv(ledgers.values()))
        failures |= _render(work, folder, ledgers, failures, step, tick)
        _write_manifest(work, folder, ledgers, failures)
    return Built(target, [job.name for job in work.jobs], failures, work.renderer.name)


def _execute(work: Work, folder: Path, step: Step, tick: Tick) -> dict[str, str]:
    step("Running notebooks", len(work.jobs))

    def keep(executed: Executed) -> None:
        write_text(folder / "notebooks" / f"{executed.job.name}.ipynb", executed.notebook)
        tick(executed.job.name)

    root = work.request.sources.root
    left = execute_all(list(work.jobs), root, work.request.workers, keep)
    return {one.job.name: one.failure for one in left if one.failure}


def _ledgers(jobs: Sequence[Job], folder: Path) -> dict[str, dict[str, Any]]:
    """Return the ledger of every report that the folder has, in the order of the jobs."""
    found = {}
    for job in jobs:
        path = folder / "notebooks" / f"{job.name}.ipynb"
        content = ledger(nbformat.read(path, as_version=4)) if path.is_file() else None
        if content is not None:
            found[job.name] = content
    return found


def _render(
    work: Work,
    folder: Path,
    ledgers: Mapping[str, Mapping[str, Any]],
    failed: Mapping[str, str],
    step: Step,
    tick: Tick,
) -> dict[str, str]:
    site, formats = folder / "site", work.request.formats
    _clear_pages(work.jobs, site)
    project = read_project(work.request.sources.root)
    copy_assets(project, site)
    _write_downloads(work, ledgers, site)
    shown = {name: _shown(work, inputs) for name, inputs in work.inputs.items()}
    pages = pages_of(work.jobs, work.every_job, folder, ledgers, formats, shown)
    everything = {name: value for one in work.inputs.values() for name, value in one.items()}
    shown_in_front = _shown(work, everything)
    front = front_pages_of(
        work.every_job, folder, ledgers, formats, shown_in_front, failed, _quality(work)
    )
    step("Making pages and documents", len(pages) + len(front))
    names = {job.page: job.name for job in work.jobs}
    failures = work.renderer.render([*pages, *front], site, tick)
    return {names.get(stem, stem): why for stem, why in failures.items()}


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


def _shown(work: Work, inputs: Mapping[str, str]) -> dict[str, str]:
    return provenance(work.made_by, work.renderer.name, inputs)


def _clear_pages(jobs: Sequence[Job], site: Path) -> None:
    """Remove what an earlier build left of these reports: no stale page outlives a failure."""
    for job in jobs:
        for path in (site / job.page).parent.glob(f"{(site / job.page).name}.*"):
            path.unlink()


def _write_downloads(work: Work, ledgers: Mapping[str, Mapping[str, Any]], site: Path) -> None:
    """Put the figures, their series, the returns and the workbook beside the pages."""
    listed = list(work.dataset.activities.index)
    returns = read_as_text(
        work.request.sources.data, work.request.quarter, work.dataset.council, listed
    )
    tables = {
        "figures": figures_csv(ledgers.values()),
        "series": series_csv(ledgers.values()),
        "returns": as_csv(list(returns.columns), returns.itertuples(index=False)),
    }
    for name, text in tables.items():
        write_text(site / "data" / f"{name}.csv", text)
    if ledgers:
        page = next(iter(ledgers.values()))["page"]
        sheets = [("Figures", tables["figures"]), ("Returns", tables["returns"])]
        write_workbook(site / "data" / f"{work.request.quarter}.xlsx", page, sheets)


def _inputs(work: Work) -> dict[str, str]:
    return digests(input_files(work.request.sources, work.dataset, work.every_job))


def _write_manifest(
    work: Work,
    folder: Path,
    ledgers: Mapping[str, Mapping[str, Any]],
    failures: Mapping[str, str],
) -> None:
    inputs = _inputs(work)
    content = manifest(
        folder,
        quarter=str(work.request.quarter),
        page=next(iter(ledgers.values()), {}).get("page", {}),
        jobs=[job for job in work.every_job if job.name in ledgers or job in work.jobs],
        inputs=inputs,
        shown=_shown(work, inputs),
        failures=failures,
    )
    content["made_from"] = made_from(_made(work, folder, failures))
    write_text(folder / "manifest.json", as_json(content))


def _made(work: Work, folder: Path, failures: Mapping[str, str]) -> dict[str, Made]:
    """Return how each report was made: now, or by the build whose files the folder still has."""
    name = work.renderer.name
    now = {
        job.name: Made(work.inputs[job.name], name, failures.get(job.name, "")) for job in work.jobs
    }
    return read_made(read_manifest(folder)) | now
