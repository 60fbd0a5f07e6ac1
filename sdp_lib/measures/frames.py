"""`report.data`: the data of a report as pandas frames, for an analyst's own questions.

The frames are built from the records that the report is counted from: corrections are applied, and
nothing is in them that the report's fingerprint does not cover. `frame_columns.py` declares their
columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sdp_lib.inputs.council import ID_LISTS, ids
from sdp_lib.measures.figure import Figures
from sdp_lib.measures.frame_columns import (
    ACTIVITIES,
    ANSWERS,
    BEFORE,
    FIGURES,
    FRAMES,
    HISTORY,
    LABELS,
    RETURNS,
    Column,
    Declared,
)
from sdp_lib.measures.report_data import ReportData
from sdp_lib.measures.responses import Responses

_PLAIN = {"id": "str", "text": "str", "flag": "bool", "count": "Int64", "ids": "object"}
_DAY = "datetime64[s]"


@dataclass(frozen=True, eq=False, repr=False)
class Frames:
    """The frames of a report, each built anew whenever it is asked for.

    A frame may be changed freely: nothing else changes with it.
    """

    _data: ReportData
    _before: Responses | None
    _figures: Figures

    @property
    def activities(self) -> pd.DataFrame:
        """The plan's activities that the report covers."""
        return self._frame(ACTIVITIES, self._now.activities)

    @property
    def returns(self) -> pd.DataFrame:
        """The answers of this period, a row for each return."""
        return self._frame(RETURNS, self._now.answers)

    @property
    def answers(self) -> pd.DataFrame:
        """The returns beside what the plan says, with the flags that the counts use."""
        return self._frame(ANSWERS, self._now.answers)

    @property
    def before(self) -> pd.DataFrame:
        """The same for the period compared with; no rows if there is none."""
        return self._frame(BEFORE, self._before.answers if self._before else ())

    @property
    def history(self) -> pd.DataFrame:
        """The same for all periods of the plan so far, oldest first, with their `quarter`."""
        dated = [
            (str(seen.quarter), answer) for seen in self._data.history for answer in seen.answers
        ]
        quarter, *others = self._columns(HISTORY)
        frame = self._made(others, [answer for _, answer in dated])
        frame.insert(0, quarter.name, self._typed(quarter, [period for period, _ in dated]))
        return frame

    @property
    def figures(self) -> pd.DataFrame:
        """The report's figures, as in `figures.csv`."""
        return self._frame(FIGURES, self._figures.values())

    @property
    def labels(self) -> pd.DataFrame:
        """The words for each ID."""
        return self._frame(LABELS, self._labelled())

    @property
    def _statuses(self) -> list[str]:
        """The statuses of this quarter, then those that only earlier ones had."""
        several = [self._data.council, *(seen.council for seen in self._data.history)]
        return [*dict.fromkeys(status for council in several for status in ids(council.statuses))]

    @property
    def _now(self) -> Responses:
        return self._data.history[-1]

    def _labelled(self) -> Iterator[tuple[str, str, str]]:
        for name in ID_LISTS:
            yield from ((name, item.id, item.label) for item in getattr(self._data.council, name))
        yield from (("outcomes", outcome.id, outcome.title) for outcome in self._data.plan.outcomes)

    def _columns(self, declared: Declared) -> tuple[Column, ...]:
        return declared.of(self._data.council)

    def _frame(self, declared: Declared, records: Iterable[object]) -> pd.DataFrame:
        return self._made(self._columns(declared), list(records))

    def _made(self, columns: Sequence[Column], records: Sequence[object]) -> pd.DataFrame:
        return pd.DataFrame(
            {
                column.name: self._typed(column, [column.value(record) for record in records])
                for column in columns
            }
        )

    def _typed(self, column: Column, values: Sequence[Any]) -> pd.Series:
        match column.kind:
            case "status":
                return _choices([value or None for value in values], self._statuses)
            case "period":
                return _choices(values, [str(seen.quarter) for seen in self._data.history])
            case "date" | "moment":
                return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")), dtype=_DAY)
            case kind:
                return pd.Series(values, dtype=_PLAIN[kind])

    def __repr__(self) -> str:
        return f"report.data: {', '.join(declared.name for declared in FRAMES)}"


def _choices(values: Sequence[Any], order: list[str]) -> pd.Series:
    return pd.Series(values, dtype=pd.CategoricalDtype(order, ordered=True))
