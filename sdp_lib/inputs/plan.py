"""`data/plans/PLAN/`: the outcomes of a plan and its activities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, field_validator, model_validator

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.columns import OPTIONAL
from sdp_lib.inputs.columns import PLAN as COLUMNS
from sdp_lib.inputs.council import Council, Item, ids
from sdp_lib.inputs.file_names import is_reserved
from sdp_lib.inputs.strict import Strict, Words
from sdp_lib.inputs.yaml_file import read_model
from sdp_lib.problems.plan import DUPLICATE_ID

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

ObjectiveId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=40)]
OutcomeId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
ACTIVITY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


LEVELS = {"high": "High", "medium": "Medium", "low": "Low"}  # of risk, complexity and value
LISTS = ("into", "carried_from", "depends_on", "objectives")
_BUDGET = re.compile(r"\d{0,15}")


class Objective(Strict):
    """An objective of an outcome, which activities serve."""

    id: ObjectiveId
    title: Words


class Strategy(Strict):
    """The strategy that the plan serves, such as a council's 5 Year Plan."""

    title: Words
    years: Words | None = None
    url: Annotated[str, Field(pattern=r"^https://[^\s\"'<>]+$")] | None = None


class Outcome(Strict):
    """An outcome of the plan: `short` for headings and narrow columns.

    An objective that is only a text has the ID `OUTCOME.N`, by its place.
    """

    id: OutcomeId
    title: Words
    short: Words
    objectives: tuple[Objective, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _number_objectives(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("objectives"), list):
            return given
        numbered = [
            {"id": f"{given.get('id')}.{place}", "title": objective}
            if isinstance(objective, str)
            else objective
            for place, objective in enumerate(given["objectives"], 1)
        ]
        return {**given, "objectives": numbered}

    @field_validator("id")
    @classmethod
    def _is_no_device(cls, name: str) -> str:
        if is_reserved(name):
            raise ValueError("this is a name that Windows reserves")
        return name

    @property
    def label(self) -> str:
        """Its number and short title; the short title alone where its ID is a word."""
        return f"{self.id}. {self.short}" if self.id.isdigit() else self.short

    def named(self, noun: str) -> str:
        """Name it in a sentence: `Goal 3`, or `Goal “Safe water”`."""
        return f"{noun} {self.id}" if self.id.isdigit() else f"{noun} “{self.short}”"


class Plan(Strict):
    """An edition of the plan: its title, its years, what it serves, and its outcomes."""

    title: Words
    years: Annotated[tuple[Words, ...], Field(min_length=1)]
    strategy: Strategy | None = None
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]

    def outcome(self, identifier: str) -> Outcome | None:
        """Return the outcome with this ID, or None."""
        return next((outcome for outcome in self.outcomes if outcome.id == identifier), None)

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """The objectives of all outcomes, in their order."""
        return tuple(objective for outcome in self.outcomes for objective in outcome.objectives)


def read_plan(data: Path, name: str) -> Plan:
    """Read a plan as it is today; `InputError` names every mistake with its line."""
    return read_plan_file(data / "plans" / name / "plan.yml")


def read_plan_file(path: Path) -> Plan:
    """Read `plan.yml`; `InputError` names every mistake with its line."""
    plan = read_model(path, Plan)
    listed = {
        "outcome": [outcome.id for outcome in plan.outcomes],
        "objective": [objective.id for objective in plan.objectives],
    }
    problems = [
        Problem(DUPLICATE_ID, path.as_posix(), f"{noun} {identifier!r} appears more than once")
        for noun, identifiers in listed.items()
        for identifier in sorted(
            {identifier for identifier in identifiers if identifiers.count(identifier) > 1}
        )
    ]
    if problems:
        raise InputError(problems)
    return plan


def read_activities(path: Path, plan: Plan, council: Council) -> pd.DataFrame:
    """Read `activities.csv` as text, by row number: every activity, including those that have left.

    Columns are those of the contract; a column that is absent is blank. `InputError` names every
    row that breaks a rule.
    """
    # Imported late, because `sdp status` reads the plan's outcomes and needs no frames.
    import pandera.pandas as pa

    from sdp_lib.inputs import frames
    from sdp_lib.inputs.frames import DATE, known, known_list, matches, read_frame
    from sdp_lib.inputs.plan_checks import is_period, problems_between_rows

    period = is_period(council.calendar.value)
    levels = known([*LEVELS], "level", blank=True)
    written = matches(ACTIVITY_ID, "an ID of letters, digits, - or _")
    schema = pa.DataFrameSchema(
        {
            "id": pa.Column(
                str, [written, frames.unique(), frames.unlike(), frames.not_reserved()]
            ),
            "title": pa.Column(str, matches(re.compile(r"(?s).*\S.*"), "a title")),
            "outcome": pa.Column(str, known([outcome.id for outcome in plan.outcomes], "outcome")),
            "type": pa.Column(str, _one_of(council.types, "type")),
            "directorate": pa.Column(str, _one_of(council.directorates, "directorate")),
            "start": pa.Column(str, DATE),
            "end": pa.Column(str, DATE),
            "source": pa.Column(str, known(["published", "illustrative"], "source")),
            "joined": pa.Column(str, period),
            "left": pa.Column(str, period),
            "left_as": pa.Column(str, known(ids(council.leavings), "way to leave", blank=True)),
            "objectives": pa.Column(
                str, known_list([objective.id for objective in plan.objectives], "objective")
            ),
            "budget": pa.Column(str, matches(_BUDGET, "a number of whole pounds")),
            **{name: pa.Column(str, levels) for name in ("risk", "complexity", "value")},
        }
    )
    optional = left_out(council)
    needed = [column for column in COLUMNS if column not in optional]
    frame = read_frame(path, needed, schema, key="id", optional=[*optional, *OPTIONAL])
    problems = list(problems_between_rows(path, frame, council.calendar.value))
    if problems:
        raise InputError(problems)
    return frame


def typed_activities(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn activities that are all text into rows indexed by `id`, with `portfolio_id`.

    `start` and `end` become dates, lists tuples of IDs, and a budget a whole number or NA.
    """
    import pandas as pd

    from sdp_lib.inputs.frames import each_once, to_dates, to_lists

    portfolios = each_once(frame["portfolio"], _portfolio_ids)
    pounds = pd.Series(
        [int(amount) if amount else None for amount in frame["budget"]], frame.index, "Int64"
    )
    dated = to_dates(to_lists(frame, LISTS), ["start", "end"])
    return dated.assign(portfolio_id=portfolios, budget=pounds).set_index("id", drop=False)


def left_out(council: Council) -> list[str]:
    """Return the optional columns: those of lists that the organisation does not have."""
    lists = {"type": council.types, "directorate": council.directorates}
    return [*(name for name, items in lists.items() if not items), "director", "portfolio"]


def _one_of(items: Sequence[Item], noun: str) -> pa.Check | None:
    from sdp_lib.inputs.frames import known

    return known(ids(items), noun) if items else None


def _portfolio_ids(names: list[str]) -> pd.Series[str]:
    import pandas as pd

    return pd.Series([portfolio_id(name) for name in names], dtype=str)


def portfolio_id(name: str) -> str:
    """Return the ID of a portfolio, which the plan only names.

    >>> portfolio_id("Adult Social Care and Public Health")
    'adult-social-care-and-public-health'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "none"
