"""An invented organisation that shares nothing with the sample but the shape of its files.

Northmere Harbour Trust has four statuses, seven kinds of milestone, boards of which two keep a
forward plan, goals whose IDs are words, and activities whose IDs are letters. It exists by
configuration alone.
"""

from collections.abc import Iterator
from pathlib import Path

from plans import Folder, Row

from sdp_lib.collect.project_choices import Choices
from sdp_lib.inputs.columns import RETURN_TAIL
from sdp_lib.periods import Period

PLAN = "2022-23"
FIRST, SECOND = "2022-23-Q3", "2022-23-Q4"
WINDOWS = {FIRST: ("2022-11-28", "2022-12-09"), SECOND: ("2023-02-27", "2023-03-10")}
GOALS = {"safe-water": "Safe water", "trade": "Trade through the port", "people": "Skilled people"}
STATUSES = {
    "ahead": ("Ahead of plan", "is ahead of plan", "are ahead of plan", "good"),
    "steady": ("Holding steady", "is holding steady", "are holding steady", "good"),
    "drifting": ("Drifting", "is drifting", "are drifting", "attention"),
    "stuck": ("Stuck fast", "is stuck fast", "are stuck fast", "poor"),
}
ON_TRACK = ("ahead", "steady")
MILESTONES = {
    "survey": ("Seabed survey", "survey_done"),
    "permit": ("Marine permit", "permit_date"),
    "tender": ("Tender issued", "tender"),
    "award": ("Contract awarded", "award"),
    "works": ("Works begin", "works_from"),
    "trial": ("Sea trial", "trial"),
    "handover": ("Handover", "handover"),
}
BOARDS = {
    "trustees": "Board of Trustees",
    "quay_panel": "Quay Panel",
    "pilots": "Pilotage Forum",
    "audit": "Audit Group",
}
FORWARD_PLANS = ("quay_panel", "pilots")
THEMES = {
    "weather": "Weather windows",
    "crew": "Crew numbers",
    "plant": "Plant and vessels",
    "tides": "Tidal access",
}
MITIGATIONS = {"charter": "Vessel chartered", "rota": "New rota"}
REGISTERS = {"berth": "Berth", "fleet": "Fleet", "harbour": "Harbour-wide"}
TYPES = {"dredging": "Dredging", "berthing": "Berthing", "training": "Seamanship training"}
DIRECTORATES = {"marine": "Marine Operations", "shore": "Shore Services"}
LABELS = (
    *(words[0] for words in STATUSES.values()),
    *(words[0] for words in MILESTONES.values()),
    *BOARDS.values(),
    *THEMES.values(),
    *MITIGATIONS.values(),
    *REGISTERS.values(),
    *TYPES.values(),
    *DIRECTORATES.values(),
    *GOALS.values(),
    "Northmere Harbour Trust",
    "Goal",
)


def write_organisation(root: Path) -> Folder:
    """Write a new project, then this configuration, plan, two quarters, assurance, commentary."""
    folder = Folder(root)
    begun = folder.begin(Choices(Period.parse(FIRST), "Northmere Harbour Trust"))
    folder.write_yaml("params/council.yml", begun | configuration())
    goals = [
        {"id": one, "title": f"{words} for everyone on the estuary", "short": words}
        for one, words in GOALS.items()
    ]
    folder.write_plan(
        PLAN, {"title": "Harbour Plan 2022-23", "years": [PLAN], "outcomes": goals}, activities()
    )
    columns = [column for _, column in MILESTONES.values()]
    for quarter, (opened, closed) in WINDOWS.items():
        reports = [  # the pages of directorates are lists of their activities
            {"notebook": "council"},
            *({"notebook": "outcome", "each": each} for each in ("outcome", "portfolio")),
            {"notebook": "outcome", "each": "directorate", "parameters": {"detail": "activities"}},
            {"notebook": "scorecard", "each": "activity"},
        ]
        folder.write_quarter(
            quarter, plan=PLAN, window={"opened": opened, "closed": closed}, reports=reports
        )
        folder.write_returns(quarter, columns, returns(quarter, closed))
    folder.write_assurance(PLAN, reviews())
    commentary = folder.data / "commentary" / SECOND / "outcome-trade.md"
    commentary.parent.mkdir(parents=True)
    commentary.write_text(
        "## delivery\n\nThe winter gales closed the outer quay twice.\n", encoding="utf-8"
    )
    return folder


