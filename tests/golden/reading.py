"""Numbers in generated text, each looked up in the ledger."""

import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag
from facts import Facts
from recount import NOT_ON_TRACK, percent
from second_count import Figures
from support import fold

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What a number may name instead of counting: days, quarters, years, tables and outcomes.
NAMES = re.compile(
    rf"\d{{1,2}} (?:{MONTHS}) \d{{4}}|(?:(?:{MONTHS}) to )?(?:{MONTHS}) \d{{4}}"
    r"|Quarter [1-4](?: \d{4}/\d{2})?|\d{4}/\d{2}|\d{4}-\d{2}"
    r"|(?:Table|Figure) \d\.\d|^\d (?=[A-Z])|Outcome \d"
)
NUMBER = re.compile(
    r"£(?P<pounds>\d[\d,]*)|"
    r"(?P<value>\d+) of (?:these |the )?(?P<of>\d+)|[Aa]ll (?P<all>\d+)"
    r"|(?P<moved>\d+) (?:more|fewer) than|And (?P<rest>\d+) more"
    r"|[Nn]one of the (?P<none>\d+)|(?P<percent>\d+)%|(?P<days>\d+) days?|(?P<number>\d+)"
)
MOST_NAMED = 6  # named in a list of main points before the rest are only counted
BLOCKS = ["p", "li", "tr", "caption", "figcaption", "h2", "h3", "dt", "dd"]


def blocks(page: BeautifulSoup) -> list[str]:
    """Return the generated text of a page, block by block: without commentary and notices."""
    lines = [
        fold(" ".join(text for text in element.strings if not _is_activity(text)))
        for element in page.find_all(BLOCKS)
        if not element.find_parent(class_=["commentary", "notice"])
    ]
    return lines + [fold(image["alt"]) for image in page.find_all("img")]


def money(ledger: Figures) -> tuple[set[int], int | None]:
    """Return the sums that a report may name, and the share of those off track.

    Besides the figures those are what is off track, and what of the total no status is known of.
    """
    total = ledger["budget.total"][0]
    off_track = sum(ledger[f"budget.{status}"][0] for status in NOT_ON_TRACK)
    known = off_track + ledger["budget.on_track"][0]
    each = {one[0] for name, one in ledger.items() if name.startswith("budget.")}
    return {*each, off_track, total - known}, percent(off_track, total)


def _is_activity(text: str) -> bool:
    """Return whether a text is the bare ID of an activity that links to its scorecard."""
    parent = text.parent
    return isinstance(parent, Tag) and parent.name == "a" and text.strip().isdigit()


def stray_numbers(
    lines: Iterable[str], ledgers: list[Figures], earlier: list[Figures], facts: Facts
) -> list[str]:
    """Return each number in the lines that no ledger holds, with its line.

    A pair "14 of 17" must be a figure's value and denominator, a percentage a figure's, a number of
    days how far an activity's date moved, "2 more than" how far a figure did; another number may
    also count what is listed one by one.
    """
    pairs = {(value, of) for ledger in [*ledgers, *earlier] for value, of, *_ in ledger.values()}
    pairs |= facts.pairs
    percents = {figure[2] for ledger in ledgers for figure in ledger.values()}
    sums = [money(ledger) for ledger in ledgers if "budget.total" in ledger]
    pounds = {one for several, _ in sums for one in several}
    percents |= {part for _, part in sums}
    moves = {
        abs(value - previous)
        for value, *_, previous in (one for ledger in ledgers for one in ledger.values())
        if previous is not None
    }
    numbers = {number for pair in pairs for number in pair} | facts.counts

    def is_known(kind: str, found: dict[str, int]) -> bool:
        number = found[kind]
        return {
            "pounds": number in pounds,
            "of": (found.get("value"), number) in pairs,
            "all": (number, number) in pairs,
            "none": (0, number) in pairs,
            "moved": number in moves,
            "rest": number + MOST_NAMED in numbers,
            "percent": number in percents,
            "days": number in facts.days,
            "number": number in numbers,
        }[kind]

    return [
        f"{match[0]!r} in {line!r}"
        for line in lines
        for match in NUMBER.finditer(NAMES.sub("", facts.without_words_of_people(line)))
        if not is_known(
            match.lastgroup,
            {name: int(text.replace(",", "")) for name, text in match.groupdict().items() if text},
        )
    ]
