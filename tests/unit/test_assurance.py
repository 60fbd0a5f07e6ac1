import pytest
from support import ROOT

from sdp_lib.errors import InputError
from sdp_lib.inputs.assurance import COLUMNS, read_assurance
from sdp_lib.inputs.council import read_council


@pytest.fixture
def read(tmp_path):
    def write_and_read(*rows: str):
        path = tmp_path / "assurance" / "2019-20.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
        return read_assurance(
            tmp_path / "assurance/2019-20.csv", ["45"], read_council(ROOT / "params")
        )

    return write_and_read


def test_no_file_means_no_assurance(tmp_path):
    path = tmp_path / "assurance/2019-20.csv"
    frame = read_assurance(path, ["45"], read_council(ROOT / "params"))
    assert (len(frame), list(frame.columns)) == (0, list(COLUMNS))


def test_one_activity_may_have_several_reviews(read):
    row = "45,internal_audit,RB48 2020,Companies,2019-20-Q1,pending,"
    assert len(read(row, row)) == 2


def test_every_bad_cell_is_reported_at_once(read):
    with pytest.raises(InputError) as caught:
        read("46,gossip,,,2019-20-Q5,maybe,")
    message = str(caught.value)
    for column in ("activity", "source", "title", "due_quarter", "opinion"):
        assert f"2019-20.csv, row 2 (46): {column} is" in message
