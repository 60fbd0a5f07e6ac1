"""`data/received/log.csv`: what was received, when, and the digest of its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.csv_file import cells, guarded, read_rows, to_csv, unguarded
from sdp_lib.problems.returns import BAD_LOG_ROW


@dataclass(frozen=True)
class Receipt:
    """One line of the log: `received` is the day on which it came, `rows` its number of answers."""

    quarter: str
    file: str
    received: str
    rows: str
    sha256: str
    note: str = ""


COLUMNS = tuple(entry.name for entry in fields(Receipt))


def log_path(data: Path) -> Path:
    """Return where the log is."""
    return data / "received" / "log.csv"


def originals_folder(data: Path, quarter: str) -> Path:
    """Return where the exports of a quarter are kept as they came."""
    return data / "received" / quarter


def read_log(data: Path) -> tuple[Receipt, ...]:
    """Read the log, which may not exist yet; `InputError` names each line that is not valid."""
    path = log_path(data)
    if not path.exists():
        return ()
    rows = list(read_rows(path))
    problems = [
        Problem(
            BAD_LOG_ROW,
            f"{path.as_posix()}, row {number}",
            f"it has {cells(len(row))}, and the columns are {', '.join(COLUMNS)}"
            if number > 1
            else f"the header is not {','.join(COLUMNS)}",
        )
        for number, row in enumerate(rows or [[]], 1)
        if (row and len(row) != len(COLUMNS)) or (number == 1 and tuple(row) != COLUMNS)
    ]
    if problems:
        raise InputError(problems)
    return tuple(Receipt(*map(unguarded, row)) for row in rows[1:] if row)


def receipts_of(receipts: Iterable[Receipt], quarter: str, digest: str) -> list[Receipt]:
    """Return the lines of a quarter's export with this digest."""
    return [
        receipt for receipt in receipts if (receipt.quarter, receipt.sha256) == (quarter, digest)
    ]


def is_overtaken(receipts: Iterable[Receipt], quarter: str, digest: str) -> bool:
    """Return whether the log has this export of the quarter, and another one after it."""
    digests = [receipt.sha256 for receipt in receipts if receipt.quarter == quarter]
    return digest in digests and digests[-1] != digest


def names_for(file: Path, digest: str) -> list[str]:
    """Return the names under which a file may be kept, the first choice first.

    >>> names_for(Path("in/form.xlsx"), "0f3a" * 16)[:2]
    ['form.xlsx', 'form-0f3a0f3a.xlsx']
    """
    return [file.name, f"{file.stem}-{digest[:8]}{file.suffix}", f"{digest}{file.suffix}"]


def log_text(receipts: Sequence[Receipt]) -> str:
    """Return the log as the text of its file."""
    return to_csv(COLUMNS, [map(guarded, astuple(receipt)) for receipt in receipts])
