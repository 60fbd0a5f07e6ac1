import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import frame

from sdp_lib.inputs.csv_file import guarded, unguarded
from sdp_lib.ledger import FigureRow, Ledger
from sdp_lib.pipeline.assemble.csv_files import as_csv, figures_csv

FORMULA = re.compile(r"[\t\r]|\s*[=+@＝＋＠-]")


@given(st.text())
def test_no_text_begins_as_a_formula_and_none_is_lost(text):
    safe = guarded(text)
    assert not FORMULA.match(safe)
    assert safe in (text, f"'{text}")
    assert (safe == text) != bool(FORMULA.match(text))
    assert unguarded(safe) == text or text.startswith("'")


@pytest.mark.parametrize("number", [-3, 0, 2.5, True])
def test_numbers_stay_numbers(number):
    assert guarded(number) is number


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1))
def test_values_written_as_csv_are_read_again(row):
    read = next(csv.reader(io.StringIO(as_csv(row, []), newline="")))
    assert read == row


def test_the_figures_have_the_columns_of_the_contract_and_blanks_for_what_is_not_there():
    figure = FigureRow(
        figure="a.b", value=0, of=0, percent=None, previous=None, compared="2019-20-Q1"
    )
    ledger = Ledger(
        report="council", page=frame(), figures=(figure,), series=(), made_from={}, scopes=()
    )
    content = figures_csv([ledger])
    assert (
        content
        == "report,figure,value,of,percent,previous,compared\ncouncil,a.b,0,0,,,2019-20-Q1\n"
    )


@given(st.text())
def test_no_lone_carriage_return_leaves_and_a_row_stays_one_row(text):
    written = as_csv(["a", "b"], [[text, "x"]])
    assert "\r" not in written
    assert len(list(csv.reader(io.StringIO(written, newline="")))) == 2
