"""`sdp explain`: what a code at the end of a message means, and what to do."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from sdp_lib.cli.options import say
from sdp_lib.errors import InputError
from sdp_lib.problems.call import UNKNOWN_CODE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sdp_lib.problems.kind import Kind


def explain(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="Such as SDP-210. Without it, all are listed.")
    ] = "",
) -> None:
    """Explain the code at the end of a message, and what to do."""
    from sdp_lib.problems.registry import KINDS, examples

    if not code:
        say("\n".join(_listed()))
        return
    wanted = _spelt(code)
    if wanted not in KINDS:
        raise InputError.of(
            UNKNOWN_CODE, "sdp explain", f"{code!r} is not a code", _instead(wanted, KINDS)
        )
    say("\n".join(_explained(KINDS[wanted], examples()[wanted])))


def _spelt(code: str) -> str:
    """Return a code as the list has it, even if only its number was typed.

    >>> _spelt("210"), _spelt("[sdp-210]"), _spelt("quarter")
    ('SDP-210', 'SDP-210', 'QUARTER')
    """
    plain = code.strip("[] .").upper()
    return f"SDP-{plain}" if plain.isdigit() else plain


def _instead(wanted: str, known: Collection[str]) -> str:
    near = get_close_matches(wanted, known, n=1, cutoff=0.7)
    return f"Did you mean {near[0]}?" if near else ""


def _listed() -> Iterator[str]:
    from sdp_lib.problems.registry import ROOMS, kinds_in

    for heading, modules in ROOMS.items():
        yield f"{heading.replace('`', '')}:"
        yield from (f"  {kind.code}  {kind.title}" for kind in kinds_in(modules))


def _explained(kind: Kind, example: str) -> Iterator[str]:
    yield from (f"{kind.code}: {kind.title}", "", kind.meaning.replace("`", ""), "")
    yield from (f"What to do: {kind.fix}.", "", f"Example: {example}")
