"""How the milestones of an invented activity are set, and how they move from quarter to quarter."""

from datetime import date, timedelta

from scene import Scene
from windows import add_months

# How far through the activity each kind usually falls.
PLACES = {
    "approval_to_proceed": 0.2,
    "eqia_screening": 0.3,
    "consultation_start": 0.45,
    "key_decision": 0.65,
    "go_live": 0.95,
    "other_milestone": 0.75,
}
# How likely an activity of each type is to have each kind at all.
LIKELY = {
    "people_commissioning": (0.9, 0.8, 0.4, 0.6, 0.9, 0.3),
    "infrastructure_commissioning": (0.9, 0.7, 0.3, 0.7, 0.9, 0.4),
    "service": (0.6, 0.6, 0.2, 0.2, 0.7, 0.4),
    "capital": (0.9, 0.5, 0.3, 0.5, 0.9, 0.5),
    "strategy_policy": (0.6, 0.7, 0.7, 0.5, 0.5, 0.4),
}
LENGTH_WITHOUT_END = 600
FRIDAY = 4

Dates = dict[str, date]


def first_milestones(scene: Scene) -> Dates:
    """Return all milestones that an activity has, whether its lead officer gives them or not."""
    activity, chance = scene.activity, scene.chance
    end = activity.end or activity.start + timedelta(days=LENGTH_WITHOUT_END)
    length = (end - activity.start).days
    found = {}
    for (kind, place), likely in zip(PLACES.items(), LIKELY[activity.row["type"]], strict=True):
        share = place + chance.number(-8, 5) / 100
        if chance.happens(likely):
            found[kind] = working_day(activity.start + timedelta(days=int(length * share)))
    return found


def moved(planned: Dates, scene: Scene, *, troubled: bool, latest: date | None) -> Dates:
    """Return the milestones a quarter later: what has passed stays, what is to come may move.

    Nothing is put back beyond `latest`, the end date of the activity.
    """
    found = {}
    for kind, day in planned.items():
        passed = day <= scene.window.opened
        new = day if passed else _moved_day(day, scene, troubled=troubled)
        found[kind] = min(new, max(day, latest)) if latest else new
    return found


def _moved_day(day: date, scene: Scene, *, troubled: bool) -> date:
    chance = scene.chance
    if chance.happens(0.4 if troubled else 0.1):
        return working_day(day + timedelta(days=7 * chance.number(3, 26)))
    earlier = day - timedelta(days=7 * chance.number(2, 8))
    if not troubled and earlier > scene.window.closed and chance.happens(0.08):
        return working_day(earlier)
    return day


def with_new_end(planned: Dates, end: date, scene: Scene) -> Dates:
    """Return the milestones after the end date moved: going live follows the new end."""
    if planned.get("go_live", date.min) <= scene.window.opened:
        return planned
    return planned | {"go_live": working_day(add_months(end, -1))}


def given(planned: Dates, before: frozenset[str], scene: Scene, *, new: float) -> frozenset[str]:
    """Return which kinds the lead officer gives: most of the last return's, and some new ones."""
    found = [kind for kind in planned if scene.chance.happens(0.93 if kind in before else new)]
    return frozenset(found)


def working_day(day: date) -> date:
    """Return the day itself, or the Friday before it if it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))
