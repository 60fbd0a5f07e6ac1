"""Writes docs/commands.md, the reference of `sdp`, from the help of its commands.

`python docs/commands.py` writes the page again; a test holds it to the code.
"""

from __future__ import annotations

import inspect
from pathlib import Path

import typer
from typer.core import TyperCommand

from sdp_lib.cli import app

PAGE = Path(__file__).with_name("commands.md")
_OPENING = """\
# Commands

This page is for everyone who works at a terminal. It lists every command of `sdp`, as `sdp COMMAND
--help` shows it. Run commands in the project's folder or in any folder below it. [A
quarter](quarter.md) shows them in the order in which they are used. `.venv/bin/python
docs/commands.py` writes this page from the commands.

| exit status | meaning |
|---|---|
| 0 | everything was done |
| 1 | a report failed, or a check of a published site found a difference; everything else was done |
| 2 | the call or the input is wrong, and nothing was changed |
| 130 | the command was interrupted |

Errors go to standard error, one problem a line. With `--json`, where a command has it, standard
output holds one JSON document and nothing else.
"""


def page() -> str:
    """Return the whole page."""
    commands = typer.main.get_command(app).commands.items()
    return "\n".join([_OPENING, *(_section(*named) for named in commands)]).rstrip() + "\n"


def _section(name: str, command: TyperCommand) -> str:
    context = command.context_class(command, info_name=f"sdp {name}")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    lines = [
        f"## `sdp {name}`",
        "",
        inspect.cleandoc(command.help),
        "",
        "```text",
        usage,
        "```",
        "",
    ]
    rows = ["| argument or option | what it does |", "|---|---|"]
    for parameter in command.params:
        names, words = parameter.get_help_record(context)
        shown = names.replace("|", "\\|")
        rows.append(f"| `{shown}` | {' '.join(words.split())} |")
    return "\n".join([*lines, *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
