"""`sdp publish` and `sdp withdraw`: adding versions to the site of all periods, or withdrawing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sdp_lib.cli.options import DataOption, OutOption, ParamsOption, QuarterArgument, say
from sdp_lib.cli.place import typed
from sdp_lib.errors import InputError
from sdp_lib.problems.call import BLANK_NOTE, NOT_A_DAY
from sdp_lib.problems.publishing import OTHER_FILES

if TYPE_CHECKING:
    from sdp_lib.inputs.input_files import Sources
    from sdp_lib.publish.edition import Edition
    from sdp_lib.publish.site import Published
    from sdp_lib.publish.target import Target

SiteOption = Annotated[
    Path, typer.Option("--to", callback=typed, metavar="DIR", help="The folder of the site.")
]
NoteOption = Annotated[str, typer.Option(metavar="TEXT", help="Why there is a new version.")]
KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--key",
        envvar="SDP_SIGNING_KEY",
        callback=typed,
        metavar="FILE",
        help="An Ed25519 key to sign the evidence with.",
    ),
]
AddressOption = Annotated[
    str, typer.Option(metavar="URL", help="The address of the site, for its feed and sitemap.")
]


def publish(
    quarter: QuarterArgument,
    to: SiteOption,
    note: NoteOption = "",
    draft: Annotated[bool, typer.Option("--draft", help="Publish what is not signed off.")] = False,  # noqa: FBT002 - typer makes --draft of it
    base_url: AddressOption = "",
    key: KeyOption = None,
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
    out: OutOption = Path("outputs"),
) -> None:
    """Put a built quarter on the static site that holds all quarters."""
    from sdp_lib.inputs.input_files import Sources
    from sdp_lib.publish.record import record_plan
    from sdp_lib.publish.site import publish as put_on_site
    from sdp_lib.storage import locked

    sources = Sources(Path.cwd(), data, params, Path("notebooks"))
    target = _target(to, sources, base_url, key)
    if to.resolve() == out.resolve():  # or it would wait for its own lock
        raise InputError.of(OTHER_FILES, to.as_posix(), "it is the folder of the builds")
    with locked(out, _waiting):  # a new build would replace the files while they are copied
        edition = _edition(quarter, sources, out)
        done = put_on_site(edition, target, note=note, draft=draft, wait=_waiting)
    recorded = [] if draft else record_plan(done.period, sources)
    say(
        "\n".join(
            [
                *_lines(done, target, draft=draft),
                *(f"{path.as_posix()} recorded" for path in recorded),
            ]
        )
    )


def _edition(quarter: str, sources: Sources, out: Path) -> Edition:
    """Return a build that may be published; `InputError` holds each reason against it."""
    from sdp_lib.inputs.calendar_setting import parse_quarter
    from sdp_lib.pipeline.plan.build_plan import plan_build
    from sdp_lib.pipeline.plan.request import Request
    from sdp_lib.pipeline.plan.work import prepare
    from sdp_lib.publish.edition import edition_of
    from sdp_lib.publish.refusals import not_ready

    plan = plan_build(Request(parse_quarter(quarter, sources.params), sources, out))
    if problems := [*not_ready(plan)]:
        raise InputError(problems)
    return edition_of(prepare(plan, str(plan.manifest.get("renderer", ""))))


def _target(to: Path, sources: Sources, base_url: str, key: Path | None) -> Target:
    from sdp_lib.inputs.council import read_council
    from sdp_lib.publish.signing import read_key
    from sdp_lib.publish.target import Target

    council = read_council(sources.params)
    return Target(to, sources.root, council, base_url, read_key(key) if key else None)


def _waiting() -> None:
    sys.stderr.write("Waiting for another command to finish.\n")


def _lines(done: Published, target: Target, *, draft: bool) -> list[str]:
    name = f"{done.period.label}, {'draft' if draft else f'version {done.version}'}"
    state = "had been published before, byte for byte" if done.again else "is published"
    return [f"{name}, {state}.", f"Open {(target.folder / 'index.html').as_posix()}"]


def withdraw(
    quarter: QuarterArgument,
    version: Annotated[int, typer.Option(min=1, metavar="N", help="The version to withdraw.")],
    note: Annotated[str, typer.Option(metavar="TEXT", help="Why it is withdrawn.")],
    to: SiteOption,
    on: Annotated[
        str, typer.Option(metavar="DATE", help="The day of the withdrawal, as YYYY-MM-DD.")
    ] = "",
    base_url: AddressOption = "",
    key: KeyOption = None,
    data: DataOption = Path("data"),
    params: ParamsOption = Path("params"),
) -> None:
    """Withdraw a published version from the site, and leave pages that say so."""
    from sdp_lib.inputs.calendar_setting import parse_quarter
    from sdp_lib.inputs.input_files import Sources
    from sdp_lib.publish.versions import Withdrawn
    from sdp_lib.publish.withdraw import withdraw as take_from_site

    why = Withdrawn(note=_words(note), on=_day(on))
    target = _target(to, Sources(Path.cwd(), data, params, Path("notebooks")), base_url, key)
    period = take_from_site(
        str(parse_quarter(quarter, params)), version, why, target, wait=_waiting
    )
    newest = period.newest
    shown = f"version {newest.version} is shown again" if newest else "no version is left"
    say(f"{period.label}, version {version}, is withdrawn; {shown}.")


def _words(note: str) -> str:
    if note.strip():
        return note.strip()
    raise InputError.of(BLANK_NOTE, "--note", "it is blank, and readers will look for the reason")


def _day(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        raise InputError.of(NOT_A_DAY, "--on", f"{text!r} is not a date") from None
