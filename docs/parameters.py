"""Writes docs/parameters.md, the reference of params/, from the models that read the files."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from sdp_lib.inputs.council import Council
from sdp_lib.inputs.params import QuarterParams

PAGE = Path(__file__).with_name("parameters.md")
_OPENING = """# Parameters

This page is for analysts who set up a quarter or an organisation. It lists every key of the files
in `params/`. An unknown key, a duplicate key or a value of the wrong type is an error with its
line; `sdp check QUARTER` reports all of them at once. `.venv/bin/python docs/parameters.py` writes
this page from the models that read the files.
"""
# What each key means, by the model that has it. A test finds a key without a meaning.
MEANINGS = {
    "Council.organisation": "Who publishes the reports, and of which plan",
    "Council.contact": "Where questions go",
    "Council.licence": "Under which terms the reports may be used again",
    "Council.notice": "A notice for every page, for instance that the data is a sample",
    "Council.repository": "The address of the source; pages of versions link to its commits",
    "Council.publish": "Which columns of returns and plan are published as data: "
    "`{progress: yes}`. By default no free text, no `lead` and no `director`",
    "Council.not_personal": "Texts that look like personal data but are not, such as the telephone "
    "number of an office. `sdp ingest`, `check`, `correct` and `publish` let them through",
    "Council.date_order": "How a date with slashes in the form is read",
    "Council.calendar": "How its years are divided into periods",
    "Council.words": "What it calls an activity, its lead, a directorate and a portfolio",
    "CalendarSetting.year_starts": "The month in which a year starts",
    "CalendarSetting.every": "How long a period is",
    "WordsSetting.activity": "What the plan is made up of, for instance project",
    "WordsSetting.lead": "Who is responsible for one, for instance programme manager",
    "WordsSetting.directorate": "A part of the organisation, for instance department",
    "WordsSetting.portfolio": "What somebody is politically responsible for",
    "NounSetting.one": "The noun for one",
    "NounSetting.many": "The noun for several",
    "Council.statuses": "The delivery statuses, from good to bad",
    "Council.milestones": "The kinds of milestone; those that the form asks for are shown",
    "Council.issues": "The themes that an issue can have",
    "Council.mitigations": "The kinds of mitigating action",
    "Council.boards": "The boards that activities report to",
    "Council.registers": "The risk registers",
    "Council.types": "The types of activity",
    "Council.directorates": "The directorates",
    "Council.assurance_sources": "Who audits and reviews",
    "Council.leavings": "The ways in which an activity can leave the plan",
    "Council.format": "The format of the file; without it, `1`, which is still read",
    "Council.time_order": "How an export's completion times are written; without it, the whole "
    "column and the window decide",
    "Council.form": "The form's questions, and the column that each answer goes into; also the "
    "headings of other forms for `submitted`, `name`, `email` and `ignored`",
    "Organisation.name": "Its name, as pages show it",
    "Organisation.short": "Its short name",
    "Organisation.plan_name": "What the plan is called",
    "Organisation.plan_short": "The plan's short name",
    "Organisation.outcome_noun": "What the plan calls an outcome, for instance Goal",
    "Contact.name": "A team, never a person",
    "Contact.email": "Its address",
    "Licence.name": "The name of the licence",
    "Licence.url": "Where it can be read",
    "Item.id": "The ID in data and figures: small letters, digits and underscores",
    "Item.label": "The words in the form and on pages",
    "Item.short": "The words for a narrow column heading",
    "Item.source": "Where the entry comes from",
    "Status.answer": "The choice in the form",
    "Status.one": "The words for one activity, for instance 'is on track'",
    "Status.many": "The words for several, for instance 'are on track'",
    "Status.tone": "Its colour and symbol; at most 3 statuses can share a tone, or 4 `neutral`",
    "Status.count": "What it counts as; `on_track: true` is read as `count: on_track`",
    "Milestone.field": "The column of the returns, if it is not the ID",
    "Board.forward_plan": "Whether the form asks for a date on the board's forward plan",
    "QuarterParams.quarter": "The quarter, as in the name of the file",
    "QuarterParams.plan": "The plan that it belongs to, a folder of data/plans",
    "QuarterParams.window": "When the form was open",
    "QuarterParams.state": "Whether the reports are a draft or signed off",
    "QuarterParams.signed_off": "Who signed the quarter off; needed if it is final",
    "QuarterParams.version": "The version that pages show",
    "QuarterParams.notice": "A notice for this quarter's pages",
    "QuarterParams.reports": "Which reports to make",
    "Window.opened": "The first day on which the form was open",
    "Window.closed": "The last day; a return that comes later is late",
    "SignedOff.by": "A post, not a person",
    "SignedOff.on": "The day",
    "ReportRequest.notebook": "The name of the notebook in notebooks/",
    "ReportRequest.each": "What a report is made for, one each; `council` makes one report",
    "ReportRequest.only": "The IDs of some of them; without it, all",
    "ReportRequest.parameters": "Further parameters of the notebook",
}


def page() -> str:
    """Return the whole page."""
    files = {"params/council.yml": Council, "params/QUARTER.yml": QuarterParams}
    parts = [part for file, model in files.items() for part in _file(file, model)]
    return "\n".join([_OPENING, *parts]).rstrip() + "\n"


def _file(file: str, model: type[BaseModel]) -> Iterator[str]:
    yield f"## `{file}`\n"
    yield from _table(model)
    for name, field in model.model_fields.items():
        for one in _models(field.annotation):
            yield f"### `{name}`\n\n{inspect.getdoc(one)}\n"
            yield from _table(one)


def _table(model: type[BaseModel]) -> Iterator[str]:
    yield "| Key | Value | Default | Meaning |\n| --- | --- | --- | --- |"
    for name, field in model.model_fields.items():
        kind = _kind(field.annotation).replace("|", "\\|")
        default = (
            "required"
            if field.is_required()
            else _default(field.get_default(call_default_factory=True))
        )
        yield f"| `{name}` | {kind} | {default} | {meaning(model, name)} |"
    yield ""


def meaning(model: type[BaseModel], name: str) -> str:
    """Return what a key means; `KeyError` where nobody has said it."""
    owner = next(one for one in reversed(model.__mro__) if name in getattr(one, "model_fields", {}))
    return MEANINGS[f"{owner.__name__}.{name}"]


def _default(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, BaseModel):
        return "as below"
    if isinstance(value, tuple):
        return ", ".join(f"`{one.id}`" for one in value) or "none"
    return f"`{value}`" if value else "none"


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [one for inner in get_args(annotation) for one in _models(inner)]


def _kind(annotation: Any) -> str:
    """Say in words what a value may be."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(inner[0])
    if origin is Literal:
        return " or ".join(f"`{one}`" for one in inner)
    if origin in (Union, types.UnionType):
        return " or ".join(_kind(one) for one in inner if one is not type(None))
    if origin is tuple:
        return f"a list: {_kind(inner[0])}"
    if origin is dict:
        return "pairs of texts"
    if _models(annotation):
        return "keys of its own, below"
    return {str: "text", bool: "true or false", date: "a date, YYYY-MM-DD"}[annotation]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
