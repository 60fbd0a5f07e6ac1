import re

import pytest

from sdp_lib.inputs import personal
from sdp_lib.inputs.personal import E_MAIL, KINDS, kinds_in, masked, without

FOUND = {
    "an e-mail address": [
        "jo.bloggs@example.org",
        "jo.o'neil@kent.gov.uk",
        "JO@EXAMPLE.ORG",
        "jo [at] example.org",
        "jo(at)example.org",
        "<jo@x.co>",
    ],
    "a telephone number": [
        "01622 694000",
        "(01622) 694 000",
        "+44 (0)1622 694000",
        "+441622694000",
        "0044 1622 694 000",
        "03000 41 41 41",
        "07700-900-123",
        "07700.900.123",
        "01622\u00a0694\u00a0000",
        "tel:01622694000",
        "020-2019-1031",
    ],
    "an NHS number": [
        "943 476 5919",
        "9434765919",
        "943-476-5919",
        "NHS no. 943\u00a0476\u00a05919",
    ],
    "a National Insurance number": [
        "QQ 12 34 56 C",
        "AB123456C",
        "ab 12 34 56 c",
        "AB-12-34-56-C.",
    ],
    "a postcode with a house number": [
        "12 High Street, Maidstone ME14 1XX",
        "12a Acacia Avenue me14 1xx",
        "Flat 2, Rose Cottage,\nLoose Road, Maidstone, ME15 9QQ",
    ],
}
NOTHING = [
    "2019-20",
    "£0123456789",
    "0.1234567890",
    "943 476 5918",
    "1,234,567,890",
    "31/10/2019 10:14",
    "The school in ME14 1XX has 12 rooms",
    "By 2020 the site in ME14 1XX is open",
    "2 @ £5",
    "100000000000",
    "2019 2020 2021 2022",
    "ID 2010000123456",
    "section 106 of the Act",
    "2020-01-15 2020-02-20",
    "2020-01-15-2020-02-20",
    "2020-10-05\u20132020-11-06",
    "05-10-2019 06-11-2019",
    "2020-01 2020-02-01",
]


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in FOUND.items() for text in texts]
)
def test_personal_data_is_found_and_masked_in_its_usual_writings(kind, text):
    assert [one.name for one in kinds_in(f"Ask: {text}")] == [kind]
    hidden = masked(f"Ask: {text}")
    assert "[" in hidden
    assert re.search(r"\d{3}|@example|@kent|@x", hidden, re.IGNORECASE) is None


@pytest.mark.parametrize("text", NOTHING)
def test_other_numbers_are_not_personal_data(text):
    assert kinds_in(text) == ()
    assert masked(text) == text


def test_a_telephone_number_beside_a_date_is_found():
    said = "From 2020-01-15 to 2020-02-20 01622 694000"
    assert masked(said) == "From 2020-01-15 to 2020-02-20 [telephone number]"


def test_each_kind_is_tried_here():
    assert {kind.name for kind in KINDS} == FOUND.keys()


def test_every_repeat_is_bounded_so_that_the_time_grows_as_the_text_does():
    patterns = [one.pattern for one in vars(personal).values() if isinstance(one, re.Pattern)]
    assert len(patterns) > 5
    for pattern in patterns:
        without_classes = re.sub(r"\[(?:\\.|[^\]])*\]", "", pattern)
        assert re.search(r"(?<!\\)[*+]|\{\d+,\}", without_classes) is None, pattern


def test_an_address_that_ends_like_a_listed_one_is_found():
    listed = ["planning@example.org", "03000 41 41 41"]
    assert kinds_in("Ask planning@example.org, or ring 03000 41 41 41.", listed) == ()
    assert kinds_in("Ask jo.planning@example.org.", listed) == (E_MAIL,)
    text = "planning@example.org or jo@example.org"
    assert without(text, E_MAIL, not_personal=listed) == "planning@example.org or [address]"
