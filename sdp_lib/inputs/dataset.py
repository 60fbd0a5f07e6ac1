"""One quarter's inputs as a frozen value: all that the packages to the right ever read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from sdp_lib.errors import InputError, Problems
from sdp_lib.inputs.assurance import read_assurance
from sdp_lib.inputs.commentary import read_commentary
from sdp_lib.inputs.council import Council, read_council
from sdp_lib.inputs.covers import Covers
from sdp_lib.inputs.digests import Evidence, evidence_of
from sdp_lib.inputs.input_files import quarter_files
from sdp_lib.inputs.origins import Origin, read_origins
from sdp_lib.inputs.params import QuarterParams, earlier_quarters, read_quarter
from sdp_lib.inputs.plan import Plan
from sdp_lib.inputs.plan_as_it_was import PlanThen, read_plan_then
from sdp_lib.inputs.quotations import KnownNames
from sdp_lib.inputs.recorded import PlanFiles, is_recorded, plan_files
from sdp_lib.inputs.returns import read_returns
from sdp_lib.inputs.text_file import read_text, recording
from sdp_lib.periods import Period
from sdp_lib.problems.call import NOT_COMPARABLE


@dataclass(frozen=True, eq=False)
class Wave:
    """One quarter's answers: when they were asked for, and the returns (indexed by activity).

    `then` is the plan as it was, and `activities` its members; it is `recorded` if nothing can
    change that any more. Waves are compared by identity, and so are datasets.
    """

    params: QuarterParams
    returns: pd.DataFrame
    then: PlanThen
    activities: pd.DataFrame
    recorded: bool = False

    @property
    def quarter(self) -> Period:
        """The quarter that was asked about."""
        return self.params.value


@dataclass(frozen=True, eq=False)
class Dataset:
    """All that a quarter's reports are made from.

    `waves` holds the quarters of the plan so far, oldest first, each with its plan as it was; the
    last one is the quarter that is reported. `origins` holds what activities go on from in earlier
    plans. `evidence` holds the digests of what all this was read from.
    """

    waves: tuple[Wave, ...]
    assurance: pd.DataFrame
    origins: Mapping[str, Origin] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=dict)

    @property
    def council(self) -> Council:
        """The configuration of the quarter that is reported."""
        return self.now.then.council

    @property
    def plan(self) -> Plan:
        """The plan of the quarter that is reported."""
        return self.now.then.plan

    @property
    def activities(self) -> pd.DataFrame:
        """The activities that the plan has in the quarter that is reported, indexed by ID."""
        return self.now.activities

    @property
    def now(self) -> Wave:
        """The quarter that is reported."""
        return self.waves[-1]

    @property
    def before(self) -> Wave | None:
        """The last earlier quarter in which the plan was monitored, if any."""
        return self.waves[-2] if len(self.waves) > 1 else None

    @property
    def quarter(self) -> Period:
        """The quarter that is reported."""
        return self.now.quarter

    @cached_property
    def covers(self) -> Covers:
        """Which rows reports are made from."""
        return Covers([(wave.quarter, wave.then.rows) for wave in self.waves], self.plan)


def read_dataset(data: Path, params: Path, quarter: Period) -> Dataset:
    """Read and check everything that a quarter's reports need; `InputError` holds every problem.

    Commentary is read apart, report by report, by `read_commentary`.
    """
    with recording() as read:
        dataset = _read_dataset(data, params, quarter)
    files = quarter_files(data, params, dataset.now.params)
    names = {path: name for name, path in files.items()}
    return replace(dataset, evidence=evidence_of(read, data, params, names))


def _read_dataset(data: Path, params: Path, quarter: Period) -> Dataset:
    problems = Problems()
    current = problems.reading(lambda: read_quarter(params, quarter))
    if current is None:
        problems.reading(lambda: read_council(params))
        raise InputError(problems.found)
    earlier = problems.reading(lambda: earlier_quarters(data, params, current)) or []
    asked = [*earlier, current]
    plans = read_plans(data, params, asked, problems)
    now = plans[-1]
    if now is None:
        raise InputError(problems.found)
    waves = [
        problems.reading(lambda one=one, then=then: read_wave(data, one, then))  # type: ignore[misc]
        for one, then in zip(asked, plans, strict=True)
        if then is not None
    ]
    listed, files = [*now.listed.index], plan_files(data, params, current.plan, quarter)
    assurance = problems.reading(lambda: read_assurance(files.assurance, listed, now.council))
    origins = problems.reading(lambda: read_origins(files.activities, now.rows, data))
    problems.check()
    read = tuple(wave for wave in waves if wave is not None)
    return Dataset(read, _present(assurance), origins or {})


def read_plans(
    data: Path, params: Path, asked: Sequence[QuarterParams], problems: Problems
) -> list[PlanThen | None]:
    """Read the plan of each quarter as it was, for a report of the last; None for one that fails.

    Quarters whose files have the same content share what is read, since a plan changes little.
    """
    read: dict[tuple[str, ...], PlanThen | None] = {}
    plans = []
    for quarter in asked:
        files = plan_files(data, params, quarter.plan, quarter.value, until=asked[-1].value)
        content = _held(files)
        if content not in read:
            read[content] = read_plan_then(files, problems)
        plans.append(read[content])
    return plans


def _held(files: PlanFiles) -> tuple[str, ...]:
    """Return the content of a plan's files, or their paths if they cannot be read."""
    paths = [files.activities, files.plan, files.council, *([files.titles] if files.titles else [])]
    try:
        return tuple(map(read_text, paths))
    except InputError:  # reading them one by one reports why
        return tuple(path.as_posix() for path in paths)


def read_wave(data: Path, asked: QuarterParams, then: PlanThen) -> Wave:
    """Read a quarter's returns beside its plan; `InputError` as `read_returns`."""
    members = then.members(asked.value)
    returns = read_returns(data, asked.value, then.council, list(members.index))
    return Wave(asked, returns, then, members, is_recorded(data, asked.plan, asked.value))


def _present(frame: pd.DataFrame | None) -> pd.DataFrame:
    return pd.DataFrame() if frame is None else frame


def read_pair(data: Path, params: Path, older: Period, newer: Period) -> tuple[Dataset, Wave, Wave]:
    """Read the newer quarter's dataset, and return it with the waves of both quarters.

    `InputError` unless the two are quarters of one plan, the older one first.
    """
    dataset = read_dataset(data, params, newer)
    then = next((wave for wave in dataset.waves[:-1] if wave.quarter == older), None)
    if then is None:
        known = ", ".join(str(wave.quarter) for wave in dataset.waves[:-1])
        raise InputError.of(
            NOT_COMPARABLE,
            "OLDER",
            f"{newer} cannot be compared with {str(older)!r}",
            f"Choose an earlier {newer.calendar.word} of the same "
            f"plan{f': {known}' if known else ''}",
        )
    return dataset, then, dataset.now


def check_commentary(
    data: Path, quarter: Period, names: Sequence[str], *, known: KnownNames | None = None
) -> None:
    """Check the commentary of several reports; `InputError` holds every problem.

    `known` gives the names of figures that may be quoted; without it, no quotation is checked.
    """
    problems = Problems()
    for name in names:
        problems.reading(lambda name=name: read_commentary(data, quarter, name, known=known))  # type: ignore[misc]
    problems.check()
