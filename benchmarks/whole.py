"""The whole quarter by `sdp report`: what everything else is compared with."""

from __future__ import annotations

import shutil

from benchmarks.measure import Meter
from benchmarks.taken import Asked, Taken


def measure_whole(asked: Asked) -> Taken:
    """Build the quarter from nothing; the build stays for the measurements that come after it."""
    shutil.rmtree(asked.project.root / "outputs", ignore_errors=True)
    with Meter() as meter:
        made = asked.project.report("--force", "--out", "outputs")
    return Taken({"whole": meter.cost}, {"reports": len(made)})
