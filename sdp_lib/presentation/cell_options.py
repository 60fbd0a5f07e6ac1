"""Quarto's cell options: captions and alternative texts in the first lines of a cell.

`#| tbl-cap:` is the caption of a table, `#| fig-cap:` that of a figure, and `#| fig-alt:` describes
the figure in words. A cell with several tables or figures gives a list with one text for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

_MARK = "#|"


@dataclass(frozen=True)
class CellOptions:
    """The captions and alternative texts of a cell's output, in the order of the output."""

    table_captions: tuple[str, ...] = ()
    figure_captions: tuple[str, ...] = ()
    figure_alts: tuple[str, ...] = ()

    def table(self, number: int) -> str:
        """Return the caption of a table, counted from 0; blank if none was given."""
        return _at(self.table_captions, number)

    def figure(self, number: int) -> tuple[str, str]:
        """Return the caption and the alternative text of a figure, counted from 0."""
        return _at(self.figure_captions, number), _at(self.figure_alts, number)


def cell_options(source: str) -> CellOptions:
    r"""Read the options at the top of a cell; options that are not YAML are ignored.

    >>> cell_options("#| tbl-cap: Slips by type\nslips").table(0)
    'Slips by type'
    """
    found = _mapping(source)
    return CellOptions(*(_texts(found.get(name)) for name in ("tbl-cap", "fig-cap", "fig-alt")))


def _mapping(source: str) -> Mapping[str, object]:
    lines = []
    for line in source.lstrip("\n").split("\n"):
        if not line.startswith(_MARK):
            break
        lines.append(line.removeprefix(_MARK).removeprefix(" "))
    try:
        found = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    several = value if isinstance(value, list) else [value]
    return tuple(" ".join(str(text).split()) for text in several)


def _at(texts: tuple[str, ...], number: int) -> str:
    return texts[number] if number < len(texts) else ""
