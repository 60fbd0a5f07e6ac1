"""Carrying over from the last quarter: its parameters, and the headings of its commentary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import yaml

from sdp_lib.inputs.commentary import SECTIONS, read_commentary
from sdp_lib.inputs.council import Council
from sdp_lib.inputs.params import QuarterParams
from sdp_lib.inputs.text_file import read_text
from sdp_lib.periods import Period

_SATURDAY, _SUNDAY = 5, 6


def moved(day: date, last: Period, quarter: Period) -> date:
    """Return the weekday that is as far into a quarter as a day is into the last one.

    >>> moved(date(2020, 11, 30), Period.parse("2020-21-Q3"), Period.parse("2020-21-Q4"))
    datetime.date(2021, 3, 2)
    >>> moved(date(2020, 11, 27), Period.parse("2020-21-Q3"), Period.parse("2020-21-Q4"))
    datetime.date(2021, 2, 26)
    """
    shifted = quarter.first_day + (day - last.first_day)
    # The last example would be a Saturday: the nearest weekday is taken.
    return shifted + timedelta(days={_SATURDAY: -1, _SUNDAY: 1}.get(shifted.weekday(), 0))


def params_text(params: Path, last: QuarterParams, asked: QuarterParams) -> str:
    """Write `QUARTER.yml` after that of the last quarter, as a draft.

    What a person has to check has a comment. A notice is not carried over, since it would be
    published without anybody having read it.
    """
    plan, window = f"plan: {asked.plan}", asked.window
    lines = [
        f"# Carried over from {last.quarter}. Check what has a comment, and remove the comment.",
        f"quarter: {asked.quarter}",
        plan if asked.plan == last.plan else f"{plan}  # check: it was {last.plan} before",
        f"window: {{opened: {window.opened}, closed: {window.closed}}}"
        f"  # check: moved on from {last.quarter}",
        "state: draft",
        f"version: {asked.version}",
    ]
    if last.notice:
        lines.append(f"# {last.quarter} had this notice: {' '.join(last.notice.split())}")
    return "\n".join([*lines, *_reports(params, last, asked)]) + "\n"


def _reports(params: Path, last: QuarterParams, asked: QuarterParams) -> list[str]:
    """Return the reports as they were typed, with their comments, if they are still the same.

    For another plan, `only` is left out, since its IDs were those of the plan before.
    """
    typed = _typed(read_text(params / f"{last.quarter}.yml"), "reports")
    if typed and asked.reports == last.reports:
        return typed
    reports = [report.model_dump(mode="json", exclude_defaults=True) for report in asked.reports]
    written = yaml.safe_dump(
        {"reports": reports}, sort_keys=False, allow_unicode=True, default_flow_style=None
    )
    if asked.reports == last.reports:
        return written.splitlines()
    comment = f"# check: 'only' was left out, since its IDs were those of plan {last.plan}"
    return [comment, *written.splitlines()]


def _typed(text: str, wanted: str) -> list[str]:
    """Return the lines of a key at the left margin, with the comments above it; none if absent."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    marks = {key.value: key.start_mark for key, _ in getattr(node, "value", [])}
    if wanted not in marks or any(mark.column for mark in marks.values()):
        return []
    lines = text.splitlines()
    first, last = marks[wanted].line, len(lines)
    for mark in marks.values():
        if first < mark.line < last:
            last = _above(lines, mark.line)
    return lines[_above(lines, first) : last]


def _above(lines: Sequence[str], number: int) -> int:
    """Return the number of the first of the comments directly above a line."""
    while number and lines[number - 1].startswith("#"):
        number -= 1
    return number


def last_words(data: Path, quarters: Sequence[Period], name: str) -> tuple[Period, str] | None:
    """Return the last commentary of a report that has any words, and its quarter.

    `quarters` are those of the same plan, oldest first: in another plan, an ID is another outcome.
    `InputError` if a commentary cannot be read.
    """
    for quarter in reversed(quarters):
        if any(read_commentary(data, quarter, name).values()):
            return quarter, read_text(data / "commentary" / str(quarter) / f"{name}.md")
    return None


def asked_sections(council: Council) -> list[str]:
    """Return the sections of a commentary, except those on what the form does not ask."""
    needed = {
        "milestones": bool(council.kinds) or council.asks("revised_end"),
        "issues": council.asks("issues", "issue_other"),
        "mitigations": council.asks("mitigation"),
        "governance": council.asks("boards_reported", "boards_expected"),
        "risk": council.asks("risk_registers"),
    }
    return [section for section in SECTIONS if needed.get(section, True)]


def stub(words: str = "", known: Sequence[str] = SECTIONS) -> str:
    r"""Write commentary that has only headings: those of an earlier one, or else all of them.

    >>> stub("## delivery\n\nThe summer was wet.\n\n## risk\n")
    '## delivery\n\n## risk\n'
    """
    typed = [line[2:].strip() for line in words.splitlines() if line.startswith("##")]
    sections = [section for section in typed if section in SECTIONS] or known
    return "\n\n".join(f"## {section}" for section in sections) + "\n"


def reference(quarter: Period, words: str) -> str:
    """Write an earlier commentary for reference.

    Its first line comes before any heading, which the reader of commentary refuses: used in place
    of this quarter's commentary, it would be an error and never a report.
    """
    return f"Commentary of {quarter}, for reference. No report reads this file.\n\n{words}"
