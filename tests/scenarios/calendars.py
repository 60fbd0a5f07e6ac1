"""Three invented organisations, each with another calendar, other statuses and another form.

- a charity reports in quarters of the calendar year, and left one out;
- a programme reports each month on what it calls projects; its form asks for no milestones and no
  boards, and two of its five statuses are neither on nor off track;
- a half-yearly council rates in five colours, of which three have one tone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plans import Folder, Row

from sdp_lib.collect.project_choices import Choices
from sdp_lib.inputs.calendar_setting import CalendarSetting
from sdp_lib.periods import Period

KNOWN = (
    "activity", "delivery", "progress", "revised_end", "issues", "issue_other", "issue_detail",
    "mitigation", "mitigation_themes", "boards_reported", "boards_expected", "forward_plan_date",
    "risk_registers",
)  # fmt: skip
PLANNED = ("id", "title", "outcome", "type", "directorate", "lead", "start", "end", "source")
ACTIVITIES = ("A1", "A2", "A3", "A4", "A5", "A6")
OUTCOMES = {"1": "Warm homes", "2": "Safe streets"}


@dataclass(frozen=True)
class Kind:
    """An organisation: its calendar, its words and the questions of its form.

    `statuses`: what each counts as and its tone, from good to bad. `given`: for each period the
    status of each activity, in their order; "" is none, and None no return.
    """

    name: str
    calendar: Mapping[str, str]
    statuses: Mapping[str, tuple[str, str]]
    given: Mapping[str, tuple[str | None, ...]]
    windows: Mapping[str, tuple[str, str]]
    asked: tuple[str, ...] = KNOWN
    milestones: tuple[str, ...] = ()
    lists: bool = True
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    years: tuple[str, ...] = ()

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods that it has parameters for, oldest first."""
        return tuple(self.windows)

    @property
    def last(self) -> str:
        """The newest period."""
        return self.periods[-1]


CHARITY = Kind(
    "Harbour Lights",
    {"year_starts": "January", "every": "quarter"},
    {"fine": ("on_track", "good"), "slow": ("off_track", "attention"),
     "stuck": ("off_track", "poor")},
    {
        "2025-Q3": ("fine", "slow", "stuck", "fine", "slow", "fine"),
        # Nobody was asked in the last quarter of the year.
        "2026-Q1": ("slow", "slow", "fine", "fine", "stuck", None),
    },
    {
        "2025-Q3": ("2025-09-22", "2025-10-03"),
        "2025-Q4": ("2025-12-15", "2025-12-19"),
        "2026-Q1": ("2026-03-23", "2026-04-02"),
    },
    milestones=("launch", "review"),
    years=("2025", "2026"),
)  # fmt: skip
PROGRAMME = Kind(
    "Northmere Renewal",
    {"year_starts": "april", "every": "month"},
    {"green": ("on_track", "good"), "amber": ("off_track", "attention"),
     "red": ("off_track", "poor"), "waiting": ("neither", "neutral"),
     "complete": ("neither", "neutral")},
    {
        "2026-27-M01": ("green", "green", "amber", "waiting", "waiting", "red"),
        "2026-27-M02": ("green", "amber", "red", "amber", "waiting", "complete"),
    },
    {
        "2026-27-M01": ("2026-04-27", "2026-05-01"),
        "2026-27-M02": ("2026-05-25", "2026-05-29"),
    },
    asked=("activity", "delivery", "progress", "issues", "mitigation"),
    lists=False,
    words={
        "activity": {"one": "project", "many": "projects"},
        "lead": {"one": "owner", "many": "owners"},
        "directorate": {"one": "unit", "many": "units"},
        "portfolio": {"one": "theme", "many": "themes"},
    },
    years=("2026-27",),
)  # fmt: skip
HALVES = Kind(
    "Eastmere Council",
    {"every": "half_year"},
    {"green": ("on_track", "good"), "amber_green": ("off_track", "attention"),
     "amber": ("off_track", "attention"), "amber_red": ("off_track", "attention"),
     "red": ("off_track", "poor")},
    {
        "2025-26-H2": ("green", "amber", "amber_red", "red", "amber_green", "green"),
        "2026-27-H1": ("green", "amber_green", "amber", "red", "green", "amber_red"),
    },
    {
        "2025-26-H2": ("2026-03-02", "2026-03-20"),
        "2026-27-H1": ("2026-09-01", "2026-09-18"),
    },
    milestones=("launch", "review"),
    years=("2025-26", "2026-27"),
)  # fmt: skip
EVERY_KIND = (CHARITY, PROGRAMME, HALVES)


