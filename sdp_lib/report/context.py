"""What every section of a report reads: the data, this quarter and the last, figures and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sdp_lib.inputs.council import Council, Item, Status, label
from sdp_lib.measures.counts import counts
from sdp_lib.measures.figure import Count, Figure, Figures, compared
from sdp_lib.measures.movement import NO_RETURN, movement_counts, status
from sdp_lib.measures.report_data import ReportData
from sdp_lib.measures.responses import Activity, Answer, Responses
from sdp_lib.measures.tracking import tracking_counts
from sdp_lib.periods import Period
from sdp_lib.presentation.fragments import Fragment, Markup
from sdp_lib.presentation.markdown import commentary
from sdp_lib.presentation.tables import link, tag
from sdp_lib.presentation.wording import ACTIVITY, listed, statement

MOST_NAMED = 12  # of activities in a sentence; a table holds them all


@dataclass(frozen=True)
class Context:
    """A report in the making: all that its sections may read, none of it to be changed.

    `subject` names what the report covers in a sentence ("Goal 3"). `before` is the
    quarter that the report compares with.
    `official` holds the figures beside the quarter before, whatever the report compares with.
    """

    data: ReportData
    subject: str
    before: Responses | None
    figures: Figures
    official: Figures
    words: Mapping[str, str]
    up: str = ""

    @cached_property
    def only_activity(self) -> Activity:
        """What the plan says of the one activity that a scorecard covers."""
        return self.now.activities[0]

    @cached_property
    def only_answer(self) -> Answer | None:
        """What that activity answered; None without a return."""
        return self.now.answers[0] if self.now.answers else None

    @property
    def now(self) -> Responses:
        """The quarter that is reported."""
        return self.history[-1]

    @property
    def history(self) -> tuple[Responses, ...]:
        """All quarters of the plan up to this one, oldest first."""
        return self.data.history

    @property
    def council(self) -> Council:
        """The organisation's configuration."""
        return self.data.council

    @property
    def quarter(self) -> Period:
        """The quarter that is reported."""
        return self.now.quarter

    @property
    def last_quarter(self) -> Period | None:
        """The quarter it is compared with, if there is one."""
        return self.before.quarter if self.before else None

    def commentary(self, name: str) -> Fragment | None:
        """Return the analyst's words for a section with the figures they quote, or None."""
        return commentary(self.words.get(name, ""), self.official)

    def say_status(self, status: Status) -> Markup:
        """Say how many activities have a status, and how that moved since the quarter before."""
        figure = self.figures[f"delivery.{status.id}"]
        return statement(figure, status.one, status.many, self.last_quarter, self.answering)

    def figure(self, name: str) -> Figure:
        """Return a figure of this report."""
        return self.figures[name]

    def status(self, delivery: str) -> Markup:
        """Show a delivery status as its tag."""
        for one in self.council.statuses:
            if one.id == delivery:
                return tag(one.label, one.tone)
        return tag("Status not given", "none")

    @property
    def answering(self) -> tuple[str, str]:
        """What the responses are: activities, or those that made a return where some did not."""
        if not self.now.missing:
            return ACTIVITY
        return "activity that made a return", "activities that made a return"

    @property
    def none_off_track(self) -> str:
        """Say that nothing is off track, as far as that is known."""
        answered = len(self.now.answers)
        if answered == len(self.now.activities):
            return f"No activity of {self.subject} is reported as off track"
        if answered == 1:
            return "The only activity that made a return is not reported as off track"
        return f"None of the {answered} activities that made a return is reported as off track"

    @property
    def nothing_known(self) -> str:
        """Say why nothing can be told: no activities, or no returns; empty where there are some."""
        if not self.now.activities:
            return f"{self.subject} has no activities in this plan."
        if not self.now.answers:
            return f"No return was made for {self.subject}, so nothing can be said here."
        return ""

    @property
    def outcome_word(self) -> str:
        """What the plan calls an outcome, in the middle of a sentence."""
        return self.council.organisation.outcome_noun.lower()

    @property
    def whole(self) -> bool:
        """Whether the report covers all activities of the plan."""
        return self.data.whole

    @property
    def no_return(self) -> Markup:
        """Show that an activity made no return: never as zero, and never as on track."""
        return tag("No return", "none")

    def status_then(self, activity: str) -> Markup:
        """Show the status that an activity had in the quarter before."""
        if self.before is None:
            return tag("Not available", "none")
        return self.status_in(self.before, activity)

    def status_in(self, seen: Responses, activity: str) -> Markup:
        """Show the status that an activity had in a quarter."""
        answer = seen.by_activity.get(activity)
        return self.no_return if answer is None else self.status(answer.delivery)

    @property
    def looks(self) -> dict[str, str]:
        """How each status looks in charts: its tone, or a second look where the tone is taken."""
        found: dict[str, str] = {}
        for one in self.council.statuses:
            found[one.id] = f"{one.tone}-2" if one.tone in found.values() else one.tone
        return found

    def tone(self, seen: Responses, activity: str) -> str:
        """Return the tone of an activity's status in a quarter; `none` without a return."""
        then = status(seen, activity)
        unknown = "none" if then == NO_RETURN else "blank"
        return self.looks.get(then, unknown)

    @property
    def tone_legend(self) -> list[tuple[str, str]]:
        """What each tone stands for, in the order of the statuses."""
        known = [(one.label, self.looks[one.id]) for one in self.council.statuses]
        return [*known, ("Status not given", "blank"), ("No return", "none")]

    @property
    def compared_quarters(self) -> str:
        """Name this quarter and the one it is compared with, for captions."""
        if self.last_quarter is None:
            return self.quarter.label
        return f"{self.last_quarter.label} and {self.quarter.label}"

    @property
    def has_scorecards(self) -> bool:
        """Whether this quarter's build makes scorecards that pages can link to."""
        return self._makes_all("scorecard", "activity")

    @property
    def has_outcomes(self) -> bool:
        """Whether this quarter's build makes a page for each outcome."""
        return self._makes_all("outcome", "outcome")

    def _makes_all(self, notebook: str, each: str) -> bool:
        return any(
            (one.notebook, one.each, one.only) == (notebook, each, None)
            for one in self.data.params.reports
        )

    def activity(self, row: Activity) -> Markup:
        """Name an activity with its number, linked to its scorecard where there is one."""
        return self._linked(row, activity_name(row))

    def activity_number(self, row: Activity) -> Markup:
        """Name an activity by its number alone, linked to its scorecard where there is one."""
        return self._linked(row, Markup("{}").format(row.id))

    def _linked(self, row: Activity, words: Markup) -> Markup:
        return link(f"scorecards/activity-{row.id}.html", words) if self.has_scorecards else words


