"""Where rounds lie on disk: a folder each, beside the store's file."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from medcls_core.resources import user_folder
from medcls_core.store import LabelStore


@dataclass(frozen=True, slots=True)
class RoundFolder:
    """The files of one round."""

    path: Path

    @property
    def number(self) -> int:
        """Of the round among those of its task."""
        return int(self.path.name)

    @property
    def plan(self) -> Path:
        """What is learnt from, by which recipe."""
        return self.path / "plan.json"

    @property
    def state(self) -> Path:
        """How far it is; written by the process that learns."""
        return self.path / "state.json"

    @property
    def training(self) -> Path:
        """Checkpoint, best weights and curves."""
        return self.path / "training"

    @property
    def candidate(self) -> Path:
        """Weights and card."""
        return self.path / "candidate"

    @property
    def report(self) -> Path:
        """What the gate found."""
        return self.path / "gate.json"

    @property
    def pause(self) -> Path:
        """While this file is there, the process waits between two batches."""
        return self.path / "pause"

    @property
    def cancel(self) -> Path:
        """When this file appears, the process stops; it can be gone on with later."""
        return self.path / "cancel"


def rounds_folder(store: LabelStore, task: str) -> Path:
    """Where the rounds of a store and task lie: beside its file, else in the user's data folder."""
    if store.path is not None:
        return store.path.with_name(f"{store.path.name}.rounds") / task
    name = hashlib.sha256(store.url.encode()).hexdigest()[:16]
    return user_folder() / "rounds" / name / task


def round_folders(store: LabelStore, task: str) -> list[RoundFolder]:
    """Every round that was begun, the first one first."""
    above = rounds_folder(store, task)
    found = (
        [one for one in above.iterdir() if re.fullmatch(r"\d+", one.name)] if above.is_dir() else []
    )
    return sorted(
        (RoundFolder(one) for one in found if (one / "plan.json").is_file()),
        key=lambda one: one.number,
    )


def next_folder(store: LabelStore, task: str) -> RoundFolder:
    """The folder of a new round; it isn't made yet."""
    before = round_folders(store, task)
    number = before[-1].number + 1 if before else 1
    return RoundFolder(rounds_folder(store, task) / f"{number:03d}")


def unfinished(store: LabelStore, task: str) -> RoundFolder | None:
    """The last round, if it was begun and has not come to the gate yet; None if there is none."""
    before = round_folders(store, task)
    return before[-1] if before and not before[-1].report.exists() else None
