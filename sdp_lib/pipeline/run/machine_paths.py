"""Removal of machine paths from executed notebooks: they differ, and they name people."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

# A path follows anything but a word, or one of the codes that colour a traceback.
_BEFORE = r"(^|[^\w./-]|\x1b\[[0-9;]*m|file://)"
_TEMPORARY = tempfile.gettempdir().replace("\\", "/")
_BELOW = re.escape(_TEMPORARY)
_NAME = r"[^\s/\\\"'<>:,;)]+"
# A part of every such path, which is quick to find; the path; and its stand-in.
_ALWAYS = (
    # A cell's own code; the path contains the process number.
    ("ipykernel_", re.compile(rf"{_BELOW}/ipykernel_\d+/\d+\.py"), "<cell>"),
    (_TEMPORARY, re.compile(rf"{_BEFORE}{_BELOW}/{_NAME}", re.MULTILINE), r"\1<temporary>"),
    ("/home/", re.compile(rf"{_BEFORE}/home/{_NAME}", re.MULTILINE), r"\1~"),
    ("/Users/", re.compile(rf"{_BEFORE}/Users/{_NAME}", re.MULTILINE), r"\1~"),
    ("Users", re.compile(rf"\b[A-Za-z]:(?:\\+|/)Users(?:\\+|/){_NAME}"), "~"),
)


def stand_ins(root: Path) -> dict[str, str]:
    """Return the stand-ins for paths of this machine: the project, Python and the user's home."""
    places = {
        sys.prefix: "<python>",
        f"{sys.base_prefix}/lib": "<python>/lib",
        str(root): ".",
        str(root.resolve()): ".",
        str(Path.home()): "~",
    }
    # The longest first, since one may be within another.
    return {place: places[place] for place in sorted(places, key=len, reverse=True)}


def without_paths(text: str, replacements: Mapping[str, str]) -> str:
    """Return a text with stand-ins for the paths of the machine."""
    for found, instead in replacements.items():
        text = text.replace(found, instead)
    for needed, pattern, instead in _ALWAYS:
        if needed in text:
            text = pattern.sub(instead, text)
    return text
