"""Numbers of sections, tables and figures, in the order of a page.

Neither notebooks nor the library write numbers themselves. A table is "Table 2.1": the section that
it is in, and its place there. Before the first numbered section captions have no number.
"""

from __future__ import annotations

import re
from collections import Counter

_HEADING = re.compile(r"## +(?=\S)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# As the templates write them: typed text contains no elements.
_ID = re.compile(r' id="((?:table|chart)-[^"]*)"')
_NUMBERED = re.compile(
    r' data-numbered="(?P<kind>Table|Figure)"(?P<between>.*?)<(?P<tag>caption|figcaption)>',
    re.DOTALL,
)


class Numbering:
    """The numbers of one page, from its first line to its last."""

    def __init__(self) -> None:
        self._section = 0
        self._given: Counter[str] = Counter()
        self._ids: Counter[str] = Counter()

    def headings(self, markdown: str) -> str:
        r"""Number the second-level headings in a cell of Markdown.

        >>> Numbering().headings("## Delivery\n\nText")
        '## 1 Delivery\n\nText'
        """
        lines, fence = [], ""
        for line in markdown.split("\n"):
            if found := _FENCE.match(line):
                fence = _next_fence(fence, found[1])
            lines.append(line if fence else self._heading(line))
        return "\n".join(lines)

    def _heading(self, line: str) -> str:
        if not (found := _HEADING.match(line)):
            return line
        self._section += 1
        self._given.clear()
        return f"## {self._section} {line[found.end() :]}"

    def captions(self, html: str) -> str:
        """Number the captions of the tables and figures in a piece of a page.

        A part of a section, for instance, that is shown a second time gets another id.
        """
        return _NUMBERED.sub(self._caption, _ID.sub(self._id, html))

    def _id(self, found: re.Match[str]) -> str:
        self._ids[found[1]] += 1
        times = self._ids[found[1]]
        return found[0] if times == 1 else f' id="{found[1]}-again-{times}"'

    def _caption(self, found: re.Match[str]) -> str:
        if not self._section:
            return f"{found['between']}<{found['tag']}>"
        kind = found["kind"]
        self._given[kind] += 1
        words = f"{kind} {self._section}.{self._given[kind]}: "
        between = found["between"].replace('aria-label="', f'aria-label="{words}', 1)
        return f"{between}<{found['tag']}>{words}"


def _next_fence(opened: str, found: str) -> str:
    """Return the fence that is open after a fence line; blank if it closes the open one."""
    if not opened:
        return found
    return "" if found.startswith(opened) else opened
