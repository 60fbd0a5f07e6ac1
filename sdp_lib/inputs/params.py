"""`params/QUARTER.yml`: which quarter, when its window was open, and which reports to make."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from sdp_lib.errors import InputError
from sdp_lib.inputs.file_names import is_reserved
from sdp_lib.inputs.strict import Strict, Words
from sdp_lib.inputs.window import Window
from sdp_lib.inputs.yaml_file import read_model
from sdp_lib.periods import UK_QUARTERS, Calendar, Period
from sdp_lib.problems.files import NO_QUARTER_FILE, WRONG_NAME

PlanName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$", max_length=60)]
Each = Literal["council", "outcome", "directorate", "portfolio", "activity"]
# The notebooks that come with the project; any other makes a report of your own.
SHIPPED = ("council", "outcome", "scorecard")
NOTEBOOK_NAME = r"^[a-z][a-z0-9_-]*$"
# Pages that every quarter has, so no report may take their place.
PAGES = ("index", "quality", "evidence", "not-made", "next", "revisions")


class SignedOff(Strict):
    """Who signed the quarter off (a post, not a person), and when."""

    by: Words
    on: date


class ReportRequest(Strict):
    """A request for reports: which notebook, for each of what, and with which parameters.

    `only` chooses some by ID; without it, there is a report for each.
    """

    notebook: Annotated[str, Field(pattern=NOTEBOOK_NAME)]
    each: Each = "council"
    only: tuple[str, ...] | None = None
    parameters: dict[str, str] = Field(default_factory=dict)

    @field_validator("notebook")
    @classmethod
    def _is_no_page(cls, name: str) -> str:
        if name in PAGES:
            raise ValueError("every period has a page of this name")
        if is_reserved(name):
            raise ValueError("this is a name that Windows reserves")
        return name


class QuarterParams(Strict):
    """What varies from period to period (contract: `params/QUARTER.yml`).

    It is validated in the context of a `calendar`, by which its `quarter` is read and written.
    """

    quarter: str
    plan: PlanName
    window: Window
    state: Literal["draft", "final"]
    signed_off: SignedOff | None = None
    version: Annotated[str, Field(pattern=r"^\d+(\.\d+)*$")] = "1.0"
    notice: Words | None = None
    reports: Annotated[tuple[ReportRequest, ...], Field(min_length=1)]
    _calendar: Calendar = PrivateAttr(default=UK_QUARTERS)

    @field_validator("quarter")
    @classmethod
    def _is_a_period(cls, text: str, info: ValidationInfo) -> str:
        return str(Period.parse(text, _calendar_of(info.context)))

    def model_post_init(self, context: object) -> None:
        """Keep the calendar of its period."""
        self._calendar = _calendar_of(context)

    @model_validator(mode="after")
    def _final_is_signed_off(self) -> QuarterParams:
        if self.state == "final" and self.signed_off is None:
            raise ValueError("state: final needs signed_off with by and on")
        return self

    @property
    def value(self) -> Period:
        """The period as a value."""
        return Period.parse(self.quarter, self._calendar)


def _calendar_of(context: object) -> Calendar:
    return context if isinstance(context, Calendar) else UK_QUARTERS


@dataclass(frozen=True)
class Reports:
    """The names of a quarter's reports, and of those among them that show commentary."""

    made: tuple[str, ...] = ()
    commented: tuple[str, ...] = ()


def report_name(notebook: str, each: str, one: str) -> str:
    """Return a report's name, as `figures.csv`, commentary and `outputs/` have it.

    >>> report_name("outcome", "outcome", "3"), report_name("scorecard", "activity", "52")
    ('outcome-3', 'scorecard-52')
    >>> report_name("outcome", "directorate", "health"), report_name("council", "council", "")
    ('directorate-health', 'council')
    """
    if each == "council":
        return notebook
    return f"{each if notebook == 'outcome' else notebook}-{one}"


def own_name(reports: Iterable[ReportRequest], name: str, each: str, one: str) -> str:
    """Return the name of a report of your own, whose notebook is called `name`.

    It has the ID of what it is about, unless `reports` asks for the notebook once.

    >>> asked = [ReportRequest(notebook="health")]
    >>> own_name(asked, "health", "directorate", "adult_health")
    'health'
    >>> own_name(asked, "team", "directorate", "adult_health")
    'team-adult_health'
    """
    once = any(request.notebook == name and request.each == "council" for request in reports)
    return name if once else report_name(name, each, one)


def read_quarter(params: Path, quarter: Period) -> QuarterParams:
    """Read `QUARTER.yml`; `InputError` for an unknown quarter or any mistake, with its line."""
    path = params / f"{quarter}.yml"
    if not path.is_file():
        known = ", ".join(map(str, known_quarters(params, quarter.calendar)))
        raise InputError.of(
            NO_QUARTER_FILE,
            path.as_posix(),
            f"the file of {quarter} does not exist",
            f"Choose from {known}, or add the file" if known else "Add the file",
        )
    read = read_model(path, QuarterParams, context=quarter.calendar)
    if read.quarter != str(quarter):
        raise InputError.of(
            WRONG_NAME,
            path.as_posix(),
            f"quarter is {read.quarter!r}, and the file is named for {quarter}",
        )
    return read


def known_quarters(params: Path, calendar: Calendar) -> list[Period]:
    """List the periods that have a parameter file, oldest first."""
    return known_files(params, "yml", calendar)


def known_files(folder: Path, ending: str, calendar: Calendar) -> list[Period]:
    """List the periods that a folder has a file of, oldest first."""
    periods = []
    for path in folder.glob(f"*.{ending}"):
        with suppress(ValueError):  # the configuration, or another file
            period = Period.parse(path.stem, calendar)
            periods += [period] if str(period) == path.stem else []
    return sorted(periods)


def earlier_quarters(data: Path, params: Path, current: QuarterParams) -> list[QuarterParams]:
    """Return the periods before this one that monitor the same plan and have returns, oldest first.

    So a report is compared with the last period that was monitored, however long ago.
    """
    earlier = watched_quarters(params, current)
    return [period for period in earlier if (data / "returns" / f"{period.quarter}.csv").is_file()]


def watched_quarters(params: Path, current: QuarterParams) -> list[QuarterParams]:
    """Return the earlier periods since the plan last changed, oldest first."""
    periods: list[QuarterParams] = []
    now = current.value
    for period in reversed(known_quarters(params, now.calendar)):
        if period < now:
            earlier = read_quarter(params, period)
            if earlier.plan != current.plan:
                break
            periods.insert(0, earlier)
    return periods
