"""The whole quarter without each piece of the machinery for speed, and with all of it.

What is left out is patched in a process of its own, so that the library has no switches for it.
Whole and part are made in turn, since a machine drifts.
"""

from __future__ import annotations

import sys

from benchmarks.measure import Meter
from benchmarks.project import QUARTER
from benchmarks.taken import Asked, Taken

# Python that leaves something out, before the command runs.
LEFT_OUT = {
    "workers": "",  # by an option of the command
    "rehearsal": """
from sdp_lib.pipeline.run.worker_pool import Workers; Workers.call = lambda *_, **__: None""",
    "more hands than cores": """
from sdp_lib.pipeline.run import task_pool
whole = task_pool.thread_pool
task_pool.thread_pool = lambda do, at_once, *rest: whole(do, at_once // 2, *rest)""",
    "renderers that stay": "from sdp_lib.pipeline.render import service; service._MOST_PAGES = 1",
}
_OPTIONS = {"workers": ("--isolation", "kernel")}


def measure_ablation(asked: Asked) -> Taken:
    """Build the quarter without each piece, and with all of them before each."""
    taken = Taken()
    for name, patch in LEFT_OUT.items():
        code = f"{patch.strip()}\nfrom sdp_lib.cli import main; main()"
        whole, part = Meter(), Meter()
        with whole:
            asked.project.report("--force", "--out", "outputs-whole")
        with part:
            asked.project.run(
                sys.executable, "-c", code, "report", QUARTER, "--renderer", "embedded",
                "--force", "--out", "outputs-part", *_OPTIONS.get(name, ()),
            )  # fmt: skip
        taken = taken.and_also(Taken({f"with {name}": whole.cost, f"without {name}": part.cost}))
    return taken
