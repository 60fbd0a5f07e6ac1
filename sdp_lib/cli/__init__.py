"""The command `sdp`: the only place that prints and exits."""

from __future__ import annotations

import sys

import typer

from sdp_lib.cli.check import check
from sdp_lib.cli.diff import diff
from sdp_lib.cli.ingest import ingest
from sdp_lib.cli.new import new
from sdp_lib.cli.report import report
from sdp_lib.cli.status import status
from sdp_lib.errors import InputError, SdpError

INTERRUPTED = 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Quarterly monitoring reports for a Strategic Delivery Plan.",
)
for command in (new, ingest, status, check, diff, report):
    app.command()(command)


def main() -> None:
    """Run the command, and turn errors into messages and an exit status."""
    try:
        sys.exit(app(prog_name="sdp", standalone_mode=False))
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write("Interrupted.\n")
        sys.exit(INTERRUPTED)
    except SdpError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_status)
    except Exception as error:
        if not _is_usage(error):
            raise
        error.show()  # type: ignore[attr-defined]
        sys.exit(InputError.exit_status)


def _is_usage(error: Exception) -> bool:
    return hasattr(error, "show") and hasattr(error, "exit_code")
