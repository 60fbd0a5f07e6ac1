"""`sdp init`: a new organisation's project, which runs at once with the installed package."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from sdp_lib.collect.package_files import (
    EXTENSION,
    brand_file,
    house_settings,
    notebook_files,
    theme_files,
)
from sdp_lib.collect.project_choices import Choices
from sdp_lib.errors import InputError, Problem
from sdp_lib.inputs.csv_file import to_csv
from sdp_lib.problems.call import FOLDER_IN_USE, UNFIT_NAME
from sdp_lib.storage import write_together

_TEMPLATES = files("sdp_lib.collect") / "templates/project"
_MAY_BE_THERE = {".git"}
_LONGEST_NAME = 200
_COMMENTED = ("council", "outcome-1", "outcome-2")
_COMMENTARY = """\
## introduction

An example: a sentence or two on what readers should know first.

## delivery

## issues
"""
_PROGRESS = (
    "An example answer: the service has a plan, and a first team works by it.",
    "An example answer: the site was cleared, but building has not begun.",
    "An example answer: the new system was chosen, and tests are under way.",
)
Row = Mapping[str, str]


def project_files(choices: Choices) -> dict[Path, bytes]:
    """Return the files of a new project, by their place in it."""
    period, plan = choices.period, Path("data/plans") / choices.plan
    texts: dict[str | Path, str] = {
        "params/council.yml": _filled("council.yml", choices),
        f"params/{period}.yml": _filled("period.yml", choices),
        plan / "plan.yml": _filled("plan.yml", choices),
        plan / "activities.csv": _table(_activities(choices)),
        f"data/returns/{period}.csv": _table(_returns(choices)),
        **{f"data/commentary/{period}/{name}.md": _COMMENTARY for name in _COMMENTED},
        "README.md": _filled("README.md", choices),
        "requirements.txt": _filled("requirements.txt", choices),
        ".gitignore": _filled("gitignore", choices),
        "_quarto.yml": _filled("_quarto.yml", choices),
        "_brand.yml": brand_file(_title(choices)),
    }
    parameters = {"quarter": str(period), "outcome": "1", "activity": "1"}
    return {
        **{Path(path): text.encode() for path, text in texts.items()},
        **notebook_files(parameters),
        **extension_files(),
    }


def extension_files() -> dict[Path, bytes]:
    """Return the folder of the theme for Quarto's own commands, which `--update` renews."""
    about = _rendered("_extension.yml", {"version": version("sdp-lib")})
    return {EXTENSION / "_extension.yml": about.encode(), **theme_files()}


def write_project(folder: Path, choices: Choices) -> list[Path]:
    """Write a new project and return its files; `InputError` if the folder is not empty."""
    problems = [*_problems_of_folder(folder), *_problems_of_name(choices.name)]
    if problems:
        raise InputError(problems)
    made = project_files(choices)
    write_together({folder / path: content for path, content in made.items()})
    return sorted(made)


def _problems_of_folder(folder: Path) -> Iterator[Problem]:
    if folder.is_dir():
        if {path.name for path in folder.iterdir()} - _MAY_BE_THERE:
            yield Problem(FOLDER_IN_USE, folder.as_posix(), "the folder is not empty")
    elif folder.exists():
        yield Problem(FOLDER_IN_USE, folder.as_posix(), "this is a file")


def _problems_of_name(name: str) -> Iterator[Problem]:
    if not name.strip() or not name.isprintable() or len(name) > _LONGEST_NAME:
        yield Problem(
            UNFIT_NAME,
            "--name",
            f"{name[:40]!r} is not one line of 1 to {_LONGEST_NAME} characters",
        )


def _filled(template: str, choices: Choices) -> str:
    period = choices.period
    opened, closed = choices.window
    return _rendered(
        template,
        {
            "name": choices.name if template == "README.md" else _quoted(choices.name),
            "short": _quoted(choices.short),
            "title": _title(choices),
            "year_starts": choices.year_starts,
            "every": choices.every,
            "scale": choices.scale,
            "period": str(period),
            "following": str(period.next()),
            "word": period.calendar.word,
            "plan": choices.plan,
            "year": period.year_id,
            "opened": opened,
            "closed": closed,
            "version": version("sdp-lib"),
            "extension": EXTENSION.as_posix(),
            "house": house_settings(),
        },
    )


def _rendered(template: str, values: Mapping[str, object]) -> str:
    environment = Environment(  # noqa: S701 - text and YAML, no HTML
        undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    source = (_TEMPLATES / template).read_text(encoding="utf-8")
    return environment.from_string(source).render(values)


def _title(choices: Choices) -> str:
    return _quoted(f"{choices.name}: monitoring reports")


def _quoted(text: str) -> str:
    """Write any text as a quoted YAML string."""
    return json.dumps(text, ensure_ascii=False)


def _table(rows: Iterator[Row]) -> str:
    first, *rest = rows
    return to_csv(list(first), [row.values() for row in (first, *rest)])


def _activities(choices: Choices) -> Iterator[Row]:
    period = choices.period
    begin, end = period.year_first_day, period.year_last_day
    later = end + timedelta(days=365)
    for number, (title, outcome, last) in enumerate(
        (
            ("Example activity: a service is improved", "1", end),
            ("Example activity: a building is opened", "1", end),
            ("Example activity: a system is replaced", "2", later),
        ),
        1,
    ):
        yield {
            "id": str(number),
            "title": title,
            "outcome": outcome,
            "lead": f"Head of Example Service {outcome}",
            "start": begin.isoformat(),
            "end": last.isoformat(),
            "source": "illustrative",
        }


def _returns(choices: Choices) -> Iterator[Row]:
    """Return an answer for each activity: two are on track, and one needs attention."""
    good, attention = choices.statuses
    late = {
        "revised_end": (choices.period.year_last_day + timedelta(days=61)).isoformat(),
        "issues": "capacity",
        "issue_other": "",
        "issue_detail": "An example: there are too few people to do the work.",
        "mitigation": "An example: two people will join the team.",
        "mitigation_themes": "resources",
    }
    for number, status in enumerate((good, attention, good)):
        yield {
            "activity": str(number + 1),
            "submitted": f"{choices.window[1]}T10:00:00",
            "delivery": status,
            "progress": _PROGRESS[number],
            **(late if status == attention else dict.fromkeys(late, "")),
        }
