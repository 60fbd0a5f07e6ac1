from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdp_lib.periods import Period

quarters = st.builds(Period, st.integers(1000, 9998), st.integers(1, 4))


@given(quarters)
def test_a_quarter_written_and_read_again_is_the_same(quarter):
    assert Period.parse(str(quarter)) == quarter


@given(quarters)
def test_the_next_of_the_previous_is_the_quarter_itself(quarter):
    assert quarter.previous().next() == quarter == quarter.next().previous()


@given(quarters)
def test_quarters_follow_each_other_without_a_gap(quarter):
    assert quarter.next().first_day == quarter.last_day + timedelta(days=1)
    assert quarter < quarter.next()


@given(quarters)
def test_a_quarter_lies_in_its_financial_year(quarter):
    assert quarter.contains_year_of(quarter.first_day)
    assert quarter.contains_year_of(quarter.last_day)
    assert not quarter.contains_year_of(quarter.year_last_day + timedelta(days=1))
    assert not quarter.contains_year_of(quarter.year_first_day - timedelta(days=1))


@pytest.mark.parametrize(
    "text",
    [
        "2019-20-Q0",
        "2019-20-Q5",
        "2019-21-Q1",
        "2019-20",
        "2019-20-q2",
        " 2019-20-Q2",
        "2019-20-Q2\n",
    ],
)
def test_what_is_no_quarter_is_refused(text):
    with pytest.raises(ValueError, match="is no quarter"):
        Period.parse(text)


def test_the_turn_of_a_century_is_written_with_two_digits():
    assert str(Period(1999, 4)) == "1999-00-Q4"
    assert Period.parse("1999-00-Q4").last_day == date(2000, 3, 31)
