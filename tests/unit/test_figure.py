from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from sdp_lib.measures.figure import Count, Figure, compared, percent

counts = st.integers(1, 10**6).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(counts)
def test_a_percentage_is_rounded_as_people_round_it(count):
    value, of = count
    exact = Decimal(100 * value) / Decimal(of)
    assert percent(value, of) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_halves_go_up_where_bankers_and_floats_would_not():
    assert [percent(1, 8), percent(1, 200), percent(5, 1000), percent(29, 200)] == [13, 1, 1, 15]


def test_a_count_out_of_nothing_has_no_percentage():
    assert percent(0, 0) is None
    assert Figure("x", 0, 0).percent is None


def test_an_earlier_count_out_of_nothing_is_no_earlier_count():
    figures = compared([Count("a", 1, 2), Count("b", 1, 2)], [Count("a", 0, 0), Count("b", 0, 3)])
    assert (figures["a"].previous, figures["a"].change) == (None, None)
    assert (figures["b"].previous, figures["b"].previous_of, figures["b"].change) == (0, 3, 1)


def test_without_an_earlier_quarter_nothing_is_compared():
    assert compared([Count("a", 1, 2)])["a"].previous is None
    assert compared([Count("a", 1, 2)])["a"].compared is None
