"""The list of scenes: each a small function that plays on a stage."""

from collections.abc import Callable
from dataclasses import dataclass

from app.scenes.stage import Stage

Play = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """A name for the file, the task that is chosen, and what is done before the picture.

    `draws` where marks are made.
    """

    name: str
    task: str
    play: Play
    draws: bool


SCENES: dict[str, Scene] = {}


def scene(task: str = "mitosis", *, draws: bool = False) -> Callable[[Play], Play]:
    """Put a function on the list, by its own name."""

    def note(play: Play) -> Play:
        name = play.__name__
        if name in SCENES:
            raise ValueError(f"there is a scene called {name} already")
        SCENES[name] = Scene(name, task, play, draws)
        return play

    return note
