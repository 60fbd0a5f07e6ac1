"""One quarter's inputs as a frozen value: the only thing that the rooms to the right ever read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pandas as pd

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.assurance import read_assurance
from sdp_lib.inputs.commentary import read_commentary
from sdp_lib.inputs.council import Council, read_council
from sdp_lib.inputs.digests import Evidence, evidence_of
from sdp_lib.inputs.params import QuarterParams, earlier_quarters, read_quarter
from sdp_lib.inputs.plan import Plan, read_activities, read_plan
from sdp_lib.inputs.quotations import KnownNames
from sdp_lib.inputs.returns import read_returns
from sdp_lib.inputs.text_file import recording
from sdp_lib.periods import Period

Read = TypeVar("Read")


@dataclass(frozen=True, eq=False)
class Wave:
    """One quarter's answers: when they were asked for, and the returns (indexed by activity).

    Two are the same only if they are one, and so are two datasets.
    """

    params: QuarterParams
    returns: pd.DataFrame

    @property
    def quarter(self) -> Period:
        """The quarter that was asked about."""
        return self.params.value


@dataclass(frozen=True, eq=False)
class Dataset:
    """All that a quarter's reports are made from.

    `activities` holds the plan's activities, indexed by ID. `waves` holds the quarters of the plan
    so far, oldest first; the last one is the quarter that is reported. `evidence` holds the digests
    of what all this was read from.
    """

    council: Council
    plan: Plan
    activities: pd.DataFrame
    waves: tuple[Wave, ...]
    assurance: pd.DataFrame
    evidence: Evidence = field(default_factory=dict)

    @property
    def now(self) -> Wave:
        """The quarter that is reported."""
        return self.waves[-1]

    @property
    def before(self) -> Wave | None:
        """The last one before it that the plan was monitored in, if any."""
        return self.waves[-2] if len(self.waves) > 1 else None

    @property
    def quarter(self) -> Period:
        """The quarter that is reported."""
        return self.now.quarter


class _Problems:
    """Collects the problems of several readings, so that all are told at once."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def reading(self, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except InputError as error:
            self.found = list(dict.fromkeys([*self.found, *error.problems]))
            return None

    def check(self) -> None:
        if self.found:
            raise InputError(self.found)


def read_dataset(data: Path, params: Path, quarter: Period) -> Dataset:
    """Read and check everything that a quarter's reports need; `InputError` holds every problem.

    Commentary is read apart, report by report, by `read_commentary`.
    """
    with recording() as read:
        dataset = _read_dataset(data, params, quarter)
    return replace(dataset, evidence=evidence_of(read, data, params))


def _read_dataset(data: Path, params: Path, quarter: Period) -> Dataset:
    problems = _Problems()
    council = problems.reading(lambda: read_council(params))
    current = problems.reading(lambda: read_quarter(params, quarter))
    if current is None:
        raise InputError(problems.found)
    plan = problems.reading(lambda: read_plan(data, current.plan))
    earlier = problems.reading(lambda: earlier_quarters(data, params, current))
    if council is None or plan is None:
        raise InputError(problems.found)
    activities = problems.reading(lambda: read_activities(data, current.plan, plan, council))
    if activities is None:
        raise InputError(problems.found)
    listed = list(activities.index)
    waves = [
        problems.reading(lambda asked=asked: _read_wave(data, asked, council, listed))  # type: ignore[misc]
        for asked in [*(earlier or []), current]
    ]
    assurance = problems.reading(lambda: read_assurance(data, current.plan, listed, council))
    problems.check()
    read = tuple(wave for wave in waves if wave is not None)
    return Dataset(council, plan, activities, read, _present(assurance))


def _read_wave(
    data: Path, asked: QuarterParams, council: Council, activities: Sequence[str]
) -> Wave:
    return Wave(asked, read_returns(data, asked.value, council, activities))


def _present(frame: pd.DataFrame | None) -> pd.DataFrame:
    return pd.DataFrame() if frame is None else frame


def read_pair(data: Path, params: Path, older: Period, newer: Period) -> tuple[Dataset, Wave, Wave]:
    """Read the newer quarter's dataset, and return it with the waves of both quarters.

    `InputError` where the two are not quarters of one plan, the older one first.
    """
    dataset = read_dataset(data, params, newer)
    then = next((wave for wave in dataset.waves[:-1] if wave.quarter == older), None)
    if then is None:
        known = ", ".join(str(wave.quarter) for wave in dataset.waves[:-1]) or "none"
        raise InputError.of(
            "OLDER",
            f"{str(older)!r} was found",
            f"but {newer} can be compared with: {known}",
            f"choose an earlier {newer.calendar.word} of the same plan",
        )
    return dataset, then, dataset.now


def check_commentary(
    data: Path, quarter: Period, names: Sequence[str], *, known: KnownNames | None = None
) -> None:
    """Check the commentary of several reports; `InputError` holds every problem.

    `known` gives the names of figures that may be quoted; without it no quotation is looked at.
    """
    problems = _Problems()
    for name in names:
        problems.reading(lambda name=name: read_commentary(data, quarter, name, known=known))  # type: ignore[misc]
    problems.check()
