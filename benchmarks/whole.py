"""The whole quarter by `sdp report`, with which everything else is compared."""

from __future__ import annotations

import shutil

from benchmarks.measure import Meter
from benchmarks.taken import Asked, Taken


def measure_whole(asked: Asked) -> Taken:
    """Build the quarter from nothing; later measurements use the build."""
    shutil.rmtree(asked.project.root / "outputs", ignore_errors=True)
    with Meter() as meter:
        made = asked.project.report("--force", "--out", "outputs")
    return Taken({"whole": meter.cost}, {"reports": len(made)})
