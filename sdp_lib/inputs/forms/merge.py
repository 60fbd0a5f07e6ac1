"""Merging an export into the returns that exist already, as rows of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandera.pandas as pa

from sdp_lib.inputs.frames import known, read_frame, unique

Values = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One cell of the returns that the export changes."""

    activity: str
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Merged:
    """The returns as they will be, in the plan's order, and what happened to each activity."""

    rows: tuple[Values, ...]
    new: tuple[str, ...]
    changed: tuple[Change, ...]
    unchanged: tuple[str, ...]
    kept: tuple[str, ...]
    older: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the returns have to be written."""
        return bool(self.new or self.changed)


def read_present(
    path: Path, columns: Sequence[str], activities: Sequence[str]
) -> dict[str, Values]:
    """Read the returns that exist, by activity; none if there is no file.

    The text is as it was written, without the corrections that readers of figures apply to it.
    `InputError` if the header, an activity or the length of a row is wrong.
    """
    if not path.exists():
        return {}
    in_plan = known(activities, "activity of the plan")
    schema = pa.DataFrameSchema({"activity": pa.Column(str, [in_plan, unique()])})
    frame = read_frame(path, columns, schema, key="activity")
    return {str(row[0]): row for row in frame.itertuples(index=False, name=None)}


def merge(
    present: Mapping[str, Values],
    came: Mapping[str, Values],
    columns: Sequence[str],
    order: Iterable[str],
    *,
    overtaken: bool,
) -> Merged:
    """Merge the answers that came into those that exist; rows are in the order of `columns`.

    An answer that the export lacks is kept. Of two for one activity, the later counts; of two with
    the same time, the one that came, unless the export was `overtaken` by a later one.
    """
    ordered = [*order]
    new = tuple(activity for activity in ordered if activity in came and activity not in present)
    both = [activity for activity in ordered if activity in came and activity in present]
    older = dict.fromkeys(
        activity
        for activity in both
        if _is_older(present[activity], came[activity], columns, overtaken=overtaken)
    )
    taken = {activity: values for activity, values in came.items() if activity not in older}
    changed = tuple(
        Change(activity, column, old, fresh)
        for activity in both
        if activity in taken
        for column, old, fresh in zip(columns, present[activity], taken[activity], strict=True)
        if old != fresh
    )
    rows = {**present, **taken}
    return Merged(
        rows=tuple(rows[activity] for activity in ordered if activity in rows),
        new=new,
        changed=changed,
        unchanged=tuple(activity for activity in both if present[activity] == came[activity]),
        kept=tuple(
            activity for activity in ordered if activity in present and activity not in came
        ),
        older=tuple(older),
    )


def _is_older(present: Values, came: Values, columns: Sequence[str], *, overtaken: bool) -> bool:
    submitted = columns.index("submitted")
    if present[submitted] == came[submitted]:
        return overtaken and present != came
    return came[submitted] < present[submitted]
