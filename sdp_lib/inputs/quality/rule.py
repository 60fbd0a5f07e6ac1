"""Rules: what they are, what they look at and what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pandas as pd

from sdp_lib.errors import Problem
from sdp_lib.inputs.council import Council
from sdp_lib.inputs.dataset import Dataset
from sdp_lib.inputs.frames import each_is
from sdp_lib.inputs.params import Reports
from sdp_lib.inputs.placeholders import says_nothing
from sdp_lib.inputs.plan_as_it_was import PlanThen
from sdp_lib.problems.kind import Kind

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a rule found.

    `where` is blank for the row of an activity's return; `activity` and `column` are blank if it is
    not about one.
    """

    found: str
    activity: str = ""
    column: str = ""
    where: str = ""


@dataclass(frozen=True)
class Case:
    """All that the rules look at; every frame is indexed by activity.

    `answers`: plan and return of each activity that answered, side by side as in the contract.
    `paths`: where each kind of input is; `rows` and `plan_rows`: the row of each activity in its
    file. `commentary`: the text of each file. `today`: today's plan, which is None if it is
    not checked. `reports` is None if it is not known which are made.
    """

    dataset: Dataset
    answers: pd.DataFrame
    paths: Mapping[str, str]
    rows: Mapping[str, int] = field(default_factory=dict)
    plan_rows: Mapping[str, int] = field(default_factory=dict)
    commentary: Mapping[str, str] = field(default_factory=dict)
    today: PlanThen | None = None
    reports: Reports | None = None

    @property
    def council(self) -> Council:
        """The standing configuration."""
        return self.dataset.council

    @property
    def before(self) -> pd.DataFrame | None:
        """The returns of the period compared with."""
        return self.dataset.before.returns if self.dataset.before else None

    @property
    def recorded(self) -> pd.DataFrame | None:
        """The activities as the last earlier quarter that was recorded has them."""
        waves = [wave for wave in self.dataset.waves[:-1] if wave.recorded]
        return waves[-1].activities if waves else None

    @property
    def on_track(self) -> pd.Series[bool]:
        """Return which answers say that the activity is on track."""
        good = [status.id for status in self.council.statuses if status.on_track]
        return self.answers["delivery"].isin(good)

    @property
    def off_track(self) -> pd.Series[bool]:
        """Return which answers say that the activity is off track."""
        return self.answers["delivery"].isin([status.id for status in self.council.off_track])

    @property
    def missing(self) -> pd.DataFrame:
        """The activities without a return."""
        activities = self.dataset.activities
        return activities[~activities.index.isin(self.answers.index)]

    def in_plan(self, activity: str) -> str:
        """Return the place of an activity's row in the plan."""
        return self.placed("plan", self.plan_rows.get(activity), activity)

    def in_returns(self, activity: str) -> str:
        """Return the place of an activity's return."""
        return self.placed("returns", self.rows.get(activity), activity)

    def placed(self, kind: str, row: int | None, activity: str) -> str:
        """Write a place in a kind of input as messages do."""
        return placed(self.paths[kind], row, activity, self.council.vocabulary.activity[0])


@dataclass(frozen=True)
class Rule:
    """A rule: what it is about, what it is called, how bad it is, and how it finds.

    `so` continues what was found, and says what is wrong with it. The rule applies only if the form
    asks all of `needs`; a text of several columns needs one of them.
    """

    kind: Kind
    name: str
    severity: Severity
    so: str
    find: Callable[[Case], Iterable[Hit]]
    needs: tuple[str, ...] = ()

    def applies(self, council: Council) -> bool:
        """Whether the form asks what the rule is about."""
        return all(council.asks(*columns.split()) for columns in self.needs)


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit of a rule, with its place, and what was `found` as a clause of its own."""

    rule: Rule
    problem: Problem
    activity: str = ""
    column: str = ""
    found: str = ""


def findings(rule: Rule, case: Case) -> Iterator[Finding]:
    """Apply a rule, and yield its hits with their places, in the organisation's words."""
    if not rule.applies(case.council):
        return
    say = case.council.say
    for hit in rule.find(case):
        where = hit.where or case.in_returns(hit.activity)
        problem = Problem(rule.kind, where, f"{hit.found}, {say(rule.so)}", say(rule.kind.fix))
        yield Finding(rule, problem, hit.activity, hit.column, hit.found)


def placed(path: str, row: int | None, activity: str, noun: str = "activity") -> str:
    """Write a place as messages do.

    >>> placed("data/returns/2019-20-Q2.csv", 14, "52")
    'data/returns/2019-20-Q2.csv, row 14 (activity 52)'
    """
    parts = [path, f"row {row}" if row else ""]
    about = f" ({noun} {activity})" if activity else ""
    return ", ".join(part for part in parts if part) + about


def hits(
    frame: pd.DataFrame,
    wrong: pd.Series[bool],
    found: str | Callable[[Any], str],
    column: str = "",
) -> Iterator[Hit]:
    """Yield a hit for each row that is wrong; `found` is its words, or puts the row into words."""
    if not wrong.any():  # mostly; making records of no rows takes milliseconds
        return
    if isinstance(found, str):
        for name in frame.index[wrong]:
            yield Hit(found, str(name), column)
    else:
        for row in frame[wrong].itertuples():
            yield Hit(found(row), str(row.Index), column)


def iso(value: date | pd.Timestamp) -> str:
    """Write a date as the data has it.

    >>> iso(pd.Timestamp("2019-10-31"))
    '2019-10-31'
    """
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value.isoformat()


def given(texts: pd.Series[str]) -> pd.Series[bool]:
    """Return which texts say something: neither blank nor a placeholder such as `N/A`."""
    return each_is(texts, lambda text: not says_nothing(text))


def any_of(lists: pd.Series) -> pd.Series[bool]:
    """Return which lists hold anything; a series of booleans even if there are no lists."""
    return pd.Series([bool(value) for value in lists], index=lists.index, dtype=bool)