def series(context: Context, figures: Sequence[Figure]) -> list[tuple[str, list[int]]]:
    """Return the bars of a chart: the quarter before where every figure has one, then this one."""
    now = (context.quarter.label, [one.value for one in figures])
    earlier_values = [one.previous for one in figures if one.previous is not None]
    if context.last_quarter is None or len(earlier_values) < len(figures):
        return [now]
    return [(context.last_quarter.label, earlier_values), now]


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
    return [label(items, one) for one in identifiers]


def named(activities: Sequence[Activity]) -> Markup:
    """Name activities one after another; beyond `MOST_NAMED` they are only counted."""
    return listed([activity_name(row) for row in activities], most=MOST_NAMED, by="; ")


def make_context(
    data: ReportData,
    subject: str,
    words: Mapping[str, str],
    *,
    compare: Period | None = None,
    up: str = "",
) -> Context:
    """Count what a report holds in this quarter and in the one that it is compared with."""
    history = data.history
    last = _last(history)
    before = next((seen for seen in history if seen.quarter == compare), None) if compare else last
    official = _figures(history, last, data)
    return Context(
        data=data,
        subject=subject,
        before=before,
        figures=official if before is last else _figures(history, before, data),
        official=official,
        words=words,
        up=up,
    )


def _last(history: Sequence[Responses]) -> Responses | None:
    return history[-2] if len(history) > 1 else None


def _figures(history: tuple[Responses, ...], before: Responses | None, data: ReportData) -> Figures:
    now = _counts(history, before, data)
    if before is None:
        return compared(now, None)
    place = next(number for number, seen in enumerate(history) if seen is before)
    until_then = history[: place + 1]
    return compared(now, _counts(until_then, _last(until_then), data))


def _counts(
    history: tuple[Responses, ...], before: Responses | None, data: ReportData
) -> list[Count]:
    """Count a quarter with what moved since another, and what became of milestone dates."""
    now = history[-1]
    asked = next(one for one in data.asked if one.value == now.quarter)
    moved = movement_counts(now, before)
    return [*counts(now), *moved, *tracking_counts(history, asked.window.closed)]
