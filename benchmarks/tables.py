"""CSV and YAML files as plain text, as they were typed."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """Read a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write a CSV file, with the columns of its first row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file; YAML's own types would turn the key `on` into a truth value."""
    text = path.read_text(encoding="utf-8")
    return dict(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - it makes nothing but text


def write_yaml(path: Path, content: Mapping[str, Any]) -> None:
    """Write a YAML file."""
    # Through JSON, no object occurs twice, for which YAML would write an alias.
    apart = json.loads(json.dumps(dict(content)))
    text = yaml.safe_dump(apart, sort_keys=False, allow_unicode=True)
    path.write_text(text, encoding="utf-8")
