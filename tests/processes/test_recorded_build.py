"""A recorded quarter keeps its bytes, however the plan has changed since."""

from support import QUARTER, fingerprint, small_project

from sdp_lib.inputs.recorded import record_of
from sdp_lib.periods import Period
from sdp_lib.storage import write_together

ONLY = ("--only", "council", "--only", "scorecard-52", "--formats", "html")
ACTIVITIES = "data/plans/2019-20/activities.csv"


def test_a_recorded_quarter_is_built_again_to_the_last_byte(tmp_path):
    project = small_project(tmp_path / "project")
    made = project.report(*ONLY)
    assert made.returncode == 0, made.stderr
    before = fingerprint(project.output)
    data, params = project.root / "data", project.root / "params"
    write_together(record_of(data, params, "2019-20", Period.parse(QUARTER)))
    project.rewrite(ACTIVITIES, lambda row: {"title": f"{row['title']} again", "outcome": "2"})
    project.replace("params/council.yml", "label: On track", "label: As planned")
    project.replace("data/plans/2019-20/plan.yml", "Growth and quality of life", "Growth")
    again = project.report(*ONLY, "--force")
    assert again.returncode == 0, again.stderr
    assert fingerprint(project.output) == before
