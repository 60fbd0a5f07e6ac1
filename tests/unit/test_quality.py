import json
import re
import shutil
from dataclasses import replace

import pytest
from support import QUARTER, fingerprint

from sdp_lib.cli.check import planned_reports
from sdp_lib.inputs.dataset import read_dataset
from sdp_lib.inputs.quality.check import check_dataset, check_quarter
from sdp_lib.inputs.quality.commentary import figure_pattern
from sdp_lib.inputs.quality.reading import row_numbers
from sdp_lib.inputs.quality.rules import RULES, as_markdown
from sdp_lib.inputs.recorded import record_of
from sdp_lib.periods import Period

BEFORE = "2019-20-Q1"
PLAN_CHANGES = {"plan_renamed", "plan_outcome_moved", "plan_end_changed", "plan_activity_gone"}


def planned(root):
    return planned_reports(root, root / "data", root / "params")


def check(project, quarter: str = QUARTER):
    root = project.root
    return check_quarter(root / "data", root / "params", Period.parse(quarter), planned(root))


def messages_of(project, rule: str, quarter: str = QUARTER) -> list[str]:
    return [
        str(finding.problem)
        for finding in check(project, quarter).findings
        if finding.rule.name == rule
    ]


def test_every_rule_has_a_name_of_its_own_and_says_what_it_is_for():
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    for rule in RULES:
        assert rule.name.isidentifier()
        assert rule.kind.title[0].isupper()
        assert rule.kind.meaning.endswith(".")
        assert rule.find.__doc__ or rule.severity == "error"
    assert {rule.severity for rule in RULES} == {"error", "warning", "note"}


def test_the_table_of_rules_can_be_written_for_the_documentation():
    lines = as_markdown().splitlines()
    assert len(lines) == len(RULES) + 2
    assert all(line.count("|") == 5 for line in lines)


def test_the_sample_has_no_errors_and_the_worst_findings_come_first(project):
    checked = check(project)
    severities = [finding.rule.severity for finding in checked.findings]
    assert not checked.errors
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    assert (checked.turnout.expected, checked.turnout.received) == (79, 79)
    assert (checked.turnout.late, checked.turnout.missing) == ((), ())


def test_late_and_missing_returns_are_counted(project):
    turnout = check(project, "2019-20-Q3").turnout
    assert (turnout.received, turnout.missing) == (77, ("31", "37"))
    assert turnout.late == ("20", "47", "64")


def test_checking_changes_nothing(project):
    before = fingerprint(project.root)
    check(project)
    assert fingerprint(project.root) == before


def test_a_build_can_check_what_it_has_read(project):
    folders = (project.root / "data", project.root / "params")
    dataset = read_dataset(*folders, Period.parse(QUARTER))
    checked = check_dataset(*folders, dataset, planned(project.root)(dataset.now.params))
    found = check(project)
    [unasked] = [finding for finding in found.findings if finding not in checked.findings]
    assert unasked.rule.name == "final_without_record", "which is no matter of the reports"
    assert replace(found, findings=checked.findings) == checked


def test_errors_of_every_kind_of_input_are_reported_at_once_beside_warnings(project):
    project.replace(f"data/returns/{QUARTER}.csv", "on_track", "green")
    project.replace(f"data/returns/{BEFORE}.csv", "on_track", "blue")
    project.replace("data/assurance/2019-20.csv", "pending", "maybe")
    project.replace(f"data/commentary/{QUARTER}/outcome-3.md", "## delivery", "## delivering")
    project.replace(f"params/{QUARTER}.yml", "each: outcome", "each: outcome, only: ['9']")
    checked = check(project)
    errors = " ".join(str(problem.problem) for problem in checked.errors)
    for part in (f"returns/{QUARTER}.csv", f"returns/{BEFORE}.csv", "assurance/2019-20.csv",
                 "outcome-3.md", "(reports.1)"):  # fmt: skip
        assert part in errors
    assert any(finding.rule.severity == "note" for finding in checked.findings)


def test_unreadable_rows_are_left_out_and_the_rest_are_checked(project):
    project.rewrite(
        f"data/returns/{QUARTER}.csv",
        lambda row: {"1": {"activity": "2"}, "4": {"revised_end": "2019"}, "5": {"activity": "500"},
                     "6": {"progress": "", "delivery": "green"}}.get(row["activity"], {}),
    )  # fmt: skip
    checked = check(project)
    assert len(checked.errors) == 4
    found = {(finding.rule.name, finding.activity) for finding in checked.findings}
    assert ("progress_missing", "6") in found
    assert {activity for rule, activity in found if rule == "return_missing"} == {"1", "5"}


def test_an_error_in_the_plan_does_not_hide_those_of_the_returns(project):
    project.replace("data/plans/2019-20/activities.csv", "2018-09-03", "2018-09-31")
    project.replace(f"data/returns/{QUARTER}.csv", "on_track", "green")
    project.replace("data/assurance/2019-20.csv", "pending", "maybe")
    errors = " ".join(str(problem.problem) for problem in check(project).errors)
    for part in ("activities.csv", f"{QUARTER}.csv", "assurance/2019-20.csv"):
        assert part in errors


