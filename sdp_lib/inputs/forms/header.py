"""The header of an export: which column answers which question of the form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.forms.findings import Findings, nearest, quoted
from sdp_lib.inputs.forms.sheet import Value, column_letter, fold, is_blank
from sdp_lib.problems.forms import (
    NO_QUESTIONS,
    QUESTION_MISSING,
    QUESTION_REPEATED,
    UNHEADED,
    UNKNOWN_QUESTION,
)

# What Microsoft Forms writes before the questions. Who answered stays in the export.
_OF_THE_FORM = {
    "id": "ignored",
    "start time": "ignored",
    "email": "email",
    "name": "name",
    "last modified time": "ignored",
    "language": "ignored",
}

Found = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Header:
    """Where the answers are: positions, from 0, and headings by column of the returns.

    `identity`: the positions of what says who answered, by `name` and `email`; `headed`: those of
    all columns with a heading.
    """

    positions: dict[str, int]
    questions: dict[str, str]
    identity: dict[str, list[int]]
    headed: Set[int]
    unheaded: set[int] = field(default_factory=set)


def read_header(
    where: str,
    row: Sequence[Value],
    questions: Mapping[str, str],
    findings: Findings,
    identity: Mapping[str, str] | None = None,
) -> Header:
    """Find each question in the header; missing, duplicate and unknown ones are reported together.

    `questions` are the headings by column of the returns, `identity` what other headings are.
    `InputError` if not one question is there: then this is not a header, and its cells, which may
    be a person's, are not shown.
    """
    wanted = {fold(text): column for column, text in questions.items()}
    others = _OF_THE_FORM | {fold(text): what for text, what in (identity or {}).items()}
    found = find_headings(row)
    if not found.keys() & {text for text, column in wanted.items() if column != "submitted"}:
        raise InputError.of(
            NO_QUESTIONS, f"{where}, row 1", "it holds none of the form's questions"
        )
    unknown = [text for text in found if text not in wanted and text not in others]
    texts = {fold(text): text for text in questions.values()}
    _report_missing(where, texts, found, unknown, findings)
    report_twice(f"{where}, row 1", texts, found, findings)
    _report_unknown(where, row, texts, {text: found[text] for text in unknown}, findings)
    return Header(
        positions={wanted[text]: found[text][0] for text in wanted if text in found},
        questions=dict(questions),
        identity={
            what: [at for text in found if others.get(text) == what for at in found[text]]
            for what in ("name", "email")
        },
        headed=frozenset(position for places in found.values() for position in places),
    )


def find_headings(row: Sequence[Value]) -> Found:
    """Return the positions of each heading of a row, folded."""
    found: dict[str, list[int]] = defaultdict(list)
    for position, value in enumerate(row):
        if not is_blank(value):
            found[fold(str(value))].append(position)
    return dict(found)


def _report_missing(
    where: str,
    texts: Mapping[str, str],
    found: Found,
    unknown: Sequence[str],
    findings: Findings,
) -> None:
    for folded, text in texts.items():
        if folded in found:
            continue
        close = nearest(folded, {name: name for name in unknown})
        hint = f", and column {column_letter(found[close][0])} is the nearest" if close else ""
        findings.add(
            "error",
            Problem(QUESTION_MISSING, f"{where}, row 1", f"there is no column {text!r}{hint}"),
        )


def report_twice(where: str, texts: Mapping[str, str], found: Found, findings: Findings) -> None:
    """Report each of some headings, by their folded texts, that several columns have."""
    for folded, text in texts.items():
        positions = found.get(folded, ())
        if len(positions) > 1:
            letters = ", ".join(column_letter(position) for position in positions)
            findings.add(
                "error",
                Problem(
                    QUESTION_REPEATED,
                    f"{where}, columns {letters}",
                    f"the heading {text!r} appears {len(positions)} times",
                ),
            )


def _report_unknown(
    where: str, row: Sequence[Value], texts: Mapping[str, str], found: Found, findings: Findings
) -> None:
    for folded, positions in found.items():
        close = nearest(folded, dict(texts))
        hint = f"Did you mean {close!r}?" if close else ""
        for position in positions:
            heading = " ".join(str(row[position]).split())
            findings.add(
                "warning",
                Problem(
                    UNKNOWN_QUESTION,
                    f"{where}, row 1, column {column_letter(position)}",
                    f"{quoted(heading)} is not a question in council.yml, so its answers are "
                    "not read",
                    hint,
                ),
            )


def note_unheaded(header: Header, row: Sequence[Value]) -> None:
    """Remember which columns without a heading hold something."""
    header.unheaded.update(
        position
        for position, value in enumerate(row)
        if position not in header.headed and not is_blank(value)
    )


def tell_unheaded(where: str, header: Header, findings: Findings) -> None:
    """Warn of columns without a heading that hold something, which is not read."""
    for position in sorted(header.unheaded):
        findings.add(
            "warning",
            Problem(
                UNHEADED,
                f"{where}, column {column_letter(position)}",
                "it has cells without a heading, which are not read",
            ),
        )
