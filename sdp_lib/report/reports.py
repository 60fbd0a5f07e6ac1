"""The kinds of report, and the table of contents of each: a section is one method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from sdp_lib.inputs.params import report_name
from sdp_lib.inputs.scope import EVERYTHING
from sdp_lib.presentation.fragments import Fragment, paragraph
from sdp_lib.presentation.notebook_outputs import watched
from sdp_lib.presentation.own_display import show_own_content
from sdp_lib.report import (
    attention,
    council,
    delivery,
    milestones,
    opening,
    oversight,
    response,
    scorecard,
)
from sdp_lib.report.context import Context
from sdp_lib.report.ledger import LedgerOutput
from sdp_lib.report.own import OwnContent
from sdp_lib.report.parameters import context_of, detail_of, read, text
from sdp_lib.report.scopes import covers, only_one
from sdp_lib.report.section import Section, section


class Report(OwnContent):
    """A quarter's report; made by `Report.outcome`, `Report.council` or `Report.activity`.

    `data` and `params` are folders, looked for from the current one upwards. `InputError` holds
    every problem of the inputs, or names an ID or a value that is not known.
    """

    kind: ClassVar[str]

    def __init__(self, name: str, title: str, context: Context, *, detail: str = "full"):
        super().__init__(title, context)
        self.name = name
        self._detail = detail
        show_own_content()

    @staticmethod
    @watched
    def outcome(
        *,
        quarter: str,
        outcome: str | None = "",
        directorate: str | None = "",
        portfolio: str | None = "",
        detail: str | None = "full",
        compare: str | None = "",
        data: str = "data",
        params: str = "params",
    ) -> OutcomeReport:
        """Report on one outcome, or on one directorate or portfolio instead.

        `detail` is `full` or `summary`; `compare` is an earlier quarter of the same plan, by
        default the one before. A parameter that is blank, or None, is not given.
        """
        dataset = read(quarter, data, params)
        # papermill reads `-p outcome 3` as a number, so every ID is taken as text.
        chosen = {"outcome": outcome, "directorate": directorate, "portfolio": portfolio}
        each, one = only_one({each: text(one) for each, one in chosen.items()})
        title, scope, subject = covers(dataset, each, one)
        name = report_name("outcome", each, one)
        context = context_of(dataset, scope, subject, name, data=data, compare=compare)
        return OutcomeReport(name, title, context, detail=detail_of(detail))

    @staticmethod
    @watched
    def council(
        *,
        quarter: str,
        detail: str | None = "full",
        compare: str | None = "",
        data: str = "data",
        params: str = "params",
    ) -> CouncilReport:
        """Report on all activities of the plan; parameters as for `outcome`."""
        dataset = read(quarter, data, params)
        organisation = dataset.council.organisation
        context = context_of(
            dataset, EVERYTHING, organisation.name, "council", data=data, compare=compare
        )
        title = f"{organisation.plan_name} monitoring report"
        return CouncilReport("council", title, context, detail=detail_of(detail))

    @staticmethod
    @watched
    def activity(
        *, quarter: str, activity: str, data: str = "data", params: str = "params"
    ) -> Scorecard:
        """Make the scorecard of one activity."""
        dataset, activity = read(quarter, data, params), text(activity)
        title, scope, subject = covers(dataset, "activity", activity)
        name = report_name("scorecard", "activity", activity)
        context = context_of(dataset, scope, subject, name, data=data, up="../")
        return Scorecard(name, title, context)

    def ledger(self) -> LedgerOutput:
        """Every figure of the report: what `figures.csv` and the page's frame are made from."""
        return LedgerOutput(self.name, self.title, self._context, kind=self.kind)

    def _answers(self, name: str, *parts: Iterator[Fragment | None]) -> Section:
        """Make a section that says so where nothing is known, rather than something untrue."""
        unknown = self._context.nothing_known
        if not unknown:
            return self._section(*parts)
        return self._section(iter([paragraph(unknown), self._context.commentary(name)]))

    def _section(self, *parts: Iterator[Fragment | None]) -> Section:
        return section((one for part in parts for one in part), detail=self._detail)


