"""Quotations of figures in commentary: `{{ delivery.on_track }}`, and how their names are checked.

`{{ NAME }}` quotes a count; `.of`, `.percent`, `.previous` and `.words` after the name quote the
rest of the figure. `presentation/quotation.py` fills them in.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator

from sdp_lib.errors import Problem
from sdp_lib.problems.notebooks import QUOTE_NOT_CLOSED, QUOTE_UNKNOWN

PARTS = ("of", "percent", "previous", "words")
# A shortcode such as {{< env HOME >}} holds a "<" and is never a quotation.
QUOTATION = re.compile(r"\{\{[ \t]*+(?P<name>(?:[^{}<>\n]*[^{}<>\n \t])?)[ \t]*+\}\}")
# A backslash makes text of what follows, as it does in Markdown.
_SCANNED = re.compile(rf"\\.|{QUOTATION.pattern}|(?P<unclosed>\{{\{{[ \t]*\w+\.[\w.]+)")

KnownNames = Callable[[], Collection[str]]  # called only where commentary quotes something


def parsed(quoted: str, known: Collection[str]) -> tuple[str, str] | None:
    """Split what is quoted into a figure's name and one of `PARTS`, "" for the count.

    None if no figure has this name. A name that ends like a part is still a name.

    >>> parsed("delivery.on_track.percent", ["delivery.on_track"])
    ('delivery.on_track', 'percent')
    >>> parsed("risk.of", ["risk.of"]), parsed("risk.off", ["risk.of"])
    (('risk.of', ''), None)
    """
    if quoted in known:
        return quoted, ""
    name, _, part = quoted.rpartition(".")
    return (name, part) if name in known and part in PARTS else None


def quotation_problems(line: str, where: str, known: KnownNames) -> Iterator[Problem]:
    """Yield a problem for each quotation of a line that names no figure, or is not closed."""
    for match in _SCANNED.finditer(line):
        if match["unclosed"]:
            yield Problem(
                QUOTE_NOT_CLOSED, where, f"'{match['unclosed']}' is not closed on this line"
            )
        elif match["name"] is not None and parsed(match["name"], known()) is None:
            yield Problem(
                QUOTE_UNKNOWN,
                where,
                f"'{match.group()}' does not name a figure of the reports",
                _instead(match["name"], known()),
            )


def _instead(quoted: str, known: Collection[str]) -> str:
    """Suggest the nearest known name."""
    names = [*known, *(f"{name}.{part}" for name in known for part in PARTS)]
    near = difflib.get_close_matches(quoted.lower(), names, n=1)
    return f"Write {{{{ {near[0]} }}}}" if near else ""
