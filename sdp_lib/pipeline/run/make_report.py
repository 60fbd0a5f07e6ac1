"""Making one report: its notebook is executed and its page rendered, wherever that may be."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sdp_lib.ledger import read_ledger
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.render import PageRenderer, RenderError
from sdp_lib.pipeline.render.report_page import Setting, links_of, page_of
from sdp_lib.pipeline.run.execute import AT_ONCE, execute
from sdp_lib.pipeline.run.worker_pool import Workers


@dataclass(frozen=True)
class Task:
    """A report to make: its job, and what its page shows besides; `key` says what it is made of."""

    job: Job
    setting: Setting
    key: str


@dataclass(frozen=True)
class Done:
    """What making a report left; it is picklable, since it may have been made elsewhere.

    `files` holds the page by ending, `links` the pages that it leads to, `failure` why the notebook
    or its page failed, `seconds` how long it took.
    """

    report: str
    key: str
    notebook: str
    failure: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    seconds: float = 0.0


def make(
    task: Task,
    root: Path,
    renderer: PageRenderer | None,
    workers: Workers | None,
    turns: AbstractContextManager[Any] = AT_ONCE,
) -> Done:
    """Execute a report's notebook and render its page; without a renderer only the former.

    `turns` limits how many notebooks run at once, while workers of others start or end, and pages
    are rendered. A notebook that fails has no page. Nothing is raised for what is in a report.
    """
    executed = execute(task.job, root, workers, turns)
    content = read_ledger(executed.content)
    files: dict[str, bytes] = {}
    links: tuple[str, ...] = ()
    failure = executed.failure or ""
    if renderer is not None and content is not None:
        page = page_of(task.job, executed.content, content.page, task.setting)
        links = links_of(task.job, executed.content, content.page)
        try:
            files = renderer.page_files(page)
        except RenderError as error:
            failure = str(error)
    seconds = time.perf_counter() - executed.began
    return Done(task.job.name, task.key, executed.notebook, failure, files, links, seconds)
