"""The content of a plan's reports by section, each made once for all tests."""

from collections.abc import Mapping
from functools import cache

from bs4 import BeautifulSoup
from edges import SECOND

from sdp_lib import Report

OUTCOME = (
    "main_points introduction overview summary submissions delivery milestones issues mitigations"
)
REST = "governance assurance risk scorecards"
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "outcome": (*OUTCOME.split(), *REST.split()),
    "council": (
        *OUTCOME.replace("summary ", "").replace("mitigations", "attention").split(),
        *REST.split(),
    ),
    "scorecard": ("status", "progress", "milestones", "issues", "governance", "assurance"),
}


class Shown:
    """Reports made in this process, without a notebook: `one` is an outcome or an activity."""

    def __init__(self, places: Mapping[str, str]):
        self._places = places
        self.report = cache(self._report)
        self.section = cache(self._section)

    def _report(self, kind: str, one: str = "", quarter: str = SECOND) -> Report:
        if kind == "council":
            return Report.council(quarter=quarter, **self._places)
        make = {"outcome": Report.outcome, "activity": Report.activity}[kind]
        return make(quarter=quarter, **{kind: one}, **self._places)

    def _section(self, name: str, kind: str, one: str = "", quarter: str = SECOND) -> BeautifulSoup:
        report = self.report(kind, one, quarter)
        return BeautifulSoup(getattr(report, name)().html, "html.parser")

    def sections(self, kind: str, one: str = "", quarter: str = SECOND) -> list[BeautifulSoup]:
        """Return all sections of a report."""
        names = SECTIONS[self.report(kind, one, quarter).kind]
        return [self.section(name, kind, one, quarter) for name in names]
