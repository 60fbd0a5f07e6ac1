"""`params/council.yml`: who the organisation is, and the words behind every ID.

Nothing about one organisation is in the code: its statuses, milestones, themes, boards and
registers are lists here, and another organisation's plan runs by another file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sdp_lib.inputs.yaml_file import read_model

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Words = Annotated[str, Field(min_length=1, max_length=400)]
Tone = Literal["good", "attention", "poor"]


class Strict(BaseModel):
    """A model that refuses unknown keys and cannot be changed."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Item(Strict):
    """One entry of an ID list: the ID in data and figures, the label in forms and on pages."""

    id: Identifier
    label: Words
    short: Words | None = None
    source: Words | None = None

    @property
    def heading(self) -> str:
        """The words for a narrow column heading."""
        return self.short or self.label


class Status(Item):
    """A delivery status: `answer` in the form; `one` and `many` follow a number of activities."""

    answer: Words
    one: Words
    many: Words
    tone: Tone
    on_track: bool = False


class Milestone(Item):
    """A kind of milestone; `field` is its column in the returns where that is not its ID."""

    field: Identifier | None = None

    @property
    def column(self) -> str:
        """The column of the returns that holds its date."""
        return self.field or self.id


class Board(Item):
    """A board; `forward_plan` where the form asks for the date on its forward plan."""

    forward_plan: bool = False


class Organisation(Strict):
    """Who publishes which plan; `outcome_noun` is what the plan calls an outcome."""

    name: Words
    short: Words
    plan_name: Words
    plan_short: Words
    outcome_noun: Words = "Outcome"


class Contact(Strict):
    """Where questions go: a team, never a person."""

    name: Words
    email: Annotated[str, Field(pattern=r"^[^@\s<>\"']+@[^@\s<>\"']+\.[a-z]+$")]


class Licence(Strict):
    """Under what terms the report may be used again."""

    name: Words
    url: Annotated[str, Field(pattern=r"^https://[^\s\"'<>]+$")]


class Council(Strict):
    """The standing configuration of an organisation (contract: `params/council.yml`)."""

    organisation: Organisation
    contact: Contact
    licence: Licence
    notice: Words | None = None
    repository: Annotated[str, Field(pattern=r"^https://[^\s\"'<>]+$")] | None = None
    publish: dict[Identifier, bool] = Field(default_factory=dict)
    date_order: Literal["day_first", "month_first"] = "day_first"
    time_order: Literal["day_first", "month_first"] | None = None
    statuses: Annotated[tuple[Status, ...], Field(min_length=2)]
    milestones: tuple[Milestone, ...]
    issues: tuple[Item, ...]
    mitigations: tuple[Item, ...]
    boards: tuple[Board, ...]
    registers: tuple[Item, ...]
    types: tuple[Item, ...]
    directorates: tuple[Item, ...]
    assurance_sources: tuple[Item, ...] = (
        Item(id="internal_audit", label="Internal Audit"),
        Item(id="risk_and_assurance", label="Risk and Assurance"),
    )
    form: dict[Words, Identifier]

    @model_validator(mode="after")
    def _ids_stand_once(self) -> Council:
        for name in ID_LISTS:
            ids = [item.id for item in getattr(self, name)]
            twice = sorted({item for item in ids if ids.count(item) > 1})
            if twice:
                raise ValueError(f"{name} may have each id once, and has {', '.join(twice)} again")
        if not any(status.on_track for status in self.statuses):
            raise ValueError("one of the statuses must have on_track: true")
        if all(status.on_track for status in self.statuses):
            raise ValueError("at least one of the statuses must not be on track")
        return self

    @property
    def off_track(self) -> tuple[Status, ...]:
        """The statuses that count as not on track."""
        return tuple(status for status in self.statuses if not status.on_track)


ID_LISTS = (
    "statuses",
    "milestones",
    "issues",
    "mitigations",
    "boards",
    "registers",
    "types",
    "directorates",
)


def ids(items: Sequence[Item]) -> list[str]:
    """Return the IDs of a list, in its order."""
    return [item.id for item in items]


def label(items: Sequence[Item], identifier: str) -> str:
    """Return the label of an ID; an ID that is not in the list stands for itself."""
    return next((item.label for item in items if item.id == identifier), identifier)


def read_council(params: Path) -> Council:
    """Read `council.yml` in the params folder; `InputError` names every mistake with its line."""
    return read_model(params / "council.yml", Council)
