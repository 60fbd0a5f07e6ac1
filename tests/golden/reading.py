"""Reading the numbers out of generated text, and looking each of them up in the ledger."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import yaml
from bs4 import BeautifulSoup
from support import ROOT, fold, read_csv, settings, words

DATA = ROOT / "data"
Figures = dict[str, tuple[int, int, int | None, int | None]]
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What a number may name instead of count: days, quarters, years, tables and outcomes.
NAMES = re.compile(
    rf"\d{{1,2}} (?:{MONTHS}) \d{{4}}|(?:{MONTHS}) to (?:{MONTHS}) \d{{4}}"
    r"|Quarter [1-4](?: \d{4}/\d{2})?|\d{4}/\d{2}|\d{4}-\d{2}"
    r"|(?:Table|Figure) \d\.\d|^\d (?=[A-Z])|Strategic Outcome \d"
)
NUMBER = re.compile(
    r"(?P<value>\d+) of (?P<of>\d+)|[Aa]ll (?P<all>\d+)|[Nn]one of the (?P<none>\d+)"
    r"|(?P<percent>\d+)%|(?P<days>\d+) days?|(?P<number>\d+)"
)
BLOCKS = ["p", "li", "tr", "caption", "figcaption", "h2", "h3", "dt", "dd"]


def blocks(page: BeautifulSoup) -> list[str]:
    """Return the generated text of a page, block by block: without commentary and notices."""
    lines = [
        words(element)
        for element in page.find_all(BLOCKS)
        if not element.find_parent(class_=["commentary", "notice"])
    ]
    return lines + [fold(image["alt"]) for image in page.find_all("img")]


def stray_numbers(
    lines: Iterable[str], quarter: str, outcome: str, ledgers: list[Figures], earlier: Figures
) -> list[str]:
    """Return each number in the lines that no ledger holds, with its line.

    A pair "14 of 17" must be a figure's value and denominator, a percentage a figure's, a number of
    days an activity's slip; another number may also count what is listed: activities that came
    late or not at all, reviews, or the issues of one activity.
    """
    pairs = {(value, of) for ledger in [*ledgers, earlier] for value, of, *_ in ledger.values()}
    percents = {figure[2] for ledger in ledgers for figure in ledger.values()}
    facts = Facts(quarter, outcome)
    numbers = {number for pair in pairs for number in pair} | facts.counts

    def is_known(kind: str, found: dict[str, int]) -> bool:
        number = found[kind]
        return {
            "of": (found.get("value"), number) in pairs,
            "all": (number, number) in pairs,
            "none": (0, number) in pairs,
            "percent": number in percents,
            "days": number in facts.slips,
            "number": number in numbers,
        }[kind]

    return [
        f"{match[0]!r} in {line!r}"
        for line in lines
        for match in NUMBER.finditer(NAMES.sub("", facts.without_words_of_people(line)))
        if not is_known(
            match.lastgroup, {name: int(text) for name, text in match.groupdict().items() if text}
        )
    ]


class Facts:
    """What the data says of single activities, read without the library."""

    def __init__(self, quarter: str, outcome: str):
        asked = settings(quarter)
        plan = DATA / "plans" / asked["plan"]
        self._outcomes = yaml.safe_load((plan / "plan.yml").read_text(encoding="utf-8"))["outcomes"]
        self._everything = read_csv(plan / "activities.csv")
        self._covered = {
            row["id"]: row for row in self._everything if outcome in ("", row["outcome"])
        }
        answers = read_csv(DATA / "returns" / f"{quarter}.csv")
        self._answers = [row for row in answers if row["activity"] in self._covered]
        reviews = read_csv(DATA / "assurance" / f"{asked['plan']}.csv")
        self._reviews = [row for row in reviews if row["activity"] in self._covered]
        self._closed = datetime.fromisoformat(str(asked["window"]["closed"])) + timedelta(days=1)

    @property
    def slips(self) -> set[int]:
        """By how many days an activity ends later than it was to end."""
        return {
            (date.fromisoformat(row["revised_end"]) - date.fromisoformat(end)).days
            for row in self._answers
            if (end := self._covered[row["activity"]]["end"]) and row["revised_end"] > end
        }

    @property
    def counts(self) -> set[int]:
        """How many are listed one by one: late, missing, reviewed; and the issues of each."""
        late = sum(
            datetime.fromisoformat(row["submitted"]) >= self._closed for row in self._answers
        )
        missing = len(self._covered) - len(self._answers)
        issues = {
            len(row["issues"].split(";")) + bool(row["issue_other"].strip())
            for row in self._answers
            if row["issues"]
        }
        return {late, missing, len(self._reviews)} | issues

    def without_words_of_people(self, line: str) -> str:
        """Take out what people wrote, and the numbers of activities where they stand for one."""
        line = fold(line)
        for text in sorted(self._texts(), key=len, reverse=True):
            line = line.replace(text, "")
        ids = "|".join(self._covered)
        several = rf"(?:{ids})(?:(?:, | and )(?:{ids}))*"
        return re.sub(rf"\b[Aa]ctivit(?:y|ies) {several}\b", "", line)

    def _texts(self) -> set[str]:
        said = ("progress", "issue_other", "issue_detail", "mitigation", "other_milestone_name")
        titles = [f"{row['id']}. {row['title']}" for row in self._everything]
        leads = [row["lead"] for row in self._everything]
        answers = [row[name].strip() for row in self._answers for name in said]
        reviews = [f"{row['title']} ({row['reference']})" for row in self._reviews]
        outcomes = [one["title"] for one in self._outcomes]
        found = {fold(text) for text in [*titles, *leads, *answers, *reviews, *outcomes]}
        return {text for text in found if re.search(r"\d", text)}
