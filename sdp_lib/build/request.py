"""What somebody asked for, and what of it is there already; nothing heavy is imported to decide."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sdp_lib.build.freshness import inputs_of_all, list_jobs
from sdp_lib.build.jobs import choose, commented
from sdp_lib.build.manifest import Sources
from sdp_lib.build.states import outputs_of, read_made, read_manifest, report_states
from sdp_lib.build.workers import Workers
from sdp_lib.inputs.params import read_quarter
from sdp_lib.quarters import Quarter

REHEARSE = "sdp_lib.report.rehearsal:rehearse"
_RECALL = "sdp_lib.report.rehearsal:recall"


@dataclass(frozen=True)
class Request:
    """What somebody asked for: the quarter, which reports, how, from where and to where.

    `cluster` is the address of a Dask scheduler, blank to use `workers` threads of this machine.
    `again` says that the same process will be asked for the same another time.
    """

    quarter: Quarter
    sources: Sources
    out: Path
    only: Sequence[str] = ()
    overrides: Mapping[str, str] = field(default_factory=dict)
    formats: Sequence[str] = ("html", "pdf")
    renderer: str = "auto"
    workers: int = os.cpu_count() or 1
    force: bool = False
    cluster: str = ""
    again: bool = False


def what_is_left(request: Request, renderer: str) -> tuple[Request, int]:
    """Return the request for what has to be built, and how many reports are left alone.

    A report is left alone when it is fresh, was made by the same renderer and is there in every
    format that is asked for. `--force` and parameters of one's own leave none alone. `InputError`
    for an unknown quarter or report.
    """
    params = read_quarter(request.sources.params, request.quarter)
    jobs = choose(list_jobs(request.sources, params), request.only)
    if request.force or request.overrides:
        return replace(request, only=[job.name for job in jobs]), 0
    folder = request.out / str(request.quarter)
    manifest = read_manifest(folder)
    made = read_made(manifest)
    states = report_states(jobs, inputs_of_all(jobs, request.sources, params), folder)
    fresh = {one.report for one in states if one.state == "fresh"}
    left = outputs_of(jobs, manifest)
    needed = [
        job.name
        for job in jobs
        if job.name not in fresh
        or made[job.name].renderer != renderer
        or not {f"site/{job.page}.{one}" for one in request.formats} <= {*left[job.name]}
    ]
    return replace(request, only=needed), len(jobs) - len(needed)


def get_ready(request: Request, workers: Workers | None) -> None:
    """Start what workers are forked from, so that it imports while the inputs are being checked.

    A rehearsal takes about as long as a report, which a few reports do not make up for.
    """
    if workers is None or request.cluster:
        return
    workers.start()
    if len(request.only) > 2 * request.workers:
        workers.call(REHEARSE, _common(request))


def get_ready_for_changes(
    request: Request, workers: Workers | None, made: Sequence[str] | None
) -> None:
    """Have reports in memory before somebody changes them: those `made`, or all if it is None.

    Scorecards are not among them: what an analyst writes is shown by none.
    """
    if workers is None:
        return
    workers.start()
    workers.call(REHEARSE, _common(request), idle=True)
    params = read_quarter(request.sources.params, request.quarter)
    jobs = choose(list_jobs(request.sources, params), request.only)
    for name in commented(jobs):
        if made is None or name in made:
            job = next(one for one in jobs if one.name == name)
            workers.call(_RECALL, {**job.parameters, **request.overrides}, idle=True)


def _common(request: Request) -> dict[str, str]:
    sources = request.sources
    return {
        "quarter": str(request.quarter),
        "data": sources.data.as_posix(),
        "params": sources.params.as_posix(),
    }
