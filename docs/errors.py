"""Writes docs/errors/, a page for each kind of problem, and the examples that the command shows.

`python docs/errors.py` tries the cases in tests/problem_cases, takes the first message of each
kind, and writes it into the package. A test holds messages and pages to the code.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from sdp_lib.problems.kind import Kind
from sdp_lib.problems.registry import KINDS, ROOMS, examples, kinds_in

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "errors"
EXAMPLES = ROOT / "sdp_lib" / "problems" / "examples.json"
_OPENING = """# Problems and their codes

Every message ends with a code, such as `[SDP-210]`. `sdp explain SDP-210` shows what is on the page
of that code. This page and those below it are written from the code by `python docs/errors.py`.
"""


def pages() -> dict[str, str]:
    """Return every page by its name, the list of all first."""
    told = examples()
    return {
        "index.md": "\n".join(_index()),
        **{f"{code}.md": _page(kind, told.get(code, "")) for code, kind in KINDS.items()},
    }


def _index() -> Iterator[str]:
    yield _OPENING
    for heading, modules in ROOMS.items():
        yield f"## {heading}\n\n| Code | Problem |\n| --- | --- |"
        yield from (
            f"| [{kind.code}]({kind.code}.md) | {kind.title} |" for kind in kinds_in(modules)
        )
        yield ""


def _page(kind: Kind, example: str) -> str:
    return (
        f"# {kind.code}: {kind.title}\n\n{kind.meaning}\n\n## What to do\n\n{kind.fix}.\n\n"
        f"## An example\n\n```text\n{example}\n```\n\n[All problems](index.md)\n"
    )


def tried() -> Mapping[str, str]:
    """Try every case, and return a message of each kind."""
    sys.path.insert(0, str(ROOT / "tests"))
    from problem_cases import CASES
    from problem_cases.place import messages, project_in

    called = Path.cwd()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            with project_in(Path(folder)) as place:
                return messages(CASES, place)
        finally:
            os.chdir(called)


def main() -> None:
    """Write the examples, and then the pages that show them."""
    found = {code: told for code, told in sorted(tried().items())}
    EXAMPLES.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    examples.cache_clear()
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.md"):
        path.unlink()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
