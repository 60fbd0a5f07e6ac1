from pathlib import Path

import pytest

from sdp_lib.cli.making import _show
from sdp_lib.pipeline.build_quarter import Built


@pytest.mark.parametrize(("failed", "shown"), [("council.detail-summary", True), ("index", False)])
def test_the_place_of_failed_notebooks_is_named_if_a_notebook_failed(capsys, failed, shown):
    reports = ["outcome-3", "council.detail-summary"]
    built = Built(Path("outputs/Q"), reports, {failed: "x"}, [], "r", 0, {}, {})
    _show(built, 0)
    words = "The notebooks that failed are in outputs/Q/notebooks"
    assert (words in capsys.readouterr().out) == shown
