"""Every count of `figures.csv`, section by section; the names are the contract's."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pandas as pd

from sdp_lib.measures.figure import Count
from sdp_lib.measures.responses import Responses, holding


@lru_cache(maxsize=64)
def counts(seen: Responses) -> tuple[Count, ...]:
    """Return all counts of a report, in the order of the contract.

    They are kept: figures, what they are compared with, and the series ask for the same ones.
    """
    sections = (
        submissions,
        delivery,
        due,
        types,
        milestones,
        end_dates,
        issues,
        mitigations,
        risk,
        governance,
    )
    return tuple(count for section in sections for count in section(seen))


def submissions(seen: Responses) -> Iterator[Count]:
    """Count the returns received, of all activities that the report covers."""
    yield Count("returns.received", len(seen.answered), len(seen.activities))


def delivery(seen: Responses) -> Iterator[Count]:
    """Count each status, and what is not on track, of the responses (report section 2)."""
    total = len(seen.answered)
    for status in seen.council.statuses:
        yield Count(f"delivery.{status.id}", _where(seen.answered["delivery"] == status.id), total)
    yield Count("delivery.not_on_track", len(seen.off_track), total)


def due(seen: Responses) -> Iterator[Count]:
    """Count what is due this financial year and how it stands (report section 2)."""
    total = len(seen.due)
    yield Count("due.this_year", total, len(seen.answered))
    for status in seen.council.statuses:
        yield Count(f"due.{status.id}", _where(seen.due["delivery"] == status.id), total)
    slipping = seen.due["off_track"] | seen.due["revised"]
    on_track = seen.due["on_track"] & seen.due["revised"]
    revised = _where(seen.due["revised"])
    yield Count("due.revised_end", revised, total)
    yield Count("due.off_track_or_revised", _where(slipping), total)
    yield Count("due.revised_end_on_track", _where(on_track), revised)


def types(seen: Responses) -> Iterator[Count]:
    """Count each type of activity, of those not on track (overview)."""
    for kind in seen.council.types:
        value = _where(seen.off_track["type"] == kind.id)
        yield Count(f"not_on_track.type.{kind.id}", value, len(seen.off_track))


def milestones(seen: Responses) -> Iterator[Count]:
    """Count who gave milestones, of the responses, and each kind, of those (report section 3)."""
    having = _where(seen.answered["any_milestone"])  # whoever has one of a kind has any
    yield Count("milestones.any", having, len(seen.answered))
    for kind in seen.council.milestones:
        yield Count(f"milestones.{kind.id}", _where(seen.answered[kind.column].notna()), having)


def end_dates(seen: Responses) -> Iterator[Count]:
    """Count the revised end dates, and which of those are on track (report section 3)."""
    yield Count("end_dates.revised", len(seen.revised), len(seen.answered))
    on_track = _where(seen.revised["on_track"])
    yield Count("end_dates.revised_on_track", on_track, len(seen.revised))


def issues(seen: Responses) -> Iterator[Count]:
    """Count each theme, of the activities not on track (report section 4)."""
    total = len(seen.off_track)
    for theme in seen.council.issues:
        yield Count(f"issues.{theme.id}", _holding(seen.off_track["issues"], theme.id), total)
    yield Count("issues.any", _where(seen.off_track["any_issue"]), total)
    yield Count("issues.more_than_one", _where(seen.off_track["issue_count"] > 1), total)


def mitigations(seen: Responses) -> Iterator[Count]:
    """Count who has a mitigating action or escalation, of those not on track (section 5)."""
    yield Count("mitigations.any", _where(seen.off_track["any_mitigation"]), len(seen.off_track))


def risk(seen: Responses) -> Iterator[Count]:
    """Count each risk register, of the activities not on track (report section 8)."""
    registers = seen.off_track["risk_registers"]
    for register in seen.council.registers:
        yield Count(f"risk.{register.id}", _holding(registers, register.id), len(registers))
    yield Count("risk.any", _filled(registers), len(registers))


def governance(seen: Responses) -> Iterator[Count]:
    """Count who reported and expects to report where, of the responses (report section 6)."""
    reported, expected = seen.answered["boards_reported"], seen.answered["boards_expected"]
    for board in seen.council.boards:
        yield Count(f"governance.reported.{board.id}", _holding(reported, board.id), len(reported))
    for board in seen.council.boards:
        yield Count(f"governance.expected.{board.id}", _holding(expected, board.id), len(expected))
    yield Count("governance.expected.none", len(expected) - _filled(expected), len(expected))
    for board in seen.council.boards:
        if board.forward_plan:
            there = holding(expected, board.id)
            dated = there & seen.answered["forward_plan_date"].notna()
            yield Count(f"governance.scheduled.{board.id}", _where(dated), _where(there))


def _where(condition: pd.Series[bool]) -> int:
    return int(condition.to_numpy(dtype=bool).sum())


def _holding(lists: pd.Series, identifier: str) -> int:
    return sum(identifier in one for one in lists)


def _filled(lists: pd.Series) -> int:
    return sum(bool(one) for one in lists)
