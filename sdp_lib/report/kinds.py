"""The kinds of report, each with its table of contents: every section is a method."""

from __future__ import annotations

from itertools import chain
from typing import ClassVar

from sdp_lib.presentation.fragments import paragraph, part
from sdp_lib.presentation.own_display import show_own_content
from sdp_lib.report import (
    attention,
    council,
    delivery,
    main_points,
    milestones,
    opening,
    oversight,
    response,
    scorecard,
)
from sdp_lib.report.context import Context
from sdp_lib.report.ledger import LedgerOutput
from sdp_lib.report.own import OwnContent
from sdp_lib.report.section import Pieces, section_with

WORDS = "The analyst's words, from data/commentary"


class AnyReport(OwnContent):
    """The basis of every report: a name, a title, sections, figures, and analysts' own content."""

    kind: ClassVar[str]

    def __init__(self, name: str, title: str, context: Context, *, detail: str = "full"):
        super().__init__(title, context)
        self.name = name
        self.detail = detail
        show_own_content()

    def ledger(self) -> LedgerOutput:
        """Every figure of the report, as the source of `figures.csv` and of the page's frame."""
        return LedgerOutput(
            self.name, self.title, self._context, kind=self.kind, detail=self.detail
        )

    def _answers(self, name: str, *several: Pieces) -> Pieces:
        """Yield a section, or a sentence that nothing is known, rather than something untrue."""
        if not (unknown := self._context.nothing_known):
            return chain(*several)
        return chain(
            part("finding", paragraph(unknown)), part("commentary", self._context.commentary(name))
        )


class OutcomeReport(AnyReport):
    """The report of one outcome, directorate or portfolio."""

    kind = "outcome"

    @section_with(
        "summary",
        headline="How many activities are on track, and who is missing from that count",
        bar="How many activities have each status, as a bar",
        moved="What is newly off track, what has the worst status, and what has recovered",
        attention="What most needs attention, with the rule by which it is chosen",
    )
    def main_points(self) -> Pieces:
        """The state of the plan, and what to look at first."""
        return main_points.main_points(self._context, detail=self.detail)

    @section_with(
        "activities",
        about="What the report covers, its dates, and the number of returns",
        method="Whose view it shows, and the period that counts are compared with",
        commentary=WORDS,
    )
    def introduction(self) -> Pieces:
        """The plan, its monitoring, and what this report covers."""
        return opening.introduction(self._context)

    @section_with(
        headlines="Three large figures, with how they moved",
        table="Every headline figure beside the quarter compared with",
    )
    def overview(self) -> Pieces:
        """Every headline figure on one page."""
        return opening.overview(self._context)

    @section_with("activities")
    def summary(self) -> Pieces:
        """Every activity with its status, milestones and boards."""
        return opening.summary(self._context)

    @section_with(
        window="When the form was open, and how many returns were received",
        late="Returns received after the form had closed",
        missing="Activities without a return",
        members="Which activities joined or left the plan since the quarter compared with",
        commentary=WORDS,
    )
    def submissions(self) -> Pieces:
        """How many returns were received, and when."""
        return opening.submissions(self._context)

    @section_with(
        finding="How many activities are on track, and how that moved",
        others="How many have each other status",
        chart="Activities by status, beside the quarter compared with",
        table="The same as a table",
        not_on_track="Each activity that is not on track, with its issues",
        moved="Activities whose status moved",
        history="The status of each activity in every quarter so far",
        due="Activities due to end this financial year",
        objectives="Objectives, with the activities that serve them",
        budget="The budget by status, where the plan has budgets",
        commentary=WORDS,
    )
    def delivery(self) -> Pieces:
        """Activities on track and not, movement, and activities due this year."""
        return self._answers("delivery", delivery.delivery(self._context))

    @section_with(
        finding="How many activities gave a milestone date",
        chart="Kinds of milestone given",
        table="The same as a table",
        revised_ends="Revised end dates: how many, the longest slips, and each one",
        dates_kept="What became of the dates given in the quarter before",
        commentary=WORDS,
    )
    def milestones(self) -> Pieces:
        """Milestones given, end dates revised, and dates kept or missed."""
        return self._answers("milestones", milestones.milestones(self._context))

    @section_with(
        finding="The issue that most activities name",
        chart="Issues by theme, beside the quarter compared with",
        table="The same as a table",
        how_many_each="How many issues each activity names",
        details="Issues in the lead officers' words",
        commentary=WORDS,
    )
    def issues(self) -> Pieces:
        """Issues by theme, of activities not on track."""
        return self._answers("issues", response.issues(self._context))

    @section_with(
        finding="How many activities not on track have a mitigating action or escalation",
        without="Which have none",
        table="Each mitigating action or escalation",
        commentary=WORDS,
    )
    def mitigations(self) -> Pieces:
        """Mitigating actions and escalations."""
        return self._answers("mitigations", response.mitigations(self._context))

    @section_with(
        finding="How many activities expect to report to no board",
        reported="Boards reported to this quarter",
        expected="Boards that activities expect to report to this year",
        scheduled="How many have a date on a board's forward plan",
        commentary=WORDS,
    )
    def governance(self) -> Pieces:
        """Boards reported to and expected."""
        return self._answers("governance", oversight.governance(self._context))

    @section_with(
        finding="How many audits and reviews touch these activities",
        table="Each audit or review beside the lead officer's status",
        commentary=WORDS,
    )
    def assurance(self) -> Pieces:
        """Audits and reviews beside the lead officers' own view."""
        return oversight.assurance(self._context)

    @section_with(
        finding="How many activities not on track are on a risk register",
        table="The risk registers they are on",
        commentary=WORDS,
    )
    def risk(self) -> Pieces:
        """Risk registers that activities not on track are on."""
        return self._answers("risk", response.risk(self._context))

    @section_with("activities")
    def scorecards(self) -> Pieces:
        """Each activity, who leads it, and its progress."""
        return oversight.scorecards(self._context)


