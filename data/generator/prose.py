"""The words of an invented return: phrases with the activity's own work filled in."""

from dataclasses import dataclass
from datetime import date

from chance import Chance
from life import COMPLETE, ON_TRACK, REMEDIAL, UNLIKELY, State
from scene import Scene
from tables import read_table
from windows import add_months

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip

Phrases = dict[str, list[str]]


@dataclass(frozen=True)
class Teller:
    """Somebody who fills in a form: knows the phrases and the facts of one activity."""

    phrases: Phrases
    facts: dict[str, str]
    chance: Chance

    def say(self, kind: str) -> str:
        """Return one phrase of a kind with the facts of the activity in it."""
        return self.chance.pick(self.phrases[kind]).format_map(self.facts)


def phrases_of(plan: str) -> Phrases:
    """Return the phrases by kind: those that fit any plan, and those that fit this one only."""
    found: Phrases = {}
    for row in read_table("invented/phrases.csv"):
        if row["plan"] in ("", plan):
            found.setdefault(row["kind"], []).append(row["text"])
    return found


def teller_of(phrases: Phrases, scene: Scene, state: State) -> Teller:
    """Return who tells of this activity in this quarter."""
    facts = _work(scene, state) | _dates(scene, state) | _sums(scene.chance)
    starts = {
        name.capitalize(): sentence_start(facts[name]) for name in ("done", "doing", "partner")
    }
    return Teller(phrases, facts | starts, scene.chance)


def progress_of(scene: Scene, state: State, teller: Teller) -> str:
    """Return the progress description of a return that nobody wrote by hand."""
    return " ".join(filter(None, (teller.say(kind) for kind in _kinds(scene, state))))


def in_words(day: date) -> str:
    """Return a date as people write it: 31 October 2019."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def sentence_start(text: str) -> str:
    """Return the text with a capital at its beginning and the rest as it is."""
    return text[:1].upper() + text[1:]


def _work(scene: Scene, state: State) -> dict[str, str]:
    activity = scene.activity
    return {
        "done": activity.steps[state.step],
        "doing": activity.steps[state.step + 1],
        "last": activity.steps[-1],
        "partner": activity.partner,
        "carried": " and ".join(activity.carried_from),
    }


def _dates(scene: Scene, state: State) -> dict[str, str]:
    past = add_months(scene.window.opened, -scene.chance.number(1, 2))
    future = add_months(scene.window.closed, scene.chance.number(1, 3))
    new_end = state.revised_end or scene.activity.end
    return {
        "month": MONTHS[past.month - 1],
        "next_month": MONTHS[future.month - 1],
        "start": in_words(scene.activity.start),
        "new_end": in_words(new_end) if new_end else "",
    }


def _sums(chance: Chance) -> dict[str, str]:
    budget = chance.number(4, 90) * 10
    return {
        "budget": str(budget),
        "spent": str(max(5, budget * chance.number(10, 70) // 100)),
        "share": str(5 * chance.number(3, 14)),
        "people": chance.pick(("two", "three", "four")),
    }


def _kinds(scene: Scene, state: State) -> list[str]:
    if state.status == COMPLETE:
        return ["complete_after" if state.before == COMPLETE else "complete"]
    if scene.activity.start > scene.window.closed:
        return ["not_started"]
    kinds = []
    if scene.activity.carried_from and not state.before:
        kinds.append("carried" if len(scene.activity.carried_from) == 1 else "merged")
    if state.status == ON_TRACK and state.before in (REMEDIAL, UNLIKELY):
        kinds.append("recovered")
    # One closing thought is enough: the new date where there is one.
    return [*kinds, state.status, "revised" if state.end_moved else f"{state.status}_close"]
