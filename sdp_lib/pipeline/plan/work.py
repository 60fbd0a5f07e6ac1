"""A plan that was checked: all that the build needs is known, and nothing has been written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sdp_lib.inputs.dataset import Dataset, check_commentary
from sdp_lib.inputs.dataset_cache import read_dataset_cached
from sdp_lib.inputs.quality.check import Checked, check_dataset
from sdp_lib.pipeline.plan.build_plan import BuildPlan
from sdp_lib.pipeline.plan.fingerprints import is_own
from sdp_lib.pipeline.plan.jobs import names_of
from sdp_lib.pipeline.plan.notebooks import known_parameters
from sdp_lib.pipeline.plan.provenance import commit, provenance


@dataclass(frozen=True)
class Watch:
    """Who watches a build.

    `step` is told of each stage and how many things it has to do, `tick` of each thing done.
    """

    step: Callable[[str, int], None]
    tick: Callable[[str], None]


@dataclass(frozen=True)
class Work:
    """A plan that was checked, with the quarter's data and what the checks found."""

    plan: BuildPlan
    dataset: Dataset
    renderer: str
    made_by: str
    checked: Checked

    def shown(self, inputs: Mapping[str, str]) -> dict[str, str]:
        """Return what a page that is made from these inputs says of how it was made."""
        return provenance(self.made_by, self.renderer, inputs)


def prepare(plan: BuildPlan, renderer: str) -> Work:
    """Check a plan and everything it reads; `InputError` holds every problem of a stage."""
    request, every_job = plan.request, plan.every_job
    sources = request.sources
    dataset = read_dataset_cached(sources.data, sources.params, request.quarter)
    known_parameters(plan.jobs)
    check_commentary(sources.data, request.quarter, [job.name for job in every_job])
    shared = {label for one in plan.inputs.values() for label in one if not is_own(label)}
    checked = check_dataset(sources.data, sources.params, dataset, names_of(every_job))
    return Work(plan, dataset, renderer, commit(sources, shared), checked)
