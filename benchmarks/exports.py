"""Exports with answers as long as the form allows, and the cost of ingesting them."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import openpyxl

from benchmarks.measure import Meter
from benchmarks.project import QUARTER, Project
from benchmarks.sizes import multiply
from benchmarks.tables import read_rows, read_yaml
from benchmarks.taken import Asked, Taken

ANSWERS = (100, 1000)
_LONGEST = 10_000  # characters of a text
_TEXTS = ("progress", "issue_other", "issue_detail", "mitigation", "other_milestone_name")
_WORDS = (
    "the scheme’s board has met and agreed £5m for the next stage – “it’s late”, said contractors, "
    "and 12 sites of which 3 are open wait for it"
).split()


def measure_exports(asked: Asked) -> Taken:
    """Ingest exports of a hundred and of a thousand answers without writing anything."""
    taken = Taken()
    with asked.project.copy() as project:
        plan = project.root / "data" / "plans" / project.settings()["plan"] / "activities.csv"
        multiply(project, -(-max(ANSWERS) // len(read_rows(plan))))
        names = [row["id"] for row in read_rows(plan)]
        (project.root / "data" / "returns" / f"{QUARTER}.csv").unlink()
        for number in ANSWERS:
            file = write_export(project, names[:number])
            with Meter() as meter:
                project.run("sdp", "ingest", str(file), "--quarter", QUARTER, "--dry-run")
            name = f"export {number}"
            taken = taken.and_also(Taken({name: meter.cost}, {f"{name} made": 0}))
    return taken


def write_export(project: Project, activities: list[str]) -> Path:
    """Write an export in which every activity has different answers of the greatest length."""
    council = read_yaml(project.root / "params" / "council.yml")
    questions = {column: question for question, column in council["form"].items()}
    chance = random.Random(len(activities))  # noqa: S311 - the same each time
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    sheet.append(["ID", "Completion time", "Email", "Name", *questions.values()])
    for number, activity in enumerate(activities, 1):
        said = {column: _text(chance) for column in _TEXTS}
        said |= {"activity": activity, "delivery": council["statuses"][0]["answer"]}
        name = f"Quillfeather{number:x}, Zebedee"
        metadata = [number, datetime(2019, 9, 3, 10, 14), f"officer{number}@example.org", name]
        sheet.append([*metadata, *(said.get(column) for column in questions)])
    path = project.root / f"export-{len(activities)}.xlsx"
    book.save(path)
    return path


def _text(chance: random.Random) -> str:
    words: list[str] = []
    length = 0
    while length < _LONGEST:
        words.append(chance.choice(_WORDS))
        length += len(words[-1]) + 1
    return " ".join(words)[:_LONGEST].strip()
