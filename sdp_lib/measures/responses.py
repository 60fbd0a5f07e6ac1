"""The table that every measure reads: activities that a report covers, with what they answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from sdp_lib.inputs.council import Council, ids
from sdp_lib.inputs.dataset import Dataset, Wave
from sdp_lib.quarters import Quarter


@dataclass(frozen=True)
class Scope:
    """Which activities a report covers: those whose `column` equals `value`; all where None."""

    column: str | None = None
    value: str = ""

    def of(self, activities: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of the plan's activities that the report covers, in the plan's order."""
        return (
            activities if self.column is None else activities[activities[self.column] == self.value]
        )


EVERYTHING = Scope()


@dataclass(frozen=True, eq=False)
class Responses:
    """What a report knows of one quarter; two are the same only if they are one.

    `activities`: the activities covered, indexed by ID. `answered`: those with a return, columns of
    plan and return side by side, plus `off_track`, `due`, `revised` and `later` as booleans.
    """

    council: Council
    quarter: Quarter
    activities: pd.DataFrame
    answered: pd.DataFrame

    @cached_property
    def off_track(self) -> pd.DataFrame:
        """The answers that are not on track."""
        return self.answered[self.answered["off_track"]]

    @cached_property
    def due(self) -> pd.DataFrame:
        """The answers whose original end date lies in this financial year."""
        return self.answered[self.answered["due"]]

    @cached_property
    def revised(self) -> pd.DataFrame:
        """The answers with a revised end date."""
        return self.answered[self.answered["revised"]]

    @cached_property
    def missing(self) -> pd.DataFrame:
        """The activities without a return."""
        return self.activities[~self.activities.index.isin(self.answered.index)]


def responses(dataset: Dataset, wave: Wave, scope: Scope = EVERYTHING) -> Responses:
    """Put a quarter's returns beside the activities that a report covers."""
    everything = _everything(dataset, wave)
    if scope == EVERYTHING:
        return everything
    covered, answered = scope.of(dataset.activities), scope.of(everything.answered)
    return Responses(dataset.council, wave.quarter, covered, answered)


@lru_cache(maxsize=16)
def _everything(dataset: Dataset, wave: Wave) -> Responses:
    """Classify a quarter's returns, once for all reports that are made in a process."""
    answered = dataset.activities.join(wave.returns.drop(columns="activity"), how="inner")
    classified = _classified(answered, dataset.council, wave.quarter)
    # As a copy: it has one block of memory for each type, and so is quicker to choose rows from.
    return Responses(dataset.council, wave.quarter, dataset.activities, classified.copy())


def holding(lists: pd.Series, identifier: str) -> pd.Series[bool]:
    """Tell which lists hold an ID; a series of booleans also where there is no list at all."""
    return pd.Series([identifier in one for one in lists], index=lists.index, dtype=bool)


def filled(lists: pd.Series) -> pd.Series[bool]:
    """Tell which lists hold anything."""
    return pd.Series([bool(one) for one in lists], index=lists.index, dtype=bool)


def _classified(answered: pd.DataFrame, council: Council, quarter: Quarter) -> pd.DataFrame:
    """Add what the contract defines: off track, due this year, revised, and any milestone.

    Revised: `revised_end` is later than `end`, or given where `end` is blank. Due: an original end
    date inside the financial year; a revised end never moves it.
    """
    first, last = pd.Timestamp(quarter.year_first_day), pd.Timestamp(quarter.year_last_day)
    end, revised_end = answered["end"], answered["revised_end"]
    kinds = [kind.column for kind in council.milestones]
    return answered.assign(
        off_track=answered["delivery"].isin(ids(council.off_track)),
        on_track=answered["delivery"].isin([one.id for one in council.statuses if one.on_track]),
        due=end.between(first, last),
        revised=revised_end.notna() & (end.isna() | (revised_end > end)),
        any_milestone=answered[kinds].notna().any(axis=1),
        any_issue=filled(answered["issues"]) | answered["issue_other"].str.strip().ne(""),
        issue_count=answered["issues"].map(len) + answered["issue_other"].str.strip().ne(""),
        any_mitigation=answered["mitigation"].str.strip().ne(""),
    )
