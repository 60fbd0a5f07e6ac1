"""The sentences that open a scorecard: its status, what that was before, and when it ends."""

from __future__ import annotations

from sdp_lib.inputs.council import label
from sdp_lib.measures.movement import NO_RETURN, NOT_IN_PLAN, movements
from sdp_lib.periods import spoken
from sdp_lib.presentation.fragments import Fragment, Markup, paragraph
from sdp_lib.presentation.wording import day, sentence
from sdp_lib.report.context import Context
from sdp_lib.report.milestones import slip_words


def status_sentence(context: Context) -> Fragment:
    """Say the status of a scorecard's activity in a sentence, and when it ends in another."""
    return paragraph(sentence(_status(context)), _end(context), kind="lead")


def _status(context: Context) -> str:
    answer, who = context.only_answer, context.say("this activity")
    if answer is None:
        return f"{who} made no return {context.say('this quarter')}{_then(context)}"
    status = next((one for one in context.council.statuses if one.id == answer.delivery), None)
    if status is None:
        return f"{who} made a return without a status{_then(context)}"
    return f"{who} {status.one}{_then(context)}"


def _then(context: Context) -> str:
    """Return what the status was in the period compared with, if there is one."""
    if context.before is None:
        return ""
    moved, then = movements(context.now, context.before)[context.only_activity.id], context.then
    if moved.then == NOT_IN_PLAN:
        return f" and was not in the plan in {spoken(then)}"
    if moved.then == moved.now and not context.other_scale:
        return f", as in {spoken(then)}"
    if moved.then == NO_RETURN:
        return f" and made no return in {spoken(then)}"
    if not moved.then:
        return ""
    words = label(context.before.council.statuses, moved.then)
    return f"; in {spoken(then)} its status was “{words}”"


def _end(context: Context) -> Markup:
    """Return when the activity ends, and whether that is as planned."""
    plan, answer, asked = (
        context.only_activity,
        context.only_answer,
        context.council.asks("revised_end"),
    )
    if answer is not None and asked and answer.revised_end not in {None, plan.end}:
        now = f"its end date is now {day(answer.revised_end)}"
        moved = f"{slip_words(answer)} later" if answer.revised else "earlier"
        return sentence(f"{now}, {moved} than planned" if plan.end else now)
    if plan.end is None:
        return Markup("")
    planned = ", as planned" if answer is not None and asked else ""
    return sentence(f"its end date is {day(plan.end)}{planned}")
