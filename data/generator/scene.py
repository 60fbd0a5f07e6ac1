"""Where and when something happens: one activity in one window, with a chance of its own."""

from dataclasses import dataclass

from chance import Chance
from plans import Activity
from windows import Window


@dataclass(frozen=True)
class Scene:
    """What every invention needs to know; the chance belongs to this place and this matter."""

    activity: Activity
    window: Window
    chance: Chance


def scene_of(activity: Activity, window: Window, matter: str) -> Scene:
    """Return the scene for one matter: `life`, `words` or `submitted`."""
    return Scene(activity, window, Chance(matter, window.quarter, activity.number))
