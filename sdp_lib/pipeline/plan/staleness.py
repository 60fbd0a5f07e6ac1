"""The state of each report of a built quarter: fresh, stale and why, failed, or missing.

`made_from` in `manifest.json` records the inputs of every report: its own, and the name of those
that it shares with others, which are listed once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from sdp_lib.ledger import read_ledger
from sdp_lib.pipeline.plan.fingerprints import is_own, key
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.storage import sha256

State = Literal["fresh", "stale", "failed", "missing"]
_MOST_FILES_NAMED = 3
_SHORT = 12  # letters of a digest, enough to distinguish it from others
MOVED = "moved"
_KINDS = ("parameter", "version", "opened", MOVED)
SHARED = "shared files"  # no report's name contains a space
STATES: tuple[State, ...] = ("fresh", "stale", "failed", "missing")


@dataclass(frozen=True)
class Made:
    """How a report's existing page was made: its inputs and its renderer.

    `scopes` names the activities whose rows its notebook has read.
    """

    inputs: Mapping[str, str]
    renderer: str = ""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportState:
    """The state of a report, and why it is not fresh, with one line for each reason."""

    report: str
    state: State
    why: tuple[str, ...] = field(default=())


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read a built quarter's manifest; empty if nothing was built or it cannot be read.

    It only records what was made, so a broken manifest means that everything is built again.
    """
    try:
        content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def made_from(made: Mapping[str, Made]) -> dict[str, Any]:
    """Return the inputs of reports as JSON for the manifest; `read_made` reads it.

    `reports` maps a report's name to `key`, `renderer`, `scopes`, its `own` inputs and the name of
    its shared inputs, which are listed under `common`.
    """
    common: dict[str, dict[str, str]] = {}
    reports: dict[str, Any] = {}
    for name, one in made.items():
        shared = {label: value for label, value in one.inputs.items() if not is_own(label)}
        common.setdefault(key(shared), shared)
        reports[name] = {
            "key": key(one.inputs),
            "renderer": one.renderer,
            "scopes": list(one.scopes),
            "common": key(shared),
            "own": {label: value for label, value in one.inputs.items() if is_own(label)},
        }
    return {"reports": reports, "common": common}


def read_made(manifest: Mapping[str, Any]) -> dict[str, Made]:
    """Return how each report of a manifest was made, for the reports with such a record."""
    try:
        content = manifest["made_from"]
        common = content["common"]
        return {
            str(name): Made(
                {**common.get(one["common"], {}), **one["own"]},
                str(one["renderer"]),
                tuple(str(scope) for scope in one.get("scopes", [])),
            )
            for name, one in content["reports"].items()
        }
    except (LookupError, TypeError, AttributeError):  # it was broken: build again
        return {}


