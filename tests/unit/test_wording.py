import pytest

from sdp_lib.measures.figure import Figure
from sdp_lib.presentation.fragments import Markup
from sdp_lib.presentation.wording import (
    are,
    change,
    counted,
    earlier,
    listed,
    noun,
    percentage,
    quantity,
    sentence,
    share,
    statement,
)

BEFORE = "Quarter 1"


@pytest.mark.parametrize(
    ("number", "said"), [(0, "no activities are"), (1, "1 activity is"), (2, "2 activities are")]
)
def test_nouns_and_verbs_agree_with_none_one_and_many(number, said):
    assert f"{counted(number)} {are(number)}" == said
    assert said.split()[1] == noun(number)


@pytest.mark.parametrize(
    ("value", "of", "said"),
    [
        (0, 0, "No activities are late."),
        (0, 1, "No activity is late."),
        (1, 1, "The only activity is late."),
        (0, 17, "None of the 17 activities is late."),
        (1, 17, "1 of 17 activities is late."),
        (14, 17, "14 of 17 activities are late."),
        (17, 17, "All 17 activities are late."),
    ],
)
def test_a_sentence_about_a_figure_is_grammatical_at_none_one_many_and_all(value, of, said):
    assert statement(Figure("x", value, of), "is late", "are late") == said
    assert said.lower().startswith(share(value, of).lower())


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure("x", 3, 17), ""),
        (Figure("x", 3, 17, 0, 17), "up from 0 in Quarter 1"),
        (Figure("x", 0, 17, 3, 17), "down from 3 in Quarter 1"),
        (Figure("x", 3, 17, 3, 17), "the same as in Quarter 1"),
        (Figure("x", 3, 17, 3, 16), "compared with 3 of 16 in Quarter 1"),
    ],
)
def test_a_change_names_the_earlier_denominator_only_if_it_was_different(figure, said):
    assert change(figure, BEFORE) == said
    assert change(figure, "") == ""


def test_an_uncountable_figure_is_given_in_words_and_never_as_zero():
    nothing = Figure("x", 0, 0)
    assert quantity(nothing) == "none to count"
    assert percentage(nothing) == "not applicable"
    assert earlier(nothing) == "not available"


def test_a_zero_stays_a_zero():
    zero = Figure("x", 0, 3, 0, 3)
    assert (quantity(zero), percentage(zero), earlier(zero)) == ("0 of 3", "0%", "0 of 3")


def test_sentences_and_lists_escape_what_is_typed_and_leave_markup():
    assert sentence("a <b> & c") == "A &lt;b&gt; &amp; c."
    assert sentence(Markup("<b>a</b>?")) == "<b>a</b>?"
    assert listed(["<i>", Markup("<i>")]) == "&lt;i&gt; and <i>"
