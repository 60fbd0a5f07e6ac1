"""Scopes of reports: the whole plan, or an outcome, directorate, portfolio or activity."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sdp_lib.errors import InputError
from sdp_lib.inputs.council import label
from sdp_lib.inputs.dataset import Dataset
from sdp_lib.inputs.scope import EVERYTHING, Scope
from sdp_lib.measures.responses import Activity, responses
from sdp_lib.periods import headed
from sdp_lib.problems.notebooks import NOT_OF_PLAN, ONE_SCOPE


def only_one(chosen: Mapping[str, str]) -> tuple[str, str]:
    """Return the one thing that a report is about: its kind and its ID.

    `InputError` if several were given, or none.
    """
    given = [(each, one) for each, one in chosen.items() if one]
    if len(given) != 1:
        found = " and ".join(f"{each} {one!r}" for each, one in given) or "nothing"
        raise InputError.of(ONE_SCOPE, "parameters", f"the report would be about {found}")
    return given[0]


def _of_council(dataset: Dataset, _: str) -> tuple[str, Scope, str]:
    organisation = dataset.council.organisation
    return f"{organisation.plan_name} monitoring report", EVERYTHING, organisation.name


def _of_outcome(dataset: Dataset, one: str) -> tuple[str, Scope, str]:
    found = dataset.plan.outcome(one)
    if found is None:
        raise _unknown("outcome", one, [outcome.id for outcome in dataset.plan.outcomes])
    noun = dataset.council.organisation.outcome_noun
    number = f" {found.id}" if found.id.isdigit() else ""
    return f"{noun}{number}: {found.title}", Scope("outcome", one), found.named(noun)


def _of_directorate(dataset: Dataset, one: str) -> tuple[str, Scope, str]:
    known = dataset.council.directorates
    if one not in {item.id for item in known}:
        raise _unknown("directorate", one, [item.id for item in known])
    words = label(known, one)
    noun = dataset.council.vocabulary.directorate[0]
    return f"{headed(noun)}: {words}", Scope("directorate", one), f"the {words} {noun}"


def _of_portfolio(dataset: Dataset, one: str) -> tuple[str, Scope, str]:
    names = {activity.portfolio_id: activity.portfolio for activity in _activities(dataset)}
    if one not in names:
        raise _unknown("portfolio", one, list(names))
    words = names[one]
    noun = dataset.council.vocabulary.portfolio[0]
    return f"{headed(noun)}: {words}", Scope("portfolio_id", one), f"the {words} {noun}"


def _of_activity(dataset: Dataset, one: str) -> tuple[str, Scope, str]:
    titles = {activity.id: activity.title for activity in _activities(dataset)}
    if one not in titles:
        raise InputError.of(
            NOT_OF_PLAN,
            "parameter activity",
            f"plan {dataset.now.params.plan} has no activity {one!r}",
            "Choose one from data/plans/PLAN/activities.csv",
        )
    noun = dataset.council.vocabulary.activity[0]
    return f"{one}. {titles[one]}", Scope("id", one), f"{noun} {one}"


def _activities(dataset: Dataset) -> tuple[Activity, ...]:
    return responses(dataset.now).activities


def _unknown(noun: str, one: str, known: list[str]) -> InputError:
    return InputError.of(
        NOT_OF_PLAN,
        f"parameter {noun}",
        f"the plan has no {noun} {one!r}",
        f"Choose from {', '.join(known)}",
    )


_SCOPES: Mapping[str, Callable[[Dataset, str], tuple[str, Scope, str]]] = {
    "council": _of_council,
    "outcome": _of_outcome,
    "directorate": _of_directorate,
    "portfolio": _of_portfolio,
    "activity": _of_activity,
}


def covers(dataset: Dataset, each: str, one: str) -> tuple[str, Scope, str]:
    """Return a report's title, its scope, and its subject in a sentence.

    `each` is `council`, `outcome`, `directorate`, `portfolio` or `activity`; `InputError` for an
    unknown ID.
    """
    return _SCOPES[each](dataset, one)
