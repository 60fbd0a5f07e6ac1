"""What a notebook holds in its hand: `Report`, each of whose sections is one method."""

from __future__ import annotations

from sdp_lib.errors import InputError
from sdp_lib.inputs.commentary import read_commentary
from sdp_lib.inputs.dataset import Dataset, read_dataset
from sdp_lib.inputs.folders import find_folder
from sdp_lib.inputs.params import parse_quarter
from sdp_lib.measures.responses import Scope
from sdp_lib.report import opening, oversight, progress, response
from sdp_lib.report.context import make_context
from sdp_lib.report.ledger import Ledger
from sdp_lib.report.section import Section, section

__all__ = ["Report"]


class Report:
    """The report of one quarter for one outcome, or for the whole council.

    `data` and `params` are folders. `InputError` holds every problem of the inputs, or an outcome
    that the plan does not know.
    """

    def __init__(
        self, *, quarter: str, outcome: str = "", data: str = "data", params: str = "params"
    ):
        asked = parse_quarter(quarter)
        data_folder, params_folder = find_folder(data), find_folder(params)
        dataset = read_dataset(data_folder, params_folder, asked)
        self.name = f"outcome-{outcome}" if outcome else "council"
        self.title, scope, subject = _covers(dataset, outcome)
        words = read_commentary(data_folder, asked, self.name)
        self._context = make_context(dataset, scope, subject, words)

    def introduction(self) -> Section:
        """What the plan and its monitoring are, and what this report covers."""
        return section(opening.introduction(self._context))

    def overview(self) -> Section:
        """Every headline figure on one page."""
        return section(opening.overview(self._context))

    def summary(self) -> Section:
        """Every activity with its status, milestones and boards."""
        return section(opening.summary(self._context))

    def submissions(self) -> Section:
        """How many returns came, and when."""
        return section(opening.submissions(self._context))

    def delivery(self) -> Section:
        """What is on track, what is not, and what is due this year."""
        return section(progress.delivery(self._context))

    def milestones(self) -> Section:
        """Milestones given, and end dates revised."""
        return section(progress.milestones(self._context))

    def issues(self) -> Section:
        """Issues by theme, of what is not on track."""
        return section(response.issues(self._context))

    def mitigations(self) -> Section:
        """Mitigating actions and escalations."""
        return section(response.mitigations(self._context))

    def governance(self) -> Section:
        """Boards reported to and expected."""
        return section(oversight.governance(self._context))

    def assurance(self) -> Section:
        """Audits and reviews beside the lead officers' own view."""
        return section(oversight.assurance(self._context))

    def risk(self) -> Section:
        """Risk registers that hold what is not on track."""
        return section(response.risk(self._context))

    def scorecards(self) -> Section:
        """Each activity, who leads it, and its progress."""
        return section(oversight.scorecards(self._context))

    def ledger(self) -> Ledger:
        """Every figure of the report: what `figures.csv` and the page's frame are made from."""
        return Ledger(self.name, self.title, self._context)


def _covers(dataset: Dataset, outcome: str) -> tuple[str, Scope, str]:
    """Return the report's title, its scope, and its subject in a sentence."""
    organisation = dataset.council.organisation
    if not outcome:
        return f"{organisation.plan_name} monitoring report", Scope(), organisation.name
    found = dataset.plan.outcome(outcome)
    if found is None:
        known = ", ".join(one.id for one in dataset.plan.outcomes)
        raise InputError.of(
            "parameter outcome",
            f"{outcome!r} was found",
            f"which is no outcome of the plan; these are: {known}",
            "choose one of them",
        )
    noun = organisation.outcome_noun
    return f"{noun} {found.id}: {found.title}", Scope("outcome", outcome), f"{noun} {found.id}"
