"""`report.data`: typed and corrected frames with the scope and the counts of the report."""

import csv
from datetime import date

import organisation as an_organisation
import pandas as pd
import pytest
from edges import FIRST, NO_END, NO_STATUS, NONE, SECOND, SILENT
from pandas.testing import assert_frame_equal
from support import QUARTER, ROOT, read_csv

from sdp_lib import Report
from sdp_lib.inputs.corrections import COLUMNS
from sdp_lib.inputs.council import read_council
from sdp_lib.measures.frame_columns import FRAMES

FOLDERS = {"data": str(ROOT / "data"), "params": str(ROOT / "params")}
NAMES = [declared.name for declared in FRAMES]
OF_ACTIVITIES = ["activities", "returns", "answers", "before", "history"]
DTYPES = {
    "id": "str",
    "text": "str",
    "ids": "object",
    "date": "datetime64[s]",
    "moment": "datetime64[s]",
    "flag": "bool",
    "count": "Int64",
    "status": "category",
    "period": "category",
}
RARE = [
    ("council", "", SECOND), ("council", "", FIRST), ("outcome", NONE, SECOND),
    ("outcome", SILENT, SECOND), ("outcome", SILENT, FIRST), ("outcome", NO_END, SECOND),
    ("outcome", NO_STATUS, SECOND), ("activity", "1001", SECOND), ("activity", "1001", FIRST),
]  # fmt: skip


@pytest.fixture(scope="module")
def reports():
    """One report of each kind, of the sample quarter."""
    return {
        "council": Report.council(quarter=QUARTER, **FOLDERS),
        "outcome": Report.outcome(quarter=QUARTER, outcome="3", **FOLDERS),
        "activity": Report.activity(quarter=QUARTER, activity="52", **FOLDERS),
    }


def frames(data) -> dict[str, pd.DataFrame]:
    return {name: getattr(data, name) for name in NAMES}


def assert_as_declared(data, council):
    for declared in FRAMES:
        columns, frame = declared.of(council), getattr(data, declared.name)
        found = {name: str(dtype) for name, dtype in frame.dtypes.items()}
        assert found == {column.name: DTYPES[column.kind] for column in columns}
        assert list(frame.index) == list(range(len(frame)))
        for column in columns:
            if column.kind == "ids":
                assert all(isinstance(held, tuple) for held in frame[column.name])


@pytest.mark.parametrize("kind", ["council", "outcome", "activity"])
def test_the_frames_of_each_kind_of_report_have_the_columns_and_types_declared(
    reports, council, kind
):
    data = reports[kind].data
    assert_as_declared(data, council)
    assert not any(frame.empty for frame in frames(data).values())


@pytest.mark.parametrize(("kind", "one", "quarter"), RARE)
def test_frames_with_few_rows_or_none_have_the_same_columns_and_types(
    shown, edges, kind, one, quarter
):
    assert_as_declared(shown.report(kind, one, quarter).data, read_council(edges.params))


def test_without_returns_or_an_earlier_quarter_the_frames_have_no_rows(shown):
    silent = shown.report("outcome", SILENT, SECOND).data
    assert len(silent.activities) == 3
    assert len(silent.returns) == len(silent.answers) == 0
    first = shown.report("council", "", FIRST).data
    assert first.before.empty
    assert list(first.history["quarter"].cat.categories) == [FIRST]
    assert first.figures["previous"].isna().all()


def test_another_organisation_has_its_own_milestones_and_statuses(tmp_path):
    folder = an_organisation.write_organisation(tmp_path)
    data = Report.council(quarter=an_organisation.SECOND, **folder.places).data
    assert_as_declared(data, read_council(folder.params))
    dates = {column for _, column in an_organisation.MILESTONES.values()}
    assert dates <= set(data.returns.columns)
    assert list(data.answers["delivery"].cat.categories) == list(an_organisation.STATUSES)


def test_statuses_and_quarters_are_ordered_and_a_status_not_given_is_missing(
    reports, council, shown
):
    data = reports["council"].data
    delivery, quarter = data.answers["delivery"].cat, data.history["quarter"].cat
    assert delivery.ordered
    assert list(delivery.categories) == [status.id for status in council.statuses]
    assert quarter.ordered
    assert list(quarter.categories) == ["2019-20-Q1", QUARTER]
    assert data.history["quarter"].is_monotonic_increasing
    not_given = shown.report("outcome", NO_STATUS, SECOND).data.answers
    assert not_given["delivery"].isna().any()
    assert not (not_given["on_track"] | not_given["off_track"])[not_given["delivery"].isna()].any()


def test_returns_are_those_of_the_file(reports):
    rows = {row["activity"]: row for row in read_csv(ROOT / f"data/returns/{QUARTER}.csv")}
    found = reports["council"].data.returns
    assert set(found["activity"]) == set(rows)
    for held in found.itertuples():
        row = rows[held.activity]
        assert held.submitted == pd.Timestamp(row["submitted"])
        assert (held.delivery if pd.notna(held.delivery) else "") == row["delivery"]
        assert ";".join(held.issues) == row["issues"]
        given = "" if pd.isna(held.revised_end) else held.revised_end.date().isoformat()
        assert given == row["revised_end"]