def test_an_error_in_the_configuration_does_not_hide_those_of_quarter_and_commentary(project):
    project.replace("params/council.yml", "tone: good", "tone: pink")
    project.replace(f"params/{QUARTER}.yml", "state: final", "state: done")
    project.replace(f"data/commentary/{QUARTER}/council.md", "## delivery", "## delivering")
    checked = check(project)
    errors = " ".join(str(problem.problem) for problem in checked.errors)
    for part in ("council.yml", f"{QUARTER}.yml", "council.md"):
        assert part in errors
    assert checked.turnout is None


@pytest.mark.parametrize("missing", ["data/returns/2019-20-Q2.csv", "data/plans/2019-20/plan.yml"])
def test_a_missing_file_is_one_error(project, missing):
    (project.root / missing).unlink()
    assert len(check(project).errors) == 1


def test_an_earlier_quarter_without_returns_is_skipped_and_there_is_nothing_to_compare(project):
    (project.root / f"data/returns/{BEFORE}.csv").unlink()
    checked = check(project)
    assert checked.errors == ()
    assert checked.turnout.received == 79
    assert not [finding for finding in checked.findings if finding.rule.name == "words_repeated"]


def test_corrections_that_are_refused_are_errors_of_the_check(project):
    path = project.root / f"data/corrections/{QUARTER}.csv"
    path.parent.mkdir()
    path.write_text(
        "activity,column,old,new,reason,by,on\n52,revised_end,2019-01-01,2020-01-01,,Analyst,2019-10-01\n",
        encoding="utf-8",
    )
    assert [problem.found for problem in check(project).errors] == [
        "reason is '', which is not allowed here"
    ]


def test_commentary_is_checked_against_the_reports_that_are_made(project):
    folder = project.root / "data" / "commentary" / QUARTER
    shutil.move(folder / "outcome-1.md", folder / "outcome-8.md")
    (folder / "outcome-2.md").write_text("## delivery\n\n", encoding="utf-8")
    (folder / "scorecard-52.md").write_text("## delivery\nAll is well.\n", encoding="utf-8")
    [unused] = messages_of(project, "commentary_unused")
    assert "there is commentary for 'outcome-8'" in unused
    assert len(messages_of(project, "commentary_missing")) == 2


@pytest.mark.parametrize(
    "words",
    [
        "82% are late",
        "7.5 per cent",
        "14 of 17",
        "two of the four",
        "6 out of 10",
        "12 activities",
        "{{ delivery.on_track }} of the 17",
        "three of {{ risk.any }}",
        "{{ risk.any }}, 5 of 7",
    ],
)
def test_a_figure_typed_into_commentary_is_found_with_its_line(project, words):
    path = project.root / "data" / "commentary" / QUARTER / "council.md"
    path.write_text(f"## delivery\n\nSo it is: {words}.\n", encoding="utf-8")
    [found] = messages_of(project, "commentary_figure")
    assert "council.md, line 3:" in found
    assert "Quote the figure as {{ name }}" in found


@pytest.mark.parametrize(
    "words",
    ["activities 12 and 13", "due in Quarter 1 of 2020-21", "on 31 March 2020", "one of them",
     "Outcome 3", "audit RB48 2020", "{{ delivery.on_track }} of {{ delivery.on_track.of }}",
     "{{ risk.any.percent }}%", "{{ risk.any }} activities"],
)  # fmt: skip
def test_a_number_that_is_part_of_a_name_is_not_a_figure(words):
    assert not figure_pattern().search(words)


@pytest.mark.parametrize("quarter", [BEFORE, QUARTER, "2020-21-Q2"])
def test_the_sample_commentary_has_no_figures(project, quarter):
    assert messages_of(project, "commentary_figure", quarter) == []


def test_personal_data_in_what_analysts_write_is_found_and_not_repeated(project):
    assert messages_of(project, "personal_in_plan") == []
    plan, commentary = "data/plans/2019-20", f"data/commentary/{QUARTER}/council.md"
    project.replace(f"{plan}/activities.csv", "Commissioning a new", "Ring 01622 694 000")
    project.replace(f"{plan}/plan.yml", "Families find help early", "Ask jo@example.org")
    project.replace(commentary, "A full set", "12 High Street,\nMaidstone ME14 1XX")
    project.replace("data/assurance/2019-20.csv", "RB48 2020", "943 476 5919")
    found = messages_of(project, "personal_in_plan")
    parts = [
        ("activities.csv, row 3 (activity 2): title", "a telephone number"),
        ("2019-20.csv (activity 61): reference", "an NHS number"),
        ("plan.yml (outcome 1): objective 1.1", "an e-mail address"),
        ("council.md, section 'submissions': the text", "a postcode with a house number"),
    ]
    for message, (where, kind) in zip(found, parts, strict=True):
        assert f"{where} seems to hold {kind}, although" in message
        assert not re.search("694|jo@|ME14|5919", message)


def test_a_window_far_from_its_quarter_is_found(project):
    project.replace(f"params/{QUARTER}.yml", "opened: 2019-08-30, closed: 2019-09-13",
                    "opened: 2018-08-30, closed: 2018-09-13")  # fmt: skip
    assert "the window opens on 2018-08-30" in messages_of(project, "window_far_from_quarter")[0]


