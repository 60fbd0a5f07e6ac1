"""A plan in which everything rare happens at once, each kind in its own outcome."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from plans import Folder, Row
from support import ROOT

PLAN = "2021-22"
FIRST, SECOND = "2021-22-Q1", "2021-22-Q2"
WINDOWS = {FIRST: ("2021-05-28", "2021-06-11"), SECOND: ("2021-08-27", "2021-09-10")}
DATES = "approval_to_proceed eqia_screening consultation_start key_decision go_live other_milestone"
MILESTONES = DATES.split()
ALL_ON_TRACK, ONE_ON_TRACK, ONE_OFF_TRACK, NONE, SILENT = "1", "2", "3", "4", "5"
LATE, NO_END, NO_STATUS, CROWDED, PARTLY_SILENT = "6", "7", "8", "9", "10"
OUTCOMES = {
    ALL_ON_TRACK: "Everything is on track",
    ONE_ON_TRACK: "One activity, on track",
    ONE_OFF_TRACK: "One activity, off track",
    NONE: "No activity at all",
    SILENT: "Nobody returned",
    LATE: "Everybody was late",
    NO_END: "No original end date",
    NO_STATUS: "No status given",
    CROWDED: "Two hundred activities",
    PARTLY_SILENT: "One of three did not answer",
}
NUMBERS = dict(zip(OUTCOMES, (4, 1, 1, 0, 3, 3, 2, 2, 200, 3), strict=True))
RARE = [one for one in OUTCOMES if one != CROWDED]
UNHEARD = "1003"
DIRECTORATES = ("adult_social_care_health", "growth_environment_transport")
STATUSES = ("on_track", "remedial", "unlikely")
THEMES = ("capacity", "complexity", "dependencies", "financial", "stakeholders")
BOARDS = ("cabinet_members_meeting", "corporate_board", "informal_governance", "cabinet_committee")
LONG = "Improving how residents reach help early, in their own words and close to where they live, "


def write_edges(root: Path, outcomes: Sequence[str] = RARE) -> Folder:
    """Write the plan with two quarters, in the words of the project's own configuration.

    Two hundred activities take long, so that outcome is left out where it is not asked for.
    """
    folder = Folder(root)
    folder.params.mkdir(parents=True)
    shutil.copyfile(ROOT / "params" / "council.yml", folder.params / "council.yml")
    plan = {
        "title": "Plan of edges",
        "years": ["2021-22"],
        "outcomes": [
            {"id": outcome, "title": OUTCOMES[outcome], "short": OUTCOMES[outcome]}
            for outcome in outcomes
        ],
    }
    folder.write_plan(PLAN, plan, activities(outcomes))
    for quarter, (opened, closed) in WINDOWS.items():
        folder.write_quarter(quarter, plan=PLAN, window={"opened": opened, "closed": closed})
        folder.write_returns(quarter, MILESTONES, returns(outcomes, quarter, closed))
    return folder


def members(outcome: str) -> list[str]:
    """Return the activities of an outcome: 901 is the first of outcome 9."""
    return [f"{outcome}{number:02d}" for number in range(1, NUMBERS[outcome] + 1)]


def activities(outcomes: Sequence[str]) -> Iterator[Row]:
    """Return the plan's activities; those of the crowded outcome have titles of 300 characters."""
    for outcome in outcomes:
        for number, one in enumerate(members(outcome)):
            yield {
                "id": one,
                "title": title(outcome, number),
                "outcome": outcome,
                "type": ("service", "capital")[number % 2],
                "directorate": DIRECTORATES[number % 2],
                "lead": "Head of Service",
                "director": "Director",
                "portfolio": ("Health", "Transport")[number % 2],
                "start": "2020-04-01",
                "end": "" if outcome == NO_END else f"2022-0{1 + number % 6}-15",
                "source": "illustrative",
            }


def title(outcome: str, number: int) -> str:
    """Return a title: 300 characters in the crowded outcome, the last of which is a single word."""
    if outcome != CROWDED:
        return f"The {'first second third fourth'.split()[number]} of {OUTCOMES[outcome].lower()}"
    if number == NUMBERS[CROWDED] - 1:
        return "Donaudampfschifffahrt" * 14 + "sdampf"
    return (f"{number + 1:03d} " + LONG * 4)[:300]


def returns(outcomes: Sequence[str], quarter: str, closed: str) -> Iterator[Row]:
    """Return a quarter's returns; in the second quarter some activities do not answer."""
    for outcome in outcomes:
        for number, one in enumerate(members(outcome)):
            if quarter == SECOND and (outcome == SILENT or one == UNHEARD):
                continue
            day = "2021-12-01" if outcome == LATE else closed
            yield {
                "activity": one,
                "submitted": f"{day}T12:00:00",
                **answer(outcome, number, quarter),
            }


def answer(outcome: str, number: int, quarter: str) -> Row:
    """Return the answers of an activity."""
    if outcome == CROWDED:
        return _crowded(number, quarter)
    if outcome == NO_STATUS:
        return {"delivery": "" if number == 0 or quarter == FIRST else "on_track"}
    if outcome == NO_END:
        return {"delivery": "on_track", "revised_end": "2022-11-30" if number else ""}
    if outcome == ONE_OFF_TRACK:
        return {"delivery": "remedial", "revised_end": "2022-01-16", "issues": "capacity"}
    return {"delivery": "on_track", "progress": "All as planned.", "go_live": "2021-10-01"}


def _crowded(number: int, quarter: str) -> Row:
    status = STATUSES[(number + (quarter == SECOND)) % 3]
    slips = quarter == SECOND and number % 2
    said = {"delivery": status, "progress": "Work goes on.", "go_live": f"2021-1{number % 3}-01"}
    said |= {
        "boards_expected": ";".join(BOARDS[: number % 5]),
        "revised_end": "2023-03-31" if slips else "",
    }
    if slips:
        said["go_live"] = "2022-02-01"
    if status == "on_track":
        return said
    return said | {
        "issues": ";".join(THEMES[: 1 + number % 5]),
        "issue_detail": "There is too much to do at once.",
        "mitigation": "More people were asked for." if number % 2 else "",
        "risk_registers": "project;corporate" if number % 4 == 0 else "",
    }
