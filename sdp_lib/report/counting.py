"""Counts of a report's figures, in its period and in the one that it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sdp_lib.measures.counts import counts
from sdp_lib.measures.figure import Count, Figures, compared
from sdp_lib.measures.movement import movement_counts
from sdp_lib.measures.report_data import ReportData
from sdp_lib.measures.responses import Responses
from sdp_lib.measures.tracking import tracking_counts
from sdp_lib.periods import Period
from sdp_lib.report.context import Context


def make_context(
    data: ReportData,
    subject: str,
    words: Mapping[str, str],
    *,
    compare: Period | None = None,
    up: str = "",
) -> Context:
    """Count a report's figures in this period and in the one that it is compared with."""
    history = data.history
    last = _last(history)
    before = next((seen for seen in history if seen.quarter == compare), None) if compare else last
    return Context(data, subject, before, _figures(history, before, data), words, up)


def _last(history: Sequence[Responses]) -> Responses | None:
    return history[-2] if len(history) > 1 else None


def _figures(history: tuple[Responses, ...], before: Responses | None, data: ReportData) -> Figures:
    now = _counts(history, before, data)
    if before is None:
        return compared(now)
    place = next(number for number, seen in enumerate(history) if seen is before)
    until_then = history[: place + 1]
    return compared(now, _counts(until_then, _last(until_then), data), str(before.quarter))


def _counts(
    history: tuple[Responses, ...], before: Responses | None, data: ReportData
) -> list[Count]:
    """Count a period, with movement and the fate of milestone dates since another."""
    now = history[-1]
    asked = next(period for period in data.asked if period.value == now.quarter)
    moved = movement_counts(now, before)
    return [*counts(now), *moved, *tracking_counts(history, before, asked.window.closed)]
