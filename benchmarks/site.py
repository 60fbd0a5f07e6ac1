"""Publishing many periods, and searching them: `python -m benchmarks.site` writes site.md.

Each period has a hundred small reports. What a publication costs is given in seconds of the
processor, which do not depend on what else the machine does; opening and searching are timed in a
browser that is slowed down to a quarter, as a phone is.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.machine import describe

sys.path.append(str(Path(__file__).parents[1] / "tests"))  # where builds are made up

from publishing import Desk, desk

RESULTS = Path(__file__).with_name("site.md")
PERIODS, REPORTS, SLOWER = 40, 100, 4
_WORDS = 400
_SHORT = (
    "the of and for in on new plan road school bridge care review service grant housing".split()
)


def main() -> None:
    """Publish the periods one after another, search them, and write the costs."""
    with TemporaryDirectory(prefix="sdp-bench-") as name:
        work = desk(Path(name))
        spent = [_publish(work, quarter, number) for number, quarter in enumerate(_quarters())]
        sizes = {one: (work.site / one).stat().st_size for one in ("search-index.js", "index.html")}
        seen = _search(work)
    page = _page(spent, sizes, seen)
    RESULTS.write_text(page, encoding="utf-8")
    sys.stdout.write(page)


def _quarters() -> Iterator[str]:
    for number in range(PERIODS):
        year = 2019 + number // 4
        yield f"{year}-{(year + 1) % 100:02d}-Q{number % 4 + 1}"


def _publish(work: Desk, quarter: str, seed: int) -> float:
    edition = work.build(quarter, _words(seed))
    began = time.process_time()
    work.publish(edition)
    return time.process_time() - began


def _words(seed: int) -> Mapping[str, str]:
    """Make up the words of a period's pages, the same each time."""
    chance = random.Random(seed)  # noqa: S311 - the same words every time
    names = [f"word{number}" for number in range(5000)]
    pages = ["index.html", "council.html"]
    pages += [f"scorecards/activity-{number}.html" for number in range(1, REPORTS)]
    return {page: " ".join(chance.choices(names + _SHORT * 100, k=_WORDS)) for page in pages}


def _search(work: Desk) -> dict[str, float]:
    """Return how long a slow browser takes, in milliseconds."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 390, "height": 844})
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        loaded = "performance.getEntriesByType('navigation')[0].loadEventEnd"
        page.goto((work.site / "index.html").as_uri())
        found = {"Home page, opened": page.evaluate(loaded)}
        page.goto((work.site / "search.html").as_uri())
        found["Search, opened"] = page.evaluate(loaded)
        for what, period in (("all periods", ""), ("all words of a period", "2019-20-Q1")):
            found[f"Search of {what}"] = page.evaluate(_TIMED, [period, "word4999"])
        browser.close()
    return found


_TIMED = """([period, words]) => new Promise(done => {
    const chosen = document.getElementById('search-period'), began = performance.now()
    document.getElementById('search-words').value = words
    chosen.value = period
    chosen.dispatchEvent(new Event('change'))
    const look = () => document.getElementById('search-said').textContent.includes('found')
        ? done(performance.now() - began) : setTimeout(look, 1)
    look()
})"""


def _page(spent: list[float], sizes: Mapping[str, int], seen: Mapping[str, float]) -> str:
    first, last = statistics.median(spent[1:6]), statistics.median(spent[-5:])
    machine = describe()
    told = f"{machine['Processor']}, Python {machine['Python']}, Chromium {machine['Chromium']}"
    lines = [
        "# What a site of many periods costs",
        "",
        f"`python -m benchmarks.site` writes this page: {PERIODS} periods of {REPORTS} small "
        f"reports, published one after another. Measured on {told}.",
        "",
        "| What | Measured |",
        "| --- | --- |",
        f"| A publication, median of the second to sixth, in processor seconds | {first:.2f} |",
        f"| A publication, median of the last five, in processor seconds | {last:.2f} |",
        f"| The last against the first | {last / first:.2f} |",
        *(f"| {name}, in KB | {size / 1000:.0f} |" for name, size in sizes.items()),
        *(
            f"| {what}, processor slowed to a quarter, in ms | {ms:.0f} |"
            for what, ms in seen.items()
        ),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
