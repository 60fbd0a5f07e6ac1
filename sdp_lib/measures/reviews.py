"""Assurance: audits and reviews, which activities they touch, and whether they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from sdp_lib.inputs.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Review:
    """An audit or review of an activity (contract: `assurance/PLAN.csv`)."""

    activity: str
    source: str
    reference: str
    title: str
    due_quarter: str
    opinion: str
    note: str


@dataclass(frozen=True)
class Agreement:
    """How many reviews have reported, how many of those agree, and how many are to come."""

    reported: int
    agreeing: int
    pending: int


def all_reviews(dataset: Dataset) -> list[Review]:
    """Return every review of a plan, in the order of its file."""
    columns = [field.name for field in fields(Review)]
    return [Review(*row) for row in dataset.assurance[columns].itertuples(index=False)]


def agreement(reviews: Sequence[Review]) -> Agreement:
    """Count how assurance compares with the lead officers' own view (report section 7)."""
    opinions = [review.opinion for review in reviews]
    pending = opinions.count("pending")
    return Agreement(len(opinions) - pending, opinions.count("consistent"), pending)
