"""`sdp ingest`: a form's export into the returns of a quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sdp_lib.cli.options import (
    DataOption,
    JsonOption,
    ParamsOption,
    failure_as_json,
    say,
    say_json,
)
from sdp_lib.cli.place import typed
from sdp_lib.errors import InputError, shown

if TYPE_CHECKING:
    from sdp_lib.collect.ingest import Request, Work
    from sdp_lib.inputs.forms.findings import Finding
    from sdp_lib.inputs.forms.merge import Merged

_LONGEST_SHOWN = 60


def ingest(
    file: Annotated[
        Path,
        typer.Argument(
            callback=typed,
            metavar="FILE",
            help="An export or form (.xlsx or .csv), or a folder of them.",
        ),
    ],
    quarter: Annotated[
        str, typer.Option(metavar="QUARTER", help="The quarter, such as 2019-20-Q2.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing.")] = False,  # noqa: FBT002 - typer makes --dry-run of it
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
    as_json: JsonOption = False,  # noqa: FBT002 - typer makes --json of it
) -> None:
    """Check a form's export, show what it changes in a quarter's returns, and import it."""
    from sdp_lib.collect.ingest import Request, carry_out, prepare
    from sdp_lib.inputs.calendar_setting import parse_quarter

    if file.is_dir():
        folder = Request(file, parse_quarter(quarter, params), data, params, date.today())
        _import_folder(folder, dry_run=dry_run, as_json=as_json)
        return
    nothing = _empty(quarter, file, dry_run=dry_run)
    with failure_as_json(nothing, wanted=as_json):
        period = parse_quarter(quarter, params)
        work = prepare(Request(file, period, data, params, date.today()))
    nothing["quarter"] = str(period)
    if not as_json:
        _show(work)
    with failure_as_json(nothing | _as_json(work), wanted=as_json):
        written = () if dry_run or work.merged is None else carry_out(work)
    if as_json:
        say_json(nothing | _as_json(work) | {"written": [path.as_posix() for path in written]})
    if work.merged is None:
        raise InputError(work.findings.errors)
    if not as_json:
        _show_end(work, written, dry_run=dry_run)


def _import_folder(request: Request, *, dry_run: bool, as_json: bool) -> None:
    """Import all exports of a folder, or show what is wrong with any of them."""
    from sdp_lib.collect.ingest_folder import files_in, prepare_all

    files: list[dict[str, object]] = []
    written: list[str] = []
    document: dict[str, object] = {"quarter": str(request.quarter)}
    document |= {"folder": request.file.as_posix(), "dry_run": dry_run}
    document |= {"files": files, "written": written}
    with failure_as_json(document, wanted=as_json):
        works = prepare_all(request, files_in(request.file))
    files += [_of_file(work, dry_run=dry_run) for work in works]
    refused = any(work.merged is None for work in works)
    show = _silent if as_json else _show
    if dry_run or refused:
        for work in works:
            show(work)
    try:
        with failure_as_json(document, wanted=as_json):
            if refused or not dry_run:
                _import_each(works, files, written, show)
    finally:  # even if a later file failed
        if not as_json:
            _show_written(written)
    if as_json:
        say_json(document | {"problems": []})
    elif not written:
        say(_UNWRITTEN[dry_run])


def _import_each(
    works: Sequence[Work],
    files: list[dict[str, object]],
    written: list[str],
    show: Callable[[Work], None],
) -> None:
    """Import one file after another; `files` and `written` say what has been done so far."""
    from sdp_lib.collect.ingest_folder import carry_out_all

    places = iter(range(len(works)))

    def told(work: Work) -> None:
        files[next(places)] = _of_file(work, dry_run=False)
        show(work)

    for path in carry_out_all(works, told):
        if path.as_posix() not in written:
            written.append(path.as_posix())


_UNWRITTEN = (
    "Nothing changes: the returns already hold all of it.",
    "Dry run: nothing was written.",
)


def _silent(_: Work) -> None:
    """Print nothing: the JSON document says it."""


def _of_file(work: Work, *, dry_run: bool) -> dict[str, object]:
    """Return the document of one file of a folder."""
    return _empty(str(work.request.quarter), work.request.file, dry_run=dry_run) | _as_json(work)


def _show_written(paths: Iterable[str]) -> None:
    for path in paths:
        say(f"Written: {path}")


def _show(work: Work) -> None:
    """Print what was found and what the export changes, before anything is written."""
    for severity in ("warning", "note"):
        problems = [
            finding.problem for finding in work.findings.others if finding.severity == severity
        ]
        for line in shown(problems):
            typer.echo(f"{severity}: {line}", err=True)
    if work.merged is None:
        return
    merged = work.merged
    say(f"{work.request.quarter}: {_counted(work.rows, 'answer')} in {work.request.file.name}.")
    if work.since:
        say(f"This file was imported before, on {work.since}.")
    for words, activities in (
        ("New", merged.new),
        ("Not in this export, and kept", merged.kept),
        ("Older than the returns, and left out", merged.older),
    ):
        if activities:
            say(f"{words} ({len(activities)}): {', '.join(activities)}")
    if merged.unchanged:
        say(f"Unchanged: {_counted(len(merged.unchanged), 'answer')}.")
    _show_changes(merged)


def _show_changes(merged: Merged) -> None:
    for activity, group in groupby(merged.changed, key=lambda change: change.activity):
        say(f"Changed: activity {activity}")
        for change in group:
            say(f"  {change.column}: {_short(change.old)} -> {_short(change.new)}")


def _show_end(work: Work, written: Iterable[Path], *, dry_run: bool) -> None:
    if not work.writes:
        say("Nothing changes: the returns already hold all of it.")
    elif dry_run:
        say("Dry run: nothing was written.")
    _show_written(path.as_posix() for path in written)


def _short(text: str) -> str:
    line = " ".join(text.split()) or "blank"
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 1] + "…"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"


def _empty(quarter: str, file: Path, *, dry_run: bool) -> dict[str, object]:
    """Return the document of an export that could not be read."""
    return {
        "quarter": quarter,
        "file": file.as_posix(),
        "dry_run": dry_run,
        "answers": 0,
        "received_before": None,
        **dict.fromkeys(("new", "changed", "unchanged", "kept", "older", "written"), ()),
        "problems": (),
    }


def _as_json(work: Work) -> dict[str, object]:
    """Return what is known of an export before anything is written."""
    return {
        "answers": work.rows,
        "received_before": work.since or None,
        **(_changes(work.merged) if work.merged else {}),
        "problems": [_finding(finding) for finding in work.findings.found],
    }


def _changes(merged: Merged) -> dict[str, object]:
    return {
        "new": merged.new,
        "changed": [asdict(change) for change in merged.changed],
        "unchanged": merged.unchanged,
        "kept": merged.kept,
        "older": merged.older,
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {"severity": finding.severity, **finding.problem.as_json}
