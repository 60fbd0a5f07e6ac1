"""A built period to be published, and the frame of the site's own pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdp_lib.inputs.council import Council
from sdp_lib.ledger import Ledger, MainPoints, read_ledger
from sdp_lib.pipeline.plan.work import Work
from sdp_lib.publish.links import Place
from sdp_lib.publish.versions import Evidence, Period, Version
from sdp_lib.storage import sha256

DRAFT = "Draft"


@dataclass(frozen=True)
class SiteFrame:
    """The frame of every page of the site that does not belong to a period.

    `base_url` is the address of the site, if it is known.
    """

    organisation: str
    plan: str
    contact: Mapping[str, str]
    licence: Mapping[str, str]
    notice: str = ""
    repository: str = ""
    base_url: str = ""


@dataclass(frozen=True)
class Edition:
    """A built period: the folder of the build, its manifest, and its entry in a list of periods.

    `dated`: the day of its sign-off, or for a draft that of its data; `points`: the main points of
    the whole plan, if a report has them.
    """

    folder: Path
    manifest: Mapping[str, Any]
    period: Period
    state: str
    state_words: str
    dated: str
    cutoff: str
    points: MainPoints | None = None

    @property
    def is_draft(self) -> bool:
        """Whether it was not signed off."""
        return self.state == DRAFT

    @property
    def build(self) -> str:
        """The digest of the build's manifest, which identifies the build."""
        return sha256(self.folder / "manifest.json")

    def place(self, number: int) -> Place:
        """Return the place of a version."""
        name = self.period.name
        return Place(name, draft=True) if self.is_draft else Place(name, number)

    def version(self, number: int, note: str, evidence: Evidence) -> Version:
        """Return its entry in `versions.json` as a version."""
        return Version(
            version=number,
            state=self.state,
            state_words=self.state_words,
            dated=self.dated,
            note=note,
            commit=str(self.manifest.get("commit", "")),
            build=self.build,
            manifest=evidence.manifest,
            statement=evidence.statement,
            key=evidence.key,
        )


def frame_of(council: Council, base_url: str = "") -> SiteFrame:
    """Return the frame of the pages of an organisation's site."""
    return SiteFrame(
        organisation=council.organisation.name,
        plan=council.organisation.plan_name,
        contact=council.contact.model_dump(),
        licence=council.licence.model_dump(),
        notice=council.notice or "",
        repository=council.repository or "",
        base_url=base_url,
    )


def edition_of(work: Work) -> Edition:
    """Return the finished build in the folder of checked work."""
    plan = work.plan
    folder = plan.request.folder
    ledgers = [_ledger(folder / "notebooks" / f"{job.name}.ipynb") for job in plan.every_job]
    page = ledgers[0].page
    signed = plan.params.signed_off
    period = Period(
        name=str(plan.request.quarter),
        label=page.quarter,
        words=page.period,
        starts=plan.request.quarter.first_day.isoformat(),
        plan=plan.params.plan,
        plan_title=page.plan,
    )
    return Edition(
        folder=folder,
        manifest=plan.manifest,
        period=period,
        state=page.state,
        state_words=page.state_words,
        dated=signed.on.isoformat() if signed and page.state != DRAFT else page.cutoff_date,
        cutoff=page.cutoff,
        points=next((ledger.points for ledger in ledgers if ledger.page.kind == "council"), None),
    )


def _ledger(notebook: Path) -> Ledger:
    ledger = read_ledger(json.loads(notebook.read_text(encoding="utf-8")))
    if ledger is None:  # a report without a ledger is a failure, and is not published
        raise ValueError(f"{notebook} has no ledger")
    return ledger
