"""Columns of `report.data`: one table that builds the frames and generates their reference.

`measures/frames.py` builds the frames from it, and `docs/frames.py` writes `docs/frames.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any, Literal

from sdp_lib.inputs.council import Council

Kind = Literal["id", "text", "ids", "date", "moment", "flag", "count", "status", "period"]
Taken = Callable[[Any], object]

# What pandas shows as the type of each kind of column.
SHOWN_AS: dict[Kind, str] = {
    "id": "str",
    "text": "str",
    "ids": "object: a tuple of str",
    "date": "datetime64",
    "moment": "datetime64",
    "flag": "bool",
    "count": "Int64",
    "status": "category, ordered",
    "period": "category, ordered",
}


@dataclass(frozen=True)
class Column:
    """A column of a frame: its name, the kind of its values, and what they mean.

    `taken` takes the value from a record if that is not the attribute of the column's name. A
    column that is `repeated` stands for one column for each kind of milestone. A column with
    `needs` is there if the form asks one of these questions.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    taken: Taken | None = None
    repeated: bool = False
    needs: tuple[str, ...] = ()

    def value(self, record: Any) -> object:
        """Return the value of a record in this column."""
        return (self.taken or attrgetter(self.name))(record)


@dataclass(frozen=True)
class Declared:
    """A frame as it is declared: what a row is, and its columns in order."""

    name: str
    rows: str
    columns: tuple[Column, ...]

    def of(self, council: Council) -> tuple[Column, ...]:
        """Return the columns for an organisation: those of its lists and of what its form asks."""
        columns: list[Column] = []
        for column in self.columns:
            if column.repeated:
                columns += _milestones(column, council)
            elif _has(column, council):
                columns.append(column)
        return tuple(columns)


def _has(column: Column, council: Council) -> bool:
    lists = {"type": council.types, "directorate": council.directorates}
    lists |= {"any_milestone": council.kinds}
    asked = not column.needs or council.asks(*column.needs)
    return asked and bool(lists.get(column.name, True))


def _milestones(column: Column, council: Council) -> list[Column]:
    def taken(kind: str) -> Taken:
        return lambda answer: answer.milestones.get(kind)

    return [
        Column(
            kind.column,
            column.kind,
            f"{column.meaning}: {kind.label}",
            column.unit,
            taken=taken(kind.id),
        )
        for kind in council.kinds
    ]


