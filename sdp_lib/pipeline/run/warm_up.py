"""Warming up: the parent of the workers does once what each report would pay for."""

from __future__ import annotations

from collections.abc import Sequence

from sdp_lib.pipeline.plan.build_plan import BuildPlan
from sdp_lib.pipeline.plan.jobs import commented
from sdp_lib.pipeline.plan.request import Request
from sdp_lib.pipeline.run.worker_pool import Workers

REHEARSE = "sdp_lib.report.rehearsal:rehearse"
_RECALL = "sdp_lib.report.rehearsal:recall"


def get_ready(plan: BuildPlan, workers: Workers | None) -> None:
    """Start what workers are forked from, so that it imports while the inputs are being checked.

    A rehearsal takes about as long as a report, which a few reports do not make up for.
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
    """Have reports in memory before somebody changes them: those `made`, or all if it is None.

    Scorecards are not among them: what an analyst writes is shown by none.
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
