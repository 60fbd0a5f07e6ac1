"""The context that every section of a report reads: data, this period, an earlier one, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sdp_lib.inputs.council import Council, Item, Status, label
from sdp_lib.inputs.plan import Outcome
from sdp_lib.inputs.vocabulary import Vocabulary
from sdp_lib.measures.figure import Figure, Figures
from sdp_lib.measures.movement import NO_RETURN, NOT_IN_PLAN, same_scale, status
from sdp_lib.measures.report_data import ReportData
from sdp_lib.measures.responses import Activity, Answer, Responses
from sdp_lib.periods import Period, headed, spoken
from sdp_lib.presentation.fragments import Fragment, Markup
from sdp_lib.presentation.markdown import commentary
from sdp_lib.presentation.status_looks import ABSENT, looks
from sdp_lib.presentation.tables import link, tag
from sdp_lib.presentation.wording import counted, in_sentence, listed, share, statement

MOST_NAMED = 12  # activities in a sentence; a table has them all


@dataclass(frozen=True)
class Context:
    """Everything that the sections of a report may read, and must not change.

    `subject` names what the report covers in a sentence ("Goal 3"). `before` is the period that
    the report compares with, and `figures` are counted in both.
    """

    data: ReportData
    subject: str
    before: Responses | None
    figures: Figures
    words: Mapping[str, str]
    up: str = ""

    @cached_property
    def only_activity(self) -> Activity:
        """The plan's row of the one activity that a scorecard covers."""
        return self.now.activities[0]

    @cached_property
    def only_answer(self) -> Answer | None:
        """The answer of that activity; None without a return."""
        return self.now.answers[0] if self.now.answers else None

    @property
    def now(self) -> Responses:
        """The period that is reported."""
        return self.history[-1]

    @property
    def history(self) -> tuple[Responses, ...]:
        """All periods of the plan up to this one, oldest first."""
        return self.data.history

    @property
    def council(self) -> Council:
        """The organisation's configuration."""
        return self.data.council

    @property
    def quarter(self) -> Period:
        """The period that is reported."""
        return self.now.quarter

    @property
    def then(self) -> str:
        """The name of the period compared with, for column headings; blank if there is none."""
        return self.before.quarter.beside(self.quarter) if self.before else ""

    @property
    def nouns(self) -> Vocabulary:
        """The organisation's own words."""
        return self.council.vocabulary

    def say(self, text: str) -> str:
        """Put a text of the library into the organisation's words."""
        return self.nouns.say(text)

    def counted(self, number: int) -> str:
        """Return a number of activities as words of a sentence."""
        return counted(number, self.nouns.activity)

    def share(self, value: int, of: int) -> str:
        """Return "14 of 17 activities", to be followed by a verb."""
        return share(value, of, self.nouns.activity)

    def commentary(self, name: str) -> Fragment | None:
        """Return the analyst's words for a section with the figures they quote, or None."""
        return commentary(self.words.get(name, ""), self.figures)

    def say_status(self, status: Status) -> Markup:
        """Return how many activities have a status, and how that moved."""
        figure = self.figures[f"delivery.{status.id}"]
        return statement(figure, status.one, status.many, self.then, self.answering)

    def figure(self, name: str) -> Figure:
        """Return a figure of this report."""
        return self.figures[name]

    def status(self, delivery: str) -> Markup:
        """Show a delivery status as its tag."""
        return _status_tag(self.council, delivery)

    @property
    def answering(self) -> tuple[str, str]:
        """The noun for the responses: activities, or those that made a return if some did not."""
        one, many = self.nouns.activity
        if not self.now.missing:
            return one, many
        return f"{one} that made a return", f"{many} that made a return"

    @property
    def none_off_track(self) -> str:
        """The words for nothing being off track, as far as that is known."""
        answered = len(self.now.answers)
        one, many = self.nouns.activity
        if answered == len(self.now.activities):
            return f"No {one} of {self.subject} is reported as off track"
        if answered == 1:
            return f"The only {one} that made a return is not reported as off track"
        return f"None of the {answered} {many} that made a return is reported as off track"

    @property
    def nothing_known(self) -> str:
        """The reason why nothing can be reported: no activities, or no returns; empty otherwise."""
        if not self.now.activities:
            return f"{self.subject} has no {self.nouns.activity[1]} in this plan."
        if not self.now.answers:
            return f"No return was made for {self.subject}, so nothing can be said here."
        return ""

    @property
    def outcome_word(self) -> str:
        """The plan's word for an outcome, as in the middle of a sentence."""
        noun = self.council.organisation.outcome_noun
        return " ".join(map(in_sentence, noun.split()))

    @property
    def whole(self) -> bool:
        """Whether the report is of the whole plan."""
        return self.data.whole

    @property
    def no_return(self) -> Markup:
        """Show that an activity made no return: never as zero, and never as on track."""
        return tag("No return", "none")

    def status_then(self, activity: str) -> Markup:
        """Show the status that an activity had in the period compared with."""
        if self.before is None:
            return tag("Not available", "none")
        return self.status_in(self.before, activity)

    def status_in(self, seen: Responses, activity: str) -> Markup:
        """Show the status that an activity had in a quarter."""
        then = status(seen, activity)
        if then == NOT_IN_PLAN:
            return tag("Not in the plan", "none")
        return self.no_return if then == NO_RETURN else _status_tag(seen.council, then)

    @property
    def looks(self) -> dict[str, str]:
        """The look of each status: its tone, numbered if an earlier status has the same tone."""
        return looks(self.council.statuses)

    def tone(self, seen: Responses, activity: str) -> str:
        """Return the look of an activity's status in a period; `none` without a return.

        It is `absent` if the activity was not in the plan.
        """
        then = status(seen, activity)
        if then == NOT_IN_PLAN:
            return ABSENT
        unknown = "none" if then == NO_RETURN else "blank"
        return self.looks.get(then) or looks(seen.council.statuses).get(then, unknown)

    @property
    def tone_legend(self) -> list[tuple[str, str]]:
        """What each symbol and colour means, in the order of the statuses."""
        known = [(one.label, self.looks[one.id]) for one in self.council.statuses]
        return [*known, ("Status not given", "blank"), ("No return", "none")]

    @property
    def compared_quarters(self) -> str:
        """The names of this period and the one it is compared with, for captions."""
        if self.before is None:
            return self.quarter.label
        return f"{self.before.quarter.label} and {self.quarter.label}"

    @property
    def comparable(self) -> tuple[Responses, ...]:
        """The periods so far with the same statuses as this one, oldest first."""
        return tuple(seen for seen in self.history if same_scale(self.now, seen))

    @property
    def other_scale(self) -> str:
        """The note that the period compared with had other statuses; blank if they are the same."""
        if self.before is None or same_scale(self.now, self.before):
            return ""
        return (
            f"The statuses are not those of {spoken(self.before.quarter.label)}, so changes "
            "since then are not counted."
        )

    @property
    def has_scorecards(self) -> bool:
        """Whether this period's build makes scorecards that pages can link to."""
        return self._makes_all("scorecard", "activity")

    @property
    def has_outcomes(self) -> bool:
        """Whether this period's build makes a page for each outcome."""
        return self._makes_all("outcome", "outcome")

    def _makes_all(self, notebook: str, each: str) -> bool:
        return any(
            (report.notebook, report.each, report.only) == (notebook, each, None)
            for report in self.data.params.reports
        )

    def outcome(self, outcome: Outcome) -> Markup | str:
        """Name an outcome, linked to its page if there is one."""
        words = outcome.label
        return link(f"{self.up}outcome-{outcome.id}.html", words) if self.has_outcomes else words

    def activity(self, row: Activity) -> Markup:
        """Name an activity with its number, linked to its scorecard if there is one."""
        return self._linked(row, activity_name(row))

    def activity_number(self, row: Activity) -> Markup:
        """Name an activity by its number alone, linked to its scorecard if there is one."""
        return self._linked(row, Markup("{}").format(row.id))

    def _linked(self, row: Activity, words: Markup) -> Markup:
        page = f"{self.up}scorecards/activity-{row.id}.html"
        return link(page, words) if self.has_scorecards else words


