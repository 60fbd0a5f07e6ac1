"""The pages that people read, and the blocks of commands and code in them."""

import re
from dataclasses import dataclass

from support import ROOT

PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "data/README.md")),
    *(ROOT / name for name in ("data/received/README.md", "outputs/README.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
_FENCED = re.compile(r"^[ ]*```(\w*)\n(.*?)^[ ]*```$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?<=\n\n)(?:    .*\n)+")


@dataclass(frozen=True)
class Block:
    """A block of a page: its language, which an indented one lacks, and its text."""

    page: str
    language: str
    text: str


def blocks(page: str) -> list[Block]:
    """Return the blocks of a page, in their order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    indented = _INDENTED.findall(_FENCED.sub("", text))
    return [
        *(Block(page, language, inside) for language, inside in _FENCED.findall(text)),
        *(Block(page, "indented", inside) for inside in indented),
    ]


def commands(page: str) -> list[str]:
    """Return the lines of a page for a terminal."""
    return [
        line for block in blocks(page) if block.language == "sh" for line in block.text.splitlines()
    ]
