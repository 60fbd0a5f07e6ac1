"""What was read of the inputs, as digests: of whole files, and of the rows of some activities.

What a report is made from is named by these: by the plan of a build, of the files as they are
before a notebook runs, and in the same way by the report itself, of what it did read.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sdp_lib.inputs.csv_file import rows_of
from sdp_lib.inputs.scope import Scope
from sdp_lib.inputs.text_file import as_text

Inputs = dict[str, str]
# Folders of data/ whose CSV files have a row, or some, for each activity, its ID in the first cell.
_BY_ACTIVITY = ("returns", "corrections", "assurance")
_ACTIVITIES = "activities.csv"


@dataclass(frozen=True)
class FileRead:
    """A file that was read: the digest of its bytes, and of each row where they have activities.

    `rows` holds the activity and the digest of each row after the header, in their order.
    """

    whole: str
    rows: tuple[tuple[str, str], ...] | None = None
    header: str = ""

    def of(self, activities: Iterable[str]) -> str:
        """Return the digest of the rows of some activities; blank where they have none."""
        places = sorted(place for name in activities for place in self._places.get(name, ()))
        rows = self.rows or ()
        return digest_of(self.header, *(rows[place][1] for place in places)) if places else ""

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, (name, _) in enumerate(self.rows or ()):
            found.setdefault(name, []).append(place)
        return found

    @cached_property
    def all_rows(self) -> str:
        """The digest of all rows, whatever quotation marks and line ends they are written with."""
        return digest_of(self.header, *(row for _, row in self.rows or ()))

    @cached_property
    def names(self) -> str:
        """The digest of which activities have a row."""
        return digest_of(*sorted(self._places))


Evidence = Mapping[str, FileRead]  # by the file's place in a project, such as `data/returns/Q.csv`


def digest_of(*parts: str) -> str:
    """Return the SHA-256 over several texts, none of which can pass for two."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def file_read(name: str, content: bytes) -> FileRead:
    """Return the digests of a file's bytes, of the file with this place in a project."""
    whole = hashlib.sha256(content).hexdigest()
    if not _has_activities(name):
        return FileRead(whole)
    try:
        header, *rows = [row for row in rows_of(as_text(content)) if row] or [[]]
    except (UnicodeDecodeError, csv.Error):  # reading it tells what is wrong
        return FileRead(whole)
    return FileRead(whole, tuple((row[0], digest_of(*row)) for row in rows), digest_of(*header))


def _has_activities(name: str) -> bool:
    folder, _, rest = name.removeprefix("data/").partition("/")
    if folder == "plans":
        return rest.count("/") == 1 and rest.endswith(f"/{_ACTIVITIES}")
    return folder in _BY_ACTIVITY


def evidence_of(read: Mapping[Path, bytes], data: Path, params: Path) -> dict[str, FileRead]:
    """Return the digests of files that were read, by their place in a project."""
    places = ((label_of(path, data, params), content) for path, content in read.items())
    return {name: file_read(name, content) for name, content in places if name}


def label_of(path: Path, data: Path, params: Path) -> str:
    """Return the place in a project of a file below the folders; blank where it is in neither."""
    for name, folder in (("data", data), ("params", params)):
        if path.is_relative_to(folder):
            return f"{name}/{path.relative_to(folder).as_posix()}"
    return ""


def scoped_inputs(
    evidence: Evidence, scope: Scope, activities: Collection[str], quarter: str
) -> Inputs:
    """Return what a report of some activities is made from, by name.

    Of configuration that is each file, of tables the rows of the `activities` that the report
    covers; a table that has none is as good as none. Such a report also says how many returns came
    from the whole plan, which is made from the names of those that answered.
    """
    return dict(_scoped(evidence, scope, activities, quarter))


def _scoped(
    evidence: Evidence, scope: Scope, activities: Collection[str], quarter: str
) -> Iterator[tuple[str, str]]:
    for name, file in evidence.items():
        if file.rows is None:
            yield name, file.whole
        elif scope.column is None:
            yield from [(name, file.all_rows)] if file.rows or _is_returns(name) else []
        else:
            found = file.of(activities)
            there = found or _is_returns(name)
            yield from [(f"{name}, rows of {scope}", found)] if there else []
            listed = name.endswith(f"/{_ACTIVITIES}") or name == f"data/returns/{quarter}.csv"
            if scope.plan_wide and listed:
                yield f"{name}, which activities have a row", file.names


def _is_returns(name: str) -> bool:
    """Whether a table counts though it has no row: a period was monitored when it has returns."""
    return name.startswith("data/returns/")


def fingerprint(inputs: Mapping[str, str]) -> str:
    """Return the SHA-256 over named inputs; their order does not matter.

    >>> fingerprint({"a": "1", "b": "2"}) == fingerprint({"b": "2", "a": "1"})
    True
    >>> fingerprint({"a": "1", "b": "2"}) == fingerprint({"a": "12", "b": ""})
    False
    """
    return hashlib.sha256(json.dumps(dict(inputs), sort_keys=True).encode()).hexdigest()
