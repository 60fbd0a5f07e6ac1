"""The record of a published period: plan, activities, assurance and configuration as they were."""

from __future__ import annotations

from pathlib import Path

from sdp_lib.inputs.input_files import Sources
from sdp_lib.publish.versions import Period
from sdp_lib.storage import write_together


def record_plan(period: Period, sources: Sources) -> list[Path]:
    """Write `data/plans/PLAN/recorded/QUARTER/`; return what was new or is not what it was.

    The files are kept as they are, so that a report of the period can be made from them again.
    """
    plan = sources.data / "plans" / period.plan
    folder = plan / "recorded" / period.name
    files = {
        folder / "activities.csv": plan / "activities.csv",
        folder / "plan.yml": plan / "plan.yml",
        folder / "assurance.csv": sources.data / "assurance" / f"{period.plan}.csv",
        folder / "council.yml": sources.params / "council.yml",
    }
    changed = {
        place: source.read_bytes()
        for place, source in files.items()
        if source.is_file() and not (place.is_file() and place.read_bytes() == source.read_bytes())
    }
    write_together(changed)
    return [*changed]
