"""Each report of a built quarter: fresh, stale and why, failed, or missing.

What every report was made from stands in `manifest.json` under `made_from`: its own inputs, and the
name of those that it shares with others, which stand there once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from sdp_lib.pipeline.plan.fingerprints import is_own, key
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.storage import sha256

State = Literal["fresh", "stale", "failed", "missing"]
_MOST_FILES_NAMED = 3
STATES: tuple[State, ...] = ("fresh", "stale", "failed", "missing")


@dataclass(frozen=True)
class Made:
    """How a report was made: from what, with which renderer, and why it failed if it did."""

    inputs: Mapping[str, str]
    renderer: str = ""
    failure: str = ""


@dataclass(frozen=True)
class ReportState:
    """Where a report stands, and why it is not fresh: one line for each reason."""

    report: str
    state: State
    why: tuple[str, ...] = field(default=())


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read a built quarter's manifest; empty where nothing was built or it cannot be read.

    Nothing is trusted to it but what it says was made, so a broken one means: build again.
    """
    try:
        content = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def made_from(made: Mapping[str, Made]) -> dict[str, Any]:
    """Return what reports were made from as JSON for the manifest; `read_made` reads it.

    `reports` maps a report's name to `key`, `renderer`, `failed`, its `own` inputs and the name of
    the `common` ones, which `common` holds.
    """
    common: dict[str, dict[str, str]] = {}
    reports: dict[str, Any] = {}
    for name, one in made.items():
        shared = {label: value for label, value in one.inputs.items() if not is_own(label)}
        common.setdefault(key(shared), shared)
        reports[name] = {
            "key": key(one.inputs),
            "renderer": one.renderer,
            "failed": one.failure,
            "common": key(shared),
            "own": {label: value for label, value in one.inputs.items() if is_own(label)},
        }
    return {"reports": reports, "common": common}


def read_made(manifest: Mapping[str, Any]) -> dict[str, Made]:
    """Return how each report of a manifest was made; only reports of which it says so."""
    content = manifest.get("made_from", {})
    common = content.get("common", {})
    return {
        name: Made({**common.get(one["common"], {}), **one["own"]}, one["renderer"], one["failed"])
        for name, one in content.get("reports", {}).items()
    }


def outputs_of(jobs: Sequence[Job], manifest: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the digests of the files that each report left, by path below `outputs/QUARTER/`."""
    found: dict[str, dict[str, str]] = {job.name: {} for job in jobs}
    owners = {f"site/{job.page}": job.name for job in jobs}
    owners |= {f"notebooks/{job.name}": job.name for job in jobs}
    for path, digest in manifest.get("outputs", {}).items():
        if name := owners.get(path.rpartition(".")[0]):
            found[name][path] = digest
    return found


def report_states(
    jobs: Sequence[Job], inputs: Mapping[str, Mapping[str, str]], folder: Path
) -> list[ReportState]:
    """Say where each report stands in a built quarter's folder.

    `inputs` holds what each report would be made from now, by its name.
    """
    manifest = read_manifest(folder)
    made, failed = read_made(manifest), manifest.get("failed", {})
    left = outputs_of(jobs, manifest)
    states = []
    for job in jobs:
        one = made.get(job.name)
        failure = failed.get(job.name) or (one.failure if one else "")
        outputs = left[job.name]
        if failure:
            states.append(ReportState(job.name, "failed", (failure,)))
        elif not outputs:
            states.append(ReportState(job.name, "missing"))
        else:
            why = [*_reasons(one, inputs[job.name]), *_touched(outputs, folder)]
            states.append(ReportState(job.name, "stale" if why else "fresh", tuple(why)))
    return states


def _reasons(made: Made | None, now: Mapping[str, str]) -> Sequence[str]:
    if made is None:
        return ["its build did not note what it was made from"]
    return differences(made.inputs, now)


def _touched(outputs: Mapping[str, str], folder: Path) -> list[str]:
    """Find outputs that are no longer what the build left: somebody edited or removed them."""
    return [
        f"{path} {'was changed by hand' if (folder / path).is_file() else 'is gone'}"
        for path, digest in outputs.items()
        if not (folder / path).is_file() or sha256(folder / path) != digest
    ]


def differences(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Say what is not as it was, one line each; many files of the library as one line.

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
        if not rest:
            yield f"{name} {'is new' if old is None else 'is gone' if new is None else 'changed'}"
        elif kind == "version":
            yield f"{rest} is now {new or 'not used'}, was {old or 'not used'}"
        else:
            yield f"{name} is now {_quoted(new)}, was {_quoted(old)}"


def _quoted(value: str | None) -> str:
    return "not given" if value is None else repr(value)
