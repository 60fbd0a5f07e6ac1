"""Which boards an activity is expected at, has reported to, and when it is on a forward plan."""

from dataclasses import dataclass
from datetime import date, timedelta

from scene import Scene

BOARDS = ("cabinet_members_meeting", "corporate_board", "informal_governance", "cabinet_committee")
INFORMAL = "informal_governance"
THURSDAY = 3
# In the order of BOARDS, for each type of activity.
LIKELY = {
    "people_commissioning": (0.12, 0.15, 0.7, 0.45),
    "infrastructure_commissioning": (0.2, 0.25, 0.75, 0.55),
    "service": (0.1, 0.25, 0.3, 0.35),
    "capital": (0.15, 0.2, 0.65, 0.45),
    "strategy_policy": (0.3, 0.35, 0.3, 0.6),
}


@dataclass(frozen=True)
class Boards:
    """What a lead officer says about boards in one quarter."""

    expected: frozenset[str]
    reported: frozenset[str]
    forward_plan_date: date | None


def first_boards(scene: Scene) -> Boards:
    """Return the boards of an activity in the first quarter of its plan."""
    likely = zip(BOARDS, LIKELY[scene.activity.row["type"]], strict=True)
    expected = frozenset(board for board, share in likely if scene.chance.happens(share))
    return _with_reports(expected, None, scene)


def next_boards(boards: Boards, scene: Scene) -> Boards:
    """Return the boards a quarter later: most stay, some are dropped and some are new."""
    expected = frozenset(
        board
        for board in BOARDS
        if scene.chance.happens(0.9 if board in boards.expected else 0.06)
        or (board == INFORMAL and boards.forward_plan_date)
    )
    return _with_reports(expected, boards.forward_plan_date, scene)


def _with_reports(expected: frozenset[str], planned: date | None, scene: Scene) -> Boards:
    chance, closed = scene.chance, scene.window.closed
    reported = set(chance.some([board for board in BOARDS if board in expected], 0.22))
    if planned and planned <= closed:
        # What stood on the forward plan for a day that has passed has been to the board.
        reported.add(INFORMAL)
        planned = None
    if INFORMAL in expected and planned is None and chance.happens(0.45):
        planned = _thursday_after(closed + timedelta(days=chance.number(7, 140)))
    return Boards(expected, frozenset(reported), planned)


def _thursday_after(day: date) -> date:
    return day + timedelta(days=(THURSDAY - day.weekday()) % 7)
