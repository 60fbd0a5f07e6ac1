"""`manifest.json`: a build's inputs, versions and outputs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sdp_lib.ledger import PageFrame
from sdp_lib.pipeline.plan.jobs import Job
from sdp_lib.pipeline.plan.provenance import versions
from sdp_lib.pipeline.plan.work import Work
from sdp_lib.storage import digests


def manifest(
    work: Work,
    jobs: Sequence[Job],
    folder: Path,
    *,
    page: PageFrame | None,
    failed: Mapping[str, str],
) -> dict[str, Any]:
    """Return the manifest of the build in a folder, as JSON."""
    outputs = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }
    inputs = {
        name: digest for name, digest in work.shared_inputs.items() if name in work.plan.files
    }
    return {
        "quarter": str(work.plan.request.quarter),
        "state": page.state if page else "",
        "version": page.version if page else "",
        "cutoff": page.cutoff_date if page else "",
        "commit": work.plan.commit,
        "renderer": work.renderer,
        "versions": versions(),
        "parameters": {
            job.name: {"notebook": job.notebook.name, **_portable(job.parameters)} for job in jobs
        },
        "variants": {
            job.name: {"of": job.report, "with": dict(job.variant)} for job in jobs if job.variant
        },
        "failed": dict(failed),
        "inputs": inputs,
        "outputs": digests(outputs),
    }


def _portable(parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters without folders, which differ between machines."""
    return {name: value for name, value in parameters.items() if name not in {"data", "params"}}


def as_json(content: Mapping[str, Any]) -> str:
    """Write JSON for people and for diffs: indented, in a fixed order, ending in a new line."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
