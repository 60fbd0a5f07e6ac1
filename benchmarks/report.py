"""The results as Markdown: the ratios first, then the measurements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from benchmarks.measure import KIND_OF_MEMORY, PERIOD, Cost
from benchmarks.ratios import ratios_of
from benchmarks.taken import Taken

NAMES = {
    "whole": "The whole quarter by `sdp report`",
    "plain": "The plain way (scaled)",
    "quarto": "Quarto's own way (scaled)",
    "by quarto": "The whole quarter, rendered by Quarto",
    "nothing": "Again, nothing changed",
    "commentary": "Again, one commentary changed",
    "watched": "One commentary changed, while `sdp report --watch` waits",
    "return": "Again, one return changed",
    "return watched": "One return changed, while `sdp report --watch` waits",
    "one": "The floor in one warm process",
    "floor": "The floor in as many as there are cores",
    "export 100": "An export of 100 answers, each as long as it may be, by `sdp ingest`",
    "export 1000": "An export of 1,000 such answers",
    "local": "Two local jobs",
    "cluster": "Two Dask workers",
}


def spread(values: Sequence[float], form: str = "{:.1f}") -> str:
    """Write the median, and the lowest and highest if there are several values.

    >>> spread([3.0, 1.0, 2.0]), spread([1.0])
    ('2.0 (1.0 to 3.0)', '1.0')
    """
    middle, low, high = (form.format(one) for one in (median(values), min(values), max(values)))
    return f"{middle} ({low} to {high})" if len(values) > 1 else middle


def results(rounds: Sequence[Taken], machine: Mapping[str, str], scorecards: int) -> str:
    """Write everything that was measured in one or more rounds as a page of Markdown."""
    together = Taken()
    for timing in rounds:
        together = together.and_also(timing)
    runs = "1 round" if len(rounds) == 1 else f"{len(rounds)} rounds"
    parts = [
        "# What a quarter costs",
        "`make bench` writes this page. Each ratio is taken within a round, in which everything is"
        " measured once, one after another; it stands here as the median of"
        f" {runs}, with the lowest and the highest. A ratio is one of seconds by the clock where"
        " it does not say otherwise.",
        "## Ratios",
        _table(("What", "Ratio", "Target", "Met"), _ratio_rows(rounds)),
        "## Measurements",
        _table(
            ("What", "Reports made", "Seconds", "Processor seconds", "Peak memory, MB"),
            _cost_rows(rounds),
        ),
        *_list([*_change_notes(together), *together.notes]),
        "## How it was measured",
        *_list(_method(scorecards)),
        "## The machine",
        _table(("What", "Which"), machine.items()),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _ratio_rows(rounds: Sequence[Taken]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for ratio in ratios_of(rounds):
        try:
            values = [ratio.of(taken) for taken in rounds]
        except KeyError:  # one of the two was not measured, and a note says why
            rows.append((ratio.words, "not measured", ratio.target(), "–"))
            continue
        met = ratio.met(median(values))
        rows.append((ratio.words, spread(values, ratio.form), ratio.target(), met))
    return rows


def _cost_rows(rounds: Sequence[Taken]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    # A round lacks a measurement that failed, so each name is looked for in all of them.
    for name in dict.fromkeys(name for taken in rounds for name in taken.costs):
        costs = [taken.costs[name] for taken in rounds if name in taken.costs]
        count = _count(rounds[0].counts, name)
        rows.append((_name(name), str(count), *_cells(costs)))
    return rows


def _cells(costs: Sequence[Cost]) -> tuple[str, str, str]:
    return (
        spread([cost.wall for cost in costs]),
        spread([one.cpu for one in costs]),
        spread([one.memory for one in costs], "{:.0f}"),
    )


def _count(counts: Mapping[str, int], name: str) -> int:
    """Return how many reports a measurement made: by default, all of the quarter."""
    return counts.get(f"{name} made", counts.get(name, counts["reports"]))


def _name(name: str) -> str:
    if name.startswith(("with ", "without ")):
        return f"The whole quarter, {name}"
    return NAMES.get(name, f"A council {name} as large")


def _change_notes(taken: Taken) -> Iterable[str]:
    if "commentary" in taken.costs:
        yield (
            f"Of {taken.counts['reports']} reports, {taken.counts['nothing made']} were made again"
            f" where nothing had changed, {taken.counts['commentary made']} where one commentary"
            f" had ({taken.counts['watched made']} by the command that waited), and"
            f" {taken.counts['return made']} where one return had."
        )
    if "cluster" in taken.costs:
        yield (
            f"Of {taken.counts['files']} files that two local jobs made,"
            f" {taken.counts['files that differ']} differ from those of two workers."
        )


def _method(scorecards: int) -> Iterable[str]:
    kind = "proportional set size" if KIND_OF_MEMORY == "PSS" else "resident set size"
    return (
        "Everything runs in a temporary copy of the project, with its library compiled, after one"
        " report that is not counted. What is measured makes HTML and PDF and begins with nothing,"
        " but for the builds again.",
        "A command that watches waits for as long as a sentence takes to write. It is measured from"
        " the change until it waits again.",
        "`sdp report` renders without Quarto, where it does not say otherwise.",
        "Seconds are by the clock. Processor seconds are those of all processes that were started,"
        " with those that they started.",
        f"Memory is the sum over all of these processes ({kind}, {KIND_OF_MEMORY}), looked at"
        f" every {PERIOD:.1f} seconds; the highest counts. Looking takes a little of the machine,"
        " in every measurement alike.",
        "The plain way is `papermill`, `jupyter nbconvert --to html --no-input` and one printing by"
        " a headless Chromium for each report, as many reports at once as there are cores. Quarto's"
        " own way is one `quarto render --execute` for each report, as HTML and as PDF by Typst.",
        f"Both are measured on a sample: the council, one outcome and {scorecards} scorecards, each"
        " kind by itself and filled up to a multiple of the cores. Seconds are scaled by kind to"
        " the whole quarter; memory is not scaled.",
        "The floor runs the same cells in a process that is warm already, or in as many as there"
        " are cores, and converts them with the same templates. Its start and its first report are"
        " not counted.",
        "Exports have five texts of 10,000 characters for each activity of a larger council, and a"
        " name for each answer. They are taken in with `--dry-run`.",
        "Larger councils are invented: the plan of the sample several times over, with new IDs and"
        " titles, and with the returns of all its quarters. Outcomes keep their size, and there are"
        " more of them. They are compared with the whole quarter.",
        "What is left out is patched in a process of its own; each is compared with a whole quarter"
        " right before it. What buys less than a twentieth is to go.",
        "The start of the Dask scheduler and its workers is not counted.",
    )


def _list(lines: Iterable[str]) -> list[str]:
    written = "\n".join(f"- {line}" for line in lines)
    return [written] if written else []


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
