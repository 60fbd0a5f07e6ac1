"""Looks of statuses: a tone, with a number if several statuses have the same one.

The number begins with the second: `good`, then `attention-2`. No two looks have the same symbol, so
colour alone never distinguishes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sdp_lib.inputs.council import Status

ABSENT = "absent"  # the activity was not in the plan in that period: no symbol
SYMBOLS = {
    "good": "●",
    "good-2": "◆",
    "good-3": "▶",
    "attention": "▲",
    "attention-2": "▼",
    "attention-3": "◀",
    "poor": "■",
    "poor-2": "□",
    "poor-3": "◁",
    "neutral": "△",
    "neutral-2": "▽",
    "neutral-3": "▷",
    "neutral-4": "◊",
    "blank": "×",
    "none": "○",
}


def looks(statuses: Sequence[Status]) -> dict[str, str]:
    """Return the look of each status by its ID, in their order."""
    seen: Counter[str] = Counter()
    found = {}
    for status in statuses:
        seen[status.tone] += 1
        number = seen[status.tone]
        found[status.id] = status.tone if number == 1 else f"{status.tone}-{number}"
    return found
