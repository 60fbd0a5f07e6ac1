"""`data/plans/PLAN/`: the outcomes of a plan and its activities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, field_validator

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.council import Council, Item, ids
from sdp_lib.inputs.file_names import is_reserved
from sdp_lib.inputs.strict import Strict, Words
from sdp_lib.inputs.yaml_file import read_model

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

OutcomeId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
ACTIVITY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
COLUMNS = (
    "id",
    "title",
    "outcome",
    "type",
    "directorate",
    "lead",
    "director",
    "portfolio",
    "start",
    "end",
    "source",
)


class Outcome(Strict):
    """An outcome of the plan: `short` for headings and narrow columns."""

    id: OutcomeId
    title: Words
    short: Words
    objectives: tuple[Words, ...] = ()

    @field_validator("id")
    @classmethod
    def _is_no_device(cls, name: str) -> str:
        if is_reserved(name):
            raise ValueError("Windows keeps this name for itself")
        return name

    @property
    def label(self) -> str:
        """Its number and short title; the short title alone where its ID is a word."""
        return f"{self.id}. {self.short}" if self.id.isdigit() else self.short

    def named(self, noun: str) -> str:
        """Name it in a sentence: `Goal 3`, or `Goal “Safe water”`."""
        return f"{noun} {self.id}" if self.id.isdigit() else f"{noun} “{self.short}”"


class Plan(Strict):
    """A generation of the plan: its title, its years and its outcomes."""

    title: Words
    years: Annotated[tuple[Words, ...], Field(min_length=1)]
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]

    def outcome(self, identifier: str) -> Outcome | None:
        """Return the outcome with this ID, or None."""
        return next((one for one in self.outcomes if one.id == identifier), None)


def read_plan(data: Path, name: str) -> Plan:
    """Read `plan.yml`; `InputError` names every mistake with its line."""
    path = data / "plans" / name / "plan.yml"
    plan = read_model(path, Plan)
    listed = [outcome.id for outcome in plan.outcomes]
    twice = sorted({one for one in listed if listed.count(one) > 1})
    if twice:
        raise InputError(
            [
                Problem(
                    path.as_posix(),
                    f"outcome {one!r} was found again",
                    "but each id may stand once",
                    "rename one of them",
                )
                for one in twice
            ]
        )
    return plan


def read_activities(data: Path, name: str, plan: Plan, council: Council) -> pd.DataFrame:
    """Read `activities.csv`: one row an activity, indexed by `id`; `start` and `end` are dates.

    Columns are those of the contract and `portfolio_id`. `InputError` names every row that breaks
    a rule.
    """
    # Here, because `sdp status` reads the plan's outcomes and has no use for frames.
    import pandera.pandas as pa

    from sdp_lib.inputs import frames
    from sdp_lib.inputs.frames import DATE, each_once, known, matches, read_frame, to_dates

    written = matches(ACTIVITY_ID, "an id of letters, digits, - or _")
    schema = pa.DataFrameSchema(
        {
            "id": pa.Column(
                str, [written, frames.unique(), frames.unlike(), frames.not_reserved()]
            ),
            "title": pa.Column(str, matches(re.compile(r"(?s).*\S.*"), "a title")),
            "outcome": pa.Column(str, known([one.id for one in plan.outcomes], "outcome")),
            "type": pa.Column(str, _one_of(council.types, "type")),
            "directorate": pa.Column(str, _one_of(council.directorates, "directorate")),
            "start": pa.Column(str, DATE),
            "end": pa.Column(str, DATE),
            "source": pa.Column(str, known(["published", "illustrative"], "source")),
        }
    )
    path = data / "plans" / name / "activities.csv"
    optional = left_out(council)
    needed = [column for column in COLUMNS if column not in optional]
    frame = read_frame(path, needed, schema, key="id", optional=optional)
    portfolios = each_once(frame["portfolio"], _portfolio_ids)
    dated = to_dates(frame, ["start", "end"]).assign(portfolio_id=portfolios)
    return dated.set_index("id", drop=False)


def left_out(council: Council) -> list[str]:
    """Return the columns that need not be there: those of lists that the organisation has not."""
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
