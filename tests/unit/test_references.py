"""The references in docs/ are generated from the code, and are up to date."""

from __future__ import annotations

import runpy

import pytest
from support import ROOT

PAGES = ("report", "parameters", "frames", "figures", "form", "commands", "method")


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_is_that_of_the_code(name):
    written = runpy.run_path(str(ROOT / f"docs/{name}.py"))["page"]()
    kept = (ROOT / f"docs/{name}.md").read_text(encoding="utf-8")
    assert kept == written, f"write it again: python docs/{name}.py"
