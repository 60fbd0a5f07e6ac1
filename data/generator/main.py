"""Writes the plans and the returns again, byte for byte: `python data/generator/main.py`."""

import argparse
from pathlib import Path

from plans import PLANS, write_plan
from returns import COLUMNS, returns_of
from tables import HERE, write_table


def write_all(data: Path) -> None:
    """Write both plans and the returns of all their quarters under a data folder."""
    for plan in PLANS:
        write_plan(plan, data / "plans" / plan)
    (data / "returns").mkdir(parents=True, exist_ok=True)
    for plan in PLANS:
        for quarter, rows in returns_of(plan).items():
            write_table(data / "returns" / f"{quarter}.csv", COLUMNS, rows)


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE.parent, help="the data folder to write")
    write_all(parser.parse_args().out)


if __name__ == "__main__":
    main()
