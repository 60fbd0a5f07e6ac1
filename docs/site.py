"""Builds the documentation as a site, with the templates, the stylesheet and the Pandoc of reports.

`make docs` runs it, and writes `outputs/docs/`. Pages are those below docs/ and all that they link
to; other files that they link to are copied. The menu is that of docs/index.md.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from sdp_lib.pipeline.render.embedded import pandoc
from sdp_lib.pipeline.render.project import Project, copy_assets, read_project
from sdp_lib.pipeline.render.service import HERE, Service
from sdp_lib.storage import temporary, write_bytes

ROOT = Path(__file__).parent.parent
INDEX = "docs/index.md"
# As GitHub reads pages, which shows them too; dollars and colons are only that.
_MARKDOWN = "gfm+yaml_metadata_block-tex_math_dollars-tex_math_gfm-emoji"
_ELSEWHERE = re.compile(r"[a-z]+:")
_HEADING = re.compile(r"^# (.+)\n+")
_GROUP = re.compile(r"^## (.+)$")
_ENTRY = re.compile(r"^\| \[(.+?)\]\((.+?)\) \|")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: its group, its words in Markdown, and the page, as a path from ROOT."""

    group: str
    words: str
    source: str


class SiteError(Exception):
    """The site cannot be built: each reason on a line of its own."""


def menu() -> list[Entry]:
    """Return the menu: the first link of each row in the tables of docs/index.md."""
    entries, group = [], ""
    for line in (ROOT / INDEX).read_text(encoding="utf-8").splitlines():
        if heading := _GROUP.match(line):
            group = heading[1]
        elif entry := _ENTRY.match(line):
            entries.append(Entry(group, entry[1], _target(INDEX, entry[2])))
    return entries


def build(out: Path) -> list[str]:
    """Write the site into a folder and return its pages; `SiteError` names each dead link."""
    shutil.rmtree(out, ignore_errors=True)
    project = read_project(ROOT)
    copy_assets(project, out)
    renderer, entries = _renderer(project), menu()
    waiting = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))]
    made: dict[str, BeautifulSoup] = {}
    dead: list[str] = []
    while waiting:
        source = waiting.pop(0)
        if source in made:
            continue
        made[source] = page = _rendered(renderer, source, entries)
        for target in _linked(page, source):
            if not (ROOT / target).is_file():
                dead.append(f"{source} links to {target}, which does not exist.")
            elif target.endswith(".md"):
                waiting.append(target)
            else:
                write_bytes(out / _place(target), (ROOT / target).read_bytes())
    dead += [line for source in made for line in _dead_anchors(made, source)]
    if dead:
        raise SiteError("\n".join(dead))
    for source, page in made.items():
        write_bytes(out / _place(source), _finished(page, source).encode())
    return [_place(source) for source in made]


def _renderer(project: Project) -> Service:
    settings = {
        "from_format": _MARKDOWN,
        "toc_depth": 2,
        "filters": [],
        "templates": {"html5": str(project.file("format", "html", "template").resolve())},
    }
    return Service("Pandoc", [pandoc(), "lua", str(HERE / "pandoc_service.lua")], settings)


def _rendered(renderer: Service, source: str, entries: list[Entry]) -> BeautifulSoup:
    text = (ROOT / source).read_text(encoding="utf-8")
    title = _HEADING.match(text)
    if title is None:
        raise SiteError(f"{source}: the first line is not a heading. Begin it with '# '.")
    with temporary() as folder:
        (folder / "page.md").write_text(text[title.end() :], encoding="utf-8")
        metadata = _metadata(title[1], source, entries)
        (folder / "page.json").write_text(json.dumps(metadata), encoding="utf-8")
        renderer.make(folder, "page.md", make=[("page.md", "html5", "page.html")])
        return BeautifulSoup((folder / "page.html").read_bytes(), "html.parser")


def _metadata(title: str, source: str, entries: list[Entry]) -> dict[str, object]:
    here = _listed(source)
    group = next((entry.group for entry in entries if entry.source == here), "")
    pages = [
        {"href": _way(source, entry.source), "words": entry.words, "here": entry.source == here}
        for entry in entries
        if entry.group == group
    ]
    groups = [
        {"href": f"{_way(source, INDEX)}#{name.lower().replace(' ', '-')}", "words": name}
        for name in dict.fromkeys(entry.group for entry in entries)
        if name != group
    ]
    return {
        "lang": "en-GB",
        "title": title,
        "long-title": len(title) > 60,
        "pagetitle": f"{title} – Documentation",
        "organisation": "Strategic Delivery Plan reports",
        "home": _way(source, INDEX),
        "plan-title": "Documentation",
        "assets": f"{'../' * _place(source).count('/')}assets",
        "menu": [
            part
            for part in (
                {"title": group, "pages": pages},
                {"title": "All documentation", "pages": groups},
            )
            if part["pages"]
        ],
    }


def _listed(source: str) -> str:
    """Return the page that stands for a page in the menu: of a folder of docs/, its overview."""
    folder = Path(source).parent
    if folder.parent.as_posix() != "docs":
        return source
    names = (folder / name for name in ("README.md", "index.md"))
    return next((name.as_posix() for name in names if (ROOT / name).is_file()), source)


def _target(source: str, href: str) -> str:
    """Return what a link of a page leads to, as a path from ROOT; of a folder, its overview."""
    path = os.path.normpath(Path(source).parent / unquote(href.partition("#")[0]))
    found = Path(path).as_posix()
    return f"{found}/README.md" if (ROOT / found).is_dir() else found


def _place(source: str) -> str:
    """Return where a file goes on the site: docs/ is its root, and Markdown becomes a page."""
    path = source.removeprefix("docs/")
    return f"{path.removesuffix('.md')}.html" if path.endswith(".md") else path


def _way(source: str, target: str) -> str:
    return Path(os.path.relpath(_place(target), Path(_place(source)).parent)).as_posix()


def _links(page: BeautifulSoup) -> Iterator[tuple[Tag, str, str]]:
    """Yield the links and images of a page's own text that lead to files of the project."""
    for name, attribute in (("a", "href"), ("img", "src")):
        for tag in page.select(f".body {name}[{attribute}]"):
            value = str(tag[attribute])
            if not _ELSEWHERE.match(value):
                yield tag, attribute, value


def _linked(page: BeautifulSoup, source: str) -> list[str]:
    return [_target(source, value) for _, _, value in _links(page) if value[0] != "#"]


def _dead_anchors(made: dict[str, BeautifulSoup], source: str) -> Iterator[str]:
    for _, _, value in _links(made[source]):
        path, _, anchor = value.partition("#")
        target = _target(source, path) if path else source
        if anchor and target in made and made[target].find(id=anchor) is None:
            yield f"{source} links to {target}#{anchor}, which does not exist."


def _finished(page: BeautifulSoup, source: str) -> str:
    """Point links at the site's files, and let wide tables and code scroll by themselves."""
    for tag, attribute, value in _links(page):
        path, hash_, anchor = value.partition("#")
        if path:
            tag[attribute] = f"{_way(source, _target(source, path))}{hash_}{anchor}"
    for number, table in enumerate(page.select(".body table"), 1):
        frame = page.new_tag("div", attrs={"class": "table-frame"})
        table.wrap(frame)
        frame.attrs |= {"tabindex": "0", "role": "region", "aria-label": f"Table {number}"}
    return str(page)


if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "outputs/docs"
    try:
        sys.stdout.write(f"{len(build(place))} pages in {place}\n")
    except SiteError as error:
        sys.exit(str(error))
