"""Phrases that put figures into words: nouns for what they are out of, and predicates.

Figures whose names contain an ID of the configuration are in `figure_words.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sdp_lib.presentation.wording import ACTIVITY

Pair = tuple[str, str]  # for one, and for any other number


@dataclass(frozen=True)
class Noun:
    """What a figure is out of: the noun for one and for many, and "those …" for its meaning."""

    words: Pair
    those: str
    kind: str = "Activities"


@dataclass(frozen=True)
class FigureWords:
    """The words of a figure: what it is out of, and the predicate for one and for many.

    `otherwise` describes the others, if "none" with the predicate would be a double negative.
    `labels` from the configuration replace `{}`, for one and for many.
    """

    noun: Noun
    predicate: Pair
    otherwise: Pair | None = None
    labels: Pair = ("", "")

    def said(self, say: Callable[[str], str]) -> FigureWords:
        """Return the same in an organisation's words, and with its labels as they are typed."""
        one, many = self.labels

        def pair(words: Pair) -> Pair:
            return say(words[0]).replace("{}", one), say(words[1]).replace("{}", many)

        those = say(self.noun.those).replace("{}", many)
        otherwise = pair(self.otherwise) if self.otherwise else None
        noun = Noun(pair(self.noun.words), those, say(self.noun.kind))
        return FigureWords(noun, pair(self.predicate), otherwise)

    @property
    def counted(self) -> str:
        """What the figure counts."""
        return f"{self.noun.kind} that {self.predicate[1]}"

    @property
    def meaning(self) -> str:
        """What the figure counts, and of which things."""
        return f"{self.counted}, of {self.noun.those}"


def activity(condition: str) -> Noun:
    """Return the noun for activities that meet a condition, whose words follow the noun."""
    return Noun((f"activity {condition}", f"activities {condition}"), f"those {condition}")


COVERED = Noun(ACTIVITY, "all that the report covers")
RESPONSE = activity("that made a return")
OFF_TRACK = activity("not on track")
DUE = activity("due to end this year")
DUE_AND_REVISED = activity("due to end this year with a revised end date")
REVISED = activity("with a revised end date")
WITH_MILESTONES = activity("with a milestone date")
IN_BOTH = activity("with a return in both quarters")
DATES = Noun(
    ("milestone date", "milestone dates"),
    "those given in the quarter before",
    "Milestone dates",
)
DATES_NOW = Noun(
    ("milestone date given now", "milestone dates given now"),
    "those given in this quarter",
    "Milestone dates",
)

_END = "original end date in this financial year"
_SLIPPING = "slipping (not on track, or with a revised end date)"
_LATE = "made a return after the form had closed"
_BOARD = "to report to a board this year"
_NO_BOARD = "to report to no board this year"
_MITIGATION = "a mitigating action or escalation"

FIXED = {
    "returns.received": FigureWords(COVERED, ("has made a return", "have made a return")),
    "returns.late": FigureWords(COVERED, (_LATE, _LATE)),
    "returns.missing": FigureWords(
        COVERED,
        ("has made no return", "have made no return"),
        otherwise=("has made a return", "have made a return"),
    ),
    # Not "not on track": none of them would be a double negative.
    "delivery.not_on_track": FigureWords(RESPONSE, ("is off track", "are off track")),
    "due.this_year": FigureWords(RESPONSE, (f"has an {_END}", f"have an {_END}")),
    "due.revised_end": FigureWords(DUE, ("has a revised end date", "have a revised end date")),
    "due.off_track_or_revised": FigureWords(DUE, (f"is {_SLIPPING}", f"are {_SLIPPING}")),
    "due.revised_end_on_track": FigureWords(DUE_AND_REVISED, ("is on track", "are on track")),
    "milestones.any": FigureWords(
        RESPONSE, ("has given a milestone date", "have given a milestone date")
    ),
    "end_dates.revised": FigureWords(
        RESPONSE, ("has a revised end date", "have a revised end date")
    ),
    "end_dates.revised_on_track": FigureWords(REVISED, ("is on track", "are on track")),
    "issues.any": FigureWords(OFF_TRACK, ("names an issue", "name an issue")),
    "issues.more_than_one": FigureWords(
        OFF_TRACK, ("names more than one issue", "name more than one issue")
    ),
    "mitigations.any": FigureWords(OFF_TRACK, (f"has {_MITIGATION}", f"have {_MITIGATION}")),
    "risk.any": FigureWords(OFF_TRACK, ("is on a risk register", "are on a risk register")),
    "governance.expected.none": FigureWords(
        RESPONSE,
        (f"expects {_NO_BOARD}", f"expect {_NO_BOARD}"),
        otherwise=(f"expects {_BOARD}", f"expect {_BOARD}"),
    ),
    "movement.newly_off_track": FigureWords(IN_BOTH, ("is newly off track", "are newly off track")),
    "movement.worsened": FigureWords(
        IN_BOTH, ("was off track and has got worse", "were off track and have got worse")
    ),
    "movement.improved": FigureWords(
        IN_BOTH, ("has improved but is still off track", "have improved but are still off track")
    ),
    "movement.recovered": FigureWords(
        IN_BOTH, ("has recovered and is on track again", "have recovered and are on track again")
    ),
    "milestone_dates.kept": FigureWords(
        DATES, ("was kept and is still to come", "were kept and are still to come")
    ),
    "milestone_dates.passed": FigureWords(
        DATES, ("was kept and has come", "were kept and have come")
    ),
    "milestone_dates.brought_forward": FigureWords(
        DATES, ("was brought forward", "were brought forward")
    ),
    "milestone_dates.put_back": FigureWords(
        DATES, ("was put back before it came", "were put back before they came")
    ),
    "milestone_dates.missed": FigureWords(
        DATES, ("was missed and is now later", "were missed and are now later")
    ),
    "milestone_dates.disappeared": FigureWords(DATES, ("has disappeared", "have disappeared")),
    "milestone_dates.new": FigureWords(DATES_NOW, ("is new", "are new")),
}
