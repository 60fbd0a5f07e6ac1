"""What somebody asked for, and what of it is there already; nothing heavy is imported to decide."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sdp_lib.inputs.input_files import Sources
from sdp_lib.inputs.params import read_quarter
from sdp_lib.pipeline.plan.fingerprints import inputs_of_all, list_jobs
from sdp_lib.pipeline.plan.jobs import choose
from sdp_lib.pipeline.plan.staleness import outputs_of, read_made, read_manifest, report_states
from sdp_lib.quarters import Quarter


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
