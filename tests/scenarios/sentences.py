"""Generated text as sentences, and the rules of grammar that each must follow."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from support import fold, read_csv

PEOPLES_WORDS = [".commentary", ".notice", ".said"]
THINGS = (
    r"(?:activities|returns|issues|days|dates|milestones|outcomes|quarters|reviews|reports|changes)"
)
THING = r"(?:activity|return|issue|day|date|milestone(?! dates?)|milestone date|outcome|review)"
RULES = {
    "one thing is no plural": rf"(?<!Quarter )\b1 (?:milestone )?{THINGS}\b",
    "several things are no singular": rf"(?<!Quarter )(?<![\d/–.])\b(?:0|[2-9]|\d\d+) {THING}\b",
    "one is, has and expects": r"(?<!Quarter )(?<!\d of )\b1 (?:are|were|have|expect|name)\b",
    "none is a word": r"(?<![\d/])\b0 (?!of\b|in\b)[a-z]",
    "all and none are of two or more": r"\b(?:all|none of the|each of|both of the) 1\b|\bof 0\b",
    "no activity is": r"\bno activity (?:are|have|were|expect|require|name)\b",
    "no activities are": r"\bno activities (?:is|has|was|expects|requires|names)\b",
    "one negative is enough": r"\b(?:no|none) (?:activit|of the)[^.]* to no board",
    "one negative is as good as two": r"\bno activity not on track is",
    "no comparison with nothing": r"compared with (?:not|none to)|later by no",
    "no space before a mark": r" [.,;:?!]",
    "one mark is enough": r",,|\.\.|;;|::|,\.|;\.",
    "one space is enough": r"  ",
    "no word twice": r"\b(\w+) \1\b",
    "nothing of Python or a template": r"\bnan\b|\bNaT\b|[{}]|\[\]|\bTrue\b|\bFalse\b|\bNone\.",
}


def names(data: Path) -> list[str]:
    """Return the names of all activities, as text shows them, the longest first."""
    found = [
        fold(f"{row['id']}. {row['title']}")
        for path in data.glob("plans/*/activities.csv")
        for row in read_csv(path)
    ]
    return sorted(found, key=len, reverse=True)


def paragraphs(page: BeautifulSoup) -> Iterator[str]:
    """Return the text that must be in sentences: paragraphs, bullets and the words of charts."""
    for element in page.select("p, :not(.statuses) > ul > li, ol > li"):
        if _is_generated(element) and not element.get("class", [""])[0].startswith("tile"):
            yield element.get_text().replace("\n", " ").strip()
    for image in page.find_all("img"):
        yield str(image["alt"])


def phrases(page: BeautifulSoup) -> Iterator[str]:
    """Return generated text outside sentences: captions, headings, tiles and cells."""
    for element in page.select("caption, figcaption, h3, .tile, .statuses li, td, th, dd"):
        if _is_generated(element):
            yield fold(element.get_text(""))


def _is_generated(element: Tag) -> bool:
    return not any(element.find_parent(class_=kind[1:]) for kind in PEOPLES_WORDS)


def mistakes(text: str, known: Iterable[str]) -> Iterator[str]:
    """Return every rule that a text breaks; words that people typed are ignored."""
    if text.count("“") != text.count("”"):
        yield f"a quotation is not closed: {text[:300]!r}"
    plain = without(text, known)
    for rule, pattern in RULES.items():
        if match := re.search(pattern, plain, re.IGNORECASE):
            yield f"{rule}: {match[0]!r} in {plain[:300]!r}"


def unfinished(text: str, known: Iterable[str]) -> Iterator[str]:
    """Return every sentence that does not begin with a capital or a number, or is not ended."""
    for sentence in re.split(r"(?<=[.?!]) ", without(text, known)):
        if not re.match(r"[A-Z0-9]", sentence) or not re.search(r"[.?!:]$", sentence):
            yield f"no whole sentence: {sentence[:300]!r}"


def without(text: str, known: Iterable[str]) -> str:
    """Replace text that people wrote, a title or a quotation, by a mark."""
    while quoted := re.search(r"“[^“”]*”", text):
        text = text.replace(quoted[0], "Quotation." if quoted[0].endswith(".”") else "Quotation")
    for words in known:
        if words[:20] in text:
            text = text.replace(words, "Title")
    return text
