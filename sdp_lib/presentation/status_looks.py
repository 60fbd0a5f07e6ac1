"""How statuses look: by their tone, and by a number where several have the same one.

A look is a tone, with a number from the second on: `good` or `attention-2`. No two looks have the
same symbol, so that none is told by its colour alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sdp_lib.inputs.council import Status

ABSENT = "absent"  # of a period in which the plan did not have an activity: no symbol
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
    for one in statuses:
        seen[one.tone] += 1
        number = seen[one.tone]
        found[one.id] = one.tone if number == 1 else f"{one.tone}-{number}"
    return found
