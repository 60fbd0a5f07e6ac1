"""Plans invented for a test: the files of `data/` and `params/`, written from plain values."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from sdp_lib.collect.new_project import project_files
from sdp_lib.collect.project_choices import Choices
from sdp_lib.inputs.assurance import COLUMNS as ASSURANCE
from sdp_lib.inputs.columns import OPTIONAL, PLAN, RETURN_HEAD, RETURN_TAIL

Row = Mapping[str, str]


@dataclass(frozen=True)
class Folder:
    """A folder with `data/` and `params/`, which a test fills."""

    root: Path

    @property
    def data(self) -> Path:
        """The folder of the data."""
        return self.root / "data"

    @property
    def params(self) -> Path:
        """The folder of the parameters."""
        return self.root / "params"

    @property
    def places(self) -> dict[str, str]:
        """The two folders as a `Report` takes them."""
        return {"data": str(self.data), "params": str(self.params)}

    def begin(self, choices: Choices) -> dict[str, object]:
        """Make a project as `sdp init` does, without its examples; return its configuration."""
        for path, content in project_files(choices).items():
            if path.parts[0] != "data":
                file = self.root / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        return yaml.safe_load((self.params / "council.yml").read_text(encoding="utf-8"))

    def write_yaml(self, path: str, content: object) -> None:
        """Write a YAML file, with quotation marks around every text, as the reader expects."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )

    def write_rows(self, path: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        """Write a CSV file; cells that a row lacks are blank."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def write_plan(self, name: str, plan: Mapping[str, object], activities: Iterable[Row]) -> None:
        """Write a plan and its activities, with the later columns that any of them has."""
        rows = list(activities)
        columns = [*PLAN, *(column for column in OPTIONAL if any(column in row for row in rows))]
        self.write_yaml(f"data/plans/{name}/plan.yml", plan)
        self.write_rows(f"data/plans/{name}/activities.csv", columns, rows)

    def write_assurance(self, plan: str, rows: Iterable[Row]) -> None:
        """Write the audits and reviews of a plan."""
        self.write_rows(f"data/assurance/{plan}.csv", ASSURANCE, rows)

    def write_returns(self, quarter: str, milestones: Sequence[str], rows: Iterable[Row]) -> None:
        """Write a quarter's returns; `milestones` are the columns of their dates."""
        columns = [*RETURN_HEAD, *milestones, *RETURN_TAIL]
        self.write_rows(f"data/returns/{quarter}.csv", columns, rows)

    def write_quarter(self, quarter: str, **settings: object) -> None:
        """Write the parameters of a quarter; by default, those of an ordinary draft."""
        usual = {
            "quarter": quarter,
            "state": "draft",
            "reports": [
                {"notebook": "council"},
                {"notebook": "outcome", "each": "outcome"},
                {"notebook": "scorecard", "each": "activity"},
            ],
        }
        self.write_yaml(f"params/{quarter}.yml", usual | settings)
