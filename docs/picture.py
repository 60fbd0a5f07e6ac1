"""Draws the rooms of the library, and what each imports, into CONTRIBUTING.md.

`python docs/picture.py` draws the picture again; a test holds it to the code.
"""

from __future__ import annotations

import re
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
PLACE = ROOT / "CONTRIBUTING.md"
_BETWEEN = re.compile(r"(?<=<!-- picture -->\n).*?(?=<!-- end of picture -->)", re.DOTALL)
_GROUND = {"errors", "problems", "periods", "ledger", "letters", "storage"}
_DOES = {
    "cli": "the command sdp",
    "publish": "the site of all periods",
    "collect": "around the form",
    "pipeline.build_quarter": "the recipe",
    "pipeline.assemble": "site and manifest",
    "pipeline.run": "notebooks",
    "pipeline.render": "pages",
    "pipeline.plan": "what is stale",
    "report": "sections",
    "presentation": "words, charts",
    "measures": "numbers",
    "inputs": "the only readers",
    "ground": "problems, periods, writing",
}


def picture() -> str:
    """Return the picture as a Mermaid flowchart: an arrow leads from a room to one it imports.

    Arrows that a longer way implies are left out.
    """
    graph = grimp.build_graph("sdp_lib", cache_dir=None)
    modules = sorted(graph.modules - {"sdp_lib", "sdp_lib.__main__", "sdp_lib.pipeline"})
    arrows = {
        (_room(one), _room(other))
        for one in modules
        for other in graph.find_modules_directly_imported_by(one)
        if other in modules
    }
    imports = {room: {b for a, b in arrows if a == room != b} for room in _DOES}
    lines = ["```mermaid", "flowchart LR"]
    for room, does in _DOES.items():
        name = room.rpartition(".")[2]
        lines.append(f'    {name}["<b>{name}</b><br>{does}"]')
    inside = [room.rpartition(".")[2] for room in _DOES if room.startswith("pipeline.")]
    lines += ["    subgraph pipeline", *(f"        {name}" for name in inside), "    end"]
    lines += [
        f"    {room.rpartition('.')[2]} --> {other.rpartition('.')[2]}"
        for room in _DOES
        for other in _DOES
        if other in _direct(room, imports)
    ]
    return "\n".join([*lines, "```\n"])


def _room(module: str) -> str:
    parts = module.split(".")[1:]
    if parts[0] == "pipeline":
        return ".".join(parts[:2])
    return "ground" if parts[0] in _GROUND else parts[0]


def _direct(room: str, imports: dict[str, set[str]]) -> set[str]:
    """Return the rooms that a room imports and reaches in no other way."""
    return {
        other
        for other in imports[room]
        if not any(other in _reached(via, imports) for via in imports[room] - {other})
    }


def _reached(room: str, imports: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    left = [room]
    while left:
        new = imports[left.pop()] - found
        found |= new
        left += new
    return found


def with_picture(text: str) -> str:
    """Return a document with the picture between its two marks."""
    return _BETWEEN.sub(lambda _: picture(), text)


if __name__ == "__main__":
    PLACE.write_text(with_picture(PLACE.read_text(encoding="utf-8")), encoding="utf-8")
