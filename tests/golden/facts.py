"""Facts about single activities and lists of them, read from the data without the library."""

import re
from collections import Counter
from datetime import date
from functools import cached_property

import yaml
from recount import CONTRACT_IDS, NOT_ON_TRACK, members
from second_count import DATA, returns
from support import fold, quarter_before, quarters_with_parameters, read_csv, settings

LONG_SLIP = 180  # days: the council's report calls a longer slip long
MOST_CONCERNS = 12  # listed activities in need of attention


class Facts:
    """A quarter of one outcome, or of the whole council if the outcome is empty."""

    def __init__(self, quarter: str, outcome: str):
        asked = settings(quarter)
        plan = DATA / "plans" / asked["plan"]
        self._outcomes = yaml.safe_load((plan / "plan.yml").read_text(encoding="utf-8"))["outcomes"]
        self._everything = members(DATA, str(asked["plan"]), quarter)
        self._plan = str(asked["plan"])
        self._rows = {row["id"]: row for row in read_csv(plan / "activities.csv")}
        self._every_answer = returns(quarter)
        self._covered = {
            row["id"]: row for row in self._everything if outcome in ("", row["outcome"])
        }
        self._whole = outcome == ""
        self._answers = returns(quarter, outcome)
        before = quarter_before(quarter)
        self._answers_before = returns(before, outcome) if before else {}
        reviews = read_csv(DATA / "assurance" / f"{asked['plan']}.csv")
        self._reviews = [row for row in reviews if row["activity"] in self._covered]
        self._closed = f"{asked['window']['closed']}T24:00:00"
        self.quarters = [
            one
            for one in quarters_with_parameters()
            if settings(one)["plan"] == asked["plan"] and one <= quarter
        ]

    @cached_property
    def days(self) -> set[int]:
        """By how many days an end date or a milestone moved, and what counts as long."""
        answers = self._answers.items()
        moved = [(self._covered[one]["end"], row["revised_end"]) for one, row in answers]
        for activity, row in answers:
            before = self._answers_before.get(activity, {})
            moved += [(before.get(name), row[name]) for name in CONTRACT_IDS.milestones.values()]
        return {_days(old, new) for old, new in moved if old and new} | {LONG_SLIP}

    @cached_property
    def counts(self) -> set[int]:
        """How many are listed one by one: late, missing, reviews, quarters; issues of each."""
        late = [
            row["activity"] for row in self._answers.values() if row["submitted"] >= self._closed
        ]
        issues = {
            len(row["issues"].split(";")) + bool(row["issue_other"].strip())
            for row in self._answers.values()
            if row["issues"]
        }
        found = {*self._comings_and_goings, *self._served, self._without_budget, self._waiting}
        lists = (late, self._missing, self._reviews, self.quarters, self._unchanged)
        found |= {len(one) for one in lists} | issues
        return found | self._counts_across_the_council(late) if self._whole else found

    @cached_property
    def _comings_and_goings(self) -> set[int]:
        """How many joined and left since the quarter before, and how many of those in each way."""
        if not self.quarters[:-1]:
            return set()
        then = members(DATA, self._plan, self.quarters[-2])
        gone = [
            one["id"] for one in then if one["id"] not in {row["id"] for row in self._everything}
        ]
        ways = Counter(self._rows[activity].get("left_as") for activity in gone)
        new = len(self._everything) - len(then) + len(gone)
        return {len(gone), new, *ways.values()}

    @cached_property
    def _served(self) -> set[int]:
        """How many objectives there are of each outcome, and how many activities serve them."""
        found = {len(outcome["objectives"]) for outcome in self._outcomes}
        for one in self._outcomes:
            own = {f"{one['id']}.{n}" for n in range(1, len(one["objectives"]) + 1)}
            serving = [
                row["id"]
                for row in self._everything
                if own & set((row.get("objectives") or "").split(";"))
            ]
            good = [
                n for n in serving if self._every_answer.get(n, {}).get("delivery") == "on_track"
            ]
            found |= {len(serving), len(good)}
        return found

    @property
    def _without_budget(self) -> int:
        return sum(not row.get("budget") for row in self._covered.values())

    @cached_property
    def _waiting(self) -> int:
        """The number of activities on track that wait for one off track."""
        status = {one: row["delivery"] for one, row in self._every_answer.items()}
        return sum(
            status.get(one) == "on_track"
            and any(status.get(other) in NOT_ON_TRACK for other in row["depends_on"].split(";"))
            for one, row in self._covered.items()
            if row.get("depends_on")
        )

    @property
    def _missing(self) -> set[str]:
        return self._covered.keys() - self._answers.keys()

    @property
    def _unchanged(self) -> list[str]:
        """The activities that have had one status in every quarter of the plan so far."""
        history = [returns(quarter) for quarter in self.quarters]
        return [
            activity
            for activity in self._covered
            if len({seen[activity]["delivery"] if activity in seen else "" for seen in history})
            == 1
        ]

    def _counts_across_the_council(self, late: list[str]) -> set[int]:
        """The number of activities by outcome, directorate, month and pair of statuses."""
        covered = self._covered.values()
        tallies = [
            Counter(row["outcome"] for row in covered),
            Counter(row["directorate"] for row in covered),
            Counter(self._covered[activity]["directorate"] for activity in [*late, *self._missing]),
            Counter(self._covered[activity]["directorate"] for activity in self._answers),
            Counter(self._status(self._answers, one, "outcome") for one in self._covered),
            Counter(
                (self._status(self._answers_before, one), self._status(self._answers, one))
                for one in self._covered
            ),
            Counter(
                row["forward_plan_date"][:7]
                for row in self._answers.values()
                if "informal_governance" in row["boards_expected"]
            ),
        ]
        return {0, len(self._outcomes), MOST_CONCERNS} | {
            n for one in tallies for n in one.values()
        }

    def _status(self, answers: dict[str, dict[str, str]], activity: str, by: str = "") -> tuple:
        group = self._covered[activity][by] if by else ""
        return group, answers[activity]["delivery"] if activity in answers else "no return"

    @cached_property
    def pairs(self) -> set[tuple[int, int]]:
        """Pairs that the ledger does not hold: what a shortened list shows, and who agrees."""
        opinions = Counter(row["opinion"] for row in self._reviews)
        doubted = {row["activity"] for row in self._reviews if row["opinion"] == "inconsistent"}
        concerns = sum(
            row["delivery"] in ("remedial", "unlikely")
            or one in doubted
            or self._slips_long(one, row)
            or (bool(row["issues"] or row["issue_other"].strip()) and not row["mitigation"].strip())
            for one, row in self._answers.items()
        )
        reported = len(self._reviews) - opinions["pending"]
        return {(MOST_CONCERNS, concerns), (opinions["consistent"], reported), *self._objectives}

    @cached_property
    def _objectives(self) -> set[tuple[int, int]]:
        """The number of objectives that an activity serves: of the plan, and of each outcome."""
        named = {
            one for row in self._everything for one in (row.get("objectives") or "").split(";")
        }
        each = [
            [f"{outcome['id']}.{n}" in named for n in range(1, len(outcome["objectives"]) + 1)]
            for outcome in self._outcomes
        ]
        return {(sum(one), len(one)) for one in [*each, [it for one in each for it in one]]}

    def _slips_long(self, activity: str, row: dict[str, str]) -> bool:
        end, revised = date_of(self._covered[activity]["end"]), date_of(row["revised_end"])
        return bool(end and revised and (revised - end).days > LONG_SLIP)

    def without_words_of_people(self, line: str) -> str:
        """Remove text that people wrote, and numbers that are IDs of activities."""
        for text in self._texts:
            line = line.replace(text, "")
        ids = "|".join(sorted(self._covered, key=len, reverse=True))
        several = rf"(?:{ids})(?:(?:, | and )(?:{ids}))*"
        return re.sub(rf"(?:\b[Aa]ctivit(?:y|ies)|on track:) {several}\b", "", line)

    @cached_property
    def _texts(self) -> list[str]:
        """Texts that people wrote and that contain a number, longest first."""
        said = ("progress", "issue_other", "issue_detail", "mitigation", "other_milestone_name")
        titles = [f"{row['id']}. {row['title']}" for row in self._rows.values()]
        leads = [row["lead"] for row in self._everything]
        answers = [row[name].strip() for row in self._answers.values() for name in said]
        reviews = [row["title"] for row in self._reviews] + [
            row["reference"] for row in self._reviews
        ]
        outcomes = [outcome[name] for outcome in self._outcomes for name in ("title", "short")]
        found = {fold(text) for text in [*titles, *leads, *answers, *reviews, *outcomes]}
        numbered = [text for text in found if re.search(r"\d", text)]
        return sorted(numbered, key=len, reverse=True)


def date_of(text: str) -> date | None:
    """Return an ISO date, or None if none is given."""
    return date.fromisoformat(text) if text else None


def _days(old: str, new: str) -> int:
    return abs((date.fromisoformat(new) - date.fromisoformat(old)).days)
