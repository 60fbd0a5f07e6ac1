"""The command `sdp`: the only place that prints and exits."""

from __future__ import annotations

import sys
from importlib import metadata
from typing import Annotated

import typer

from sdp_lib.cli.check import check
from sdp_lib.cli.correct import correct
from sdp_lib.cli.diff import diff
from sdp_lib.cli.explain import explain
from sdp_lib.cli.form import form
from sdp_lib.cli.ingest import ingest
from sdp_lib.cli.init import init
from sdp_lib.cli.lab import lab
from sdp_lib.cli.new import new
from sdp_lib.cli.new_notebook import new_notebook
from sdp_lib.cli.options import of_system, say, silence
from sdp_lib.cli.place import enter_project
from sdp_lib.cli.publish import publish, withdraw
from sdp_lib.cli.remind import remind
from sdp_lib.cli.report import report
from sdp_lib.cli.status import status
from sdp_lib.cli.verify import verify
from sdp_lib.errors import BuildError, InputError, Problem, SdpError
from sdp_lib.problems.call import UNREADABLE_CALL

INTERRUPTED = 130

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_COLLECT = (init, new, new_notebook, form, ingest, correct, status, remind)
for command in (*_COLLECT, check, diff, report, publish, verify, withdraw, explain):
    app.command()(command)
app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(lab)


def _say_version(wanted: bool) -> None:  # noqa: FBT001 - as typer calls it
    if wanted:
        say(f"sdp {metadata.version('sdp-lib')}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[  # noqa: FBT002 - typer makes --version of it
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Quarterly monitoring reports for a Strategic Delivery Plan."""


def main() -> None:
    """Run the command, and turn errors into messages and an exit status."""
    status = _status()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        silence()
    sys.exit(status)


def _status() -> int:
    try:
        return app(prog_name="sdp", standalone_mode=False, obj=enter_project()) or 0
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write("Interrupted.\n")
        return INTERRUPTED
    except SdpError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    except OSError as error:
        sys.stderr.write(f"{of_system(error)}\n")
        return BuildError.exit_status
    except Exception as error:
        if not _is_usage(error):
            raise
        sys.stderr.write(f"{_misunderstood(error)}\n")
        return InputError.exit_status


def _is_usage(error: Exception) -> bool:
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def _misunderstood(error: Exception) -> Problem | str:
    """Return typer's complaint about a call as a problem, or its help if nothing was asked for."""
    # typer keeps its errors in a module without types.
    words = str(error.format_message()).rstrip(".")  # type: ignore[attr-defined]
    if type(error).__name__ == "NoArgsIsHelpError":
        return words
    context = getattr(error, "ctx", None)
    called = str(context.command_path) if context else "sdp"
    wrong = words[:1].lower() + words[1:]
    return Problem(UNREADABLE_CALL, called, wrong, f"Run '{called} --help' to see what it takes")
