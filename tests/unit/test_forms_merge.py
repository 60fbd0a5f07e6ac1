import pytest

from sdp_lib.errors import InputError
from sdp_lib.inputs.csv_file import to_csv
from sdp_lib.inputs.forms.merge import Change, Merged, merge, read_present
from sdp_lib.inputs.forms.received import (
    Receipt,
    is_overtaken,
    log_path,
    log_text,
    read_log,
    receipts_of,
)

COLUMNS = ("activity", "submitted", "progress")
ORDER = ("3", "1", "2", "10")


def answer(activity: str, progress: str, day: int = 3) -> tuple[str, str, str]:
    return (activity, f"2019-09-{day:02d}T10:00:00", progress)


def merged(present: list, came: list, *, overtaken: bool = False) -> Merged:
    by_activity = ({row[0]: row for row in rows} for rows in (present, came))
    return merge(*by_activity, COLUMNS, ORDER, overtaken=overtaken)


def test_answers_are_in_the_order_of_the_plan():
    result = merged([], [answer("10", "a"), answer("3", "b"), answer("2", "c")])
    assert [row[0] for row in result.rows] == ["3", "2", "10"]
    assert result.new == ("3", "2", "10")


def test_the_same_answers_change_nothing():
    result = merged([answer("1", "a")], [answer("1", "a")])
    assert (result.differs, result.unchanged) == (False, ("1",))


def test_changes_are_reported_cell_by_cell():
    result = merged([answer("1", "a")], [answer("1", "b", day=4)])
    assert result.changed == (
        Change("1", "submitted", "2019-09-03T10:00:00", "2019-09-04T10:00:00"),
        Change("1", "progress", "a", "b"),
    )
    assert result.rows == (answer("1", "b", day=4),)


def test_an_answer_that_the_export_lacks_is_kept():
    result = merged([answer("1", "a"), answer("2", "b")], [answer("2", "b")])
    assert (result.kept, result.differs, len(result.rows)) == (("1",), False, 2)


def test_an_answer_that_is_older_than_what_is_there_is_left_out():
    result = merged([answer("1", "new", day=5)], [answer("1", "old")])
    assert (result.older, result.differs, result.rows) == (
        ("1",),
        False,
        (answer("1", "new", day=5),),
    )


def test_an_edited_answer_counts_unless_a_later_export_came_since():
    before, after = [answer("1", "a")], [answer("1", "b")]
    assert merged(before, after).rows == tuple(after)
    assert merged(before, after, overtaken=True).rows == tuple(before)
    assert merged(before, before, overtaken=True).older == ()


def test_rows_are_written_with_lf_and_as_few_quotes_as_may_be():
    assert to_csv(["a", "b"], [["1", 'x, "y"\nz'], ["", "=1"]]) == 'a,b\n1,"x, ""y""\nz"\n,=1\n'


def test_existing_returns_are_read_as_they_are(tmp_path):
    path = tmp_path / "returns.csv"
    assert read_present(path, COLUMNS, ORDER) == {}
    path.write_text(to_csv(COLUMNS, [answer("1", " two\nlines ")]))
    assert read_present(path, COLUMNS, ORDER) == {"1": answer("1", " two\nlines ")}


def test_returns_that_no_longer_fit_are_reported_before_anything_is_added(tmp_path):
    path = tmp_path / "returns.csv"
    path.write_text(to_csv(COLUMNS, [answer("1", "a"), answer("1", "b"), answer("9", "c")]))
    with pytest.raises(InputError) as caught:
        read_present(path, COLUMNS, ORDER)
    assert [problem.wrong for problem in caught.value.problems] == [
        "activity is '1', which is also in another row",
        "activity is '9', which is not a known activity of the plan",
    ]


def receipt(digest: str, quarter: str = "2019-20-Q2") -> Receipt:
    return Receipt(
        quarter, f"{digest}.xlsx", "2019-09-16", "79", digest, "sent again, with a comma"
    )


def test_the_log_is_written_as_it_is_read(tmp_path):
    assert read_log(tmp_path) == ()
    log_path(tmp_path).parent.mkdir()
    log_path(tmp_path).write_text(log_text([receipt("a"), receipt("b")]))
    assert read_log(tmp_path) == (receipt("a"), receipt("b"))


@pytest.mark.parametrize(
    "text", ["", "quarter,file\n", "quarter,file,received,rows,sha256,note\na,b\n"]
)
def test_a_log_of_another_form_is_reported(tmp_path, text):
    log_path(tmp_path).parent.mkdir()
    log_path(tmp_path).write_text(text)
    with pytest.raises(
        InputError,
        match=r"log.csv, row [12]: (it has 2 cells, and|the header is not) .*quarter, ?file",
    ):
        read_log(tmp_path)


def test_an_export_is_overtaken_once_another_one_of_its_quarter_came_after_it():
    log = [receipt("a"), receipt("b"), receipt("c", "2019-20-Q3")]
    assert is_overtaken(log, "2019-20-Q2", "a")
    assert not is_overtaken(log, "2019-20-Q2", "b")
    assert not is_overtaken(log, "2019-20-Q2", "never seen")
    assert receipts_of(log, "2019-20-Q3", "c") == [receipt("c", "2019-20-Q3")]
