"""A changing plan, drawn at random: members join, leave, merge, split and move.

It is lived quarter by quarter: the plan changes, returns come in, the quarter is reported, and then
recorded. What each quarter was is kept in plain values, for a recount without the library.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from organisation import MILESTONES, ON_TRACK, STATUSES, configuration
from plans import Folder

PLAN = "2022-24"
QUARTERS = [f"{year}-Q{number}" for year in ("2022-23", "2023-24") for number in range(1, 5)]
OUTCOMES = ("safe-water", "trade")
OBJECTIVES = [f"{one}.{number}" for one in OUTCOMES for number in (1, 2)]
WAYS = ("completed", "closed", "paused")
Row = dict[str, str]


@dataclass(frozen=True)
class Then:
    """A quarter as it was: its members by ID, and the status in each return."""

    members: dict[str, Row]
    statuses: dict[str, str]


@dataclass
class LivingPlan:
    """A folder with a plan whose rows change from quarter to quarter."""

    folder: Folder
    chance: random.Random
    rows: list[Row] = field(default_factory=list)
    history: dict[str, Then] = field(default_factory=dict)

    def begin(self) -> None:
        """Write the configuration, and the first activities."""
        self.folder.write_yaml("params/council.yml", configuration())
        for _ in range(self.chance.randint(4, 7)):
            self._add("")

    def _add(self, joined: str, **cells: str) -> str:
        name = str(len(self.rows) + 1)
        self.rows.append({
            "id": name,
            "title": f"Pontoon {name}",
            "outcome": self.chance.choice(OUTCOMES),
            "type": "dredging",
            "directorate": self.chance.choice(("marine", "shore")),
            "lead": "Berthing Superintendent",
            "director": "Harbour Master",
            "portfolio": "Navigation",
            "start": "2022-04-01",
            "end": self.chance.choice(("2023-01-20", "2023-11-30", "2024-06-30", "")),
            "source": "published",
            "joined": joined,
            "objectives": self.chance.choice(("", *OBJECTIVES)),
            "budget": self.chance.choice(("", "1000", "25000")),
        } | cells)  # fmt: skip
        return name

    def live(self, quarter: str) -> None:
        """Change the plan, and write the returns of a quarter."""
        place = QUARTERS.index(quarter)
        if place:
            self._change(QUARTERS[place - 1], quarter)
        self._write(quarter)
        members = {row["id"]: dict(row) for row in self.rows if _is_member(row, quarter)}
        answering = [member for member in members if self.chance.random() < 0.85]
        statuses = {activity: self.chance.choice((*STATUSES, "")) for activity in answering}
        self.history[quarter] = Then(members, statuses)
        month = (5, 8, 11, 2)[place % 4]
        year = 2022 + place // 4 + (month == 2)
        opened, closed = f"{year}-{month:02d}-10", f"{year}-{month:02d}-20"
        window = {"opened": opened, "closed": closed}
        self.folder.write_quarter(quarter, plan=PLAN, window=window)
        rows = [
            {"activity": one, "submitted": f"{closed}T09:00:00", "delivery": status}
            for one, status in statuses.items()
        ]
        self.folder.write_returns(quarter, [column for _, column in MILESTONES.values()], rows)

    def _change(self, before: str, quarter: str) -> None:
        there = [row for row in self.rows if _is_member(row, quarter)]
        for row in there:
            event = self.chance.random()
            if event < 0.14:
                row.update(left=before, **self._way_out(row, there, quarter))
            elif event < 0.20:
                row["outcome"] = self.chance.choice(OUTCOMES)
            elif event < 0.28:
                row["title"] = f"{row['title']} ({quarter})"
            elif event < 0.34:
                row["budget"] = self.chance.choice(("", "70000"))
        for _ in range(self.chance.choice((0, 0, 1, 2))):
            self._add(quarter)

    def _way_out(self, row: Row, there: list[Row], quarter: str) -> Row:
        """Complete or close an activity, merge it into another, or split it into two new ones."""
        others = [one["id"] for one in there if one is not row and not one.get("left")]
        way = self.chance.choice(("out", "merge", "split"))
        if way == "merge" and others:
            return {"left_as": "merged", "into": self.chance.choice(others)}
        if way == "split":
            return {"left_as": "closed", "into": f"{self._add(quarter)};{self._add(quarter)}"}
        return {"left_as": self.chance.choice(WAYS)}

    def _write(self, quarter: str) -> None:
        outcomes = [
            {"id": outcome, "title": f"{outcome} for all", "short": outcome,
             "objectives": [f"First of {outcome}", f"Second of {outcome}"]}
            for outcome in OUTCOMES
        ]  # fmt: skip
        years = ["2022-23", "2023-24"]
        title = f"Harbour Plan as of {quarter}"
        plan = {"title": title, "years": years, "outcomes": outcomes}
        self.folder.write_plan(PLAN, plan, self.rows)


def _is_member(row: Row, quarter: str) -> bool:
    return row.get("joined", "") <= quarter and quarter <= (row.get("left") or "9")


def living_plan(root: Path, seed: int) -> LivingPlan:
    """Return a new plan, which is the same for the same seed."""
    plan = LivingPlan(Folder(root), random.Random(seed))  # noqa: S311 - no secret
    plan.begin()
    return plan


def recount(plan: LivingPlan, quarter: str, outcome: str = "") -> dict[str, tuple[int, int]]:
    """Count a quarter again from plain values: returns, statuses, movement, objectives, budget."""
    then = plan.history[quarter]
    covered = {n: row for n, row in then.members.items() if outcome in ("", row["outcome"])}
    given = {one: status for one, status in then.statuses.items() if one in covered}
    found = {
        "returns.received": (len(given), len(covered)),
        "returns.missing": (len(covered) - len(given), len(covered)),
    }
    for status in STATUSES:
        found[f"delivery.{status}"] = (list(given.values()).count(status), len(given))
    off_track = [one for one, status in given.items() if status and status not in ON_TRACK]
    found["delivery.not_on_track"] = (len(off_track), len(given))
    pounds = {one: int(row["budget"] or 0) for one, row in covered.items()}
    total = sum(pounds.values())
    found["budget.total"] = (total, total)
    for status in STATUSES:
        found[f"budget.{status}"] = (
            sum(pounds[one] for one, what in given.items() if what == status), total,
        )  # fmt: skip
    for one in OBJECTIVES:
        if outcome in ("", one.partition(".")[0]):
            serving = [name for name, row in then.members.items() if row["objectives"] == one]
            good = [name for name in serving if then.statuses.get(name) in ON_TRACK]
            found[f"objectives.{one}.on_track"] = (len(good), len(serving))
    return found | _movement(plan, quarter, given)


def _movement(plan: LivingPlan, quarter: str, given: dict[str, str]) -> dict[str, tuple[int, int]]:
    place = QUARTERS.index(quarter)
    if not place:
        return {}
    before = plan.history[QUARTERS[place - 1]].statuses
    both = [(before[one], status) for one, status in given.items() if one in before]
    rank = {one: number for number, one in enumerate(STATUSES)}
    moves = dict.fromkeys(("newly_off_track", "worsened", "improved", "recovered"), 0)
    for old, new in both:
        if not old or not new or old == new or (old in ON_TRACK and new in ON_TRACK):
            continue
        if new in ON_TRACK:
            moves["recovered"] += 1
        elif old in ON_TRACK:
            moves["newly_off_track"] += 1
        else:
            moves["worsened" if rank[new] > rank[old] else "improved"] += 1
    return {f"movement.{name}": (value, len(both)) for name, value in moves.items()}
