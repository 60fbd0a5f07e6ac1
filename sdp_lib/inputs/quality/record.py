"""Rules about the record of a quarter, and about members of the plan that come and go.

What of the plan has changed since a quarter was recorded is no matter of its reports: they are made
from the record. So only `sdp check` asks these rules about records, and no build does.
"""

from __future__ import annotations

from collections.abc import Iterator

from sdp_lib.inputs.corrections import shortened
from sdp_lib.inputs.members import Row
from sdp_lib.inputs.quality.rule import Case, Hit, Rule

# What may change without a report of before being made from anything else than it says.
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
            found = f"{words} was recorded with another {', '.join(names)}"
            yield Hit(found, where=f"{case.paths['plan'].rpartition('/')[0]} (recorded)")


def final_without_record(case: Case) -> Iterator[Hit]:
    """Find a quarter that was signed off and has no record."""
    now = case.dataset.now
    if case.today is not None and now.params.state == "final" and not now.recorded:
        yield Hit(f"{now.quarter} is final and was not recorded", where=case.paths["params"])


def left_unsaid(case: Case) -> Iterator[Hit]:
    """Find activities that have left the plan, of which it does not say how."""
    for row in case.dataset.now.then.rows:
        if row["left"] and not row["left_as"]:
            found = f"left is {row['left']} and left_as is blank"
            yield Hit(found, row["id"], "left_as", case.in_plan(row["id"]))


RULES = (
    Rule(
        "final_without_record",
        "warning",
        "A quarter signed off without a record of its plan",
        "so a change of the plan changes its report",
        "run 'sdp new' for the next quarter, which records this one",
        "What was reported must stay as it was, whatever becomes of the plan.",
        final_without_record,
    ),
    Rule(
        "record_differs",
        "note",
        "Activities that today's plan describes differently",
        "so the reports of this quarter go on showing what was recorded",
        "nothing if the plan has moved on; correct the record if the report was wrong",
        "The reports of a recorded quarter do not follow today's plan.",
        differs,
    ),
    Rule(
        "record_settings_differ",
        "note",
        "A configuration or a plan.yml that has changed since the record",
        "so the reports of this quarter go on using what was recorded",
        "nothing if that was decided; correct the record if the report was wrong",
        "Statuses, labels and outcomes of this quarter are those of its time.",
        settings_differ,
    ),
    Rule(
        "leaving_unsaid",
        "note",
        "Activities that left the plan without saying how",
        "so the report cannot say whether it was completed",
        "give the way in left_as",
        "Readers want to know what became of an activity.",
        left_unsaid,
    ),
)
