"""Warm-up: the parent of the workers does once what each report would have to do."""

from __future__ import annotations

from collections.abc import Sequence

from sdp_lib.pipeline.plan.build_plan import BuildPlan
from sdp_lib.pipeline.plan.jobs import commented
from sdp_lib.pipeline.plan.request import Request
from sdp_lib.pipeline.run.worker_pool import Workers

REHEARSE = "sdp_lib.report.rehearsal:rehearse"
_RECALL = "sdp_lib.report.rehearsal:recall"


def get_ready(plan: BuildPlan, workers: Workers | None) -> None:
    """Start the parent of the workers, which imports while the inputs are being checked.

    A rehearsal takes about as long as a report, so it does not pay for a few reports.
    """
    request = plan.request
    if workers is None or request.cluster:
        return
    workers.start()
    if len(plan.jobs) > 2 * request.workers:
        workers.call(REHEARSE, _common(request))


def get_ready_for_changes(
    plan: BuildPlan, workers: Workers | None, made: Sequence[str] | None
) -> None:
    """Prepare the `made` reports, or all if it is None, in memory before somebody changes them.

    Scorecards are left out, since they show nothing that an analyst writes.
    """
    if workers is None:
        return
    workers.start()
    workers.call(REHEARSE, _common(plan.request), idle=True)
    shown = {*commented(plan.jobs)}
    for job in plan.jobs:
        if job.name in shown and (made is None or job.name in made):
            workers.call(_RECALL, job.parameters, idle=True)


def _common(request: Request) -> dict[str, str]:
    sources = request.sources
    return {
        "quarter": str(request.quarter),
        "data": sources.data.as_posix(),
        "params": sources.params.as_posix(),
    }
