"""Warming up: the parent of the workers does once what each report would pay for."""

from __future__ import annotations

from collections.abc import Sequence

from sdp_lib.inputs.params import read_quarter
from sdp_lib.pipeline.plan.fingerprints import list_jobs
from sdp_lib.pipeline.plan.jobs import choose, commented
from sdp_lib.pipeline.plan.request import Request
from sdp_lib.pipeline.run.workers import Workers

REHEARSE = "sdp_lib.report.rehearsal:rehearse"
_RECALL = "sdp_lib.report.rehearsal:recall"


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
