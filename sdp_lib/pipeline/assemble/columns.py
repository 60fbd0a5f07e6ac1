"""The columns of the downloads: which may be published, their meanings and their kinds.

`publish` in `params/council.yml` decides; by default neither free text nor posts are published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sdp_lib.inputs.council import Council
from sdp_lib.inputs.plan import LISTS as PLAN_LISTS
from sdp_lib.inputs.returns import LISTS, date_columns

# Free text, and the posts that answer for an activity.
_KEPT_IN = {
    "progress",
    "other_milestone_name",
    "issue_other",
    "issue_detail",
    "mitigation",
    "lead",
    "director",
}
TABLES = {
    "figures": "Every figure of every report",
    "returns": "The returns that the reports are made from",
    "series": "Every figure over all quarters of the plan so far",
    "activities": "The activities of the plan",
    "dictionary": "What each column of these tables means",
}
KEYS = {
    "figures": ("report", "figure"),
    "returns": ("activity",),
    "series": ("quarter", "report", "figure"),
    "activities": ("id",),
    "dictionary": ("table", "column"),
}
_MEANINGS = {
    "report": "The report that the figure is of",
    "figure": "The name of the figure; the reference of figures says what each counts",
    "value": "The count",
    "of": "What the count is out of; blank if it is out of nothing",
    "percent": "The share as a whole number, halves rounded up; blank if there is none",
    "previous": "The count in the period compared with; blank if there is none",
    "compared": "The period compared with; blank if there is none",
    "quarter": "The period",
    "activity": "The ID of the activity",
    "submitted": "When the return was submitted",
    "id": "The ID of the activity",
    "title": "The title of the activity",
    "outcome": "The ID of the outcome that the activity belongs to",
    "type": "The ID of the type of activity",
    "directorate": "The ID of the directorate that leads",
    "portfolio": "The portfolio that the activity belongs to",
    "lead": "The post that leads the activity",
    "director": "The post of the director",
    "start": "The day on which the activity starts",
    "end": "The original end date, which never changes",
    "source": "Whether the row was published by the council or is illustrative",
    "table": "The name of the table",
    "column": "The name of the column in it",
    "meaning": "What the column contains",
    "kind": "The kind of value: text, number, date, moment, or list of IDs joined by semicolons",
}
# Of a plan's activities alone: elsewhere `value` is a count.
_OF_ACTIVITIES = {
    "joined": "The first period in which a return was expected; blank: from the start of the plan",
    "left": "The last period in which a return was expected; blank while the plan has it",
    "left_as": "How it left the plan",
    "into": "The IDs of the activities that it went into",
    "carried_from": "The activities of earlier plans that it goes on from, as PLAN:ID",
    "depends_on": "The IDs of the activities that it waits for",
    "objectives": "The IDs of the objectives that it serves",
    "operating_plan": "The plan that holds its detail",
    "budget": "Its budget over its whole life, in whole pounds",
    "risk": "Its risk: high, medium or low",
    "complexity": "Its complexity: high, medium or low",
    "value": "Its value: high, medium or low",
}
_NUMBERS = {"value", "of", "percent", "previous", "budget"}
_DATES = {"start", "end"}


@dataclass(frozen=True)
class DataColumn:
    """A column of a download: its name, what it means, and the kind of its values."""

    name: str
    meaning: str
    kind: str


def may_leave(council: Council) -> Callable[[str], bool]:
    """Return a function that decides whether a column of returns or plan may be published."""
    return lambda name: council.publish.get(name, name not in _KEPT_IN)


def described(council: Council, names: Iterable[str], *, table: str = "") -> list[DataColumn]:
    """Describe columns by their names; an answer of the form is described by its question."""
    asked = {column: question for question, column in council.form.items()}
    own = _OF_ACTIVITIES if table == "activities" else {}
    return [
        DataColumn(name, own[name], _kind_in_plan(name))
        if name in own
        else DataColumn(name, _meaning(name, asked), _kind(council, name))
        for name in names
    ]


def _kind_in_plan(name: str) -> str:
    return "number" if name == "budget" else "list" if name in PLAN_LISTS else "text"


def _meaning(name: str, asked: dict[str, str]) -> str:
    if name in _MEANINGS:
        return _MEANINGS[name]
    return (
        f"The answer to “{asked[name]}”" if name in asked else name.replace("_", " ").capitalize()
    )


def _kind(council: Council, name: str) -> str:
    if name in _NUMBERS:
        return "number"
    if name == "submitted":
        return "moment"
    if name in _DATES or name in date_columns(council):
        return "date"
    return "list" if name in LISTS else "text"


def dictionary(tables: Sequence[tuple[str, Sequence[DataColumn]]]) -> list[tuple[str, ...]]:
    """Return the rows of the data dictionary: each column of each table."""
    return [
        (name, column.name, column.meaning, column.kind)
        for name, columns in tables
        for column in columns
    ]
