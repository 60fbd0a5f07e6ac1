"""A cache of datasets: the reports of a build all read the same files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sdp_lib.inputs.dataset import Dataset, read_dataset
from sdp_lib.inputs.stamps import Stamp, stamp
from sdp_lib.periods import Period


def read_dataset_cached(data: Path, params: Path, quarter: Period) -> Dataset:
    """Return what `read_dataset` gives; the last result is kept while its files stay the same.

    A worker that is forked from a process that has read the quarter need not read it again. Files
    count as the same by path, size and time of change, as they do for `make`.
    """
    return _read(data, params, quarter, stamp(data, params))


@lru_cache(maxsize=1)
def _read(data: Path, params: Path, quarter: Period, _: Stamp) -> Dataset:
    return read_dataset(data, params, quarter)
