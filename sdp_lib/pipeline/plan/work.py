"""A checked plan, with everything that a build needs; nothing has been written yet."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from sdp_lib.inputs.dataset import Dataset, check_commentary
from sdp_lib.inputs.dataset_cache import read_dataset_cached
from sdp_lib.inputs.digests import Inputs, evidence_of
from sdp_lib.inputs.quality.check import Checked, check_dataset
from sdp_lib.inputs.text_file import recording
from sdp_lib.pipeline.plan.build_plan import BuildPlan
from sdp_lib.pipeline.plan.jobs import names_of
from sdp_lib.pipeline.plan.notebooks import known_parameters
from sdp_lib.pipeline.plan.report_calls import check_calls


@dataclass(frozen=True)
class Watch:
    """An observer of a build's progress.

    `step` is called for each stage with its number of things to do, `tick` for each thing done.
    """

    step: Callable[[str, int], None]
    tick: Callable[[str], None]


@dataclass(frozen=True)
class Work:
    """A checked plan, with the quarter's data and the findings of the checks.

    `read`: the digests of the files that both were read from, by name.
    """

    plan: BuildPlan
    dataset: Dataset
    renderer: str
    checked: Checked
    read: Inputs

    @property
    def shared_inputs(self) -> Inputs:
        """The inputs of the pages and downloads that reports share."""
        return {**self.plan.shared_inputs, **self.read}


def prepare(plan: BuildPlan, renderer: str) -> Work:
    """Check a plan and everything it reads; `InputError` holds every problem of a stage."""
    request, every_job = plan.request, plan.every_job
    sources = request.sources
    dataset = read_dataset_cached(sources.data, sources.params, request.quarter)
    known_parameters(plan.jobs)
    check_calls(plan.jobs)
    with recording() as read:
        reports = [job.name for job in every_job]
        known = _quotable_names(dataset)
        check_commentary(sources.data, request.quarter, reports, known=known)
        checked = check_dataset(sources.data, sources.params, dataset, names_of(every_job))
    names = {path: name for name, path in plan.files.items()}
    again = evidence_of(read, sources.data, sources.params, names)
    digests = {name: file.whole for name, file in dataset.evidence.items()}
    for name, file in again.items():  # a file that was read twice has to be the same
        digests[name] = file.whole if digests.get(name, file.whole) == file.whole else "several"
    return Work(plan, dataset, renderer, checked, digests)


def _quotable_names(dataset: Dataset) -> Callable[[], Collection[str]]:
    """Return a function that lists the quotable figures, once and only when one is quoted.

    Without a quotation the modules that count are not imported.
    """

    @cache
    def names() -> Collection[str]:
        from sdp_lib.presentation.quotation import quotable_names

        return quotable_names(dataset.now.then, compared=dataset.before is not None)

    return names
