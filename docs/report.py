"""Writes docs/report.md, the reference of `Report`, from the code."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

from sdp_lib.report import Report
from sdp_lib.report.kinds import AnyReport, CouncilReport, OutcomeReport, Scorecard
from sdp_lib.report.own import OwnContent
from sdp_lib.report.section import SectionMethod

PAGE = Path(__file__).with_name("report.md")
_OPENING = """# `Report`

This page is for analysts who change a notebook, or write one. `from sdp_lib import Report` is all
that a notebook needs. `.venv/bin/python docs/report.py` writes this page from the code.

A factory opens a report. Each section is a method: call it for the whole section, or call one of
its parts, in the order and with the words that you want. Sections, tables and figures are numbered
in the order in which they are shown. [Add a section, a chart or a table](add-your-own.md) shows
how.
"""
_TITLES = {
    CouncilReport: "Sections of `Report.council`",
    OutcomeReport: "Sections of `Report.outcome`, `Report.directorate` and `Report.portfolio`",
    Scorecard: "Sections of `Report.activity`",
}
# With which `detail` a section is shown; nothing is said of what only a whole report has.
_DETAILS = {
    "full": "",
    "activities": " Also shown with `detail` `activities`.",
    "summary": " Also shown with `detail` `activities` and `summary`.",
}


def page() -> str:
    """Return the whole page."""
    return "\n".join([_OPENING, *_factories(), *_own(), *_kinds()]).rstrip() + "\n"


def _factories() -> Iterator[str]:
    yield "## Open a report\n"
    for name, function in inspect.getmembers(Report, inspect.isfunction):
        if not name.startswith("_"):
            yield f"### `Report.{name}({_parameters(function)})`\n\n{_words(function)}\n"


def _parameters(function: Callable[..., object]) -> str:
    several = inspect.signature(function).parameters.values()
    return ", ".join(
        one.name if one.default is inspect.Parameter.empty else f"{one.name}={one.default!r}"
        for one in several
        if one.name != "self"
    )


def _own() -> Iterator[str]:
    yield "## For your own content\n\n| Name | Gives |\n| --- | --- |"
    for name, member in vars(OwnContent).items():
        if name.startswith("_"):
            continue
        function = member.fget if isinstance(member, property) else member
        call = "" if isinstance(member, property) else f"({_parameters(function)})"
        yield f"| `report.{name}{call}` | {' '.join(_words(function).split())} |"
    yield ""


def _kinds() -> Iterator[str]:
    for kind, title in _TITLES.items():
        yield f"## {title}\n"
        for name, member in _sections(kind).items():
            yield f"### `report.{name}()`\n\n{_words(member)}{_DETAILS[member.least]}\n"
            if member.parts:
                yield "| Part | Shows |\n| --- | --- |"
                yield from (
                    f"| `report.{name}.{part}()` | {words} |"
                    for part, words in member.parts.items()
                )
                yield ""
    yield f"## `report.ledger()`\n\n{_words(AnyReport.ledger)} It is the last cell of a report."


def _sections(kind: type[AnyReport]) -> dict[str, SectionMethod[AnyReport]]:
    several = [vars(one) for one in reversed(kind.__mro__)]
    found = {name: member for one in several for name, member in one.items()}
    return {name: one for name, one in found.items() if isinstance(one, SectionMethod)}


def _words(documented: object) -> str:
    return inspect.getdoc(documented) or ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
