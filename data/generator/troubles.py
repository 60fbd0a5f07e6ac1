"""What an activity that is not on track says about issues, mitigation and risk registers."""

from dataclasses import dataclass, replace

from chance import Chance
from life import COMPLETE, ON_TRACK, State
from prose import Teller

THEMES = {
    "capacity": 1.4,
    "complexity": 1.2,
    "delivery_environment": 1.2,
    "dependencies": 1.5,
    "financial": 1.0,
    "governance": 0.5,
    "stakeholders": 1.2,
    "strategic_importance": 0.2,
    "requirements_benefits": 0.3,
    "skills": 0.4,
    "extent_of_change": 0.3,
}
MITIGATIONS = {
    "change_of_approach": 0.8,
    "specific_action": 1.4,
    "resources": 0.7,
    "escalation": 0.7,
}
REGISTERS = {"project": 0.65, "service": 0.45, "directorate": 0.25, "corporate": 0.08}


@dataclass(frozen=True)
class Troubles:
    """The issues, mitigation and risk registers of one return; empty where there are none."""

    themes: tuple[str, ...] = ()
    other: str = ""
    detail: str = ""
    mitigation: str = ""
    mitigation_themes: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()


def next_troubles(before: Troubles, state: State, teller: Teller) -> Troubles:
    """Return the troubles of a quarter: some stay from the return before, others are new."""
    chance = teller.chance
    # Now and then an activity on track notes an issue all the same, and one that needs help
    # does not say with what: a report has to cope with both.
    quiet = 0.96 if state.status == ON_TRACK else 0.03
    if state.status == COMPLETE or chance.happens(quiet):
        return Troubles()
    themes = _themes(before, chance)
    troubles = Troubles(
        themes=themes,
        other=teller.say("other_issue") if chance.happens(0.1) else "",
        detail=" ".join(teller.say(f"issue:{theme}") for theme in themes[:2]),
    )
    return troubles if state.status == ON_TRACK else _answered(troubles, before, teller)


def _themes(before: Troubles, chance: Chance) -> tuple[str, ...]:
    found = set(chance.some(before.themes, 0.7))
    wanted = max(len(found), chance.number(1, 4))
    while len(found) < wanted:
        found.add(chance.weighted(THEMES))
    return tuple(theme for theme in THEMES if theme in found)


def _answered(troubles: Troubles, before: Troubles, teller: Teller) -> Troubles:
    chance = teller.chance
    registers = [
        register
        for register, likely in REGISTERS.items()
        if chance.happens(0.85 if register in before.registers else likely)
    ]
    chosen = {chance.weighted(MITIGATIONS) for _ in range(chance.number(1, 2))}
    if chance.happens(0.15):
        chosen = set()
    kinds = tuple(kind for kind in MITIGATIONS if kind in chosen)
    return replace(
        troubles,
        mitigation=" ".join(teller.say(f"mitigation:{kind}") for kind in kinds),
        # The second question about mitigation is often left unanswered.
        mitigation_themes=kinds if chance.happens(0.85) else (),
        registers=tuple(registers),
    )
