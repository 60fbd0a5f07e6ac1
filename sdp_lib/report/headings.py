"""An organisation's own headings for the notebooks that come with the project.

Headings are written in notebooks, which are the same for every organisation. A section that an
organisation names differently, or does not ask about, is corrected on its pages.
"""

from __future__ import annotations

from collections.abc import Iterator

from sdp_lib.inputs.council import Council

_NAMED = ("Summary of activities", "Activity scorecards", "Activities")
_MILESTONES = ("Milestones", "Milestones and end dates")
_ISSUES, _MITIGATION = "Issues", "Mitigating actions or escalations"


def headings(council: Council) -> dict[str, str]:
    """Return the replacement of each heading; blank if the section is empty."""
    found = {usual: council.say(usual) for usual in _NAMED} | dict(_asked(council))
    return {usual: own for usual, own in found.items() if own != usual}


def _asked(council: Council) -> Iterator[tuple[str, str]]:
    asks = council.asks
    issues, mitigation = asks("issues", "issue_other"), asks("mitigation")
    boards, risk = asks("boards_reported", "boards_expected"), asks("risk_registers")
    if not council.kinds:
        yield from ((usual, "End dates" if asks("revised_end") else "") for usual in _MILESTONES)
    elif not asks("revised_end"):
        yield _MILESTONES[1], _MILESTONES[0]
    yield _ISSUES, _ISSUES if issues else ""
    yield _MITIGATION, _MITIGATION if mitigation else ""
    yield "Governance", "Governance" if boards else ""
    yield "Risk", "Risk" if risk else ""
    yield "Progress", "Progress" if asks("progress") else ""
    yield "Issues and mitigation", _either("Issues", issues, "Mitigation", mitigation)
    yield "Governance and risk", _either("Governance", boards, "Risk", risk)


def _either(one: str, there: bool, other: str, also: bool) -> str:  # noqa: FBT001 - which of two
    return (
        f"{one} and {other.lower()}" if there and also else one if there else other if also else ""
    )
