"""Changes to the inputs of reports, found by polling the files.

Polling works everywhere, even on a network drive, where systems do not report the changes of
others. It needs no heavy imports.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import sdp_lib
from sdp_lib.inputs.brand.style import brand_files
from sdp_lib.inputs.input_files import REPORT_FOLDERS
from sdp_lib.inputs.stamps import Stamp, stamp, stamp_of

Seen = TypeVar("Seen")
PAUSE = 0.1  # seconds between two looks
REST = 0.05  # seconds without a change before a build begins


def look_at_inputs(data: Path, params: Path, notebooks: Path) -> Stamp:
    """Describe the files that an analyst edits to change a report."""
    return (*stamp(data, params, REPORT_FOLDERS), *stamp_of([notebooks]))


def look_at_library(root: Path) -> Stamp:
    """Describe the files that a running command or its workers read only once."""
    places = {Path(sdp_lib.__file__).parent.resolve(), (root / "sdp_lib").resolve()}
    found = stamp_of([*places, root / "_quarto.yml", *brand_files(root).values()])
    return tuple(file for file in found if "__pycache__" not in file[0])


def wait_for_change(look: Callable[[], Seen], seen: Seen) -> Seen:
    """Wait until the look differs from `seen` and no longer changes, and return it."""
    while (found := look()) == seen:
        time.sleep(PAUSE)
    while True:
        time.sleep(REST)
        if (later := look()) == found:
            return found
        found = later
