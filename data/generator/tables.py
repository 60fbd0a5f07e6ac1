"""Reads and writes the small CSV tables; every file comes out with the same bytes every time."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this module, each a dictionary of text by column."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Write rows under exactly these columns, in UTF-8, with LF line ends and minimal quoting."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
