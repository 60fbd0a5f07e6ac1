"""What an export changes in the returns that are there already, as rows of text."""

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
    """Read the returns that are there, by activity; none where there is no file.

    The text is as it stands, without the corrections that readers of figures apply to it.
    `InputError` where the header, an activity or the length of a row is wrong.
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
    """Put the answers that came to those that are there; rows are in the order of `columns`.

    An answer that the export lacks is kept. Of two for one activity the later counts; of two with
    the same time that which came, unless the export was `overtaken` by a later one.
    """
    ordered = [*order]
    new = tuple(one for one in ordered if one in came and one not in present)
    both = [one for one in ordered if one in came and one in present]
    older = dict.fromkeys(
        one for one in both if _is_older(present[one], came[one], columns, overtaken=overtaken)
    )
    taken = {one: values for one, values in came.items() if one not in older}
    changed = tuple(
        Change(one, column, old, fresh)
        for one in both
        if one in taken
        for column, old, fresh in zip(columns, present[one], taken[one], strict=True)
        if old != fresh
    )
    rows = {**present, **taken}
    return Merged(
        rows=tuple(rows[one] for one in ordered if one in rows),
        new=new,
        changed=changed,
        unchanged=tuple(one for one in both if present[one] == came[one]),
        kept=tuple(one for one in ordered if one in present and one not in came),
        older=tuple(older),
    )


def _is_older(present: Values, came: Values, columns: Sequence[str], *, overtaken: bool) -> bool:
    submitted = columns.index("submitted")
    if present[submitted] == came[submitted]:
        return overtaken and present != came
    return came[submitted] < present[submitted]
