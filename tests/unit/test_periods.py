from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdp_lib.periods import Calendar, Period, headed, spoken

EVERY = ("month", "quarter", "half_year", "year")
calendars = st.builds(Calendar, st.integers(1, 12), st.sampled_from(EVERY))


@st.composite
def some_period(draw):
    calendar = draw(calendars)
    return Period(draw(st.integers(1000, 9997)), draw(st.integers(1, calendar.count)), calendar)


periods = some_period()


@given(periods)
def test_a_period_written_and_read_again_is_the_same(period):
    assert Period.parse(str(period), period.calendar) == period


@given(periods)
def test_a_period_is_read_in_small_letters_and_with_a_slash_in_its_year(period):
    assert Period.parse(str(period).lower(), period.calendar) == period
    year = period.year_id.replace("-", "/")
    assert Period.parse(str(period).replace(period.year_id, year), period.calendar) == period


@given(periods)
def test_the_next_of_the_previous_is_the_period_itself(period):
    assert period.previous().next() == period == period.next().previous()


@given(periods)
def test_periods_follow_each_other_without_a_gap(period):
    assert period.next().first_day == period.last_day + timedelta(days=1)
    assert period < period.next()


@given(periods)
def test_a_period_lies_in_its_year_and_is_named_for_it(period):
    assert period.contains_year_of(period.first_day)
    assert period.contains_year_of(period.last_day)
    assert not period.contains_year_of(period.year_last_day + timedelta(days=1))
    assert not period.contains_year_of(period.year_first_day - timedelta(days=1))
    assert str(period).startswith(period.year_id)


@given(periods)
def test_the_periods_of_a_year_fill_it(period):
    calendar = period.calendar
    year = [Period(period.start_year, number, calendar) for number in range(1, calendar.count + 1)]
    assert year[0].first_day == period.year_first_day
    assert year[-1].last_day == period.year_last_day


@given(periods, calendars)
def test_a_period_of_another_calendar_is_never_accepted(period, other):
    alike = (other.every, other.year_starts == 1) == (
        period.calendar.every,
        period.calendar.year_starts == 1,
    )
    if not alike:
        with pytest.raises(ValueError, match=f"write it like {other.example}"):
            Period.parse(str(period), other)


@pytest.mark.parametrize(
    "text",
    ["2019-20-Q0", "2019-20-Q5", "2019-21-Q1", "2019-20", " 2019-20-Q2", "2019-20-Q2\n",
     "2019-Q2", "2019-20-M02", "2019-20-Q02", "0019-20-Q1", "2019/20/Q2-", "9999-00-Q4", ""],
)  # fmt: skip
def test_anything_else_is_refused_with_an_example_of_a_quarter(text):
    with pytest.raises(ValueError, match="is not a quarter; write it like 2019-20-Q2"):
        Period.parse(text)


def test_the_turn_of_a_century_is_written_with_two_digits():
    assert str(Period(1999, 4)) == "1999-00-Q4"
    assert Period.parse("1999-00-Q4").last_day == date(2000, 3, 31)


@pytest.mark.parametrize(
    ("calendar", "text", "days", "words"),
    [
        (Calendar(), "2019-20-Q4", ("2020-01-01", "2020-03-31"),
         ("Quarter 4 2019-20", "Quarter 4", "January to March 2020")),
        (Calendar(1), "2026-Q1", ("2026-01-01", "2026-03-31"),
         ("Quarter 1 2026", "Quarter 1", "January to March 2026")),
        (Calendar(11), "2026-27-Q1", ("2026-11-01", "2027-01-31"),
         ("Quarter 1 2026-27", "Quarter 1", "November 2026 to January 2027")),
        (Calendar(4, "month"), "2026-27-M02", ("2026-05-01", "2026-05-31"),
         ("May 2026", "May", "1 to 31 May 2026")),
        (Calendar(4, "month"), "2027-28-M11", ("2028-02-01", "2028-02-29"),
         ("February 2028", "February", "1 to 29 February 2028")),
        (Calendar(4, "half_year"), "2026-27-H2", ("2026-10-01", "2027-03-31"),
         ("second half of 2026-27", "second half", "October 2026 to March 2027")),
        (Calendar(1, "year"), "2026", ("2026-01-01", "2026-12-31"),
         ("2026", "2026", "January to December 2026")),
        (Calendar(9, "year"), "2026-27", ("2026-09-01", "2027-08-31"),
         ("2026-27", "2026-27", "September 2026 to August 2027")),
    ],
)  # fmt: skip
def test_each_kind_of_period_has_its_days_and_its_words(calendar, text, days, words):
    period = Period.parse(text, calendar)
    assert (period.first_day.isoformat(), period.last_day.isoformat()) == days
    assert (period.label, period.short_label, period.span) == words


def test_a_period_of_another_year_is_named_with_its_year():
    now = Period(2026, 1, Calendar(4, "half_year"))
    assert now.previous().beside(now) == "second half of 2025-26"
    assert now.next().beside(now) == "second half"


def test_a_half_takes_its_article_in_a_sentence_and_its_capital_in_a_heading():
    assert spoken("second half of 2025-26") == "the second half of 2025-26"
    assert headed("second half of 2025-26") == "Second half of 2025-26"
    assert (spoken("May"), headed("May")) == ("May", "May")
