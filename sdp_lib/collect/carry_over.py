"""What a quarter takes over from the last one: its parameters, and headings for its commentary."""

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
    """Return the weekday that lies as far into a quarter as a day lies into the last one.

    >>> moved(date(2020, 11, 30), Period.parse("2020-21-Q3"), Period.parse("2020-21-Q4"))
    datetime.date(2021, 3, 2)
    >>> moved(date(2020, 11, 27), Period.parse("2020-21-Q3"), Period.parse("2020-21-Q4"))
    datetime.date(2021, 2, 26)
    """
    there = quarter.first_day + (day - last.first_day)
    # The last example would be a Saturday: the nearest weekday is taken.
    return there + timedelta(days={_SATURDAY: -1, _SUNDAY: 1}.get(there.weekday(), 0))


def params_text(params: Path, last: QuarterParams, asked: QuarterParams) -> str:
    """Write `QUARTER.yml` after that of the last quarter: a draft that nobody has signed off.

    What has to be checked by a person has a comment. A notice is not taken over, as it would be
    published without a thought.
    """
    plan, window = f"plan: {asked.plan}", asked.window
    lines = [
        f"# Carried over from {last.quarter}. Check what has a comment, and take the comment out.",
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
    """Return the reports as they were typed, with their comments, where they are still the same.

    For another plan, a choice among the IDs of the plan before has been left out.
    """
    typed = _typed(read_text(params / f"{last.quarter}.yml"), "reports")
    if typed and asked.reports == last.reports:
        return typed
    reports = [one.model_dump(mode="json", exclude_defaults=True) for one in asked.reports]
    written = yaml.safe_dump(
        {"reports": reports}, sort_keys=False, allow_unicode=True, default_flow_style=None
    )
    if asked.reports == last.reports:
        return written.splitlines()
    told = f"# check: 'only' was left out, since its IDs were those of plan {last.plan}"
    return [told, *written.splitlines()]


def _typed(text: str, wanted: str) -> list[str]:
    """Return the lines of a key at the left margin, with the comments above it; none elsewhere."""
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
    """Return the number of the first of the comments that stand directly above a line."""
    while number and lines[number - 1].startswith("#"):
        number -= 1
    return number


def last_words(data: Path, quarters: Sequence[Period], name: str) -> tuple[Period, str] | None:
    """Return the last commentary of a report that holds any words, and its quarter.

    `quarters` are those of the same plan, oldest first: an outcome of another plan is another
    outcome. `InputError` where a commentary cannot be read.
    """
    for quarter in reversed(quarters):
        if any(read_commentary(data, quarter, name).values()):
            return quarter, read_text(data / "commentary" / str(quarter) / f"{name}.md")
    return None


def asked_sections(council: Council) -> list[str]:
    """Return the sections of a commentary, but for those about what the form does not ask."""
    needed = {
        "milestones": bool(council.kinds) or council.asks("revised_end"),
        "issues": council.asks("issues", "issue_other"),
        "mitigations": council.asks("mitigation"),
        "governance": council.asks("boards_reported", "boards_expected"),
        "risk": council.asks("risk_registers"),
    }
    return [one for one in SECTIONS if needed.get(one, True)]


def stub(words: str = "", known: Sequence[str] = SECTIONS) -> str:
    r"""Write commentary that says nothing yet: the headings of an earlier one, else every heading.

    >>> stub("## delivery\n\nThe summer was wet.\n\n## risk\n")
    '## delivery\n\n## risk\n'
    """
    typed = [line[2:].strip() for line in words.splitlines() if line.startswith("##")]
    sections = [one for one in typed if one in SECTIONS] or known
    return "\n\n".join(f"## {one}" for one in sections) + "\n"


def reference(quarter: Period, words: str) -> str:
    """Write an earlier commentary for reference.

    Its first line stands above every heading, which the reader of commentary refuses: put in the
    place of this quarter's, it would be an error and never a report.
    """
    return f"Commentary of {quarter}, for reference. No report reads this file.\n\n{words}"
