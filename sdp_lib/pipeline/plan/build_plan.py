"""The plan of a build: its reports, their inputs, and which of them have to be made.

It is made once for a command, from one reading, and used by `sdp status`, `sdp report` and
`--watch`. It needs no heavy imports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from sdp_lib.inputs.digests import Inputs
from sdp_lib.inputs.params import QuarterParams, read_quarter
from sdp_lib.inputs.stamps import Stamp
from sdp_lib.pipeline.plan.changes import look_at_library
from sdp_lib.pipeline.plan.fingerprints import (
    OPENED,
    InputsNow,
    all_files,
    digests_of,
    inputs_now,
    list_jobs,
)
from sdp_lib.pipeline.plan.jobs import Job, choose, variant, with_overrides
from sdp_lib.pipeline.plan.provenance import commit
from sdp_lib.pipeline.plan.request import Request
from sdp_lib.pipeline.plan.staleness import (
    SHARED,
    Made,
    ReportState,
    outputs_of,
    read_made,
    read_manifest,
    report_states,
    shared_state,
    variants_of,
)


@dataclass(frozen=True)
class BuildPlan:
    """The plan of a request.

    `every_job`: all reports of the quarter; `jobs`: those to be made, or other views of them;
    `now`: the inputs as they are; `library`: a description of the library's files, which shows
    whether they changed while reports were made.
    """

    request: Request
    params: QuarterParams
    every_job: Sequence[Job]
    jobs: Sequence[Job]
    now: InputsNow
    library: Stamp = ()

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """The manifest of the last build; empty if there was none."""
        return read_manifest(self.request.folder)

    @cached_property
    def made(self) -> Mapping[str, Made]:
        """How each report of the last build was made."""
        return read_made(self.manifest)

    @cached_property
    def variants(self) -> list[Job]:
        """The other views of reports in the last build, in the order of their names."""
        jobs = {job.name: job for job in self.every_job}
        views = sorted(variants_of(self.manifest).items())
        return [variant(jobs[of], given) for _, (of, given) in views if of in jobs]

    def inputs(self, job: Job) -> Inputs:
        """Return a report's inputs as they are now, including what its notebook read last time."""
        last = self.made.get(job.name, Made({}))
        opened = [name.removeprefix(OPENED) for name in last.inputs if name.startswith(OPENED)]
        return {**self.now.commentary(last.inputs), **self.now.of(job, last.scopes, opened)}

    @cached_property
    def commit(self) -> str:
        """The last commit that changed one of the inputs."""
        return commit(self.request.sources.root, self.files.values())

    @cached_property
    def files(self) -> dict[str, Path]:
        """Every file of data, parameters and notebooks that the build may read, by its path."""
        return all_files(self.request.sources, self.params, self.every_job)

    @cached_property
    def shared_inputs(self) -> Inputs:
        """The inputs, as they are now, of the pages and downloads that reports share."""
        return {**self.now.common, **digests_of(self.files), "version commit": self.commit}

    @cached_property
    def states(self) -> list[ReportState]:
        """The state of each report of `jobs`: fresh, stale and why, failed, or missing."""
        return self._states(self.jobs)

    def _states(self, jobs: Iterable[Job]) -> list[ReportState]:
        listed = [*jobs]
        inputs = {job.name: self.inputs(job) for job in listed}
        return report_states(listed, inputs, self.manifest, self.request.folder)

    @cached_property
    def fresh_variants(self) -> list[Job]:
        """The other views of reports that can be kept; the others are removed."""
        states = {state.report: state.state for state in self._states(self.variants)}
        return [job for job in self.variants if states[job.name] == "fresh"]

    @cached_property
    def shared_state(self) -> ReportState:
        """The state of the pages and downloads that reports share, and what has to be removed."""
        if SHARED not in self.made:
            return ReportState(SHARED, "missing")
        kept = [*self.every_job, *self.fresh_variants]
        there = {*self.made, *variants_of(self.manifest)}  # a view that failed was never made
        gone = sorted(there - {job.name for job in kept} - {SHARED})
        return shared_state(self.manifest, kept, self.shared_inputs, gone, self.request.folder)

    def without_fresh(self, renderer: str) -> BuildPlan:
        """Return the plan without the reports that can be kept.

        A report is kept if it is fresh, was made by the same renderer and exists in every requested
        format. With `--force` none is kept.
        """
        request = self.request
        if request.force:
            return self
        left = outputs_of(self.jobs, self.manifest)
        fresh = {state.report for state in self.states if state.state == "fresh"}
        stale = [
            job
            for job in self.jobs
            if job.name not in fresh
            or self.made[job.name].renderer != renderer
            or not {f"site/{job.page}.{ending}" for ending in request.formats} <= {*left[job.name]}
        ]
        return replace(self, jobs=stale)


def plan_build(request: Request) -> BuildPlan:
    """Return the plan of a request.

    `InputError` for an unknown quarter, report or parameter, and if the plan of activities, the
    configuration or the requests for reports cannot be read.
    """
    sources = request.sources
    params = read_quarter(sources.params, request.quarter)
    every_job = list_jobs(sources, params)
    jobs = choose(every_job, request.only)
    if request.overrides:
        from sdp_lib.pipeline.plan.notebooks import known_parameters  # with it comes nbformat

        jobs = with_overrides(jobs, request.overrides, known_parameters(jobs))
    library = look_at_library(sources.root)
    return BuildPlan(request, params, every_job, jobs, inputs_now(sources, params), library)