_ACTIVITY = Column("activity", "id", "the activity’s ID in the plan", taken=attrgetter("id"))
_PLAN = (
    Column("title", "text", "its title in the plan"),
    Column("outcome", "id", "the outcome that it belongs to"),
    Column("type", "id", "the type of activity"),
    Column("directorate", "id", "the directorate that leads it"),
    Column("lead", "text", "the post that answers for it"),
    Column("director", "text", "the director responsible"),
    Column("portfolio", "text", "the portfolio, in words"),
    Column("portfolio_id", "id", "the portfolio, as the parameter `portfolio` takes it"),
    Column("start", "date", "when it started, or is to start", "day"),
    Column("end", "date", "the original end date, which no return changes", "day"),
    Column("source", "id", "`published`, or `illustrative` if it is invented"),
    Column("joined", "id", "the first quarter in which it was asked; blank: from the start"),
    Column("left", "id", "the last one; blank while it is in the plan"),
    Column("left_as", "id", "how it left"),
    Column("into", "ids", "the activities that it went into"),
    Column("carried_from", "ids", "what it goes on from in earlier plans, such as `2019-20:41`"),
    Column("depends_on", "ids", "the activities that it waits for"),
    Column("objectives", "ids", "the objectives that it serves"),
    Column("operating_plan", "text", "the plan that holds its detail"),
    Column("budget", "count", "its budget over its whole life; missing if none", "pounds"),
    Column("risk", "id", "`high`, `medium` or `low`"),
    Column("complexity", "id", "`high`, `medium` or `low`"),
    Column("value", "id", "`high`, `medium` or `low`"),
)
_ANSWER = (
    Column("submitted", "moment", "when the return came", "second"),
    Column("delivery", "status", "the lead officer’s view of delivery; missing where not given"),
    Column("progress", "text", "progress in the lead officer’s words", needs=("progress",)),
    Column("MILESTONE", "date", "date of the milestone", "day", repeated=True),
    Column(
        "other_milestone_name",
        "text",
        "what the other milestone is",
        needs=("other_milestone_name",),
    ),
    Column(
        "revised_end", "date", "the end date that is expected now", "day", needs=("revised_end",)
    ),
    Column("issues", "ids", "themes of the issues", needs=("issues",)),
    Column("issue_other", "text", "an issue that is not one of the themes", needs=("issue_other",)),
    Column("issue_detail", "text", "more about the issues", needs=("issue_detail",)),
    Column("mitigation", "text", "mitigating actions and escalations", needs=("mitigation",)),
    Column("mitigation_themes", "ids", "kinds of mitigation", needs=("mitigation_themes",)),
    Column(
        "boards_reported", "ids", "boards reported to in this period", needs=("boards_reported",)
    ),
    Column(
        "boards_expected",
        "ids",
        "boards expected to be reported to this year",
        needs=("boards_expected",),
    ),
    Column(
        "forward_plan_date",
        "date",
        "date on the board’s forward plan",
        "day",
        needs=("forward_plan_date",),
    ),
    Column("risk_registers", "ids", "risk registers that it is on", needs=("risk_registers",)),
)
_FLAGS = (
    Column("late", "flag", "the return came after the day on which the form closed"),
    Column("on_track", "flag", "the status counts as on track"),
    Column("off_track", "flag", "the status counts as not on track"),
    Column("due", "flag", "`end` is in this year"),
    Column(
        "revised",
        "flag",
        "`revised_end` is later than `end`, or given where `end` is not",
        needs=("revised_end",),
    ),
    Column(
        "slip_days",
        "count",
        "`revised_end` less `end`; missing without both",
        "days",
        needs=("revised_end",),
    ),
    Column(
        "issue_count",
        "count",
        "themes named, and one more for `issue_other`",
        "issues",
        needs=("issues", "issue_other"),
    ),
    Column("any_milestone", "flag", "at least one milestone date is given"),
    Column("any_mitigation", "flag", "`mitigation` says something", needs=("mitigation",)),
)
_BESIDE = (_ACTIVITY, *_PLAN, *_ANSWER, *_FLAGS)

ACTIVITIES = Declared(
    "activities", "Each activity of the plan that the report covers.", (_ACTIVITY, *_PLAN)
)
RETURNS = Declared(
    "returns", "Each return of this period, with corrections applied.", (_ACTIVITY, *_ANSWER)
)
ANSWERS = Declared(
    "answers",
    "Each return of this period beside what the plan says of its activity, with the flags that "
    "the report’s counts use.",
    _BESIDE,
)
BEFORE = Declared(
    "before",
    "The same for the period that the report compares with; no rows if there is none.",
    _BESIDE,
)
HISTORY = Declared(
    "history",
    "The same for every period of the plan so far, oldest first.",
    (Column("quarter", "period", "the period that the return is about"), *_BESIDE),
)
FIGURES = Declared(
    "figures",
    "Each figure of the report, as in `figures.csv`.",
    (
        Column("figure", "id", "the figure’s name", taken=attrgetter("name")),
        Column("value", "count", "how many", "activities, or what the name says"),
        Column("of", "count", "out of how many", "as `value`"),
        Column("percent", "count", "`value` of `of`; missing where `of` is 0", "per cent"),
        Column("previous", "count", "`value` in the period before; missing if none", "as `value`"),
        Column("compared", "id", "the period that it is compared with; missing if none"),
    ),
)
LABELS = Declared(
    "labels",
    "Each ID of the configuration and of the plan’s outcomes, with the words for it.",
    (
        Column("list", "id", "the list in `council.yml`, or `outcomes`", taken=itemgetter(0)),
        Column("id", "id", "the ID", taken=itemgetter(1)),
        Column("label", "text", "the words for it on a page", taken=itemgetter(2)),
    ),
)
FRAMES = (ACTIVITIES, RETURNS, ANSWERS, BEFORE, HISTORY, FIGURES, LABELS)
