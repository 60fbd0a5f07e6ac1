"""Every count of `figures.csv`, section by section, under its name in the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from sdp_lib.measures.figure import Count
from sdp_lib.measures.responses import Answer, Responses, holding
from sdp_lib.measures.strategy import budget, objectives


@lru_cache(maxsize=64)
def counts(seen: Responses) -> tuple[Count, ...]:
    """Return all counts of a report, in the order of the contract.

    The result is cached: figures, comparisons and the series need the same counts.
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
        objectives,
        budget,
    )
    return tuple(count for section in sections for count in section(seen))


def submissions(seen: Responses) -> Iterator[Count]:
    """Count the returns received, late and missing, of all activities that the report covers."""
    total = len(seen.activities)
    yield Count("returns.received", len(seen.answers), total)
    yield Count("returns.late", len(seen.late), total)
    yield Count("returns.missing", len(seen.missing), total)


def delivery(seen: Responses) -> Iterator[Count]:
    """Count each status, and what is not on track, of the responses (report section 2)."""
    total = len(seen.answers)
    for status in seen.council.statuses:
        yield Count(f"delivery.{status.id}", _with_status(seen.answers, status.id), total)
    yield Count("delivery.not_on_track", len(seen.off_track), total)


def due(seen: Responses) -> Iterator[Count]:
    """Count what is due this financial year, and each status of it (report section 2)."""
    total = len(seen.due)
    yield Count("due.this_year", total, len(seen.answers))
    for status in seen.council.statuses:
        yield Count(f"due.{status.id}", _with_status(seen.due, status.id), total)
    if not seen.council.asks("revised_end"):
        return
    revised = [answer for answer in seen.due if answer.revised]
    slipping = _where(seen.due, lambda answer: answer.off_track or answer.revised)
    yield Count("due.revised_end", len(revised), total)
    yield Count("due.off_track_or_revised", slipping, total)
    yield Count("due.revised_end_on_track", _where(revised, _on_track), len(revised))


def types(seen: Responses) -> Iterator[Count]:
    """Count each type of activity, of those not on track (overview)."""
    for kind in seen.council.types:
        value = sum(answer.type == kind.id for answer in seen.off_track)
        yield Count(f"not_on_track.type.{kind.id}", value, len(seen.off_track))


def milestones(seen: Responses) -> Iterator[Count]:
    """Count the responses with milestones, and those with each kind among them (section 3)."""
    if not seen.council.kinds:
        return
    having = _where(seen.answers, lambda answer: answer.any_milestone)
    yield Count("milestones.any", having, len(seen.answers))
    for kind in seen.council.kinds:
        given = sum(answer.milestones[kind.id] is not None for answer in seen.answers)
        yield Count(f"milestones.{kind.id}", given, having)


def end_dates(seen: Responses) -> Iterator[Count]:
    """Count the revised end dates, and which of those are on track (report section 3)."""
    if not seen.council.asks("revised_end"):
        return
    yield Count("end_dates.revised", len(seen.revised), len(seen.answers))
    on_track = _where(seen.revised, _on_track)
    yield Count("end_dates.revised_on_track", on_track, len(seen.revised))


def issues(seen: Responses) -> Iterator[Count]:
    """Count each theme, of the activities not on track (report section 4)."""
    if not seen.council.asks("issues", "issue_other"):
        return
    total = len(seen.off_track)
    for theme in seen.council.themes:
        yield Count(f"issues.{theme.id}", _holding(seen.off_track, "issues", theme.id), total)
    yield Count("issues.any", _where(seen.off_track, lambda answer: answer.issue_count > 0), total)
    several = _where(seen.off_track, lambda answer: answer.issue_count > 1)
    yield Count("issues.more_than_one", several, total)


def mitigations(seen: Responses) -> Iterator[Count]:
    """Count the activities not on track with a mitigating action or escalation (section 5)."""
    if not seen.council.asks("mitigation"):
        return
    having = _where(seen.off_track, lambda answer: answer.any_mitigation)
    yield Count("mitigations.any", having, len(seen.off_track))


def risk(seen: Responses) -> Iterator[Count]:
    """Count each risk register, of the activities not on track (report section 8)."""
    if not seen.council.asks("risk_registers"):
        return
    total = len(seen.off_track)
    for register in seen.council.registers:
        value = _holding(seen.off_track, "risk_registers", register.id)
        yield Count(f"risk.{register.id}", value, total)
    yield Count(
        "risk.any", _where(seen.off_track, lambda answer: bool(answer.risk_registers)), total
    )


def governance(seen: Responses) -> Iterator[Count]:
    """Count the responses that reported, and that expect to, by board (report section 6)."""
    total = len(seen.answers)
    for column in ("reported", "expected"):
        for board in seen.council.boards_asked(f"boards_{column}"):
            value = _holding(seen.answers, f"boards_{column}", board.id)
            yield Count(f"governance.{column}.{board.id}", value, total)
    if seen.council.boards_asked("boards_expected"):
        nowhere = _where(seen.answers, lambda answer: not answer.boards_expected)
        yield Count("governance.expected.none", nowhere, total)
    for board in seen.council.boards_asked("boards_expected", "forward_plan_date"):
        if board.forward_plan:
            expected = holding(seen.answers, "boards_expected", board.id)
            dated = _where(expected, lambda answer: answer.forward_plan_date is not None)
            yield Count(f"governance.scheduled.{board.id}", dated, len(expected))


def _where(answers: Iterable[Answer], condition: Callable[[Answer], bool]) -> int:
    return sum(map(condition, answers))


def _on_track(answer: Answer) -> bool:
    return answer.on_track


def _with_status(answers: Iterable[Answer], status: str) -> int:
    return sum(answer.delivery == status for answer in answers)


def _holding(answers: Iterable[Answer], column: str, identifier: str) -> int:
    return len(holding(answers, column, identifier))
