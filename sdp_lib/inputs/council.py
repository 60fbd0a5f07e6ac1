"""`params/council.yml`: the organisation, and the words behind every ID.

Nothing about one organisation is in the code: its statuses, milestones, themes, boards and
registers are lists here, and another organisation's plan works with another file.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from sdp_lib.inputs.calendar_setting import CalendarSetting
from sdp_lib.inputs.columns import OPTIONAL, PLAN, RETURN_HEAD, RETURN_TAIL
from sdp_lib.inputs.council_format import Format, read_council_yaml
from sdp_lib.inputs.strict import Identifier, Strict, Words
from sdp_lib.inputs.vocabulary import Vocabulary, WordsSetting
from sdp_lib.inputs.yaml_file import validated

Tone = Literal["good", "attention", "poor", "neutral"]
# How many statuses can share a tone and still look different.
LOOKS = {"good": 3, "attention": 3, "poor": 3, "neutral": 4}
Counted = Literal["on_track", "off_track", "neither"]


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
    """A delivery status: `answer` is its choice in the form.

    `one` and `many` complete a sentence about one activity or several: "is green", "are green".

    `count` says whether it counts as on track, as off track, or as neither. `on_track: true`, as
    in older configurations, means that it counts as on track.
    """

    answer: Words
    one: Words
    many: Words
    tone: Tone
    count: Counted = "off_track"

    @model_validator(mode="before")
    @classmethod
    def _reads_on_track(cls, given: Any) -> Any:
        if not isinstance(given, dict) or "on_track" not in given:
            return given
        rest = {key: value for key, value in given.items() if key != "on_track"}
        written = str(given["on_track"]).lower()
        if written not in {"true", "false"} or "count" in rest:
            raise ValueError("write count: on_track, off_track or neither instead of on_track")
        return {**rest, "count": "on_track" if written == "true" else "off_track"}

    @property
    def on_track(self) -> bool:
        """Whether it counts as on track."""
        return self.count == "on_track"


class Milestone(Item):
    """A kind of milestone; `field` is its column in the returns if that is not its ID."""

    field: Identifier | None = None

    @property
    def column(self) -> str:
        """The column of the returns that holds its date."""
        return self.field or self.id


class Board(Item):
    """A board; `forward_plan` if the form asks for the date on its forward plan."""

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
    """The terms on which the report may be reused."""

    name: Words
    url: Annotated[str, Field(pattern=r"^https://[^\s\"'<>]+$")]


LEAVINGS = (
    Item(id="completed", label="Completed"),
    Item(id="merged", label="Merged"),
    Item(id="closed", label="Closed"),
    Item(id="paused", label="Paused"),
)


class Council(Strict):
    """The standing configuration of an organisation (contract: `params/council.yml`)."""

    format: Format = "1"
    organisation: Organisation
    contact: Contact
    licence: Licence
    notice: Words | None = None
    repository: Annotated[str, Field(pattern=r"^https://[^\s\"'<>]+$")] | None = None
    publish: dict[Identifier, bool] = Field(default_factory=dict)
    not_personal: tuple[Words, ...] = ()
    date_order: Literal["day_first", "month_first"] = "day_first"
    time_order: Literal["day_first", "month_first"] | None = None
    calendar: CalendarSetting = CalendarSetting()
    words: WordsSetting = WordsSetting()
    statuses: Annotated[tuple[Status, ...], Field(min_length=2)]
    milestones: tuple[Milestone, ...] = ()
    issues: tuple[Item, ...] = ()
    mitigations: tuple[Item, ...] = ()
    boards: tuple[Board, ...] = ()
    registers: tuple[Item, ...] = ()
    types: tuple[Item, ...] = ()
    directorates: tuple[Item, ...] = ()
    assurance_sources: tuple[Item, ...] = (
        Item(id="internal_audit", label="Internal Audit"),
        Item(id="risk_and_assurance", label="Risk and Assurance"),
    )
    leavings: tuple[Item, ...] = LEAVINGS
    form: dict[Words, Identifier]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Council:
        for name in ID_LISTS:
            ids = [item.id for item in getattr(self, name)]
            twice = sorted({item for item in ids if ids.count(item) > 1})
            if twice:
                raise ValueError(f"{name} has duplicate IDs: {', '.join(twice)}")
        for column, items in self.choices.items():
            if self.asks(column) and not items:
                raise ValueError(f"form asks for {column}, but the list of its choices is missing")
        for tone, most in LOOKS.items():
            if sum(status.tone == tone for status in self.statuses) > most:
                raise ValueError(
                    f"at most {most} statuses can have tone: {tone} and look different"
                )
        if not any(status.on_track for status in self.statuses):
            raise ValueError("one of the statuses must have count: on_track")
        if not self.off_track:
            raise ValueError("one of the statuses must have count: off_track")
        return self

    @model_validator(mode="after")
    def _publishes_columns(self) -> Council:
        known = {*self.return_columns, *PLAN, *OPTIONAL}
        unknown = [name for name in self.publish if name not in known]
        if unknown:
            raise ValueError(
                f"publish can only name columns of the returns and the plan, not {unknown[0]!r}"
            )
        return self

    @property
    def return_columns(self) -> list[str]:
        """Every column that a returns file may have, in the order of the contract."""
        return [*RETURN_HEAD, *(kind.column for kind in self.milestones), *RETURN_TAIL]

    @property
    def impersonal(self) -> tuple[str, ...]:
        """The writings that look like personal data and are not: `not_personal`, and its e-mail."""
        return (*self.not_personal, self.contact.email)

    @property
    def choices(self) -> dict[str, tuple[Item, ...]]:
        """The list that each column of several choices takes its IDs from."""
        return {
            "issues": self.issues,
            "mitigation_themes": self.mitigations,
            "boards_reported": self.boards,
            "boards_expected": self.boards,
            "risk_registers": self.registers,
        }

    @property
    def off_track(self) -> tuple[Status, ...]:
        """The statuses that count as not on track."""
        return tuple(status for status in self.statuses if status.count == "off_track")

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The organisation's words for things, in every sentence."""
        words = self.words
        return Vocabulary(
            words.activity.value,
            words.lead.value,
            words.directorate.value,
            words.portfolio.value,
            self.calendar.value,
            "off track"
            if any(status.count == "neither" for status in self.statuses)
            else "not on track",
        )

    def say(self, text: str) -> str:
        """Put a text of the library into the organisation's words."""
        return self.vocabulary.say(text)

    @cached_property
    def _asked(self) -> frozenset[str]:
        return frozenset(self.form.values())

    def asks(self, *columns: str) -> bool:
        """Whether the form asks for one of these columns of the returns."""
        return not self._asked.isdisjoint(columns)

    @cached_property
    def kinds(self) -> tuple[Milestone, ...]:
        """The kinds of milestone that the form asks for."""
        return tuple(kind for kind in self.milestones if self.asks(kind.column))

    @property
    def themes(self) -> tuple[Item, ...]:
        """The issues that the form offers."""
        return self.issues if self.asks("issues") else ()

    def boards_asked(self, *columns: str) -> tuple[Board, ...]:
        """The boards, where the form asks for all of these columns about them."""
        return self.boards if all(map(self.asks, columns)) else ()

    @property
    def scale(self) -> tuple[tuple[str, str], ...]:
        """Its statuses in order, each with what it counts as: the basis of movements."""
        return tuple((status.id, status.count) for status in self.statuses)


ID_LISTS = (
    "statuses",
    "milestones",
    "issues",
    "mitigations",
    "boards",
    "registers",
    "types",
    "directorates",
    "leavings",
)


def ids(items: Sequence[Item]) -> list[str]:
    """Return the IDs of a list, in its order."""
    return [item.id for item in items]


def label(items: Sequence[Item], identifier: str) -> str:
    """Return the label of an ID; an ID that is not in the list is its own label."""
    return next((item.label for item in items if item.id == identifier), identifier)


def read_council(params: Path) -> Council:
    """Read `council.yml` in the params folder; `InputError` names every mistake with its line."""
    return read_council_file(params / "council.yml")


def read_council_file(path: Path) -> Council:
    """Read a `council.yml`, wherever it is; `InputError` names every mistake with its line."""
    return validated(read_council_yaml(path), Council)
