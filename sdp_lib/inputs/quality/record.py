"""Rules about the record of a quarter, and about members of the plan that come and go.

Changes to the plan since a quarter was recorded do not concern its reports: they are made from the
record. So only `sdp check` applies these rules about records, and no build does.
"""

from __future__ import annotations

from collections.abc import Iterator

from sdp_lib.inputs.corrections import shortened
from sdp_lib.inputs.members import Row
from sdp_lib.inputs.quality.rule import Case, Hit, Rule
from sdp_lib.problems.quality_plan import (
    FINAL_WITHOUT_RECORD,
    LEAVING_UNSAID,
    RECORD_DIFFERS,
    RECORD_SETTINGS_DIFFER,
)

# What may change although the reports of an earlier quarter stay as they are.
_EXPECTED = {"joined", "left", "left_as", "into", "carried_from"}


def differs(case: Case) -> Iterator[Hit]:
    """Find activities that today's plan describes differently from the record."""
    if case.today is None or not case.dataset.now.recorded:
        return
    today = {row["id"]: row for row in case.today.rows}
    for then in case.dataset.now.then.rows:
        name = then["id"]
        if name not in today:
            found = "the record has the activity, and today's plan does not"
            yield Hit(found, name, "id", case.in_plan(name))
            continue
        for column in _changed(then, today[name]):
            now, was = shortened(today[name][column]), shortened(then[column])
            found = f"{column} is {was} in the record and {now} in today's plan"
            yield Hit(found, name, column, case.in_plan(name))


def _changed(then: Row, now: Row) -> list[str]:
    return [name for name in then if name not in _EXPECTED and then[name] != now.get(name, "")]


def settings_differ(case: Case) -> Iterator[Hit]:
    """Find a configuration or a `plan.yml` that is not what was recorded."""
    if case.today is None or not case.dataset.now.recorded:
        return
    then = case.dataset.now.then
    parts = {
        "the configuration": (then.council, case.today.council),
        "plan.yml": (then.plan, case.today.plan),
    }
    for words, (was, now) in parts.items():
        names = [name for name, value in was if value != getattr(now, name)]
        if names:
            found = f"{words} has another {', '.join(names)} than when it was recorded"
            yield Hit(found, where=f"{case.paths['plan'].rpartition('/')[0]} (recorded)")


def final_without_record(case: Case) -> Iterator[Hit]:
    """Find a quarter that was signed off and has no record."""
    now = case.dataset.now
    if case.today is not None and now.params.state == "final" and not now.recorded:
        yield Hit(f"{now.quarter} is final and was not recorded", where=case.paths["params"])


def left_unsaid(case: Case) -> Iterator[Hit]:
    """Find activities that have left the plan without its saying how."""
    for row in case.dataset.now.then.rows:
        if row["left"] and not row["left_as"]:
            found = f"left is {row['left']} and left_as is blank"
            yield Hit(found, row["id"], "left_as", case.in_plan(row["id"]))


RULES = (
    Rule(
        FINAL_WITHOUT_RECORD,
        "final_without_record",
        "warning",
        "so a change to the plan changes its reports",
        final_without_record,
    ),
    Rule(
        RECORD_DIFFERS,
        "record_differs",
        "note",
        "so the reports of this quarter still show what was recorded",
        differs,
    ),
    Rule(
        RECORD_SETTINGS_DIFFER,
        "record_settings_differ",
        "note",
        "so the reports of this quarter still use what was recorded",
        settings_differ,
    ),
    Rule(
        LEAVING_UNSAID,
        "leaving_unsaid",
        "note",
        "so it is not known whether it was completed",
        left_unsaid,
    ),
)