class OutcomeReport(Report):
    """The report of one outcome, directorate or portfolio."""

    kind = "outcome"

    def introduction(self) -> Section:
        """What the plan and its monitoring are, and what this report covers."""
        return self._section(opening.introduction(self._context))

    def overview(self) -> Section:
        """Every headline figure on one page."""
        return self._section(opening.overview(self._context))

    def summary(self) -> Section:
        """Every activity with its status, milestones and boards."""
        return self._section(opening.summary(self._context))

    def submissions(self) -> Section:
        """How many returns came, and when."""
        return self._section(opening.submissions(self._context))

    def delivery(self) -> Section:
        """What is on track, what is not, what moved, and what is due this year."""
        return self._answers("delivery", delivery.delivery(self._context))

    def milestones(self) -> Section:
        """Milestones given, end dates revised, and dates kept or missed."""
        return self._answers("milestones", milestones.milestones(self._context))

    def issues(self) -> Section:
        """Issues by theme, of what is not on track."""
        return self._answers("issues", response.issues(self._context))

    def mitigations(self) -> Section:
        """Mitigating actions and escalations."""
        return self._answers("mitigations", response.mitigations(self._context))

    def governance(self) -> Section:
        """Boards reported to and expected."""
        return self._answers("governance", oversight.governance(self._context))

    def assurance(self) -> Section:
        """Audits and reviews beside the lead officers' own view."""
        return self._section(oversight.assurance(self._context))

    def risk(self) -> Section:
        """Risk registers that hold what is not on track."""
        return self._answers("risk", response.risk(self._context))

    def scorecards(self) -> Section:
        """Each activity, who leads it, and its progress."""
        return self._section(oversight.scorecards(self._context))


class CouncilReport(OutcomeReport):
    """The report of the whole council: the same sections, seen across outcomes."""

    kind = "council"

    def submissions(self) -> Section:
        """How many returns came, when, and from which directorates."""
        rates = council.response_rates(self._context)
        return self._section(opening.submissions(self._context), iter([rates]))

    def delivery(self) -> Section:
        """All outcomes side by side, what moved, and the statuses over time."""
        return self._answers("delivery", council.delivery(self._context))

    def issues(self) -> Section:
        """Issues by theme, and the themes that cut across outcomes and directorates."""
        themes = council.cross_cutting(self._context)
        return self._answers("issues", response.issues(self._context), iter([themes]))

    def attention(self) -> Section:
        """What is most in need of attention, and why."""
        return self._answers("mitigations", attention.attention(self._context))

    def governance(self) -> Section:
        """Boards reported to and expected, and the forward plan by month."""
        return self._answers(
            "governance", oversight.governance(self._context), council.forward_plan(self._context)
        )

    def assurance(self) -> Section:
        """Whether assurance agrees with the lead officers."""
        agreement = council.agreement(self._context)
        return self._section(iter([agreement]), oversight.assurance(self._context))

    def scorecards(self) -> Section:
        """Every activity with its status, milestones and boards."""
        return self._section(opening.summary(self._context))


class Scorecard(Report):
    """One activity on two pages at most."""

    kind = "scorecard"

    def status(self) -> Section:
        """Who answers for the activity, where it stands and how it came there."""
        return self._section(scorecard.status(self._context))

    def progress(self) -> Section:
        """What the lead officer says of progress."""
        return self._section(scorecard.progress(self._context))

    def milestones(self) -> Section:
        """Milestones: first, previous and present dates."""
        return self._section(scorecard.milestones(self._context))

    def issues(self) -> Section:
        """Issues and mitigation."""
        return self._section(scorecard.issues(self._context))

    def governance(self) -> Section:
        """Boards and risk registers."""
        return self._section(scorecard.governance(self._context))

    def assurance(self) -> Section:
        """Audits and reviews."""
        return self._section(scorecard.assurance(self._context))
