"""Record of what the reports of a process were made from.

A build compares this record with its plan, and keeps it as what the report was made from. The
library's reads are recorded row by row; an audit hook sees any other file of the project that a
cell opens. The clock, random numbers, the environment and the network are not seen.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from sdp_lib.inputs.brand.style import brand_files
from sdp_lib.inputs.digests import Inputs, digest_of
from sdp_lib.inputs.folders import project_folder
from sdp_lib.inputs.scope import Scope
from sdp_lib.inputs.text_file import by_library

OPENED = "opened "
# Folders of a project whose files are results, or are an input as a whole.
_LEFT_OUT = ("outputs", "sdp_lib", "__pycache__")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

_read: Inputs = {}
_scopes: dict[str, None] = {}
_shared: set[str] = set()  # files that every report is made with, such as those of a typeface
_root: list[str] = []  # of the project, once it is watched; empty while the hook handles a file


def note(read: Mapping[str, str], scope: Scope) -> None:
    """Record what a report was made from; an input that changed in between gets both digests."""
    for name, digest in read.items():
        before = _read.setdefault(name, digest)
        _read[name] = digest if digest == before else digest_of(before, digest)
    _scopes[str(scope)] = None


def forget() -> None:
    """Forget the record, in a process that was forked for another report."""
    _read.clear()
    _scopes.clear()


def made_from() -> tuple[Inputs, list[str]]:
    """Return the inputs of this process's reports, and the activities that they cover."""
    return dict(sorted(_read.items())), sorted(_scopes)


def watch() -> None:
    """Begin to record which files of the project are opened for reading."""
    if not _root:
        root = project_folder()
        _shared.update(brand_files(root))
        _root.append(f"{root}{os.sep}")
        sys.addaudithook(_see)


def _see(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or not _root or by_library():
        return
    path, _, flags = arguments
    if (isinstance(flags, int) and flags & _WRITING) or not isinstance(path, str | bytes | Path):
        return
    place = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - a Path costs more, and this is called often
    if place.startswith(_root[0]):
        _note_opened(place)


def _note_opened(place: str) -> None:
    root = _root.pop()  # files that the hook itself opens are not to be seen
    try:
        name = Path(place).relative_to(root)
        hidden = any(part.startswith(".") for part in name.parts)
        shared = name.as_posix() in _shared or name.parts[0] in _LEFT_OUT
        if not hidden and not shared and Path(place).is_file():
            digest = hashlib.sha256(Path(place).read_bytes()).hexdigest()
            label = f"{OPENED}{name.as_posix()}"
            before = _read.setdefault(label, digest)
            _read[label] = digest if digest == before else digest_of(before, digest)
    except OSError:  # the cell's own open() will raise it
        pass
    finally:
        _root.append(root)