def periods_of(context: Context, bars: Sequence[object]) -> str:
    """Name the periods of a chart's bars for a caption: those compared, or this one alone."""
    return context.compared_quarters if len(bars) > 1 else context.quarter.label


def spoken_periods(context: Context, bars: Sequence[object]) -> str:
    """Name the periods of a chart's bars as in a sentence."""
    earlier = [context.before] if context.before and len(bars) > 1 else []
    return " and ".join(spoken(seen.quarter.label) for seen in [*earlier, context.now])


def series(context: Context, figures: Sequence[Figure]) -> list[tuple[str, list[int]]]:
    """Return the bars of a chart: the earlier period if every figure has one, then this one."""
    now = (headed(context.quarter.label), [figure.value for figure in figures])
    earlier_values = [figure.previous for figure in figures if figure.previous is not None]
    if context.before is None or len(earlier_values) < len(figures):
        return [now]
    return [(headed(context.before.quarter.label), earlier_values), now]


def _status_tag(council: Council, delivery: str) -> Markup:
    for one in council.statuses:
        if one.id == delivery:
            return tag(one.label, looks(council.statuses)[one.id])
    return tag("Status not given", "none")


def activity_name(row: Activity) -> Markup:
    """Name an activity with its number: `52. Review of grants`."""
    return Markup("{}. {}").format(row.id, row.title)


def issue_words(context: Context, row: Answer) -> Markup:
    """Name the issues of an activity as a list in words; the free text of "other" comes last."""
    labels = labels_of(context.council.issues, row.issues)
    other = row.issue_other.strip()
    word = "other" if labels else "Other"
    return listed([*labels, *([f"{word}: {other}"] if other else [])]) or Markup("None given")


def labels_of(items: Sequence[Item], identifiers: Sequence[str]) -> list[str]:
    """Return the labels of several IDs of a list."""
    return [label(items, identifier) for identifier in identifiers]


def named(activities: Sequence[Activity]) -> Markup:
    """List activities by name; beyond `MOST_NAMED` they are only counted."""
    return listed([activity_name(row) for row in activities], most=MOST_NAMED, by="; ")
