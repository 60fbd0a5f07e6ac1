"""The returns of every quarter: made to fit what is published, or invented."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from boards import BOARDS
from by_hand import cells_by_hand, is_late, is_missing
from fitting import Row, fitted_rows, ids_in, state_after
from life import COMPLETE, ON_TRACK, State, first_state, next_state
from milestones import PLACES
from plans import Activity, activities_of
from prose import Phrases, phrases_of, progress_of, sentence_start, teller_of
from scene import Scene, scene_of
from troubles import Troubles, next_troubles
from windows import Window, moment_of_answer, windows_of

COLUMNS = (
    "activity", "submitted", "delivery", "progress", *PLACES, "other_milestone_name",
    "revised_end", "issues", "issue_other", "issue_detail", "mitigation", "mitigation_themes",
    "boards_reported", "boards_expected", "forward_plan_date", "risk_registers",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What one return tells, and what the next one follows from."""

    row: Row
    state: State
    troubles: Troubles


def returns_of(plan: str) -> dict[str, list[Row]]:
    """Return the rows of every quarter of a plan, in the order of the activities."""
    windows, phrases = windows_of(plan), phrases_of(plan)
    quarters: dict[str, list[Row]] = {window.quarter: [] for window in windows}
    for activity in activities_of(plan):
        told = None
        for window in (one for one in windows if activity.is_member(one.quarter)):
            told = _next(told, scene_of(activity, window, "life"), phrases)
            if not is_missing(window.quarter, activity.number):
                quarters[window.quarter].append(_finished(told.row, activity, window))
    return quarters


def _next(told: Told | None, scene: Scene, phrases: Phrases) -> Told:
    fitted = fitted_rows(scene.window.quarter).get(scene.activity.number)
    if fitted is None:
        return _invented(told, scene, phrases)
    troubles = Troubles(themes=ids_in(fitted["issues"]), registers=ids_in(fitted["risk_registers"]))
    return Told(fitted, state_after(fitted), troubles)


def _invented(told: Told | None, scene: Scene, phrases: Phrases) -> Told:
    activity, window = scene.activity, scene.window
    forced = cells_by_hand(window.quarter, activity.number).get("delivery", "")
    state = next_state(told.state, scene, forced) if told else first_state(scene, forced)
    teller = teller_of(phrases, scene_of(activity, window, "words"), state)
    troubles = next_troubles(told.troubles if told else Troubles(), state, teller)
    row = _state_cells(state) | _milestone_cells(state, scene) | _trouble_cells(troubles)
    return Told(row | {"progress": progress_of(scene, state, teller)}, state, troubles)


def _state_cells(state: State) -> Row:
    boards = state.boards
    return {
        "delivery": ON_TRACK if state.status == COMPLETE else state.status,
        "revised_end": _iso(state.revised_end),
        "boards_reported": _joined(board for board in BOARDS if board in boards.reported),
        "boards_expected": _joined(board for board in BOARDS if board in boards.expected),
        "forward_plan_date": _iso(boards.forward_plan_date),
    }


def _milestone_cells(state: State, scene: Scene) -> Row:
    days = {
        kind: day
        for kind, day in state.milestones.items()
        # What is complete has no milestones to come.
        if kind in state.given and not (state.status == COMPLETE and day > scene.window.closed)
    }
    name = sentence_start(scene.activity.steps[-2].removeprefix("the "))
    return {
        **{kind: _iso(days.get(kind)) for kind in PLACES},
        "other_milestone_name": f"{name} complete" if "other_milestone" in days else "",
    }


def _trouble_cells(troubles: Troubles) -> Row:
    return {
        "issues": _joined(troubles.themes),
        "issue_other": troubles.other,
        "issue_detail": troubles.detail,
        "mitigation": troubles.mitigation,
        "mitigation_themes": _joined(troubles.mitigation_themes),
        "risk_registers": _joined(troubles.registers),
    }


def _finished(row: Row, activity: Activity, window: Window) -> Row:
    """Return a row with its activity, its moment of answer and every cell that is set by hand."""
    chance = scene_of(activity, window, "submitted").chance
    late = is_late(window.quarter, activity.number)
    cells = {
        "activity": activity.number,
        "submitted": moment_of_answer(window, chance, late=late),
        **cells_by_hand(window.quarter, activity.number),
    }
    return row | cells | {"delivery": row["delivery"]}


def _joined(ids: Iterable[str]) -> str:
    return ";".join(ids)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
