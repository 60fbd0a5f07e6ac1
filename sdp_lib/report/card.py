"""What a scorecard leaves for the front page: who leads the activity, and its statuses so far."""

from __future__ import annotations

from sdp_lib.inputs.council import label
from sdp_lib.ledger import Card, QuarterStatus
from sdp_lib.measures.movement import NO_RETURN, status
from sdp_lib.measures.responses import Activity, Responses
from sdp_lib.report.context import Context


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
    known = {one.id: (one.label, one.tone) for one in context.council.statuses}
    known[NO_RETURN] = ("No return", "none")
    given = status(seen, context.only_activity.id)
    words, tone = known.get(given, ("Status not given", "none"))
    return QuarterStatus(quarter=seen.quarter.label, label=words, tone=tone)
