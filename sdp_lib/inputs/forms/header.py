"""The header of an export: which column answers which question of the form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.forms.findings import Findings, nearest, quoted
from sdp_lib.inputs.forms.sheet import Value, column_letter, fold, is_blank

COMPLETION = "Completion time"
_NAME = "name"
# What Microsoft Forms writes before the questions. Who answered stays in the export.
_OF_THE_FORM = frozenset({"id", "start time", "email", _NAME, "last modified time", "language"})

Found = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Header:
    """Where the answers stand: positions, from 0, and headings by column of the returns."""

    positions: dict[str, int]
    questions: dict[str, str]
    name: int | None
    width: int
    unheaded: set[int] = field(default_factory=set)


def read_header(
    where: str, row: Sequence[Value], questions: Mapping[str, str], findings: Findings
) -> Header:
    """Find each question in the header; what is missing, there twice or unknown is told at once.

    `questions` are those of the form by column of the returns. `InputError` where not one is there:
    then this is no header, and its cells, which may be a person's, are not shown.
    """
    wanted = {fold(text): column for column, text in questions.items()}
    found = _find(row)
    if not wanted.keys() & found.keys():
        raise InputError.of(
            f"{where}, row 1",
            "none of the form's questions was found",
            "but the questions are needed there",
            "check that it is this form's export, with the questions in the first row",
        )
    headings = {**questions, "submitted": COMPLETION}
    wanted[fold(COMPLETION)] = "submitted"
    texts = {fold(text): text for text in headings.values()}
    _tell_missing(where, texts, found, findings)
    _tell_twice(where, texts, found, findings)
    _tell_unknown(where, row, texts, found, findings)
    return Header(
        positions={wanted[text]: found[text][0] for text in wanted if text in found},
        questions=headings,
        name=next(iter(found.get(_NAME, [])), None),
        width=len(row),
    )


def _find(row: Sequence[Value]) -> Found:
    found: dict[str, list[int]] = defaultdict(list)
    for position, value in enumerate(row):
        if not is_blank(value):
            found[fold(str(value))].append(position)
    return dict(found)


def _tell_missing(where: str, texts: Mapping[str, str], found: Found, findings: Findings) -> None:
    unknown = {text: text for text in found if text not in texts and text not in _OF_THE_FORM}
    for folded, text in texts.items():
        if folded in found:
            continue
        close = nearest(folded, unknown)
        hint = f"column {column_letter(found[close][0])} is the nearest; " if close else ""
        findings.add(
            "error",
            Problem(
                f"{where}, row 1",
                f"there is no column {text!r}",
                "but it is needed",
                f"{hint}give the column this heading, or correct the question in council.yml",
            ),
        )


def _tell_twice(where: str, texts: Mapping[str, str], found: Found, findings: Findings) -> None:
    for folded, text in texts.items():
        positions = found.get(folded, ())
        if len(positions) > 1:
            letters = ", ".join(column_letter(position) for position in positions)
            findings.add(
                "error",
                Problem(
                    f"{where}, row 1, columns {letters}",
                    f"the heading {text!r} was found {len(positions)} times",
                    "but a question may stand once",
                    "rename or delete all but one",
                ),
            )


def _tell_unknown(
    where: str, row: Sequence[Value], texts: Mapping[str, str], found: Found, findings: Findings
) -> None:
    for folded in [text for text in found if text not in texts and text not in _OF_THE_FORM]:
        close = nearest(folded, dict(texts))
        hint = f", and {close!r} is the nearest" if close else ""
        for position in found[folded]:
            heading = " ".join(str(row[position]).split())
            findings.add(
                "warning",
                Problem(
                    f"{where}, row 1, column {column_letter(position)}",
                    f"the heading {quoted(heading)} was found",
                    f"which is no question of council.yml{hint}",
                    "its answers are not read",
                ),
            )


def note_unheaded(header: Header, row: Sequence[Value]) -> None:
    """Remember which columns beyond the header hold something."""
    if len(row) > header.width:
        beyond = range(header.width, len(row))
        header.unheaded.update(position for position in beyond if not is_blank(row[position]))


def tell_unheaded(where: str, header: Header, findings: Findings) -> None:
    """Warn of columns beyond the header that hold something, which is not read."""
    for position in sorted(header.unheaded):
        findings.add(
            "warning",
            Problem(
                f"{where}, column {column_letter(position)}",
                "cells without a heading were found",
                "which belong to no question",
                "they are not read; give the column its heading",
            ),
        )
