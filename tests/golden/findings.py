"""The finding that each chart must state, worked out from the data without the library."""

import re
from collections.abc import Iterator

import yaml
from facts import Facts, date_of
from recount import CONTRACT_IDS
from second_count import DATA, counted, returns
from support import ROOT, outcomes_of, quarter_before, read_csv, settings

COUNCIL = yaml.safe_load((ROOT / "params" / "council.yml").read_text(encoding="utf-8"))


def findings(quarter: str, outcome: str) -> Iterator[tuple[str, str]]:
    """Return the name of each chart with a pattern that its words must match."""
    own = counted(quarter, outcome)
    yield "delivery", _on_track(*own["delivery.on_track"])
    yield (
        "milestones",
        _most_given(
            {milestone: own[f"milestones.{milestone}"] for milestone in CONTRACT_IDS.milestones}
        ),
    )
    yield "issues", _most_named({theme: own[f"issues.{theme}"] for theme in CONTRACT_IDS.themes})
    yield "slippage", _longest_slip(quarter, outcome)
    quarters = Facts(quarter, outcome).quarters
    if outcome:
        yield "history", _never_on_track([returns(one, outcome) for one in quarters])
        return
    yield "outcomes", _most_off_track(quarter)
    first, last = (counted(one)["delivery.on_track"][0] for one in (quarters[0], quarters[-1]))
    yield "quarters", rf"On track: {first} in .*, {last} in "


def trend_finding(quarter: str, activity: str) -> str:
    """Return how many milestones of an activity moved to a later date, as a pattern."""
    now = returns(quarter).get(activity, {})
    before = returns(str(quarter_before(quarter))).get(activity, {})
    columns = CONTRACT_IDS.milestones.values()
    later = sum(
        bool(now.get(column) and before.get(column) and now[column] > before[column])
        for column in columns
    )
    return rf" {later or 'none'} moved to a later date"


def _on_track(value: int, of: int, _: int | None, previous: int | None) -> str:
    moved = "" if previous is None or previous == value else rf".*\b{previous}\b"
    return (rf"\b{value} of (?:the )?{of} " if 0 < value < of else "") + moved


def _labels(kind: str, ids: list[str]) -> list[str]:
    return [str(one.get("short") or one["label"]) for one in COUNCIL[kind] if one["id"] in ids]


def _largest(figures: dict[str, tuple[int, ...]]) -> tuple[int, list[str]]:
    most = max(value for value, *_ in figures.values())
    return most, [name for name, (value, *_) in figures.items() if value == most]


def _most_given(figures: dict[str, tuple[int, ...]]) -> str:
    most, names = _largest(figures)
    if not most:
        return "No date was given"
    each = " each" if len(names) > 1 else ""
    every = "".join(rf"(?=.*{re.escape(label)})" for label in _labels("milestones", names))
    return rf"{every}.*Given most often: .*, by {most} activit(?:y|ies){each}\."


def _most_named(figures: dict[str, tuple[int, ...]]) -> str:
    most, names = _largest(figures)
    of = figures[names[0]][1]
    count = rf".*\b{most} of (?:the )?{of} " if 0 < most < of else ""
    themes = _labels("issues", names) if most else []
    return "".join(rf"(?=.*{re.escape(theme.lower())})" for theme in themes) + count


def _longest_slip(quarter: str, outcome: str) -> str:
    plan = settings(quarter)["plan"]
    ends = {row["id"]: row["end"] for row in read_csv(DATA / "plans" / plan / "activities.csv")}
    slips = {
        one: (new - old).days
        for one, row in returns(quarter, outcome).items()
        if (new := date_of(row["revised_end"])) and (old := date_of(ends[one])) and new > old
    }
    days = max(slips.values(), default=0)
    longest = "|".join(one for one, slip in slips.items() if slip == days)
    months = range(days // 31, days // 30 + 2)
    long = "|".join(_years_and_months(one) for one in months if one)
    return rf"activity (?:{longest}), by (?:{days} days?|{long})\."


def _years_and_months(months: int) -> str:
    counts = [(months // 12, "year"), (months % 12, "month")]
    return " ".join(f"{one} {word}{'s' * (one > 1)}" for one, word in counts if one)


def _never_on_track(history: list[dict[str, dict[str, str]]]) -> str:
    ids = {one for seen in history for one in seen}
    never = [
        key
        for key in ids
        if all(seen.get(key, {}).get("delivery") != "on_track" for seen in history)
    ]
    if not never:
        return "on track in at least one quarter"
    return "Never reported as on track: " + "".join(
        rf"(?=.*\b{one}\b)" for one in never if len(never) <= 6
    )


def _most_off_track(quarter: str) -> str:
    plan = settings(quarter)["plan"]
    titles = yaml.safe_load((DATA / "plans" / plan / "plan.yml").read_text(encoding="utf-8"))
    numbers = {
        outcome: counted(quarter, outcome)["delivery.not_on_track"]
        for outcome in outcomes_of(quarter)
    }
    most, ids = _largest(numbers)
    names = [
        one.get("short") or one["title"] for one in titles["outcomes"] if str(one["id"]) in ids
    ]
    each = " each" if len(ids) > 1 else ""
    return "".join(rf"(?=.*{re.escape(name)})" for name in names) + rf".*: {most}{each}\."
