"""What reports share is made as soon as all their notebooks have run, beside their last pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from sdp_lib.build.jobs import Job
from sdp_lib.build.notebooks import ledger
from sdp_lib.build.shared import Ledger, Shared


class Ahead:
    """Counts the notebooks that have run, and has what reports share made when all have.

    `share` makes it from the ledgers of the reports that are not kept yet: a few, however many
    reports there are. Nothing is made ahead where a notebook left no ledger.
    """

    def __init__(self, reports: int, share: Callable[[Mapping[str, Ledger]], Shared]):
        self._left, self._share = reports, share
        self._ran: dict[str, Ledger] = {}
        self._lock = Lock()
        self._shared: Future[Shared] | None = None

    def ran(self, report: str, content: Ledger | None) -> None:
        """Take note of a notebook that has run, with its ledger; threads may call it."""
        if content is None:
            return
        with self._lock:
            self._ran[report] = content
            self._left -= 1
            if not self._left:
                pool = ThreadPoolExecutor(1, "shared")
                self._shared = pool.submit(self._share, dict(self._ran))
                pool.shutdown(wait=False)

    def kept(self, report: str) -> None:
        """Forget the ledger of a report that is kept: it can be read there."""
        with self._lock:
            self._ran.pop(report, None)

    def shared(self) -> Shared | None:
        """Return what reports share, when it is made; None where not all notebooks have run."""
        return self._shared.result() if self._shared else None


def read_ledgers(
    jobs: Sequence[Job], notebook_of: Callable[[Job], Path], known: Mapping[str, Ledger]
) -> dict[str, Ledger]:
    """Return the ledgers of the reports that ran, in the order of the jobs.

    One that is not `known` is read from its notebook, if that is there and has one.
    """
    found = {job.name: known.get(job.name) or _read(notebook_of(job)) for job in jobs}
    return {name: content for name, content in found.items() if content is not None}


def _read(notebook: Path) -> Ledger | None:
    if not notebook.is_file():
        return None
    return ledger(json.loads(notebook.read_text(encoding="utf-8")))
