import re

import pandas as pd
import pandera.pandas as pa
import pytest

from sdp_lib.errors import InputError
from sdp_lib.inputs.frames import (
    each_is,
    is_date,
    is_moment,
    known,
    known_list,
    matches,
    read_frame,
    split,
    to_dates,
    to_lists,
)

COLUMNS = ("key", "value")
SCHEMA = pa.DataFrameSchema({"value": pa.Column(str, matches(re.compile("[a-z]*"), "a word"))})


@pytest.fixture
def read(tmp_path):
    def write_and_read(content: str | bytes, schema: pa.DataFrameSchema = SCHEMA):
        path = tmp_path / "sample.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_frame(path, COLUMNS, schema, key="key")

    return write_and_read


def refused(read, content: str | bytes, schema: pa.DataFrameSchema = SCHEMA) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(content, schema)
    return [str(problem) for problem in caught.value.problems]


def test_every_value_stays_text_and_the_index_is_the_row_of_a_spreadsheet(read):
    frame = read('key,value\n007,\n\n"a,b","x\n\n"\n'.replace("x\n\n", "x"))
    assert frame.to_dict("index") == {
        2: {"key": "007", "value": ""},
        4: {"key": "a,b", "value": "x"},
    }


def test_a_byte_order_mark_windows_line_ends_and_blank_rows_do_no_harm(read):
    frame = read(b"\xef\xbb\xbfkey,value\r\n1,a\r\n\r\n,\r\n")
    assert frame.to_dict("records") == [{"key": "1", "value": "a"}]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("key", ["there is no column 'value'"]),
        ("key,value,more", ["the column 'more' is not known"]),
        ("key,valeu", ["there is no column 'value'", "the column 'valeu' is not known"]),
        ("value,key", ["column 1 is 'value', where 'key' belongs"]),
        ("key,value,value", ["column 3 is 'value' again"]),
        ("", ["there is no column 'key'", "there is no column 'value'"]),
    ],
)
def test_a_wrong_header_is_reported_column_by_column(read, header, expected):
    problems = refused(read, f"{header}\n1,a\n")
    assert len(problems) == len(expected)
    for problem, words in zip(problems, expected, strict=True):
        assert "sample.csv, row 1: " in problem
        assert words in problem


def test_rows_with_too_few_or_too_many_cells_are_reported_at_once(read):
    few, many = refused(read, "key,value\n1\n2,b\n3,c,d\n")
    assert "row 2: it has 1 cell, and the header has 2" in few
    assert "row 4: it has 3 cells" in many


def test_a_bad_cell_is_reported_with_file_row_key_column_and_what_to_do(read):
    (message,) = refused(read, "key,value\n1,a\n2,B\n")
    assert message.endswith(
        "sample.csv, row 3 (2): value is 'B', which is not allowed here. Write a word. [SDP-217]"
    )


def test_a_row_without_a_key_is_reported_too(read):
    (message,) = refused(read, "key,value\n,B\n")
    assert "row 2 (no id)" in message


def test_text_that_is_not_utf8_is_reported_with_its_line(read):
    (message,) = refused(read, b"key,value\n1,a\n2,caf\xe9\n")
    assert "sample.csv, line 3: the byte 0xe9 is not UTF-8" in message


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_that_is_too_long_is_reported_with_its_row(read, quote):
    (message,) = refused(read, f"key,value\n1,a\n2,{quote}{'x' * 3_000_001}\n")
    assert "sample.csv, row 3: a cell has more than 3,000,000 characters" in message


def test_carriage_returns_alone_end_rows_and_stay_inside_quotation_marks(read):
    frame = read(b'key,value\r1,a\r\r2,"b\rc"\r\n3,d', pa.DataFrameSchema())
    assert frame.to_dict("index") == {
        2: {"key": "1", "value": "a"},
        4: {"key": "2", "value": "b\nc"},
        5: {"key": "3", "value": "d"},
    }


def test_control_characters_are_left_out_or_part_words_and_other_characters_stay(read):
    text = "key,value\n\x001,£\x85\u2028\xa0\ufffe\x07é\n"
    frame = read(text, pa.DataFrameSchema())
    assert frame.to_dict("records") == [{"key": "1", "value": "£ \u2028\xa0é"}]


def test_a_long_list_is_named_by_its_first_ids_and_the_number_of_the_others(read):
    listed = [str(number) for number in range(1, 100_001)]
    schema = pa.DataFrameSchema({"value": pa.Column(str, known(listed, "number"))})
    (message,) = refused(read, "key,value\n1,0\n", schema)
    assert "Choose from 1, 2, 3, " in message
    assert message.endswith(", 19, 20 and 99980 more. [SDP-212]")


def test_each_different_text_is_looked_at_once():
    looked: list[str] = []
    texts = pd.Series(["b", "a", "b", ""], index=[5, 3, 9, 2], dtype=str)
    flags = each_is(texts, lambda text: looked.append(text) or text == "b")
    assert looked == ["b", "a", ""]
    assert flags.to_dict() == {5: True, 3: False, 9: True, 2: False}
    assert each_is(texts[:0], bool).dtype == bool


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="the file does not exist"):
        read_frame(tmp_path / "none.csv", COLUMNS, SCHEMA, key="key")


@pytest.mark.parametrize(
    "text", ["31/10/2019", "2019-02-29", "20191031", "2019-W44-4", "TBC", "2019-10", " "]
)
def test_only_real_iso_dates_are_dates(text):
    assert not is_date(text)
    assert not is_moment(text)


@pytest.mark.parametrize(
    "text", ["2019-09-03T24:00", "2019-09-03T10:60", "2019-09-03 10:00", "T10:00"]
)
def test_only_real_times_of_day_are_moments(text):
    assert not is_moment(text)
    assert is_moment("2019-09-03T23:59:59")


def test_a_list_holds_known_ids_each_once(read):
    schema = pa.DataFrameSchema({"value": pa.Column(str, known_list(["a", "b"], "letter"))})
    assert len(read("key,value\n1,a;b\n2,\n3,b\n", schema)) == 3
    assert len(refused(read, "key,value\n1,a;a\n2,a;\n3,c\n4,a; b\n", schema)) == 4


def test_blank_dates_and_lists_become_nothing_and_not_a_value(read):
    frame = read("key,value\n1,\n", pa.DataFrameSchema())
    assert to_dates(frame, ["value"])["value"].isna().all()
    assert to_lists(frame, ["value"])["value"].tolist() == [()]
    assert split("a;b") == ("a", "b")
