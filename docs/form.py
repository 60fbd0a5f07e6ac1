"""Writes docs/form.md: the questions of a Microsoft Forms form, from the sample's council.yml.

`python docs/form.py` writes it again; a test holds it to the code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sdp_lib.inputs.council import Council, read_council
from sdp_lib.inputs.forms.layout import choices_of
from sdp_lib.inputs.forms.texts import LONGEST_TEXT
from sdp_lib.inputs.returns import date_columns

ROOT = Path(__file__).parent.parent
PLACE = ROOT / "docs/form.md"
_OPENING = """\
# Questions of the form

This page is for analysts who set up the form, and for lead officers who want to see the questions
beforehand. There are two kinds of form:

- **A workbook**, which `sdp form QUARTER` makes. It has a row for each activity, the answers of
  last time, and a list in each cell that takes a choice. Send it out, put what comes back into a
  folder, and take the folder in with `sdp ingest FOLDER --quarter QUARTER`.
- **Microsoft Forms**, or another service that exports a workbook or CSV with a row for each answer.
  Make it with the questions below, exactly as they are worded, and take its export in with
  `sdp ingest EXPORT.xlsx --quarter QUARTER`.

A question is recognised by its text; capitals and white space do not matter. The text of each
question and of each choice is in `params/council.yml`, under `form` and in the lists.

In Microsoft Forms, allow one answer for each activity, and do not ask for names: names and e-mail
addresses that the service adds are removed when the export is imported. The service records the
time at which an answer was completed. In the workbook people enter the day themselves, under
**Completed on**. A row without it, or with a day in another period, is not accepted. The dates of
files are not used.

`.venv/bin/python docs/form.py` writes this page from the sample's `params/council.yml`.

## Questions

| question | kind | column |
|---|---|---|
"""
_LONG_TEXT = f"Text, long answer; {LONGEST_TEXT:,} characters at most"


def page() -> str:
    """Return the page as Markdown: a table of the questions, then the choices of each."""
    council = read_council(ROOT / "params")
    rows = [
        f"| {question} | {_kind(column, council)} | `{column}` |"
        for question, column in council.form.items()
    ]
    return _OPENING + "\n".join([*rows, "", *_choices(council)])


def _kind(column: str, council: Council) -> str:
    if column == "activity":
        return "Choice, one answer, required: each activity as `45. Title`"
    if column == "delivery":
        return "Choice, one answer, required"
    if column in choices_of(council):
        return "Choice, several answers"
    return "Date" if column in date_columns(council) else _LONG_TEXT


def _choices(council: Council) -> Iterator[str]:
    yield "## Choices"
    yield ""
    for question, column in council.form.items():
        labels = _labels(column, council)
        if labels:
            yield f"**{question}**"
            yield ""
            yield from (f"- {one}" for one in labels)
            yield ""


def _labels(column: str, council: Council) -> Sequence[str]:
    if column == "delivery":
        return [one.answer for one in council.statuses]
    return [one.label for one in choices_of(council).get(column, ())]


if __name__ == "__main__":
    PLACE.write_text(page(), encoding="utf-8")
