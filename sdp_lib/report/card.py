"""The card of a scorecard on the front page: who leads the activity, and its statuses so far."""

from __future__ import annotations

from sdp_lib.inputs.council import label
from sdp_lib.ledger import Card, QuarterStatus
from sdp_lib.measures.movement import NO_RETURN, NOT_IN_PLAN, status
from sdp_lib.measures.responses import Activity, Responses
from sdp_lib.periods import headed
from sdp_lib.presentation.status_looks import looks
from sdp_lib.report.context import Context

_WITHOUT = {NO_RETURN: "No return", NOT_IN_PLAN: "Not in the plan"}


def card_of(context: Context) -> Card:
    """Return the card of the one activity that a scorecard covers."""
    activity = context.only_activity
    return Card(
        outcome=_outcome(context, activity),
        directorate=label(context.council.directorates, activity.directorate),
        lead=activity.lead,
        history=tuple(_status_in(context, seen) for seen in context.history),
    )


def _outcome(context: Context, activity: Activity) -> str:
    found = context.data.plan.outcome(activity.outcome)
    if found is None:
        return activity.outcome
    noun = context.council.organisation.outcome_noun
    return f"{noun} {found.id}: {found.short}" if found.id.isdigit() else found.named(noun)


def _status_in(context: Context, seen: Responses) -> QuarterStatus:
    given, quarter = status(seen, context.only_activity.id), headed(seen.quarter.label)
    for one in seen.council.statuses:
        if one.id == given:
            look = looks(seen.council.statuses)[one.id]
            return QuarterStatus(quarter=quarter, label=one.label, tone=look)
    words = _WITHOUT.get(given, "Status not given")
    return QuarterStatus(quarter=quarter, label=words, tone="none")