def recounted(answers, labels) -> dict[str, int]:
    """Count the figures again, a line for each kind."""
    off, due = answers[answers["off_track"]], answers[answers["due"]]
    revised = answers[answers["revised"]]
    ids = {name: list(group) for name, group in labels.groupby("list")["id"]}
    held = {column: off[column].explode() for column in ("issues", "risk_registers")}
    dates = ["other_milestone" if kind == "other" else kind for kind in ids["milestones"]]
    return {
        "returns.received": len(answers),
        "returns.late": answers["late"].sum(),
        "returns.missing": 0,
        "delivery.not_on_track": answers["off_track"].sum(),
        **{
            f"delivery.{status}": answers["delivery"].eq(status).sum() for status in ids["statuses"]
        },
        "due.this_year": answers["due"].sum(),
        **{f"due.{one}": due["delivery"].eq(one).sum() for one in ids["statuses"]},
        "due.revised_end": due["revised"].sum(),
        "due.off_track_or_revised": (due["off_track"] | due["revised"]).sum(),
        "due.revised_end_on_track": (due["revised"] & due["on_track"]).sum(),
        **{f"not_on_track.type.{one}": off["type"].eq(one).sum() for one in ids["types"]},
        "milestones.any": answers["any_milestone"].sum(),
        **{
            f"milestones.{kind}": answers[column].notna().sum()
            for kind, column in zip(ids["milestones"], dates, strict=True)
        },
        "end_dates.revised": answers["revised"].sum(),
        "end_dates.revised_on_track": revised["on_track"].sum(),
        **{f"issues.{issue}": held["issues"].eq(issue).sum() for issue in ids["issues"]},
        "issues.any": off["issue_count"].gt(0).sum(),
        "issues.more_than_one": off["issue_count"].gt(1).sum(),
        "mitigations.any": off["any_mitigation"].sum(),
        **{
            f"risk.{register}": held["risk_registers"].eq(register).sum()
            for register in ids["registers"]
        },
        "risk.any": off["risk_registers"].map(bool).sum(),
        **{
            f"governance.{word}.{board}": answers[f"boards_{word}"].explode().eq(board).sum()
            for word in ("reported", "expected")
            for board in ids["boards"]
        },
        "governance.expected.none": (~answers["boards_expected"].map(bool)).sum(),
    }


@pytest.mark.parametrize("kind", ["council", "outcome", "activity"])
def test_a_count_from_the_frames_is_the_figure(reports, kind):
    data = reports[kind].data
    figures, labels = data.figures.set_index("figure"), data.labels
    now, before = recounted(data.answers, labels), recounted(data.before, labels)
    previous = figures["previous"].dropna()
    assert set(now) <= set(figures.index)
    assert {name: figures.at[name, "value"] for name in now} == now
    assert {name: before[name] for name in before if name in previous} == {
        name: previous[name] for name in before if name in previous
    }
    assert set(previous.index) & set(before)


def test_the_figures_are_those_of_the_ledger(reports):
    for report in reports.values():
        ledger = report.ledger().content()["figures"]
        found = report.data.figures.astype(object).where(report.data.figures.notna(), None)
        assert found.to_dict("records") == [
            {name: row[name] for name in found.columns} for row in ledger
        ]


def test_frames_hold_what_was_corrected(project):
    path = project.root / "data" / "corrections" / f"{QUARTER}.csv"
    path.parent.mkdir(exist_ok=True)
    why = {"reason": "Mistyped.", "by": "Senior Analyst", "on": "2019-09-20"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        cells = {"activity": "52", "column": "revised_end", "old": "2021-04-01"}
        writer.writerow({**cells, "new": "2021-05-01", **why})
    folders = {name: str(project.root / name) for name in ("data", "params")}
    data = Report.outcome(quarter=QUARTER, outcome="3", **folders).data
    given = Report.outcome(quarter=QUARTER, outcome="3", **FOLDERS).data.answers
    day, corrected = pd.Timestamp(date(2021, 5, 1)), data.answers.set_index("activity").loc["52"]
    assert corrected["revised_end"] == day
    assert corrected["slip_days"] == given.set_index("activity").at["52", "slip_days"] + 30
    assert data.returns.set_index("activity").at["52", "revised_end"] == day
    latest = data.history.query("quarter == @QUARTER").set_index("activity")
    assert latest.at["52", "revised_end"] == day


@pytest.mark.parametrize("name", NAMES)
def test_a_frame_that_is_changed_leaves_the_next_one_and_the_report_whole(reports, name):
    report = reports["outcome"]
    before, ledger = frames(report.data), report.ledger().content()
    frame = getattr(report.data, name)
    frame.loc[:, frame.columns[0]] = frame[frame.columns[0]].iloc[0]
    del frame[frame.columns[1]]
    frame.loc[len(frame)] = frame.loc[0]
    for other, held in frames(report.data).items():
        assert_frame_equal(held, before[other])
    assert report.ledger().content() == ledger


@pytest.mark.parametrize(("kind", "column", "value"), [
    ("outcome", "outcome", "3"), ("activity", "activity", "52"),
])  # fmt: skip
def test_an_activity_that_the_report_does_not_cover_is_in_no_frame(reports, kind, column, value):
    everything = reports["council"].data.activities
    covered = set(everything.loc[everything[column] == value, "activity"])
    assert covered < set(everything["activity"])
    for name in OF_ACTIVITIES:
        assert set(getattr(reports[kind].data, name)["activity"]) == covered


def test_the_period_compared_with_is_the_one_that_the_report_names():
    asked = {"quarter": "2020-21-Q3", "compare": "2020-21-Q1"}
    data = Report.council(**asked, **FOLDERS).data
    then = data.history.query("quarter == '2020-21-Q1'").drop(columns="quarter")
    assert_frame_equal(data.before, then.reset_index(drop=True))


def test_frames_are_the_same_from_the_root_and_from_the_notebooks(monkeypatch):
    found = []
    for folder in (ROOT, ROOT / "notebooks"):
        monkeypatch.chdir(folder)
        found.append(frames(Report.outcome(quarter=QUARTER, outcome="3").data))
    for name in NAMES:
        assert_frame_equal(found[0][name], found[1][name])
