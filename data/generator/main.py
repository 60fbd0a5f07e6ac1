"""Writes the plans and the returns again, byte for byte: `python data/generator/main.py`."""

import argparse
from pathlib import Path

from plans import PLANS, write_plan, write_record
from returns import COLUMNS, returns_of
from tables import HERE, write_table

# The quarters that were signed off.
RECORDED = {
    "2019-20": ("2019-20-Q1", "2019-20-Q2", "2019-20-Q3", "2019-20-Q4"),
    "2020-23": ("2020-21-Q1", "2020-21-Q2"),
}


def write_all(data: Path) -> None:
    """Write both plans, what was recorded of them, and the returns of all their quarters."""
    for plan in PLANS:
        write_plan(plan, data / "plans" / plan)
        for quarter in RECORDED[plan]:
            write_record(plan, quarter, data / "plans" / plan / "recorded" / quarter)
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
