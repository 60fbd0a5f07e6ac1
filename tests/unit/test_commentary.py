import pytest

from sdp_lib.errors import InputError
from sdp_lib.inputs.commentary import read_commentary
from sdp_lib.periods import Period


@pytest.fixture
def read(tmp_path):
    def write_and_read(text: str):
        path = tmp_path / "commentary" / "2019-20-Q2" / "outcome-3.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return read_commentary(tmp_path, Period(2019, 2), "outcome-3")

    return write_and_read


def test_sections_are_read_by_their_headings(read):
    assert read("\n## issues\n\nOne *word*.\n\nTwo.\n\n##  risk  \nThree.\n## delivery\n\n") == {
        "issues": "One *word*.\n\nTwo.",
        "risk": "Three.",
    }


def test_no_file_means_no_commentary(tmp_path):
    assert read_commentary(tmp_path, Period(2019, 2), "outcome-3") == {}


def test_commentary_over_its_limit_is_reported(read):
    assert read("## risk\n" + "x" * 199_000)
    with pytest.raises(InputError, match=r"outcome-3.md: it has more than 200 KB"):
        read("## risk\n" + "x" * 200_000)


def test_every_wrong_heading_is_reported_with_its_line(read):
    with pytest.raises(InputError) as caught:
        read("lost words\n\n## isues\nx\n## risk\nx\n## risk\ny\n")
    lost, misspelt, again = (str(problem) for problem in caught.value.problems)
    assert "outcome-3.md, line 1: this text comes before the first heading" in lost
    assert "line 3: 'isues' is not a section" in misspelt
    assert "line 7: the heading 'risk' appears again" in again


def test_a_smaller_heading_is_text_and_not_a_section(read):
    assert read("## risk\n### issues\n")["risk"] == "### issues"
