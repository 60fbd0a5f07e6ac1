from dataclasses import dataclass

from sdp_lib.measures.attention import Concern, first_concerns


@dataclass(frozen=True)
class AnAnswer:
    """The fields of an answer that are used."""

    id: str
    on_track: bool = False


def concern(name: str, days: int = 0, *, on_track: bool = False) -> Concern:
    return Concern(AnAnswer(name, on_track), (), 1, days)


def ids(found: list[Concern]) -> str:
    return "".join(one.answer.id for one in found)


def test_the_most_pressing_come_first_and_no_more_than_asked():
    assert ids(first_concerns([concern(one) for one in "abcd"], 2)) == "ab"
    assert ids(first_concerns([], 2)) == ""


def test_the_longest_slip_among_those_on_track_takes_the_last_place():
    found = [*(concern(one, 900) for one in "abc"), concern("d", 200, on_track=True)]
    found.append(concern("e", 300, on_track=True))
    assert ids(first_concerns(found, 2)) == "ae"
    assert ids(first_concerns(found, 5)) == "abcde"


def test_an_activity_on_track_without_a_slip_takes_no_place():
    assert ids(first_concerns([*map(concern, "abc"), concern("d", on_track=True)], 2)) == "ab"