def test_a_sign_off_before_the_form_closed_is_found(project):
    project.replace(f"params/{QUARTER}.yml", "on: 2019-10-11", "on: 2019-09-13")
    assert len(messages_of(project, "signed_off_early")) == 1


def test_a_quarter_outside_the_years_of_its_plan_is_found(project):
    project.replace("data/plans/2019-20/plan.yml", '"2019-20"\noutcomes', '"2018-19"\noutcomes')
    assert "plan is 2019-20, for 2018-19" in messages_of(project, "year_not_in_plan")[0]


def test_assurance_that_is_pending_is_found_two_quarters_after_it_was_due(project):
    assert messages_of(project, "assurance_overdue", "2020-21-Q2") == []
    [found] = messages_of(project, "assurance_overdue", "2020-21-Q3")
    assert "'RB48 2020' was due in 2020-21-Q1 and is still pending" in found


def test_without_a_record_nothing_is_said_of_changes_in_the_plan(project):
    project.replace("data/plans/2019-20/activities.csv", "Home to Decide", "Home to Choose")
    assert not PLAN_CHANGES & {finding.rule.name for finding in check(project).findings}


def test_changes_in_the_plan_are_reported_against_the_newest_earlier_record(project):
    data, params, plan = project.root / "data", project.root / "params", "2019-20"
    record = project.root / "data/plans" / plan / "recorded" / BEFORE
    for path, content in record_of(data, params, plan, Period.parse(BEFORE)).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with (record / "activities.csv").open("a", encoding="utf-8") as file:
        file.write("99,Gone,3,service,growth_environment_transport,A,B,C,,,illustrative\n")
    assert {finding.rule.name for finding in check(project).findings} & PLAN_CHANGES == {
        "plan_activity_gone"
    }
    changes = {"49": {"title": "Winter"}, "52": {"outcome": "1"}, "56": {"end": "2021-03-31"},
               "59": {"end": ""}}  # fmt: skip
    project.rewrite(f"data/plans/{plan}/activities.csv", lambda row: changes.get(row["id"], {}))
    found = check(project).findings
    about = [(one.rule.name, one.activity) for one in found if one.rule.name in PLAN_CHANGES]
    assert about == [
        ("plan_outcome_moved", "52"), ("plan_end_changed", "56"), ("plan_end_changed", "59"),
        ("plan_renamed", "49"), ("plan_activity_gone", "99"),
    ]  # fmt: skip
    assert "end is 2021-03-31 and was 2020-03-31" in messages_of(project, "plan_end_changed")[0]
    assert messages_of(project, "plan_renamed", BEFORE) == []


def test_a_record_that_cannot_be_read_is_an_error(project):
    path = project.root / "data/plans/2019-20/recorded" / f"{BEFORE}.csv"
    path.parent.mkdir()
    path.write_text("id,title,outcome,end\n1,One,1,soon\n", encoding="utf-8")
    assert [problem.found for problem in check(project).errors] == [
        "end is 'soon', which is not a date"
    ]


def test_rows_are_numbered_as_in_a_spreadsheet(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('activity,progress\n1,"two\nlines"\n\n2,x\n', encoding="utf-8")
    assert row_numbers(path) == {"activity": 1, "1": 2, "2": 4}


def test_returns_with_a_header_and_no_row_are_a_quarter_that_nobody_answered(project):
    path = project.root / "data" / "returns" / f"{QUARTER}.csv"
    path.write_text(path.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    checked = check(project)
    assert not checked.errors
    assert (checked.turnout.received, len(checked.turnout.missing)) == (0, 79)


@pytest.mark.parametrize(
    "path",
    [f"returns/{QUARTER}.csv", "plans/2019-20/activities.csv", f"corrections/{QUARTER}.csv",
     "assurance/2019-20.csv", f"plans/2019-20/recorded/{BEFORE}.csv"],
)  # fmt: skip
def test_a_cell_without_an_end_is_one_error_in_any_file(project, path):
    file = project.root / "data" / path
    header = file.read_text(encoding="utf-8").partition("\n")[0] if file.is_file() else ""
    headers = {
        "corrections": "activity,column,old,new,reason,by,on",
        "plans": "id,title,outcome,end",
    }
    file.parent.mkdir(exist_ok=True)
    text = f'{header or headers[path.partition("/")[0]]}\n1,"{"x" * 3_100_000}\n'
    file.write_text(text, encoding="utf-8")
    errors = [str(problem.problem) for problem in check(project).errors]
    message = f"{path}, row 2: a cell has more than 3,000,000 characters"
    assert sum(message in one for one in errors) == 1


def test_a_finding_can_be_written_as_json(project):
    from sdp_lib.cli.check import as_document

    document = json.loads(json.dumps(as_document(QUARTER, check(project))))
    assert document["counts"]["error"] == 0
    assert document["returns"]["received"] == 79
    keys = "severity rule activity column lead code where wrong fix"
    assert list(document["problems"][0]) == keys.split()
