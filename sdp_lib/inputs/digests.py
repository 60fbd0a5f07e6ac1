"""Digests of the inputs that were read: of whole files, and of the rows of some activities.

They name what a report is made from. The plan of a build takes them from the files before a
notebook runs, and the report itself, in the same way, from what it did read.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sdp_lib.inputs.covers import Coverage
from sdp_lib.inputs.csv_file import rows_of
from sdp_lib.inputs.params import QuarterParams as Asked
from sdp_lib.inputs.scope import Scope
from sdp_lib.inputs.text_file import as_text

Inputs = dict[str, str]
# Folders of data/ whose CSV files have rows for each activity, with its ID in the first cell.
_BY_ACTIVITY = ("returns", "corrections", "assurance", "plans")
_ACTIVITIES = "activities.csv"


@dataclass(frozen=True)
class FileRead:
    """A file that was read: the digest of its bytes, and of each row if rows have activities.

    `rows` holds the activity and the digest of each row after the header, in their order.
    """

    whole: str
    rows: tuple[tuple[str, str], ...] | None = None
    header: str = ""

    def of(self, activities: Iterable[str]) -> str:
        """Return the digest of the rows of some activities; blank if they have none."""
        places = sorted(place for name in activities for place in self._places.get(name, ()))
        rows = self.rows or ()
        return digest_of(self.header, *(rows[place][1] for place in places)) if places else ""

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, (name, _) in enumerate(self.rows or ()):
            places.setdefault(name, []).append(place)
        return places

    @cached_property
    def all_rows(self) -> str:
        """The digest of all rows, whatever quotation marks and line ends they are written with."""
        return digest_of(self.header, *(row for _, row in self.rows or ()))

    @cached_property
    def names(self) -> str:
        """The digest of the IDs of the activities that have a row."""
        return digest_of(*sorted(self._places))


Evidence = Mapping[str, FileRead]  # by the file's place in a project, such as `data/returns/Q.csv`


def digest_of(*parts: str) -> str:
    """Return the SHA-256 over several texts, boundaries included."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def file_read(name: str, content: bytes) -> FileRead:
    """Return the digests of a file's bytes, by its place in a project."""
    whole = hashlib.sha256(content).hexdigest()
    if not _has_activities(name):
        return FileRead(whole)
    try:
        header, *rows = [row for row in rows_of(as_text(content)) if row] or [[]]
    except (UnicodeDecodeError, csv.Error):  # reading it reports what is wrong
        return FileRead(whole)
    return FileRead(whole, tuple((row[0], digest_of(*row)) for row in rows), digest_of(*header))


def names_in(folder: Path) -> str:
    """Return the digest of the names in a folder, hidden ones left out; blank if it is not there.

    A name alone counts: a file that is opened is an input by itself.
    """
    try:
        names = sorted(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return ""
    return digest_of(*(name for name in names if not is_hidden(name)))


def is_hidden(name: str) -> bool:
    """Return whether a name in a folder is that of a hidden file, or of Python's cache.

    >>> is_hidden(".git"), is_hidden("__pycache__"), is_hidden("data")
    (True, True, False)
    """
    return name.startswith(".") or name == "__pycache__"


def _has_activities(name: str) -> bool:
    folder = name.removeprefix("data/").partition("/")[0]
    return folder in _BY_ACTIVITY and name.endswith(".csv")


def evidence_of(
    read: Mapping[Path, bytes], data: Path, params: Path, names: Mapping[Path, str] | None = None
) -> dict[str, FileRead]:
    """Return the digests of files that were read, by their place in a project.

    `names` gives the places of files that stand for others.
    """
    known = names or {}
    places = (
        (known.get(path) or label_of(path, data, params), content) for path, content in read.items()
    )
    return {name: file_read(name, content) for name, content in places if name}


def label_of(path: Path, data: Path, params: Path) -> str:
    """Return the place in a project of a file below the folders; blank if it is in neither."""
    for name, folder in (("data", data), ("params", params)):
        if path.is_relative_to(folder):
            return f"{name}/{path.relative_to(folder).as_posix()}"
    return ""


def scoped_inputs(evidence: Evidence, scope: Scope, covered: Coverage, asked: Asked) -> Inputs:
    """Return what a report of some activities is made from, by name.

    For configuration, that is each file; for tables, the rows of the activities that the report
    covers or shows. A table without any of them is left out. Such a report also says how many
    returns came from the whole plan, so it is made from who is expected and who answered, too.
    """
    return dict(_scoped(evidence, scope, covered, asked))


def _scoped(
    evidence: Evidence, scope: Scope, covered: Coverage, asked: Asked
) -> Iterator[tuple[str, str]]:
    own = f"data/plans/{asked.plan}/"
    for name, file in evidence.items():
        if name.startswith("data/plans/") and not name.startswith(own):
            yield from _origins(name, file, covered)
        elif file.rows is None:
            yield name, file.whole
        elif scope.column is None:
            yield from [(name, file.all_rows)] if file.rows or _is_returns(name) else []
        else:
            found, others = file.of(covered.activities), file.of(covered.related)
            there = found or _is_returns(name)
            yield from [(f"{name}, rows of {scope}", found)] if there else []
            yield from [(f"{name}, rows that {scope} refers to", others)] if others else []
            if scope.plan_wide and name == f"data/returns/{asked.quarter}.csv":
                yield f"{name}, which activities have a row", file.names
    if scope.plan_wide and scope.column is not None:
        yield f"{own}{_ACTIVITIES}, who is expected", digest_of(*sorted(covered.expected))
        used = (name for quarter in covered.uses for name in ["", *sorted(quarter)])
        yield f"{own}{_ACTIVITIES}, columns in use", digest_of(*used)


def _origins(name: str, file: FileRead, covered: Coverage) -> Iterator[tuple[str, str]]:
    """Yield what is read from an earlier plan: its title, and the rows that this report names."""
    wanted = covered.origins.get(name.split("/")[2])
    if wanted and file.rows is None:
        yield name, file.whole
    elif wanted:
        yield f"{name}, rows that are carried on", file.of(wanted)


def _is_returns(name: str) -> bool:
    """Return whether a table counts without rows: a period was monitored if it has returns."""
    return name.startswith("data/returns/")


def fingerprint(inputs: Mapping[str, str]) -> str:
    """Return the SHA-256 over named inputs; their order does not matter.

    >>> fingerprint({"a": "1", "b": "2"}) == fingerprint({"b": "2", "a": "1"})
    True
    >>> fingerprint({"a": "1", "b": "2"}) == fingerprint({"a": "12", "b": ""})
    False
    """
    return hashlib.sha256(json.dumps(dict(inputs), sort_keys=True).encode()).hexdigest()