def write_kind(root: Path, kind: Kind) -> Folder:
    """Write an organisation as `sdp init` begins it, then its own words, plan and returns."""
    folder = Folder(root)
    first = Period.parse(kind.periods[0], CalendarSetting(**kind.calendar).value)
    begun = folder.begin(Choices(first, kind.name))
    folder.write_yaml("params/council.yml", configuration(kind, begun))
    outcomes = [{"id": one, "title": f"{words} for all", "short": words}
                for one, words in OUTCOMES.items()]  # fmt: skip
    plan = {"title": "Plan of the years", "years": list(kind.years), "outcomes": outcomes}
    folder.write_yaml("data/plans/renewal/plan.yml", plan)
    listed = [column for column in PLANNED if kind.lists or column not in ("type", "directorate")]
    folder.write_rows("data/plans/renewal/activities.csv", listed, planned(kind))
    columns = ["activity", "submitted", *kind.asked[1:3], *kind.milestones, *kind.asked[3:]]
    for period, (opened, closed) in kind.windows.items():
        folder.write_quarter(period, plan="renewal", window={"opened": opened, "closed": closed})
        if period in kind.given:
            folder.write_rows(f"data/returns/{period}.csv", columns, returns(kind, period))
    return folder


def configuration(kind: Kind, begun: Mapping[str, object]) -> dict[str, object]:
    """Return the standing configuration: that of `sdp init`, with some keys replaced."""
    lists = {
        "boards": [{"id": "cabinet", "label": "Steering Group", "forward_plan": "true"}],
        "registers": [{"id": "house", "label": "House"}],
        "mitigations": [{"id": "money", "label": "More money"}],
        "types": [{"id": "build", "label": "Building"}],
        "directorates": [{"id": "works", "label": "Works"}],
    }
    kept = {name: value for name, value in begun.items() if name != "mitigations"}
    return {
        **kept,
        "organisation": {**begun["organisation"], "plan_name": "Plan of the years",
                         "outcome_noun": "Goal"},
        **({"words": {one: dict(noun) for one, noun in kind.words.items()}} if kind.words else {}),
        "statuses": [
            {"id": one, "label": f"Rated {one.replace('_', ' and ')}", "answer": one,
             "one": f"is rated {one}", "many": f"are rated {one}", "count": count, "tone": tone}
            for one, (count, tone) in kind.statuses.items()
        ],
        "issues": [{"id": "money", "label": "Money"}, {"id": "people", "label": "People"}],
        **({"milestones": [{"id": name, "label": name.capitalize()} for name in kind.milestones]}
           if kind.milestones else {}),
        **(lists if kind.lists else {}),
        "form": {f"Question on {column}?": column for column in (*kind.asked, *kind.milestones)},
    }  # fmt: skip


def planned(kind: Kind) -> Iterator[Row]:
    """Return the plan's six activities; each ends in another month."""
    year = int(kind.last[:4])
    for number, one in enumerate(ACTIVITIES):
        row = {
            "id": one, "title": f"Work {one}", "outcome": "12"[number // 3],
            "lead": "Head of Works", "start": f"{year}-01-01",
            "end": f"{year + (number > 4)}-0{1 + number}-28", "source": "published",
        }  # fmt: skip
        yield row | ({"type": "build", "directorate": "works"} if kind.lists else {})


def returns(kind: Kind, period: str) -> Iterator[Row]:
    """Return the answers of a period; only columns that the form asks for are written."""
    place = list(kind.given).index(period)
    for number, (one, status) in enumerate(zip(ACTIVITIES, kind.given[period], strict=True)):
        if status is None:
            continue
        off = bool(status) and kind.statuses[status][0] == "off_track"
        said = {
            "activity": one, "submitted": f"{kind.windows[period][1]}T10:00:00",
            "delivery": status, "progress": f"Step {place} of {one} was taken with some care.",
            "revised_end": f"{int(kind.last[:4]) + 1}-11-30" if number % 2 else "",
            "issues": "money;people" if off and number % 2 else "money" if off else "",
            "mitigation": "We hired somebody." if off and number % 3 else "",
            "boards_expected": "cabinet" if number < 4 else "",
            "forward_plan_date": f"{int(kind.last[:4]) + 1}-01-10" if number < 2 else "",
            "risk_registers": "house" if off else "",
            "launch": f"{int(kind.last[:4])}-1{place}-0{1 + number}" if number < 3 else "",
        }  # fmt: skip
        wanted = {"activity", "submitted", *kind.asked, *kind.milestones}
        yield {name: value for name, value in said.items() if name in wanted}
