"""How files are known to be the same without being read: by place, size and time of change.

So `make` knows it too. Whether a report is fresh is decided by the bytes of what it was made from
(`pipeline.plan.fingerprints`); stamps tell a process that stays whether it has to read them again.
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
    """Describe every file that may be read below the folders, also one that comes or goes."""
    return stamp_of([params, *(data / name for name in read)])


def stamp_of(places: Iterable[Path]) -> Stamp:
    """Describe files, and every file below folders, sorted by their places.

    Each has its place, inode, size in bytes, and the times of its last change and of that of its
    entry, in nanoseconds. What cannot be looked at is left out, and so is what has a hidden name or
    one that ends in "~": editors keep their own there.
    """
    return tuple(sorted(found for place in places for found in _look(str(place))))


def _look(place: str) -> Iterator[File]:
    """Look at a place with as few calls as can be: it is done several times a second."""
    try:
        with os.scandir(place) as entries:
            for one in entries:
                if one.name.startswith(".") or one.name.endswith("~"):
                    continue
                if one.is_dir(follow_symlinks=False):
                    yield from _look(one.path)
                else:
                    yield from _described(one.path)
    except NotADirectoryError:
        yield from _described(place)
    except OSError:  # it is not there, or not for us, or the network is gone for a moment
        return


def _described(place: str) -> Iterator[File]:
    with suppress(OSError):  # it went since it was listed, as an editor may have it
        of = os.stat(place)  # noqa: PTH116 - a Path for each takes longer than the look
        yield place, of.st_ino, of.st_size, of.st_mtime_ns, of.st_ctime_ns
