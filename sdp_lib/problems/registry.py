"""Every kind of problem by its code, in order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import ModuleType

from sdp_lib.problems import (
    answers,
    building,
    call,
    forms,
    notebooks,
    plan,
    publishing,
    quality_plan,
    quality_returns,
    returns,
)
from sdp_lib.problems import files as file_problems
from sdp_lib.problems.kind import Kind

ROOMS: Mapping[str, tuple[ModuleType, ...]] = {
    "How a command is called": (call,),
    "Files and settings": (file_problems,),
    "The plan": (plan,),
    "Returns and forms": (returns, forms, answers),
    "Commentary and notebooks": (notebooks,),
    "Building reports": (building,),
    "Publishing and verifying": (publishing,),
    "What `sdp check` finds": (quality_returns, quality_plan),
}


def kinds_in(modules: tuple[ModuleType, ...]) -> list[Kind]:
    """Return the kinds that modules declare, in their order."""
    return [one for module in modules for one in vars(module).values() if isinstance(one, Kind)]


KINDS: Mapping[str, Kind] = {
    kind.code: kind for modules in ROOMS.values() for kind in kinds_in(modules)
}


@cache
def examples() -> Mapping[str, str]:
    """Return a message of each kind by its code, as `docs/errors.py` has written them."""
    text = files("sdp_lib.problems").joinpath("examples.json").read_text(encoding="utf-8")
    return dict(json.loads(text))
