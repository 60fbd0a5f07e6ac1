"""What reports share is made once all notebooks have run, and before the last page is."""

import json
from pathlib import Path

import pytest

from sdp_lib.build.ahead import Ahead, read_ledgers
from sdp_lib.build.jobs import Job
from sdp_lib.build.notebooks import LEDGER_MIME
from sdp_lib.build.shared import Shared

JOBS = [Job(name, name, Path("outcome.ipynb"), {}) for name in ("council", "outcome-1")]


class Sharing:
    """Stands in for `share`, and remembers what it was given."""

    def __init__(self):
        self.given = []

    def __call__(self, ran):
        """Share nothing."""
        self.given.append(dict(ran))
        return Shared(ran, {}, {}, "")


def test_it_is_made_when_the_last_notebook_has_run_of_what_is_not_kept_yet():
    sharing = Sharing()
    ahead = Ahead(3, sharing)
    for name in ("a", "b"):
        ahead.ran(name, {"report": name})
    ahead.kept("a")
    assert ahead.shared() is None
    assert sharing.given == []
    ahead.ran("c", {"report": "c"})
    shared = ahead.shared()
    assert shared is not None
    assert shared.ledgers == {"b": {"report": "b"}, "c": {"report": "c"}}
    assert len(sharing.given) == 1


def test_nothing_is_made_ahead_where_a_notebook_has_left_no_ledger():
    sharing = Sharing()
    ahead = Ahead(2, sharing)
    ahead.ran("a", None)
    ahead.ran("b", {"report": "b"})
    assert ahead.shared() is None
    assert sharing.given == []


def test_what_cannot_be_made_is_told_where_it_is_asked_for():
    def fails(_):
        raise ZeroDivisionError

    ahead = Ahead(1, fails)
    ahead.ran("a", {})
    with pytest.raises(ZeroDivisionError):
        ahead.shared()


def notebook(folder: Path, name: str, *outputs: dict) -> None:
    cells = [{"cell_type": "code", "outputs": [{"data": one} for one in outputs]}]
    (folder / f"{name}.ipynb").write_text(json.dumps({"cells": cells}))


def test_ledgers_come_in_the_order_of_the_jobs_from_memory_or_from_notebooks(tmp_path):
    notebook(tmp_path, "council", {LEDGER_MIME: {"report": "council", "figures": []}})
    known = {"outcome-1": {"report": "outcome-1"}}
    found = read_ledgers(JOBS, lambda job: tmp_path / f"{job.name}.ipynb", known)
    assert list(found) == ["council", "outcome-1"]
    assert found["council"]["figures"] == []


def test_a_report_that_is_not_there_or_has_not_run_has_no_ledger(tmp_path):
    notebook(tmp_path, "council", {"text/plain": "1"})
    assert read_ledgers(JOBS, lambda job: tmp_path / f"{job.name}.ipynb", {}) == {}
