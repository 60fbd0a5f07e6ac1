"""Sections of a report: all the fragments of a section, or those of one part.

`report.delivery()` is the whole section. `report.delivery.chart()` is one of its parts, so that
analysts can show parts in another order, with their own words between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Self, TypeVar, overload

from sdp_lib.presentation.fragments import MARKED, Fragment, in_notebook
from sdp_lib.presentation.notebook_outputs import show

Pieces = Iterator[Fragment | None]
# Levels of detail, from least to most: one page, main points with activities, the whole report.
DETAILS = ("summary", "activities", "full")
AReport = TypeVar("AReport", bound="Any")


@dataclass(frozen=True)
class Section:
    """The fragments of a section, in order."""

    fragments: tuple[Fragment, ...]

    def _ipython_display_(self) -> None:
        if self.fragments:
            show(in_notebook(self.html), MARKED)

    @property
    def html(self) -> str:
        """The whole section as HTML."""
        return "\n".join(str(fragment.html) for fragment in self.fragments)


class SectionCall:
    """One section of a report: called for all of it; each of its `parts` is a method.

    A section that is not `shown` is empty as a whole, but each part can still be called.
    """

    def __init__(
        self, make: Callable[[], Pieces], *, name: str, parts: Mapping[str, str], shown: bool
    ):
        self._make = make
        self._shown = shown
        self.name = name
        self.parts = dict(parts)

    def __call__(self) -> Section:
        """Return the whole section."""
        return section(self._make() if self._shown else ())

    def __getattr__(self, part: str) -> Callable[[], Section]:
        if part.startswith("_"):  # names that Python and IPython look for
            raise AttributeError(part)
        if part not in self.parts:
            known = ", ".join(f"{name}()" for name in self.parts) or "none"
            raise AttributeError(f"{self.name} has no part {part}(). Its parts: {known}.")
        return partial(self._part, part)

    def _part(self, part: str) -> Section:
        return section(fragment for fragment in self._make() if fragment and fragment.part == part)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.parts]

    def __repr__(self) -> str:
        parts = "".join(f"\n  .{name}()  {words}" for name, words in self.parts.items())
        return f"{self.name}(): the whole section. Its parts:{parts}"


class SectionMethod(Generic[AReport]):
    """A method of a report that yields a section's fragments, as its notebook sees it."""

    def __init__(
        self, method: Callable[[AReport], Pieces], *, least: str, parts: Mapping[str, str]
    ):
        self._method = method
        self.least = least
        self.parts = dict(parts)
        self.name = method.__name__
        self.__doc__ = method.__doc__

    @overload
    def __get__(self, report: None, kind: type[AReport]) -> Self: ...
    @overload
    def __get__(self, report: AReport, kind: type[AReport] | None = None) -> SectionCall: ...
    def __get__(
        self, report: AReport | None, kind: type[AReport] | None = None
    ) -> Self | SectionCall:
        if report is None:
            return self
        make = partial(self._method, report)
        shown = DETAILS.index(report.detail) >= DETAILS.index(self.least)
        return SectionCall(make, name=self.name, parts=self.parts, shown=shown)


def section_with(
    least: str = "full", /, **parts: str
) -> Callable[[Callable[[AReport], Pieces]], SectionMethod[AReport]]:
    """Turn a method into a section with these parts: each name with what it shows.

    `least` is the least detail at which the whole section is shown.
    """
    return lambda method: SectionMethod(method, least=least, parts=parts)


def section(fragments: Iterable[Fragment | None]) -> Section:
    """Make a section from the fragments that are not None."""
    return Section(tuple(fragment for fragment in fragments if fragment is not None))
