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


def test_an_id_without_an_entry_is_shown_as_it_is(council):
    assert label(council.boards, "corporate_board") == "Corporate Board"
    assert label(council.boards, "unheard_of") == "unheard_of"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{id: capital,", "{id: service,", "types has duplicate IDs"),
        (
            "tone: good, on_track: true",
            "tone: good",
            "one of the statuses must have count: on_track",
        ),
        ("tone: poor}", "tone: pink}", "(statuses.2.tone): 'pink' cannot be used"),
        ("{id: capital,", "{id: ../capital,", "(types.3.id): '../capital' cannot be used"),
        ("https://www", "javascript:www", "(licence.url)"),
        ("strategic.delivery.plan@example.org", "'<script>@x.org'", "(contact.email)"),
        (
            "organisation:",
            "publish: {progres: yes}\norganisation:",
            "publish can only name columns of the returns and the plan, not 'progres'",
        ),
        ("notice: >-", "notcie: >-", "'notcie' is not a known key"),
        (
            "# How a date",
            "calendar: {every: fortnight}\n#",
            "(calendar.every): 'fortnight' cannot be used",
        ),
        ("# How a date", "calendar: {year_starts: Aprill}\n#", "(calendar.year_starts): '"),
        ("tone: poor}", "tone: poor, count: off}", "(statuses.2.count): 'off' cannot be used"),
        ("on_track: true}", "on_track: yes}", "write count: on_track, off_track or neither"),
        ("on_track: true}", "on_track: true, count: neither}", "instead of on_track"),
        ("# How a date", "words: {activity: {one: project}}\n#", "the key 'many' is missing"),
        ("# How a date", "words: {goal: {one: a, many: b}}\n#", "'goal' is not a known key"),
    ],
)
def test_a_mistake_in_the_configuration_is_reported(project, old, new, expected):
    assert expected in broken(project, old, new)


def test_a_configuration_where_everything_is_on_track_is_refused(project):
    project.replace("params/council.yml", "tone: attention}", "tone: attention, on_track: true}")
    messages = broken(project, "tone: poor}", "tone: poor, on_track: true}")
    assert "one of the statuses must have count: off_track" in messages


def test_a_mistake_is_reported_with_its_line(project):
    text = (project.root / "params" / "council.yml").read_text(encoding="utf-8")
    line = text[: text.index("tone: poor}")].count("\n") + 1
    assert f"council.yml, line {line} (" in broken(project, "tone: poor}", "tone: pink}")


def test_a_question_without_its_list_of_choices_is_refused(project):
    text = (project.root / "params" / "council.yml").read_text(encoding="utf-8")
    start, end = text.index("registers:"), text.index("types:")
    messages = broken(project, text[start:end], "")
    assert "form asks for risk_registers, but the list of its choices is missing" in messages


def test_more_statuses_of_a_tone_than_can_look_different_are_refused(project):
    one = "  - {{id: s{0}, label: S{0}, answer: S{0}, one: is, many: are, tone: good, "
    one += "count: neither}}"
    more = "\n".join(one.format(number) for number in range(3))
    messages = broken(project, "\nmilestones:", f"{more}\n\nmilestones:")
    assert "at most 3 statuses can have tone: good and look different" in messages


def test_on_track_is_read_as_before_and_count_says_the_same(council):
    assert [status.count for status in council.statuses] == ["on_track", "off_track", "off_track"]
    assert [status.id for status in council.off_track] == ["remedial", "unlikely"]
