"""Changes to what reports are made from, found by looking at the files again and again.

That works everywhere, also on a network drive, where no system tells of what others have changed.
Nothing heavy is imported to look.
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
REST = 0.05  # seconds in which nothing more may change


def look_at_inputs(data: Path, params: Path, notebooks: Path) -> Stamp:
    """Describe the files that an analyst changes to change a report."""
    return (*stamp(data, params, REPORT_FOLDERS), *stamp_of([notebooks]))


def look_at_library(root: Path) -> Stamp:
    """Describe the files that a running command, or its workers, have imported or read for good."""
    places = {Path(sdp_lib.__file__).parent.resolve(), (root / "sdp_lib").resolve()}
    found = stamp_of([*places, root / "_quarto.yml", *brand_files(root).values()])
    return tuple(one for one in found if "__pycache__" not in one[0])


def work_is_likely(inputs: Stamp, manifest: Path) -> bool:
    """Guess whether something has to be built: nothing was, or a file has changed since.

    What has to be built is decided by the bytes; this says what to get ready meanwhile.
    """
    try:
        built = manifest.stat().st_mtime_ns
    except (OSError, ValueError):
        return True
    return any(changed > built for *_, changed, _ in inputs)


def wait_for_change(look: Callable[[], Seen], seen: Seen) -> Seen:
    """Return what is seen when it is no longer as it was seen, and has come to rest."""
    while (found := look()) == seen:
        time.sleep(PAUSE)
    while True:
        time.sleep(REST)
        if (later := look()) == found:
            return found
        found = later
