"""An organisation's words in the library's sentences."""

import pytest

from sdp_lib.inputs.vocabulary import DEFAULT, Vocabulary
from sdp_lib.periods import Calendar

OWN = Vocabulary(
    ("project", "projects"),
    ("owner", "owners"),
    ("unit", "units"),
    ("initiative", "initiatives"),
    Calendar(1, "month"),
)


@pytest.mark.parametrize(
    ("usual", "own"),
    [
        ("An activity is listed.", "A project is listed."),
        ("A portfolio has activities.", "An initiative has projects."),
        ("a lead officer’s words", "an owner’s words"),
        ("lead officers' views, the lead officer's view", "owners' views, the owner's view"),
        ("by directorate and quarter", "by unit and month"),
        ("A directorate", "A unit"),
        ("Since the quarter before", "Since the month before"),
        ("quarterly reports of this financial year", "monthly reports of this year"),
        ("Activities", "Projects"),
        # Names in files are not words of a sentence.
        (
            "data/activities.csv, scorecards/activity-1",
            "data/activities.csv, scorecards/activity-1",
        ),
        ("activity_id inactivity", "activity_id inactivity"),
    ],
)
def test_a_text_is_put_into_the_organisations_words(usual, own):
    assert OWN.say(usual) == own


def test_in_the_default_words_a_text_stays_as_it_is():
    text = "An activity of a directorate, each quarter of the financial year"
    assert DEFAULT.say(text) is text


def test_a_half_year_has_its_article():
    assert Vocabulary(calendar=Calendar(4, "half_year")).say("a quarter before") == (
        "a half-year before"
    )
