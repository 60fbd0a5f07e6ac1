"""The life of one activity: how a return follows from the one before it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import milestones
from boards import Boards, first_boards, next_boards
from plans import Activity
from scene import Scene
from windows import Window, add_months

ON_TRACK, REMEDIAL, UNLIKELY, COMPLETE = "on_track", "remedial", "unlikely", "complete"
FIRST_STATUS = {ON_TRACK: 0.78, REMEDIAL: 0.17, UNLIKELY: 0.05}
NEXT_STATUS = {
    ON_TRACK: {ON_TRACK: 0.88, REMEDIAL: 0.1, UNLIKELY: 0.02},
    REMEDIAL: {ON_TRACK: 0.38, REMEDIAL: 0.48, UNLIKELY: 0.14},
    UNLIKELY: {ON_TRACK: 0.2, REMEDIAL: 0.35, UNLIKELY: 0.45},
    COMPLETE: {COMPLETE: 1.0},
}
# The first quarter of the plan for 2020-23 is the spring of 2020.
PANDEMIC_STATUS = {ON_TRACK: 0.58, REMEDIAL: 0.32, UNLIKELY: 0.1}
PANDEMIC_PLAN = "2020-23"
NEW_MILESTONES_FIRST, NEW_MILESTONES_LATER = 0.45, 0.3
MONTHS_LATER = {ON_TRACK: (2, 5), REMEDIAL: (1, 7), UNLIKELY: (5, 14)}
SLIPS = {ON_TRACK: 0.02, REMEDIAL: 0.4, UNLIKELY: 0.65}
SOON = timedelta(days=330)


@dataclass(frozen=True)
class State:
    """Where an activity stands in one quarter; `status` may also be `complete`."""

    status: str
    before: str
    revised_end: date | None
    end_moved: bool
    milestones: dict[str, date]
    given: frozenset[str]
    boards: Boards
    step: int


def first_state(scene: Scene, forced: str) -> State:
    """Return where an activity stands in the first quarter of its plan."""
    weights = PANDEMIC_STATUS if scene.window.plan == PANDEMIC_PLAN else FIRST_STATUS
    if scene.activity.start > scene.window.closed:
        weights = {ON_TRACK: 1.0}
    planned = milestones.first_milestones(scene)
    state = State(
        status=forced or scene.chance.weighted(weights),
        before="",
        revised_end=None,
        end_moved=False,
        milestones=planned,
        given=milestones.given(planned, frozenset(), scene, new=NEW_MILESTONES_FIRST),
        boards=first_boards(scene),
        step=_first_step(scene.activity, scene.window),
    )
    return state if forced else _with_end(state, scene)


def next_state(state: State, scene: Scene, forced: str) -> State:
    """Return where an activity stands a quarter later; `forced` sets a status by hand."""
    status = forced or scene.chance.weighted(NEXT_STATUS[state.status])
    planned = milestones.moved(
        state.milestones,
        scene,
        troubled=status in (REMEDIAL, UNLIKELY),
        latest=state.revised_end or scene.activity.end,
    )
    moves_on = scene.chance.happens({ON_TRACK: 0.85, REMEDIAL: 0.3}.get(status, 0.0))
    state = replace(
        state,
        status=status,
        before=state.status,
        end_moved=False,
        milestones=planned,
        given=milestones.given(planned, state.given, scene, new=NEW_MILESTONES_LATER),
        boards=next_boards(state.boards, scene),
        step=min(state.step + moves_on, len(scene.activity.steps) - 2),
    )
    return state if forced else _with_end(state, scene)


def _first_step(activity: Activity, window: Window) -> int:
    end = activity.end or activity.start + SOON
    passed = (window.closed - activity.start).days / max(1, (end - activity.start).days)
    return min(2, max(0, int(passed * len(activity.steps)) - 1))


def _with_end(state: State, scene: Scene) -> State:
    """Return the state after looking at the end date: finished, put back, or left as it is."""
    due, closed = state.revised_end or scene.activity.end, scene.window.closed
    if state.status == COMPLETE or due is None:
        return state
    if due <= closed and state.status == ON_TRACK and scene.chance.happens(0.75):
        return replace(state, status=COMPLETE)
    if due <= closed or (due - closed < SOON and scene.chance.happens(SLIPS[state.status])):
        return _put_back(state, max(due, closed), scene)
    return state


def _put_back(state: State, day: date, scene: Scene) -> State:
    new_end = add_months(day, scene.chance.number(*MONTHS_LATER[state.status]))
    planned = milestones.with_new_end(state.milestones, new_end, scene)
    return replace(state, revised_end=new_end, end_moved=True, milestones=planned)
