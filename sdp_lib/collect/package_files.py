"""Files of the package that a project has copies of: notebooks, and what Quarto reads of the theme.

There is one source of each. A wheel has the notebooks and `_quarto.yml` in `sdp_lib/shipped/`,
where `setup.py` puts them; a checkout has them beside the library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import sdp_lib
from sdp_lib.inputs.params import SHIPPED
from sdp_lib.inputs.text_file import read_text

EXTENSION = Path("_extensions/sdp")
_LIBRARY = Path(sdp_lib.__file__).parent
_THEME = _LIBRARY / "presentation/theme"
# `sdp report` takes the rest of the theme from the package.
_FOR_QUARTO = (
    "page.css",
    "quarto.scss",
    "quarto.lua",
    "quarto_keep.lua",
    "fonts/*.woff2",
    "fonts/OFL.txt",
)
_HOUSE = "# For `sdp report`, with either renderer"


def theme_files() -> dict[Path, bytes]:
    """Return the files of the theme that Quarto reads in a project."""
    found = sorted(path for pattern in _FOR_QUARTO for path in _THEME.glob(pattern))
    return {EXTENSION / path.relative_to(_THEME): path.read_bytes() for path in found}


def brand_file(name: str) -> str:
    """Return the default `_brand.yml` under the name of a project, for the project to change."""
    return re.sub(
        r"(?m)^  name: .*$", lambda _: f"  name: {name}", read_text(_THEME / "_brand.yml")
    )


def house_settings() -> str:
    """Return the end of `_quarto.yml`, for `sdp report`; the files that it names are packaged."""
    _, comment, settings = _shipped("_quarto.yml").partition(_HOUSE)
    return f"{comment}{settings}"


def notebook_files(parameters: Mapping[str, str]) -> dict[Path, bytes]:
    """Return the notebooks of the reports without outputs, with the first values of parameters."""
    return {
        Path(name): _prepared(_shipped(name), parameters).encode()
        for name in (f"notebooks/{kind}.ipynb" for kind in SHIPPED)
    }


def sources(notebook: str) -> list[str]:
    """Return the source of a notebook's cells, without the values of its parameters.

    Every project has values of its own, which its first cell mentions too.
    """
    cells = json.loads(notebook)["cells"]
    return [
        re.sub(r'"[^"\n]*"', '""', source) if _is(cell, "parameters") else source
        for cell, source in ((cell, "".join(cell["source"])) for cell in cells)
        if not _is(cell, "about") and not _is(cell, "injected-parameters")
    ]


def _shipped(name: str) -> str:
    inside = _LIBRARY / "shipped" / name
    return read_text(inside if inside.is_file() else _LIBRARY.parent / name)


def _prepared(text: str, parameters: Mapping[str, str]) -> str:
    notebook = json.loads(text)
    cells = notebook["cells"]
    [asked] = [cell for cell in cells if _is(cell, "parameters")]
    before = dict(re.findall(r'^(\w+) = "(.*)"$', "".join(asked["source"]), re.MULTILINE))
    given = {name: value for name, value in parameters.items() if name in before}
    for cell in cells:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
        if _is(cell, "about"):
            cell["source"] = [
                line.replace(before["quarter"], given["quarter"]) for line in cell["source"]
            ]
    asked["source"] = [_with_value(line, given) for line in asked["source"]]
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _with_value(line: str, given: Mapping[str, str]) -> str:
    name = line.partition(" = ")[0]
    return re.sub(r'"[^"]*"', json.dumps(given[name]), line) if name in given else line


def _is(cell: Mapping[str, Mapping[str, Sequence[str]]], tag: str) -> bool:
    return tag in cell["metadata"].get("tags", ())
