"""Stamps of files, which show a change without reading them: by path, size and time of change.

`make` does the same. Whether a report is fresh is decided by the bytes of what it was made from
(`pipeline.plan.fingerprints`); stamps show a long-running process whether to read them again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from sdp_lib.inputs.input_files import DATASET_FOLDERS

File = tuple[str, int, int, int, int]
Stamp = tuple[File, ...]


def stamp(data: Path, params: Path, read: Iterable[str] = DATASET_FOLDERS) -> Stamp:
    """Return the stamp of all files below the folders, which also shows those that come or go."""
    return stamp_of([params, *(data / name for name in read)])


def stamp_of(places: Iterable[Path]) -> Stamp:
    """Return the stamp of files, and of every file below folders, sorted by path.

    Each has its path, inode, size in bytes, and the times of its last change and of that of its
    entry, in nanoseconds. What cannot be looked at is left out, and so are hidden names and those
    that end in "~": editors keep their own files there.
    """
    return tuple(sorted(found for place in places for found in _look(str(place))))


def _look(place: str) -> Iterator[File]:
    """Look at a place with as few calls as possible: this is done several times a second."""
    try:
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name.endswith("~"):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _look(entry.path)
                else:
                    yield from _described(entry.path)
    except NotADirectoryError:
        yield from _described(place)
    except OSError:  # it is missing or not permitted, or the network is down
        return


def _described(place: str) -> Iterator[File]:
    with suppress(OSError):  # it has gone since it was listed, as an editor's files do
        of = os.stat(place)  # noqa: PTH116 - a Path for each takes longer than the look
        yield place, of.st_ino, of.st_size, of.st_mtime_ns, of.st_ctime_ns
