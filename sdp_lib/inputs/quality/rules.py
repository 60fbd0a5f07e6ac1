"""The table of all rules, in the order in which findings are reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdp_lib.errors import Problem
from sdp_lib.inputs.quality import (
    boards,
    commentary,
    dates,
    letters,
    milestones,
    people,
    plan,
    record,
    status,
    submissions,
    words,
)
from sdp_lib.inputs.quality.rule import SEVERITIES, Case, Finding, Hit, Rule, findings
from sdp_lib.problems.kind import Kind


def _nothing(_: Case) -> Iterator[Hit]:
    yield from ()


# Reading finds these before there is a case to look at, each with a code of its own; they are in
# the table for its readers.
UNREADABLE = Rule(
    Kind(
        "",
        "Inputs that are refused",
        "No report can be made: a file is missing or cannot be read, an activity is unknown or "
        "answers twice, a date or a choice is not valid, or a correction does not fit.",
        "",
    ),
    "unreadable",
    "error",
    "",
    _nothing,
)
RULES: tuple[Rule, ...] = (
    UNREADABLE,
    *submissions.RULES,
    *status.RULES,
    *dates.RULES,
    *milestones.RULES,
    *boards.RULES,
    *words.RULES,
    *letters.RULES,
    *people.RULES,
    *commentary.RULES,
    *plan.RULES,
    *record.RULES,
)


def examine(case: Case) -> list[Finding]:
    """Apply every rule; the worst findings come first, then the order of the table."""
    listed = [finding for rule in RULES for finding in findings(rule, case)]
    return sorted(listed, key=lambda finding: SEVERITIES.index(finding.rule.severity))


def refused(problems: Iterable[Problem]) -> list[Finding]:
    """Make findings of what reading refused."""
    return [Finding(UNREADABLE, problem, found=problem.wrong) for problem in problems]


def as_markdown(rules: Iterable[Rule] = RULES) -> str:
    """Write the table for the documentation: severity, name, what it finds, why it matters."""
    lines = ["| severity | name | what it finds | why it matters |", "|---|---|---|---|"]
    lines += [
        f"| {rule.severity} | `{rule.name}` | {rule.kind.title} | {rule.kind.meaning} |"
        for rule in rules
    ]
    return "\n".join([*lines, ""])
