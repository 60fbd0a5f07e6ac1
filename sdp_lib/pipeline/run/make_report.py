"""Making of one report, here or on a cluster: its notebook is executed, its page rendered."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sdp_lib.inputs.digests import Inputs
from sdp_lib.inputs.scope import scope_of
from sdp_lib.ledger import Ledger, read_ledger
from sdp_lib.pipeline.plan.fingerprints import inputs_of, made_from, moved
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.render import PageRenderer, RenderError
from sdp_lib.pipeline.render.own_output import cannot_be_shown, warnings_of
from sdp_lib.pipeline.render.report_page import Setting, page_of
from sdp_lib.pipeline.run.execute import AT_ONCE, Executed, execute
from sdp_lib.pipeline.run.worker_pool import Workers
from sdp_lib.problems.notebooks import NO_LEDGER, OTHER_NAME

_REFUSED = "InputError"  # perhaps a file was missing for a moment


@dataclass(frozen=True)
class Task:
    """A report to make: its job, the setting of its page, and the planned inputs.

    `key` is the digest of all inputs, including those of the page.
    """

    job: Job
    setting: Setting
    inputs: Inputs
    key: str


@dataclass(frozen=True)
class Done:
    """The result of making a report; it is picklable, since it may have been made elsewhere.

    `files`: the page by extension; `failure`: why the notebook or its page failed; `seconds`: the
    time taken; `inputs`: what the report was made from, according to its ledger; `scopes`: the
    activities whose rows it read; `moved`: whether inputs changed after planning; `key`: blank if
    the inputs differ from the plan; `warnings`: what its cells wrote to standard error.
    """

    report: str
    key: str
    notebook: str
    inputs: Inputs
    scopes: tuple[str, ...] = ()
    failure: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    seconds: float = 0.0
    moved: bool = False
    warnings: tuple[str, ...] = ()


def make(
    task: Task,
    root: Path,
    renderer: PageRenderer | None,
    workers: Workers | None,
    turns: AbstractContextManager[Any] = AT_ONCE,
    ran: Callable[[str, Ledger | None], object] = lambda *_: None,
) -> Done:
    """Execute a report's notebook and render its page; without a renderer only execute it.

    If the inputs have changed since planning, the report is made again from the present ones.
    `turns` limits how many notebooks run at once, while workers of others start or end, and pages
    are rendered. A notebook that fails has no page. Failures of a report are returned, not raised.
    `ran` is called with the ledger when the notebook has run.
    """
    done, ledger, executed = _run(task, root, workers, turns)
    if done.moved or done.failure.startswith(_REFUSED):
        # No key: the planned one is that of the inputs before, and a checkpoint must not have it.
        now = replace(task, inputs=made_from(task.inputs, inputs_of(task.job, root)), key="")
        done, ledger, executed = _run(now, root, workers, turns)
    ran(done.report, None if done.failure else ledger)
    if renderer is not None and ledger is not None and not done.failure:
        page = page_of(task.job, executed.content, ledger.page, task.setting)
        try:
            done = replace(done, files=renderer.page_files(page))
        except RenderError as error:
            done = replace(done, failure=str(error))
    return replace(done, seconds=time.perf_counter() - executed.began)


def _run(
    task: Task, root: Path, workers: Workers | None, turns: AbstractContextManager[Any]
) -> tuple[Done, Ledger | None, Executed]:
    """Execute a notebook, and compare what it has read with the plan."""
    executed = execute(task.job, root, workers, turns)
    ledger = read_ledger(executed.content)
    failure = executed.failure or "\n".join(cannot_be_shown(executed.content))
    notebook = f"notebooks/{task.job.notebook.name}"
    if ledger is None:  # what it has read is unknown, so its present inputs count
        read = inputs_of(task.job, root) | {notebook: executed.source}
    else:
        read = {**ledger.made_from, notebook: executed.source}
    inputs, planned = made_from(task.inputs, read), _planned(task, root, ledger)
    failure = failure or _no_report(task.job, ledger)
    done = Done(
        task.job.name,
        task.key if inputs == task.inputs else "",
        executed.notebook,
        inputs,
        ledger.scopes if ledger else (),
        failure,
        moved=moved(planned, read),
        warnings=tuple(warnings_of(executed.content)),
    )
    return done, ledger, executed


def _no_report(job: Job, ledger: Ledger | None) -> str:
    """Return why an executed notebook has no report of this name; blank if it has."""
    if ledger is None:
        return NO_LEDGER.coded("it has no ledger. Make report.ledger() its last cell.")
    if ledger.report == job.report:
        return ""
    return OTHER_NAME.coded(
        f"{job.notebook.name} makes a report called {ledger.report!r}, and this one is "
        f"{job.report!r}. Write name={job.notebook.stem!r} where the notebook says Report.…(…)."
    )


def _planned(task: Task, root: Path, ledger: Ledger | None) -> Inputs:
    """Return the planned inputs of a report, for the activities that its notebook chose."""
    scopes = ledger.scopes if ledger else ()
    if not scopes or str(scope_of(task.job.parameters)) in scopes:
        return task.inputs
    # Only the executed notebook knows what it covers, whatever its parameters are.
    return inputs_of(task.job, root, scopes)