def configuration() -> dict[str, object]:
    """Return the standing configuration."""
    return {
        "organisation": {
            "name": "Northmere Harbour Trust",
            "short": "NHT",
            "plan_name": "Harbour Plan",
            "plan_short": "HP",
            "outcome_noun": "Goal",
        },
        "contact": {"name": "Harbour office", "email": "office@example.org"},
        "licence": {"name": "Estuary licence", "url": "https://example.org/licence"},
        "date_order": "month_first",
        "statuses": [
            {
                "id": one,
                "label": label,
                "answer": f"It {singular}",
                "one": singular,
                "many": plural,
                "tone": tone,
            }
            | ({"on_track": "true"} if one in ON_TRACK else {})
            for one, (label, singular, plural, tone) in STATUSES.items()
        ],
        "milestones": [
            {"id": one, "label": label} | ({"field": column} if column != one else {})
            for one, (label, column) in MILESTONES.items()
        ],
        "boards": [
            item | ({"forward_plan": "true"} if item["id"] in FORWARD_PLANS else {})
            for item in _items(BOARDS)
        ],
        "issues": _items(THEMES),
        "mitigations": _items(MITIGATIONS),
        "registers": _items(REGISTERS),
        "types": _items(TYPES),
        "directorates": _items(DIRECTORATES),
        "form": {f"Question on {one}?": one for one in asked()},
    }


def asked() -> list[str]:
    """Return the questions of the form: all that a form can have."""
    dates = [column for _, column in MILESTONES.values()]
    return ["activity", "delivery", "progress", *dates, *RETURN_TAIL]


def _items(labels: dict[str, str]) -> list[dict[str, str]]:
    return [{"id": one, "label": label} for one, label in labels.items()]


def activities() -> Iterator[Row]:
    """Return seven activities; one has no original end date."""
    for number, one in enumerate(("A1", "A2", "B-3", "B-4", "C5", "C6", "C7")):
        yield {
            "id": one,
            "title": f"Pontoon {'alpha bravo charlie delta echo foxtrot golf'.split()[number]}",
            "outcome": list(GOALS)[number // 3],
            "type": list(TYPES)[number % 3],
            "directorate": list(DIRECTORATES)[number % 2],
            "lead": "Berthing Superintendent",
            "director": "Harbour Master",
            "portfolio": ("Navigation", "Estates & Trade")[number % 2],
            "start": "2022-04-01",
            "end": "" if one == "C6" else f"2023-0{1 + number % 4}-20",
            "source": "published",
        }


def returns(quarter: str, closed: str) -> Iterator[Row]:
    """Return the answers; in the second quarter C5 has none, B-4 is late, and C6 has no status."""
    now = quarter == SECOND
    delivery = {
        "A1": ("steady", "ahead"),
        "A2": ("steady", "drifting"),
        "B-3": ("drifting", "stuck"),
        "B-4": ("stuck", "drifting"),
        "C5": ("ahead", None),
        "C6": ("steady", ""),
        "C7": ("drifting", "steady"),
    }
    for one, pair in delivery.items():
        status = pair[now]
        if status is None:
            continue
        late = now and one == "B-4"
        answer = {
            "activity": one,
            "submitted": "2023-03-20T08:00:00" if late else f"{closed}T12:00:00",
        }
        yield (
            answer
            | {"delivery": status, "progress": f"The pontoon is {status or 'afloat'}."}
            | _said(one, status, now)
        )


def _said(one: str, status: str, now: bool) -> Row:  # noqa: FBT001 - the second quarter or not
    columns = [column for _, column in MILESTONES.values()]
    said = {
        column: f"2023-0{1 + number}-1{int(now)}"
        for number, column in enumerate(columns)
        if one in ("A1", "A2")
    }
    said["boards_expected"] = {
        "A1": "quay_panel;trustees",
        "A2": "pilots",
        "B-3": "quay_panel",
    }.get(one, "")
    said["boards_reported"] = "audit" if one == "A2" else ""
    said["forward_plan_date"] = "2023-04-25" if one in ("A1", "A2") else ""
    if status not in ("drifting", "stuck"):
        return said
    return said | {
        "issues": "weather;crew" if one == "A2" else "weather;plant;tides" if one == "B-3" else "",
        "issue_other": "Rats in the stores" if one == "B-4" else "",
        "mitigation": "A second dredger was chartered." if one == "A2" else "",
        "mitigation_themes": "charter;rota" if one == "A2" else "",
        "risk_registers": "fleet;harbour" if one == "B-3" else "berth",
        "revised_end": "2023-09-30",
    }


def reviews() -> Iterator[Row]:
    """Return one review of each source."""
    yield {
        "activity": "A2",
        "source": "internal_audit",
        "reference": "NH-1",
        "title": "Mooring checks",
        "due_quarter": SECOND,
        "opinion": "inconsistent",
        "note": "Chains are worn.",
    }
    yield {
        "activity": "C7",
        "source": "risk_and_assurance",
        "title": "Diving rules",
        "due_quarter": SECOND,
        "opinion": "pending",
    }