def outputs_of(jobs: Sequence[Job], manifest: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the digests of each report's files, by path below `outputs/QUARTER/`."""
    found: dict[str, dict[str, str]] = {job.name: {} for job in jobs}
    owners = {f"site/{job.page}": job.name for job in jobs}
    owners |= {f"notebooks/{job.name}": job.name for job in jobs}
    for path, digest in listed_outputs(manifest).items():
        if name := owners.get(path.rpartition(".")[0]):
            found[name][path] = digest
    return found


def listed_outputs(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return the digests of all files of a build; empty if the manifest is broken."""
    outputs = manifest.get("outputs")
    if not isinstance(outputs, dict):
        return {}
    return {path: digest for path, digest in outputs.items() if isinstance(digest, str)}


def failures_of(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Return why each failed report failed."""
    failed = manifest.get("failed")
    return {str(name): str(why) for name, why in failed.items()} if isinstance(failed, dict) else {}


def report_states(
    jobs: Sequence[Job],
    inputs: Mapping[str, Mapping[str, str]],
    manifest: Mapping[str, Any],
    folder: Path,
) -> list[ReportState]:
    """Return the state of each report in a built quarter's folder, which has a manifest.

    `inputs`: the present inputs of each report, by its name.
    """
    made, failed = read_made(manifest), failures_of(manifest)
    left = outputs_of(jobs, manifest)
    states = []
    for job in jobs:
        one = made.get(job.name)
        failure = failed.get(job.name, "")
        outputs = left[job.name]
        if failure:
            last = _last_good(folder / "notebooks" / f"{job.name}.ipynb") if one else ()
            states.append(ReportState(job.name, "failed", (failure, *last)))
        elif one is None or not _has_page(job, outputs):
            states.append(ReportState(job.name, "missing"))
        else:
            why = [*differences(one.inputs, inputs[job.name]), *_touched(outputs, folder)]
            states.append(ReportState(job.name, "stale" if why else "fresh", tuple(why)))
    return states


def _has_page(job: Job, outputs: Iterable[str]) -> bool:
    """Return whether a report's outputs hold its page, in any format."""
    return any(path.startswith(f"site/{job.page}.") for path in outputs)


def _last_good(notebook: Path) -> tuple[str, ...]:
    """Describe the last good page of a failed report, from its notebook."""
    try:
        ledger = read_ledger(json.loads(notebook.read_text(encoding="utf-8")))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return ()
    if ledger is None:
        return ()
    page = ledger.page
    return (f"its page is of data up to {page.cutoff}, made from {page.fingerprint[:_SHORT]}",)


def shared_state(
    manifest: Mapping[str, Any],
    jobs: Sequence[Job],
    inputs: Mapping[str, str],
    gone: Iterable[str],
    folder: Path,
) -> ReportState:
    """Return the state of the files that reports share; `gone` names reports to be removed."""
    made = read_made(manifest)[SHARED]
    owned = {path for outputs in outputs_of(jobs, manifest).values() for path in outputs}
    shared = {path: one for path, one in listed_outputs(manifest).items() if path not in owned}
    why = [f"{name} is {_why_gone(name)}" for name in gone]
    why += [*differences(made.inputs, inputs), *_touched(shared, folder)]
    return ReportState(SHARED, "stale" if why else "fresh", tuple(why))


def _why_gone(name: str) -> str:
    return "another view that is not fresh" if "." in name else "no longer asked for"


def variants_of(manifest: Mapping[str, Any]) -> dict[str, tuple[str, dict[str, str]]]:
    """Return the report and the parameters of each other view."""
    try:
        return {
            str(name): (str(view["of"]), {str(one): str(it) for one, it in view["with"].items()})
            for name, view in manifest.get("variants", {}).items()
        }
    except (LookupError, TypeError, AttributeError):
        return {}


def _touched(outputs: Mapping[str, str], folder: Path) -> list[str]:
    """Find outputs that were edited or removed since the build."""
    return [
        f"{path} {'was changed by hand' if (folder / path).is_file() else 'is gone'}"
        for path, digest in outputs.items()
        if not (folder / path).is_file() or sha256(folder / path) != digest
    ]


def differences(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Describe each change in a line; many files of the library share one line.

    >>> differences({"parameter detail": "full", "data/a.csv": "1", "version pandas": "3.0"},
    ...             {"parameter detail": "summary", "data/a.csv": "2", "version pandas": "3.0"})
    ['data/a.csv changed', "parameter detail is now 'summary', was 'full'"]
    """
    names = sorted(name for name in {*then, *now} if then.get(name) != now.get(name))
    library = [name for name in names if name.startswith("sdp_lib/")]
    if len(library) <= _MOST_FILES_NAMED:
        return list(_told(names, then, now))
    others = [name for name in names if name not in library]
    return [*_told(others, then, now), f"{len(library)} files of sdp_lib changed"]


def _told(names: Iterable[str], then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in names:
        old, new = then.get(name), now.get(name)
        kind, _, rest = name.partition(" ")
        if kind not in _KINDS:
            yield f"{name} {_what_became(old, new)}"
        elif kind == "opened":
            does = "lists" if rest.endswith("/") else "opens"
            yield f"{rest}, which the notebook {does}, {_what_became(old, new)}"
        elif kind == MOVED:
            yield f"{rest} changed while it was made"
        elif kind == "version":
            yield f"{rest} is now {new or 'not used'}, was {old or 'not used'}"
        else:
            yield f"{name} is now {_quoted(new)}, was {_quoted(old)}"


def _what_became(old: str | None, new: str | None) -> str:
    return "changed" if old and new else "is gone" if old else "is new"


def _quoted(value: str | None) -> str:
    return "not given" if value is None else repr(value)
