"""Writes docs/method.md: the rules of counting, and an example of each kind of figure worked out.

Rules and examples are those of the method page that `sdp publish` writes. `python docs/method.py`
writes the page again; a test holds it to the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sdp_lib import Report
from sdp_lib.inputs.council import read_council
from sdp_lib.periods import Period
from sdp_lib.publish.method import RULES, Row, worked_examples

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/method.md"
PERIOD = "2020-21-Q3"  # of a plan with budgets and objectives, so that each kind is there
_OPENING = """\
# How figures are made

This page is for readers who want to know how a number is worked out. Every figure has a name, such
as `delivery.on_track`, and is counted once. Sentences, tables, charts and `figures.csv` all show
that one count. [Figures](figures.md) defines each of them, and the method page of a published site
holds the same rules and examples for the newest period that was published.

## Rules
"""
_EXAMPLES = f"""
## Worked examples

These are figures for the whole plan in {{label}} of the sample, whose returns are
[invented](../data/README.md). To see them yourself, run:

```python
from sdp_lib import Report

Report.council(quarter="{PERIOD}").data.figures
```
"""


def page() -> str:
    """Return the whole page."""
    rules = (f"- {rule}" for rule in RULES)
    label = Period.parse(PERIOD).label
    made = "This page is written by `.venv/bin/python docs/method.py`."
    parts = [_OPENING, *rules, _EXAMPLES.format(label=label), *_examples(label), made]
    return "\n".join(parts) + "\n"


def _examples(label: str) -> Iterator[str]:
    for kind, said in worked_examples(read_council(ROOT / "params"), _figures(), label):
        yield f"### {kind}\n\n{' '.join(said)}\n"


def _figures() -> Iterator[Row]:
    report = Report.council(quarter=PERIOD, data=str(ROOT / "data"), params=str(ROOT / "params"))
    for record in report.data.figures.astype("string").fillna("").to_dict("records"):
        yield {str(name): str(value) for name, value in record.items()}


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
