"""A request that was checked: what is to be made, of what, and by which renderer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sdp_lib.inputs.dataset import Dataset, check_commentary
from sdp_lib.inputs.dataset_cache import read_dataset_cached
from sdp_lib.inputs.quality.check import Checked, check_dataset
from sdp_lib.inputs.quality.rule import Reports
from sdp_lib.pipeline.plan.fingerprints import inputs_of_all, is_own
from sdp_lib.pipeline.plan.jobs import Job, choose, commented, members_of, plan_jobs, with_overrides
from sdp_lib.pipeline.plan.notebooks import known_parameters
from sdp_lib.pipeline.plan.provenance import commit, provenance
from sdp_lib.pipeline.plan.request import Request


@dataclass(frozen=True)
class Watch:
    """Who watches a build.

    `step` is told of each stage and how many things it has to do, `tick` of each thing done.
    """

    step: Callable[[str, int], None]
    tick: Callable[[str], None]


@dataclass(frozen=True)
class Work:
    """A request that was checked: everything is known, and nothing has been written."""

    request: Request
    dataset: Dataset
    every_job: Sequence[Job]
    jobs: Sequence[Job]
    renderer: str
    inputs: Mapping[str, Mapping[str, str]]
    made_by: str
    checked: Checked

    def shown(self, inputs: Mapping[str, str]) -> dict[str, str]:
        """Return what a page that is made from these inputs says of how it was made."""
        return provenance(self.made_by, self.renderer, inputs)


def prepare(request: Request, renderer: str) -> Work:
    """Check a request and everything it reads; `InputError` holds every problem of a stage."""
    sources = request.sources
    dataset = read_dataset_cached(sources.data, sources.params, request.quarter)
    every_job = plan_jobs(
        dataset.now.params,
        notebooks=sources.notebooks,
        members=members_of(dataset),
        common={
            "quarter": str(request.quarter),
            "data": sources.data.as_posix(),
            "params": sources.params.as_posix(),
        },
    )
    chosen = choose(every_job, request.only)
    jobs = with_overrides(chosen, request.overrides, known_parameters(chosen))
    check_commentary(sources.data, request.quarter, [job.name for job in every_job])
    # Before anything runs: what changes while notebooks run is not what they were made from.
    overridden = {job.name: job for job in jobs}
    known = [overridden.get(job.name, job) for job in every_job]
    inputs = inputs_of_all(known, sources, dataset.now.params)
    shared = {label for one in inputs.values() for label in one if not is_own(label)}
    planned = Reports(tuple(job.name for job in every_job), tuple(commented(every_job)))
    checked = check_dataset(sources.data, sources.params, dataset, planned)
    made_by = commit(sources, shared)
    return Work(request, dataset, every_job, jobs, renderer, inputs, made_by, checked)
