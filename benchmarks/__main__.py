"""The command: `python -m benchmarks` measures, prints, and writes `benchmarks/results.md`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.ablation import measure_ablation
from benchmarks.changes import measure_changes
from benchmarks.cluster import measure_cluster
from benchmarks.commands import FailedError, end_all
from benchmarks.exports import measure_exports
from benchmarks.floor import measure_floor
from benchmarks.machine import describe
from benchmarks.plain import measure_plain
from benchmarks.project import Project, copied, reduce
from benchmarks.quarto import measure_quarto
from benchmarks.report import results
from benchmarks.sizes import measure_sizes
from benchmarks.taken import Asked, Measurement, Taken
from benchmarks.whole import measure_whole

RESULTS = Path(__file__).with_name("results.md")
# In this order: the whole quarter comes first, since all others are compared with it, and then
# those for which it matters most that the machine is as it was.
MEASUREMENTS: dict[str, tuple[str, Measurement]] = {
    "a": ("the whole quarter", measure_whole),
    "f": ("the floor", measure_floor),
    "d": ("changes", measure_changes),
    "b": ("the plain way", measure_plain),
    "c": ("Quarto's own way", measure_quarto),
    "e": ("larger councils", measure_sizes),
    "g": ("a cluster", measure_cluster),
    "i": ("exports of long answers", measure_exports),
    "h": ("what each piece of machinery is worth", measure_ablation),
}
_SCORECARDS, _TIMES = 10, (3, 10)  # 83 reports become 247 and 821
_INTERRUPTED = 130


def main(
    repeats: Annotated[int, typer.Option(min=1, help="How often everything is measured.")] = 3,
    only: Annotated[
        str, typer.Option(help="Some of a,b,c,d,e,f,g,h,i; a always comes along.")
    ] = "",
    quick: Annotated[bool, typer.Option("--quick", help="A trial with four reports.")] = False,  # noqa: FBT002 - typer makes --quick of it
) -> None:
    """Measure a quarter; the results of a trial, or of a part, are printed but not written."""
    chosen = choose(only)
    scorecards = 2 if quick else _SCORECARDS
    times = (2,) if quick else _TIMES
    try:
        with copied() as project:
            if quick:
                reduce(project, scorecards)
            asked = Asked(project, os.cpu_count() or 1, scorecards, times)
            _warm_up(project)
            rounds = [_round(asked, chosen, number) for number in range(1, repeats + 1)]
    except KeyboardInterrupt:
        raise typer.Exit(_INTERRUPTED) from None
    except FailedError as error:
        _tell(str(error))
        raise typer.Exit(1) from None
    finally:
        end_all()
    page = results(rounds, describe(), scorecards)
    typer.echo(page)
    if len(chosen) == len(MEASUREMENTS) and not quick:
        RESULTS.write_text(page, encoding="utf-8")


def choose(only: str) -> list[str]:
    """Read a list such as `b,f`; the whole quarter is always included, no list means all.

    >>> choose("f,b")
    ['a', 'f', 'b']
    """
    wanted = {one.strip() for one in only.split(",") if one.strip()} or {*MEASUREMENTS}
    if unknown := sorted(wanted - {*MEASUREMENTS}):
        known = ", ".join(MEASUREMENTS)
        raise typer.BadParameter(f"{', '.join(unknown)} was found, but there are {known}")
    return [name for name in MEASUREMENTS if name == "a" or name in wanted]


def _warm_up(project: Project) -> None:
    """Make one report that is not counted, so that files are in memory afterwards."""
    project.report("--only", "scorecard-52", "--out", "outputs-first")


def _round(asked: Asked, chosen: list[str], number: int) -> Taken:
    taken = Taken()
    for name in chosen:
        words, measure = MEASUREMENTS[name]
        _tell(f"Round {number}: {words}")
        taken = taken.and_also(measure(asked))
    return taken


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    typer.run(main)
