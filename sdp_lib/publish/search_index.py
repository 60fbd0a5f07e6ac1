"""The search indexes, as script files, since a page opened from a folder may read no others.

`search-index.js` has the titles, headings and main points of all periods; `search/QUARTER.js` has
the full text of one period, and is loaded when that period is searched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sdp_lib.ledger import MainPoints
from sdp_lib.publish.contents import Contents, Listed
from sdp_lib.publish.links import FRONT
from sdp_lib.publish.page_contents import PageContents
from sdp_lib.publish.versions import Period, Site

INDEX = "search-index.js"


def text_file(period: Period) -> str:
    """Return the path of a period's full text."""
    return f"search/{period.name}.js"


def index_script(site: Site, contents: Mapping[str, Contents]) -> bytes:
    """Return the index of all periods that have pages, newest first."""
    periods = [
        {
            "name": period.name,
            "label": period.label,
            "state": period.shown.state,
            "folder": period.place.folder,
            "file": text_file(period),
            "pages": [
                _entry(page, contents[period.name].points) for page in contents[period.name].pages
            ],
        }
        for period in site.periods
        if period.shown
    ]
    return _script("sdpIndex", periods)


def text_script(period: Period, pages: Sequence[PageContents]) -> bytes:
    """Return the full text of a period: for each page its sections, in the order of the index."""
    text = [[[part.id, part.heading, part.words] for part in page.sections] for page in pages]
    return _script("sdpText", period.name, text)


def _entry(page: Listed, points: MainPoints | None) -> list[str]:
    said = _points(points) if points and page.page in {FRONT, "council.html"} else []
    return [page.page, page.title, " · ".join([*said, *page.headings])]


def _points(points: MainPoints) -> list[str]:
    named = [activity for point_list in points.lists for activity in point_list.activities]
    named += points.attention
    titles = dict.fromkeys(f"{activity.id}. {activity.title}" for activity in named)
    return [points.headline, *titles]


def _script(function: str, *arguments: object) -> bytes:
    """Return a script that passes values to a function; no `<` in its JSON can end an element."""
    given = ",".join(
        json.dumps(argument, ensure_ascii=False, separators=(",", ":")) for argument in arguments
    )
    return f"{function}({given});\n".replace("<", "\\u003c").encode()
