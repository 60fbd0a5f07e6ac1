"""A dataset read once: the reports of a build all read the same files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sdp_lib.inputs.dataset import Dataset, read_dataset
from sdp_lib.quarters import Quarter

_READ = ("plans", "returns", "corrections", "assurance")  # of the folders in data/

Stamp = tuple[tuple[str, int, int, int], ...]


def read_dataset_once(data: Path, params: Path, quarter: Quarter) -> Dataset:
    """Return what `read_dataset` gives; what was read last is kept while its files stay the same.

    A kernel that is forked from a process which has read the quarter need not read it again. The
    files are known to be the same by their place, size and time of change, as `make` knows it.
    """
    return _read(data, params, quarter, _stamp(data, params))


@lru_cache(maxsize=1)
def _read(data: Path, params: Path, quarter: Quarter, _: Stamp) -> Dataset:
    return read_dataset(data, params, quarter)


def _stamp(data: Path, params: Path) -> Stamp:
    """Describe every file that a dataset may be read from, also one that comes or goes."""
    files = [*params.glob("*.yml"), *(path for name in _READ for path in (data / name).rglob("*"))]
    return tuple(
        (path.as_posix(), found.st_ino, found.st_size, found.st_mtime_ns)
        for path in sorted(files)
        for found in [path.stat()]
    )
