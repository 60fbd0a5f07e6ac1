"""The plan of a build: which reports, what each is made of, and which of them are to be made.

It is made once for a command, from one reading, and `sdp status`, `sdp report` and `--watch` use
it. Nothing heavy is imported to make it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sdp_lib.inputs.params import QuarterParams, read_quarter
from sdp_lib.pipeline.plan.fingerprints import Inputs, inputs_of_all, list_jobs
from sdp_lib.pipeline.plan.jobs import Job, choose, with_overrides
from sdp_lib.pipeline.plan.request import Request
from sdp_lib.pipeline.plan.staleness import (
    ReportState,
    outputs_of,
    read_made,
    read_manifest,
    report_states,
)


@dataclass(frozen=True)
class BuildPlan:
    """What a request comes to.

    `every_job` holds all reports of the quarter, `jobs` those of them that are to be made, and
    `inputs` what each report would be made from now, by its name.
    """

    request: Request
    params: QuarterParams
    every_job: Sequence[Job]
    jobs: Sequence[Job]
    inputs: Mapping[str, Inputs]

    @cached_property
    def states(self) -> list[ReportState]:
        """Where each report of `jobs` stands: fresh, stale and why, failed, or missing."""
        return report_states(self.jobs, self.inputs, self.request.folder)

    def without_fresh(self, renderer: str) -> BuildPlan:
        """Return the plan without the reports that can be left alone.

        A report is left alone when it is fresh, was made by the same renderer and is there in every
        format that is asked for. `--force` and parameters of one's own leave none alone.
        """
        request = self.request
        if request.force or request.overrides:
            return self
        manifest = read_manifest(request.folder)
        made, left = read_made(manifest), outputs_of(self.jobs, manifest)
        fresh = {one.report for one in self.states if one.state == "fresh"}
        stale = [
            job
            for job in self.jobs
            if job.name not in fresh
            or made[job.name].renderer != renderer
            or not {f"site/{job.page}.{one}" for one in request.formats} <= {*left[job.name]}
        ]
        return replace(self, jobs=stale)


def plan_build(request: Request) -> BuildPlan:
    """Decide what a request comes to.

    `InputError` for an unknown quarter, report or parameter, and where the plan of activities, the
    configuration or the requests for reports cannot be read.
    """
    sources = request.sources
    params = read_quarter(sources.params, request.quarter)
    every_job = list_jobs(sources, params)
    jobs = choose(every_job, request.only)
    if request.overrides:
        from sdp_lib.pipeline.plan.notebooks import known_parameters  # with it comes nbformat

        jobs = with_overrides(jobs, request.overrides, known_parameters(jobs))
    chosen = {job.name: job for job in jobs}
    every_job = [chosen.get(job.name, job) for job in every_job]
    return BuildPlan(request, params, every_job, jobs, inputs_of_all(every_job, sources, params))
