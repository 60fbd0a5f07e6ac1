"""Facts of a scorecard: what the activity continues, what it serves, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdp_lib.inputs.council import label
from sdp_lib.inputs.plan import LEVELS
from sdp_lib.measures.membership import taken_over
from sdp_lib.measures.responses import Activity
from sdp_lib.measures.strategy import WEIGHTS
from sdp_lib.measures.waiting import waited_for
from sdp_lib.periods import Period, spoken
from sdp_lib.presentation.fragments import Markup
from sdp_lib.presentation.wording import in_sentence, listed, pounds
from sdp_lib.report.context import Context, activity_name

Facts = Iterator[tuple[str, Markup | str]]


def lineage(context: Context) -> Facts:
    """Yield when the activity joins or leaves, and what it goes on from, also in earlier plans."""
    plan = context.only_activity
    if plan.joined:
        yield "Joined the plan", _period(context, plan.joined)
    if plan.left:
        how = in_sentence(label(context.council.leavings, plan.left_as)) if plan.left_as else ""
        into = f"{how or 'goes on'} into {listed(plan.into)}" if plan.into else how
        last = _period(context, plan.left)
        yield context.say("Last quarter in the plan"), f"{last}, {into}" if into else last
    before = taken_over(plan.id, context.data.rows)
    if before:
        yield "Took over", listed([_with_end(context, activity) for activity in before], by="; ")
    if plan.carried_from:
        yield (
            "Goes on from",
            listed([_origin(context, origin) for origin in plan.carried_from], by="; "),
        )


def _period(context: Context, text: str) -> str:
    return spoken(Period.parse(text, context.quarter.calendar).label)


def _with_end(context: Context, one: Activity) -> Markup:
    name = activity_name(one)
    if not one.left:
        return name
    return Markup("{} (in the plan up to {})").format(name, _period(context, one.left))


def _origin(context: Context, one: str) -> Markup:
    """Name an activity of an earlier plan; figures are never compared across plans."""
    origin = context.data.origins[one]
    return Markup("{}. {} ({})").format(origin.id, origin.title, origin.plan)


def strategy(context: Context) -> Facts:
    """Yield the activity's objectives, operating plan, budget, risk, complexity and value."""
    plan = context.only_activity
    titles = {objective.id: objective.title for objective in context.data.plan.objectives}
    if plan.objectives:
        serves = listed(
            [titles.get(identifier, identifier) for identifier in plan.objectives], by="; "
        )
        yield "Objectives that it serves" if len(plan.objectives) > 1 else "Objective", serves
    if plan.operating_plan:
        yield "Operating plan", plan.operating_plan
    if plan.budget is not None:
        yield "Budget over its whole life", pounds(plan.budget)
    for name in WEIGHTS:
        if level := getattr(plan, name):
            yield name.capitalize(), LEVELS[level]


def waiting(context: Context) -> Facts:
    """Yield the activities that this one waits for, then those that wait for it, with statuses."""
    plan, there = context.only_activity, context.now.around.members
    waits = [
        there.get(identifier) or context.data.rows[identifier] for identifier in plan.depends_on
    ]
    if waits:
        yield "Waits for", _with_statuses(context, waits)
    others = waited_for(context.now, plan.id)
    if others:
        yield "Waited for by", _with_statuses(context, others)


def _with_statuses(context: Context, activities: Sequence[Activity]) -> Markup:
    there = context.now.around.members
    return listed(
        [
            Markup("{} {}").format(
                context.activity(activity) if activity.id in there else activity_name(activity),
                context.status_in(context.now, activity.id),
            )
            for activity in activities
        ],
        by="; ",
    )
