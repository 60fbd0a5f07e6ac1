"""`data/commentary/QUARTER/NAME.md`: the analyst's words, one `## section-id` heading a section."""

from __future__ import annotations

import re
from pathlib import Path

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.quotations import KnownNames, quotation_problems
from sdp_lib.inputs.text_file import read_text
from sdp_lib.periods import Period
from sdp_lib.problems.notebooks import (
    COMMENTARY_TOO_LONG,
    HEADING_TWICE,
    TEXT_WITHOUT_HEADING,
    UNKNOWN_HEADING,
)

LARGEST_BYTES = 200_000
SECTIONS = (
    "introduction",
    "submissions",
    "delivery",
    "milestones",
    "issues",
    "mitigations",
    "governance",
    "assurance",
    "risk",
)
_HEADING = re.compile(r"##[ \t]+(?P<section>\S(?:.*[^ \t])?)[ \t]*")


def read_commentary(
    data: Path, quarter: Period, name: str, *, known: KnownNames | None = None
) -> dict[str, str]:
    """Read a report's commentary as section → Markdown; no file means no commentary.

    `InputError` names every heading that is not a section or appears twice, text before the first
    heading, and, if the `known` names of figures are given, every quotation of another name; or it
    says that there is more than `LARGEST_BYTES`.
    """
    path = data / "commentary" / str(quarter) / f"{name}.md"
    if not path.is_file():
        return {}
    if path.stat().st_size > LARGEST_BYTES:
        raise InputError.of(
            COMMENTARY_TOO_LONG,
            path.as_posix(),
            f"it has more than {LARGEST_BYTES // 1000} KB, which nobody would read",
        )
    sections: dict[str, list[str]] = {}
    problems: list[Problem] = []
    current: list[str] | None = None
    for number, line in enumerate(read_text(path).split("\n"), 1):
        heading = _HEADING.fullmatch(line)
        where = f"{path.as_posix()}, line {number}"
        if heading:
            current = sections.setdefault(heading["section"], [])
            problems += _heading_problems(where, heading["section"], current)
        elif current is not None:
            current.append(line)
        elif line.strip():
            current = []
            problems.append(
                Problem(
                    TEXT_WITHOUT_HEADING,
                    where,
                    "this text comes before the first heading, so it belongs to no section",
                )
            )
        if known and not heading:
            problems += quotation_problems(line, where, known)
    if problems:
        raise InputError(problems)
    return {name: "\n".join(lines).strip() for name, lines in sections.items() if any(lines)}


def _heading_problems(where: str, section: str, lines: list[str]) -> list[Problem]:
    if section not in SECTIONS:
        return [
            Problem(
                UNKNOWN_HEADING,
                where,
                f"{section!r} is not a section",
                f"Choose from {', '.join(SECTIONS)}",
            )
        ]
    if lines:
        return [Problem(HEADING_TWICE, where, f"the heading {section!r} appears again")]
    return []
