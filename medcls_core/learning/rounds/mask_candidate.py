"""A round of a task that looks for objects: verdicts become patches, as the public sets have them.

A reader says of an object what it is and doesn't draw it. Its mask is grown in the stain around
its middle, as for the public patches, and a rejected object is a patch without any.
"""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import torch
from PIL import Image

from medcls_core.data.mitosis_patches import MitosisPatch, read_mitosis_patches
from medcls_core.data.mitosis_set import MitosisSet
from medcls_core.data.sources.cut import Cut
from medcls_core.data.sources.manifest import NAME as MANIFEST
from medcls_core.data.splits import Split
from medcls_core.geometry import Box, Point
from medcls_core.learning.learner import Tell
from medcls_core.learning.masks import MaskSetup, learn_masks
from medcls_core.learning.rounds.labels import Label
from medcls_core.learning.rounds.plan import RoundPlan
from medcls_core.networks import ModelCard, ModelVersion
from medcls_core.progress import Progress
from medcls_core.store.rounds import RoundPart
from medcls_core.tasks import Task, TaskKind
from medcls_core.training.mitosis import CLASSES, MPP

PATCH_PX = 128
ASKED_PX = 64
"""Side of the square that a mask network is asked about: 16 um, one figure and its rim."""

_FIELDS = ("file", "case", "kind", "atypical", "phase", "mitosis_centres_px", "mpp")


def train_masks(  # noqa: PLR0913, PLR0917  (a training is made of these)
    plan: RoundPlan,
    parent: ModelVersion,
    card: ModelCard,
    labels: Sequence[Label],
    folder: Path,
    candidate: Path,
    device: torch.device,
    tell: Tell,
    progress: Progress,
) -> ModelVersion:
    """Train the mask network on patches around the labelled objects, and the replay's patches.

    Raises:
        InputInvalid: if the replay isn't a folder of mitosis patches.
        ImageUnreadable: if an image is gone or damaged.
        Cancelled: from `progress`.
    """
    patches = folder / "patches"
    write_patches(labels, patches, progress)
    part = {str(item.finding): item.part for item in plan.items}
    own = read_mitosis_patches(patches)
    earlier = [] if plan.replay is None else read_mitosis_patches(plan.replay)
    watched = [one for one in own if part[one.path.stem] is RoundPart.WATCHED]
    learnt = [one for one in own if part[one.path.stem] is RoundPart.LEARNT]
    labelled = MitosisSet(
        Split((*learnt, *_some(earlier, len(own))), tuple(watched), ()), Split((), (), ())
    )
    setup = MaskSetup(plan.recipe, parent.weights_path, device)
    model = learn_masks(labelled, setup, card, folder, tell, progress)
    candidate.mkdir(parents=True, exist_ok=True)
    for file in (model.weights_path, folder / "card.json"):
        file.replace(candidate / file.name)
    return ModelVersion(model.card, candidate)


def _some(patches: Sequence[MitosisPatch], count: int) -> Sequence[MitosisPatch]:
    """As many earlier patches as new ones, from all of them alike."""
    step = max(1, len(patches) // max(count, 1))
    return patches[::step][:count]


def write_patches(labels: Sequence[Label], folder: Path, progress: Progress) -> None:
    """A PNG of 32 um around every labelled object, and the manifest of the public sets.

    A figure that lies in the patch of another object is a figure there, too.

    Raises:
        ImageUnreadable: if an image is gone or damaged.
        Cancelled: between two objects.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows, figures = [], _figures(labels)
    for done, label in enumerate(labels):
        progress.update(done, len(labels), "patches")
        name = f"{label.finding}.png"
        if not (folder / name).exists():
            Image.fromarray(middle_of(label.cut, PATCH_PX).read()).save(folder / name)
        centres = _within(middle_of(label.cut, PATCH_PX).box, figures.get(label.image, ()))
        kind = "mitosis" if centres else "hard_negative"
        rows.append((name, label.cut.unit, kind, "", "", json.dumps(centres), MPP))
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_FIELDS)
        table.writerows(rows)


def _figures(labels: Sequence[Label]) -> dict[UUID, list[Point]]:
    """Centres of the labelled figures by image."""
    centres: dict[UUID, list[Point]] = {}
    for label in labels:
        if label.class_key == CLASSES[1]:
            centres.setdefault(label.image, []).append(label.cut.box.center)
    return centres


def _within(box: Box, centres: Sequence[Point]) -> list[tuple[float, float]]:
    """Those of `centres` that lie in a patch's box, (x, y) in pixels of the patch."""
    scale = PATCH_PX / box.width_l0
    return [
        ((at.x_l0 - box.x_l0) * scale, (at.y_l0 - box.y_l0) * scale)
        for at in centres
        if box.contains(at)
    ]


def asked_cut(cut: Cut, task: Task) -> Cut:
    """What a network is asked about a finding: all of a cell, the middle of a square."""
    return middle_of(cut, ASKED_PX) if task.kind is TaskKind.MASK else cut


def middle_of(cut: Cut, side: int) -> Cut:
    """The middle `side` pixels of a square cut, as the network sees them."""
    scale = cut.box.width_l0 / cut.side
    box = Box.around(cut.box.center, side * scale)
    return Cut(cut.path, box, side, cut.name, cut.label, cut.unit)
