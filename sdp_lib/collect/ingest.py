"""Importing an export: its changes are worked out first, then written, all or nothing.

The original is kept first, then logged, and the returns come last. Everything is complete under
hidden names before the first rename. So a kill leaves the old returns or the new ones, never
returns whose original is not kept; importing the same export again finishes the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from sdp_lib.collect.write_files import Copies, digest_now, refuse_changed, write_files
from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.corrections import (
    Correction,
    corrections_path,
    erasing,
    of_one_answer,
    read_corrections,
)
from sdp_lib.inputs.csv_file import to_csv
from sdp_lib.inputs.forms.export import Export, read_export
from sdp_lib.inputs.forms.findings import Findings
from sdp_lib.inputs.forms.form import Form, read_form
from sdp_lib.inputs.forms.merge import Merged, Values, merge, read_present
from sdp_lib.inputs.forms.received import (
    Receipt,
    is_overtaken,
    log_path,
    log_text,
    names_for,
    originals_folder,
    read_log,
    receipts_of,
)
from sdp_lib.inputs.returns import returns_path
from sdp_lib.periods import Period
from sdp_lib.problems.answers import ERASED_AGAIN, FINAL_QUARTER
from sdp_lib.storage import keep_private, readable_by_all

Read = TypeVar("Read")


@dataclass(frozen=True)
class Request:
    """Which export, for which quarter, into which data, on which day."""

    file: Path
    quarter: Period
    data: Path
    params: Path
    today: date

    @property
    def returns(self) -> Path:
        """The file of returns that the answers go to."""
        return returns_path(self.data, self.quarter)

    @property
    def corrections(self) -> Path:
        """The file of corrections, which say what was erased."""
        return corrections_path(self.data, self.quarter)


@dataclass(frozen=True)
class Write:
    """A file to write: its text, or the path of the file to copy."""

    target: Path
    content: str | Path


@dataclass(frozen=True)
class Work:
    """The result of reading an export: what was found, what it changes, and what to write.

    `merged` is None if an error keeps the quarter from being written; `since` is the day on which
    the same file was imported before; `digests` are those of the files that were read.
    """

    request: Request
    findings: Findings
    rows: int = 0
    merged: Merged | None = None
    since: str = ""
    writes: tuple[Write, ...] = ()
    digests: dict[Path, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Read:
    """What was read for an import: all of it without errors."""

    form: Form
    present: Mapping[str, Values]
    export: Export
    receipts: Sequence[Receipt]
    corrections: Sequence[Correction]


def prepare(request: Request, *, after: Merged | None = None) -> Work:
    """Read an export and work out its changes; problems go to `findings`, and none is raised.

    `after`: another import that is to be written first.
    """
    findings = Findings()
    places = (request.file, log_path(request.data), request.returns, request.corrections)
    digests = {path: digest_now(path) for path in places}
    form = _collect(findings, lambda: read_form(request.data, request.params, request.quarter))
    receipts = _collect(findings, lambda: read_log(request.data))
    if form is None:
        return Work(request, findings)
    _warn_if_final(request, form, findings)
    present = _collect(findings, lambda: _present(request, form, after))
    export = _collect(findings, lambda: read_export(request.file, form, findings))
    rows = export.rows if export else 0
    corrections = _collect(
        findings, lambda: read_corrections(request.data, request.quarter, form.columns[1:])
    )
    if export is None or present is None or receipts is None or corrections is None:
        return Work(request, findings, rows)
    if findings.errors:
        return Work(request, findings, rows)
    read = _Read(form, present, export, receipts, corrections)
    return _settled(Work(request, findings, rows, digests=digests), read)


def _present(request: Request, form: Form, after: Merged | None) -> dict[str, Values]:
    if after is not None:
        return {row[0]: row for row in after.rows}
    return read_present(request.returns, form.columns, list(form.activities.titles))


def _warn_if_final(request: Request, form: Form, findings: Findings) -> None:
    """Warn about answers for a quarter whose reports have been signed off."""
    if form.asked.state == "final":
        where = (request.params / f"{request.quarter}.yml").as_posix()
        wrong = "state is 'final', so an answer that changes makes its reports stale"
        findings.add("warning", Problem(FINAL_QUARTER, where, wrong))


def _collect(findings: Findings, read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except InputError as error:
        findings.add_errors(error.problems)
        return None


def _settled(work: Work, read: _Read) -> Work:
    request = work.request
    quarter, digest = str(request.quarter), work.digests[request.file]
    merged = merge(
        read.present,
        _as_erased(work, read),
        read.form.columns,
        read.form.activities.titles,
        overtaken=is_overtaken(read.receipts, quarter, digest),
    )
    known = receipts_of(read.receipts, quarter, digest)
    writes = list(_writes_of_original(work, read.receipts, known))
    if merged.differs or not request.returns.exists():
        writes.append(Write(request.returns, to_csv(read.form.columns, merged.rows)))
    since = known[0].received if known else ""
    return Work(request, work.findings, work.rows, merged, since, tuple(writes), work.digests)


def _as_erased(work: Work, read: _Read) -> dict[str, Values]:
    """Return the answers that came, without those that a correction has erased from the returns.

    The export still holds them, and must not bring them back.
    """
    columns = read.form.columns
    came = {activity: answer.values for activity, answer in read.export.answers.items()}
    for activity, column in _answers_of(read.corrections):
        if activity not in came:
            continue
        at, values = columns.index(column), came[activity]
        now = read.present.get(activity, ("",) * len(columns))[at]
        by = erasing(of_one_answer(read.corrections, activity, column), now, values[at])
        if by is not None:
            came[activity] = (*values[:at], by.new, *values[at + 1 :])
            _tell_erased(work, by)
    return came


def _answers_of(corrections: Iterable[Correction]) -> Iterable[tuple[str, str]]:
    return dict.fromkeys((each.activity, each.column) for each in corrections)


def _tell_erased(work: Work, by: Correction) -> None:
    where = f"{work.request.corrections.as_posix()}, row {by.row}"
    wrong = (
        f"the export still holds {by.column} of activity {by.activity} as it was before it was "
        "erased, and it stays erased"
    )
    work.findings.add("note", Problem(ERASED_AGAIN, where, wrong))


def _writes_of_original(
    work: Work, receipts: Sequence[Receipt], known: Sequence[Receipt]
) -> Iterator[Write]:
    """Keep the original under a name that no other file has, and log it, unless that is done."""
    request = work.request
    quarter, digest = str(request.quarter), work.digests[request.file]
    folder = originals_folder(request.data, quarter)
    names = [*(Path(receipt.file).name for receipt in known), *names_for(request.file, digest)]
    places = [folder / name for name in names]
    target = next(place for place in places if not place.exists() or digest_now(place) == digest)
    if not target.exists():
        yield Write(target, request.file)
    if target.name not in [receipt.file for receipt in known]:
        day = request.today.isoformat()
        receipt = Receipt(quarter, target.name, day, str(work.rows), digest)
        yield Write(log_path(request.data), log_text([*receipts, receipt]))


def carry_out(work: Work) -> tuple[Path, ...]:
    """Write what was worked out, all or nothing, and return the files that were written.

    `InputError` if a file has changed since it was read, `BuildError` if writing fails.
    """
    write_files(
        {
            write.target: content.encode() if isinstance(content := write.content, str) else content
            for write in work.writes
        },
        f"nothing was imported from {work.request.file.name}",
        check=lambda copies: _check_unchanged(work, copies),
        permit=partial(_permit, work.request),
    )
    return tuple(write.target for write in work.writes)


def _permit(request: Request, target: Path, copy: Path) -> None:
    """Let only those with access to the project read an original and its folder: it has names.

    Returns and the log have none.
    """
    folder = originals_folder(request.data, str(request.quarter))
    if target.parent == folder:
        project = request.data.resolve().parent
        keep_private(copy, project)
        keep_private(folder, project)
    else:
        readable_by_all(copy)


def _check_unchanged(work: Work, copies: Copies) -> None:
    """Refuse if a file was changed since it was read, or the copy is not what was read."""
    originals = {
        copies[write.target]: work.digests[write.content]
        for write in work.writes
        if isinstance(write.content, Path)
    }
    refuse_changed(originals, work.request.file)
    refuse_changed(work.digests)
