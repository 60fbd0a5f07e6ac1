import pytest

from sdp_lib.errors import InputError
from sdp_lib.inputs.council import ids, label, read_council


def broken(project, old: str, new: str) -> str:
    project.replace("params/council.yml", old, new)
    with pytest.raises(InputError) as caught:
        read_council(project.root / "params")
    return str(caught.value)


def test_the_configuration_of_the_project_holds_the_ids_of_the_contract(council):
    assert ids(council.statuses) == ["on_track", "remedial", "unlikely"]
    assert ids(council.off_track) == ["remedial", "unlikely"]
    assert [kind.column for kind in council.milestones][-1] == "other_milestone"
    assert len(council.issues) == 11
    assert ids(council.registers) == ["project", "service", "directorate", "corporate"]


def test_an_id_without_an_entry_stands_for_itself(council):
    assert label(council.boards, "corporate_board") == "Corporate Board"
    assert label(council.boards, "unheard_of") == "unheard_of"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{id: capital,", "{id: service,", "types may have each id once"),
        ("tone: good, on_track: true", "tone: good", "one of the statuses must have on_track"),
        ("tone: poor}", "tone: pink}", "(statuses.2.tone): found 'pink'"),
        ("{id: capital,", "{id: ../capital,", "(types.3.id): found '../capital'"),
        ("https://www", "javascript:www", "(licence.url)"),
        ("strategic.delivery.plan@example.org", "'<script>@x.org'", "(contact.email)"),
        ("notice: >-", "notcie: >-", "'notcie' was found, which is not a known key"),
    ],
)
def test_a_mistake_in_the_configuration_is_told(project, old, new, told):
    assert told in broken(project, old, new)


def test_a_configuration_where_everything_is_on_track_is_refused(project):
    project.replace("params/council.yml", "tone: attention}", "tone: attention, on_track: true}")
    told = broken(project, "tone: poor}", "tone: poor, on_track: true}")
    assert "at least one of the statuses must not be on track" in told


def test_a_mistake_is_told_with_its_line(project):
    text = (project.root / "params" / "council.yml").read_text(encoding="utf-8")
    line = text[: text.index("tone: poor}")].count("\n") + 1
    assert f"council.yml, line {line} (" in broken(project, "tone: poor}", "tone: pink}")
