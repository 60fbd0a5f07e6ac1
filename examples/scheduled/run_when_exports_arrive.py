"""An export arrives in a folder: it is ingested and checked, and a draft is published.

Run it from a timer, from cron, from Windows Task Scheduler or from CI, as often as you like:

    python run_when_exports_arrive.py ARRIVALS SITE

`ARRIVALS` holds a folder for each period, such as `ARRIVALS/2019-20-Q2/`, into which exports of the
form are put. What was done with an export stands in `ARRIVALS/2019-20-Q2/report.txt`, and an export
that went in is moved to `done/` beside it. It changes nothing else, and never signs anything off.
The exit status is 0 when all is well, and 1 when somebody has to look at a report.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXPORTS = {".xlsx", ".csv"}


def main(arrivals: Path, site: Path) -> int:
    """Do what there is to do in each period's folder; return the exit status."""
    folders = sorted(path for path in arrivals.iterdir() if path.is_dir())
    return max((take_in(folder, site) for folder in folders), default=0)


def take_in(folder: Path, site: Path) -> int:
    """Take in what has arrived for a period, and publish its draft; return the exit status."""
    exports = sorted(path for path in folder.iterdir() if path.suffix.lower() in EXPORTS)
    if not exports:
        return 0
    period, said = folder.name, []
    good = [path for path in exports if step(said, "ingest", str(path), "--quarter", period)]
    ready = bool(good) and all(
        step(said, *words)
        for words in (
            ("check", period),
            ("report", period, "--quiet"),
            ("publish", period, "--to", str(site), "--draft"),
        )
    )
    (folder / "report.txt").write_text("\n".join(said) + "\n", encoding="utf-8")
    for path in good:
        (folder / "done").mkdir(exist_ok=True)
        path.replace(folder / "done" / path.name)
    return 0 if ready and good == exports else 1


def step(said: list[str], *words: str) -> bool:
    """Run one command of `sdp` and note what it said; tell whether all was well."""
    ended = subprocess.run(  # noqa: S603 - our own command, no shell
        [sys.executable, "-m", "sdp_lib", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    outcome = "well" if ended.returncode == 0 else f"not well ({ended.returncode})"
    said += [f"sdp {words[0]}: {outcome}", *f"{ended.stdout}{ended.stderr}".splitlines(), ""]
    return ended.returncode == 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