class CouncilReport(OutcomeReport):
    """The report of the whole council: the same sections, seen across outcomes."""

    kind = "council"

    @section_with(
        **OutcomeReport.submissions.parts,
        directorates="Returns expected, received, late and missing, by directorate",
    )
    def submissions(self) -> Pieces:
        """How many returns were received, when, and from which directorates."""
        rates = part("directorates", council.response_rates(self._context))
        return chain(opening.submissions(self._context), rates)

    @section_with(
        finding="How many activities are on track, and how that moved",
        others="How many have each other status",
        chart="Activities by status, beside the quarter compared with",
        outcomes="Status by outcome, as a table",
        movement="Movement, slippage and issues in each outcome",
        outcomes_chart="Status by outcome, as a chart",
        moved="Activities whose status moved",
        transitions="Changes from each status to each other",
        quarters_chart="Statuses in every quarter so far",
        waiting="Activities on track that wait for one that is not, and end dates that clash",
        objectives="Objectives by outcome, and those that no activity serves",
        budget="The budget by outcome and status, where the plan has budgets",
        commentary=WORDS,
    )
    def delivery(self) -> Pieces:
        """All outcomes side by side, movement, and the statuses over time."""
        return self._answers("delivery", council.delivery(self._context))

    @section_with(
        **OutcomeReport.issues.parts, themes="Themes that cut across outcomes and directorates"
    )
    def issues(self) -> Pieces:
        """Issues by theme, and the themes that cut across outcomes and directorates."""
        themes = part("themes", council.cross_cutting(self._context))
        return self._answers("issues", response.issues(self._context), themes)

    @section_with(
        finding="How many activities not on track have a mitigating action or escalation",
        table="Activities that most need attention, and why",
        weight="Activities high in risk, complexity or value that are off track or later",
        commentary=WORDS,
    )
    def attention(self) -> Pieces:
        """Activities most in need of attention, and why."""
        return self._answers("mitigations", attention.attention(self._context))

    @section_with(**OutcomeReport.governance.parts, forward_plan="A board's forward plan by month")
    def governance(self) -> Pieces:
        """Boards reported to and expected, and the forward plan by month."""
        months = part("forward_plan", *council.forward_plan(self._context))
        return self._answers("governance", oversight.governance(self._context), months)

    @section_with(
        agreement="Whether reviews agree with the lead officers", **OutcomeReport.assurance.parts
    )
    def assurance(self) -> Pieces:
        """Whether assurance agrees with the lead officers."""
        agreement = part("agreement", council.agreement(self._context))
        return chain(agreement, oversight.assurance(self._context))

    @section_with("activities")
    def scorecards(self) -> Pieces:
        """Every activity with its status, milestones and boards."""
        return opening.summary(self._context)


class Scorecard(AnyReport):
    """One activity on two pages at most."""

    kind = "scorecard"

    @section_with(
        sentence="Its status, what that was before, and when it ends",
        facts="Who answers for it, its status and its dates",
        history="Its status in every quarter",
    )
    def status(self) -> Pieces:
        """The status of the activity, who answers for it, and its history."""
        return scorecard.status(self._context)

    @section_with()
    def progress(self) -> Pieces:
        """Progress in the lead officer's words."""
        return scorecard.progress(self._context)

    @section_with(table="Each milestone with its dates", trend="How the dates moved")
    def milestones(self) -> Pieces:
        """Milestones: first, previous and present dates."""
        return scorecard.milestones(self._context)

    @section_with()
    def issues(self) -> Pieces:
        """Issues and mitigation."""
        return scorecard.issues(self._context)

    @section_with()
    def governance(self) -> Pieces:
        """Boards and risk registers."""
        return scorecard.governance(self._context)

    @section_with()
    def assurance(self) -> Pieces:
        """Audits and reviews."""
        return scorecard.assurance(self._context)
