"""Record of what the reports of a process were made from.

A build compares this record with its plan, and keeps it as what the report was made from. The
library's reads are recorded row by row. An audit hook sees any other file of the project that a
cell opens, or tries to open, and the names in each folder that it lists. What has no audit event is
not seen: whether a file is there (`Path.exists`, and `Path.glob` in a folder that is not), its size
and its date; nor are the clock, random numbers, the environment and the network.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import source_from_cache
from pathlib import Path
from types import FrameType

from sdp_lib.inputs.brand.style import brand_files
from sdp_lib.inputs.digests import Inputs, digest_of, is_hidden, names_in
from sdp_lib.inputs.folders import project_folder
from sdp_lib.inputs.scope import Scope
from sdp_lib.inputs.text_file import by_library

OPENED = "opened "
# Folders of a project whose files are results, or are an input as a whole.
_LEFT_OUT = (("outputs",), ("sdp_lib",))
_LISTING = ("os.listdir", "os.scandir")
_LIBRARY = str(Path(__file__).parent)  # what a notebook calls
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

_read: Inputs = {}
_scopes: dict[str, None] = {}
_shared: set[str] = set()  # files that every report is made with, such as those of a typeface
_root: list[str] = []  # of the project, once it is watched; empty while the hook handles a file


def note(read: Mapping[str, str], scope: Scope) -> None:
    """Record what a report was made from; an input that changed in between gets both digests."""
    for name, digest in read.items():
        _note(name, digest)
    _scopes[str(scope)] = None


def _note(name: str, digest: str) -> None:
    before = _read.setdefault(name, digest)
    _read[name] = digest if digest == before else digest_of(before, digest)


def forget() -> None:
    """Forget the record, in a process that was forked for another report."""
    _read.clear()
    _scopes.clear()


def made_from() -> tuple[Inputs, list[str]]:
    """Return the inputs of this process's reports, and the activities that they cover."""
    return dict(sorted(_read.items())), sorted(_scopes)


def watch() -> None:
    """Begin to record which files and folders of the project are read."""
    if not _root:
        root = project_folder()
        _shared.update(brand_files(root))
        _root.append(f"{root}{os.sep}")
        sys.addaudithook(_see)


def _see(event: str, arguments: tuple[object, ...]) -> None:
    listed = event in _LISTING
    if not (listed or event == "open") or not _root or by_library():
        return
    path, flags = arguments[0], arguments[-1]
    if listed and path is None:  # os.listdir()
        path = os.curdir
    writing = isinstance(flags, int) and flags & _WRITING
    if writing or not isinstance(path, str | bytes | os.PathLike):
        return
    place = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - a Path costs more, and this is called often
    if f"{place}{os.sep}".startswith(_root[0]):
        _note_seen(_source_of(Path(place)), listed=listed)


def _source_of(place: Path) -> Path:
    """Return the source of a module in Python's cache, which a change of it replaces."""
    if is_hidden(place.parent.name):
        with suppress(ValueError):
            return Path(source_from_cache(place))
    return place


def _note_seen(place: Path, *, listed: bool) -> None:
    root = _root.pop()  # what the hook itself opens is not to be seen
    try:
        name = place.relative_to(root)
        hidden = any(map(is_hidden, name.parts)) or name.parts[:1] in _LEFT_OUT
        if hidden or name.as_posix() in _shared:
            return
        if listed and _by_a_cell():
            _note(f"{OPENED}{name.as_posix()}/", names_in(place))
        elif not listed and ((digest := _digest(place)) or _by_a_cell()):
            _note(f"{OPENED}{name.as_posix()}", digest)
    except OSError:  # the cell's own open() will raise it
        pass
    finally:
        _root.append(root)


def _digest(file: Path) -> str:
    """Return a file's SHA-256; blank if it is not there."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return hashlib.sha256(file.read_bytes()).hexdigest()
    return ""


def _by_a_cell() -> bool:
    """Return whether an analyst's code reads, and neither the library nor an import."""
    frame: FrameType | None = sys._getframe()
    files = []
    while frame is not None:
        files.append(frame.f_code.co_filename)
        frame = frame.f_back
    reading = [file for file in files if file != __file__]
    by_library = any(file.startswith(_LIBRARY) for file in reading)
    return not by_library and "importlib" not in reading[0]
